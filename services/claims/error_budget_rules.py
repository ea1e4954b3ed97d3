"""How many decisions against claimants may be wrong before they stop, as dated data of the institution's procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.casework import Officer
from law.language.terms.document import Entry
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import Parameter, read_parameter
from law.language.terms.whole_numbers import NO_CURRENCY, whole_parameter
from services.claims.offices import OfficeRegister, office_register
from services.runtime.handling import Refused

SHARES, WHOLE = "wrong_share sampled_share", "least_decisions counted_days"
EXAMPLE = "error_budget: {parameters: {...}, offices_since: 2020-01-01, reopened_by: [quality-officer], cites: ...}"
EXAMPLE_FIGURES = "parameters: {wrong_share: {meaning: ..., unit: share, values: [...]}, ...}"


@dataclass(frozen=True, slots=True)
class ErrorBudgetRules:
    """The figures of every budget, and who may reopen one."""

    wrong_share: Parameter
    sampled_share: Parameter
    least_decisions: Parameter
    counted_days: Parameter
    offices_since: date
    """The first day on which an answer against a claimant must name the officer's office."""
    reopened_by: frozenset[str]
    """The roles that may reopen, in small letters."""
    cites: str
    offices: OfficeRegister = OfficeRegister()  # noqa: RUF009 - it never changes

    def wrong_share_on(self, day: date) -> Fraction:
        """The share of wrong decisions above which a budget stops."""
        return _on(self.wrong_share, day)

    def sampled_share_on(self, day: date) -> Fraction:
        """The share of decisions that another person reviews."""
        return _on(self.sampled_share, day)

    def least_decisions_on(self, day: date) -> int:
        """Of fewer decisions nobody can tell."""
        return int(_on(self.least_decisions, day))

    def counted_days_on(self, day: date) -> int:
        """Decisions older than so many days count no more."""
        return int(_on(self.counted_days, day))

    def missing(self, officer: Officer, on: date) -> str | None:
        """What an answer against a claimant does not say of its officer, or says wrongly; None where all is well."""
        if on < self.offices_since:
            return None
        if officer.office is not None:
            return self.offices.why_not(officer, on)
        return f"an answer against the claimant names the officer's office ({self.cites})"

    def why_not_reopened_by(self, officer: Officer, office: str, on: date) -> str | None:
        """Why somebody may not reopen the budget of an office on a day; None where they may."""
        if officer.role.casefold() not in self.reopened_by:
            return f"a budget is reopened by one of these roles: {', '.join(sorted(self.reopened_by))}"
        if officer.office is None:
            return "whoever reopens a budget names their own office"
        if officer.office.lower() == office:
            return f"{officer.staff} belongs to the office {office}, and nobody reopens a budget of their own office"
        return self.offices.why_not(officer, on)


def error_budget_rules(entry: Entry) -> ErrorBudgetRules:
    """Read the part `error_budget` of a procedure. Raises `RuleSheetError`."""
    fields = entry.fields(required="parameters offices_since reopened_by cites", optional="offices", example=EXAMPLE)
    figures = fields["parameters"].fields(required=f"{SHARES} {WHOLE}", example=EXAMPLE_FIGURES)
    shares = {name: _share(name, figures[name]) for name in SHARES.split()}
    whole = {name: whole_parameter(name, figures[name]) for name in WHOLE.split()}
    roles = fields["reopened_by"].items(example=EXAMPLE)
    return ErrorBudgetRules(
        **shares,
        **whole,
        offices_since=fields["offices_since"].day(),
        reopened_by=frozenset(role.text(example=EXAMPLE).casefold() for role in roles),
        cites=fields["cites"].text(example=EXAMPLE),
        offices=office_register(fields.get("offices")),
    )


def _share(name: str, entry: Entry) -> Parameter:
    """A parameter whose every value is a part of a whole."""
    parameter = read_parameter(name, entry, currency=NO_CURRENCY)
    if any(Fraction(dated.value) > 1 for dated in parameter.values):
        raise entry.wrong("a share is at most 1.", example="value: 0.10")
    return parameter


def _on(figure: Parameter, day: date) -> Fraction:
    """The figure of a day. Raises `Refused` on a day for which there is none."""
    try:
        return Fraction(figure.on(day).value)
    except OutsideKnownLaw as fault:
        raise Refused("outside-known-law", f"the procedure of this institution: {fault}") from None
