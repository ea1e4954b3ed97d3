"""What a scheme's law says itself of how decisions come about, in place of an institution's procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from law.language.terms.citation import CITED, Citation, cited
from law.language.terms.document import Entry
from law.language.terms.parameters import Parameter
from law.language.terms.units import DAYS

NOTHING = "nothing"
EXAMPLE = """\
safeguards:
  meanwhile:
    meaning: A contest does not keep running benefit from being taken away
    in_a_complaint: nothing
    in_an_appeal: nothing"""
EXAMPLE_WINDOW = "reply_window: {meaning: ..., lasts: reply_days}   (a parameter in days)"
EXAMPLE_LATE = "late_certification: {meaning: ..., in_time_for: claim_days, grace: grace_days, good_cause: illness}"
EXAMPLE_TWO = "two_officers: {meaning: ..., grounds: fraud crime, sums_above: large_sum}   (a parameter in money)"
KINDS = ("condition", "week", "overpayment", "referral")
"""What a decision may be about, as `contracts.safeguards` names it."""


@dataclass(frozen=True, slots=True)
class AppealRules:
    """Where and within how many days a decision may be contested."""

    to: str
    within: str
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Safeguard:
    """One of the rules that a sheet may have of how decisions come about; what belongs to another one is empty."""

    name: str
    meaning: str
    cites: str
    unverified: bool
    lasts: str | None = None
    """The parameter that says for how many days a reply is in time."""
    complaint: tuple[str, ...] = ()
    """What decisions may be about that take nothing away while a complaint is open; `appeal` likewise."""
    appeal: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    sums_above: str | None = None
    """The parameter above which two officers decide on a sum."""
    in_time_for: str | None = None
    """The parameter in days in which a certification is in time; `grace` that in which a late one needs no reason."""
    grace: str | None = None
    good_cause: str | None = None
    """What excuses a later certification, in words."""


def read_safeguards(
    entries: Mapping[str, Entry], parameters: Mapping[str, Parameter], grounds: frozenset[str]
) -> dict[str, Safeguard]:
    """The `safeguards` of a sheet, by name. Raises `RuleSheetError`."""
    reader = _Reader(parameters, grounds)
    read = {
        "reply_window": reader.reply_window,
        "meanwhile": reader.meanwhile,
        "two_officers": reader.two_officers,
        "late_certification": reader.late_certification,
    }
    for name, entry in entries.items():
        if name not in read:
            raise entry.wrong(f"'{name}' is none of {', '.join(sorted(read))}.", example=EXAMPLE)
    return {name: read[name](entry) for name, entry in entries.items()}


@dataclass(frozen=True, slots=True)
class _Reader:
    parameters: Mapping[str, Parameter]
    grounds: frozenset[str]

    def reply_window(self, entry: Entry) -> Safeguard:
        fields = entry.fields(required="meaning lasts", optional=CITED, example=EXAMPLE_WINDOW)
        name = self._days(fields["lasts"], EXAMPLE_WINDOW)
        return _safeguard("reply_window", fields, cited(entry, fields), lasts=name)

    def late_certification(self, entry: Entry) -> Safeguard:
        fields = entry.fields(
            required="meaning", optional=f"in_time_for grace good_cause {CITED}", example=EXAMPLE_LATE
        )
        if not {"in_time_for", "grace", "good_cause"} & fields.keys():
            raise entry.wrong("it names no days, no grace and no good cause.", example=EXAMPLE_LATE)
        rule = _safeguard("late_certification", fields, cited(entry, fields))
        return replace(
            rule,
            in_time_for=self._days(fields["in_time_for"], EXAMPLE_LATE) if "in_time_for" in fields else None,
            grace=self._days(fields["grace"], EXAMPLE_LATE) if "grace" in fields else None,
            good_cause=fields["good_cause"].text(example=EXAMPLE_LATE) if "good_cause" in fields else None,
        )

    def _days(self, entry: Entry, example: str) -> str:
        name = entry.text(example=example)
        if name not in self.parameters or self.parameters[name].unit != DAYS:
            raise entry.wrong(f"{name} is not a parameter in days.", example=example)
        return name

    def meanwhile(self, entry: Entry) -> Safeguard:
        fields = entry.fields(required="meaning in_a_complaint in_an_appeal", optional=CITED, example=EXAMPLE)
        complaint, appeal = _kinds(fields["in_a_complaint"]), _kinds(fields["in_an_appeal"])
        return _safeguard("meanwhile", fields, cited(entry, fields), complaint=complaint, appeal=appeal)

    def two_officers(self, entry: Entry) -> Safeguard:
        fields = entry.fields(required="meaning", optional=f"grounds sums_above {CITED}", example=EXAMPLE_TWO)
        if not {"grounds", "sums_above"} & fields.keys():
            raise entry.wrong("it names neither grounds nor a sum.", example=EXAMPLE_TWO)
        named = fields["grounds"].text(example=EXAMPLE_TWO).split() if "grounds" in fields else []
        if unknown := [ground for ground in named if ground not in self.grounds]:
            raise fields["grounds"].wrong(f"'{unknown[0]}' is no ground of the closed list.", example=EXAMPLE_TWO)
        above = fields["sums_above"].text(example=EXAMPLE_TWO) if "sums_above" in fields else None
        if above is not None and not (above in self.parameters and self.parameters[above].unit.is_money()):
            raise fields["sums_above"].wrong(f"{above} is not a parameter in money.", example=EXAMPLE_TWO)
        return _safeguard("two_officers", fields, cited(entry, fields), grounds=tuple(named), sums_above=above)


def _safeguard(  # noqa: PLR0913  each is one field of one of the rules
    name: str,
    fields: Mapping[str, Entry],
    law: Citation,
    *,
    lasts: str | None = None,
    complaint: tuple[str, ...] = (),
    appeal: tuple[str, ...] = (),
    grounds: tuple[str, ...] = (),
    sums_above: str | None = None,
) -> Safeguard:
    meaning = fields["meaning"].text(example=EXAMPLE)
    return Safeguard(name, meaning, law.cites, law.unverified, lasts, complaint, appeal, grounds, sums_above)


def _kinds(entry: Entry) -> tuple[str, ...]:
    words = entry.text(example=EXAMPLE).split()
    if words == [NOTHING]:
        return ()
    if unknown := [word for word in words if word not in KINDS]:
        raise entry.wrong(f"'{unknown[0]}' is none of {NOTHING}, {', '.join(KINDS)}.", example=EXAMPLE)
    return tuple(words)
