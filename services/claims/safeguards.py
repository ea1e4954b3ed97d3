"""What an answer against a claimant needs beyond one officer: a second one, and more than an employer's word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.casework import AnswerGiven, EvidenceKind
from contracts.claims import Ground
from contracts.currencies import MINOR_DIGITS
from contracts.in_words import ended, meant
from contracts.overpayment_causes import CAUSES, Responsibility
from contracts.safeguards import SchemeSafeguards
from contracts.values import Money
from law.language.terms.document import Entry

EXAMPLE_SECOND = "second_officer: {grounds: [fraud], sums_above: {USD: 1000.00}, cites: Procedure Act s. 12}"
EXAMPLE_WAIVED = "waived_by_default: {responsible: [institution], cites: 20 CFR 404.510a}"
EXAMPLE_WORD = "employers_word: {grounds: [quit], since: 2020-01-01, cites: C168 Art. 20(c)}"


@dataclass(frozen=True, slots=True)
class SecondOfficer:
    """Where two officers have to agree before anything is taken away."""

    grounds: frozenset[Ground]
    sums_above: Mapping[str, int]
    """In minor units, by currency."""
    cites: str

    def why_two(self, ground: Ground | None, amount: Money | None) -> str | None:
        """Why one officer is not enough; None where one is."""
        if ground in self.grounds:
            return f"A decision on the ground {ground} needs two officers ({self.cites})."
        if amount is None:
            return None
        most = self.sums_above.get(amount.currency)
        if most is None:
            return f"A decision on a sum in {amount.currency} needs two officers ({self.cites})."
        if amount.minor <= most:
            return None
        return f"A sum above {Money(minor=most, currency=amount.currency)} needs two officers ({self.cites})."


def why_two_officers(
    own: SchemeSafeguards, procedures: SecondOfficer, ground: Ground | None, amount: Money | None
) -> str | None:
    """Why one officer is not enough, by the law of the claim or else by the procedure; None where one is."""
    rule = own.two_officers
    if rule is None:
        return procedures.why_two(ground, amount)
    if ground in rule.grounds:
        return f"A decision on the ground {ground} needs two officers ({rule.cites})."
    if amount is None or rule.above is None or amount.minor <= rule.above.minor:
        return None
    return f"A sum above {rule.above} needs two officers ({rule.cites})."


@dataclass(frozen=True, slots=True)
class WaivedByDefault:
    """Who answers for an overpayment that is waived unless the officer says why it is asked back all the same."""

    responsible: frozenset[Responsibility]
    cites: str

    def missing(self, given: AnswerGiven) -> str | None:
        """What an answer that asks a sum back does not say; None where nothing is missing."""
        if given.overpayment_cause is None:
            return None
        cause = CAUSES[given.overpayment_cause]
        if cause.responsibility not in self.responsible or given.not_waived_because is not None:
            return None
        return f"it is waived, since {cause.words}, unless the answer says why it is asked back ({self.cites})"


@dataclass(frozen=True, slots=True)
class EmployersWord:
    """Grounds on which an employer's word alone takes nothing away."""

    grounds: frozenset[Ground]
    since: date
    cites: str

    def missing(self, ground: Ground | None, given: AnswerGiven) -> str | None:
        """What an answer against the claimant does not rest on; None where it rests on enough."""
        if ground not in self.grounds or given.answered_on < self.since:
            return None
        if given.evidence is None:
            return f"on this ground an answer must say on which kinds of evidence it rests ({self.cites})"
        if set(given.evidence) <= {EvidenceKind.EMPLOYERS_STATEMENT}:
            return f"an employer's word alone takes nothing away ({self.cites})"
        return None


def second_officer(entry: Entry) -> SecondOfficer:
    """Read the part `second_officer` of a procedure. Raises `RuleSheetError`."""
    fields = entry.fields(required="cites", optional="grounds sums_above", example=EXAMPLE_SECOND)
    sums = fields["sums_above"].entries(example=EXAMPLE_SECOND) if "sums_above" in fields else {}
    return SecondOfficer(
        _grounds(fields.get("grounds"), EXAMPLE_SECOND),
        {currency: _minor(currency, amount) for currency, amount in sums.items()},
        fields["cites"].text(example=EXAMPLE_SECOND),
    )


def employers_word(entry: Entry) -> EmployersWord:
    """Read the part `employers_word` of a procedure. Raises `RuleSheetError`."""
    fields = entry.fields(required="grounds since cites", example=EXAMPLE_WORD)
    grounds = _grounds(fields["grounds"], EXAMPLE_WORD)
    return EmployersWord(grounds, fields["since"].day(), fields["cites"].text(example=EXAMPLE_WORD))


def _grounds(entry: Entry | None, example: str) -> frozenset[Ground]:
    return (
        frozenset()
        if entry is None
        else frozenset(Ground(item.one_of(*Ground)) for item in entry.items(example=example))
    )


def _minor(currency: str, amount: Entry) -> int:
    """Money as the currency writes it, all of its decimal digits said."""
    digits = MINOR_DIGITS.get(currency)
    if digits is None:
        raise amount.wrong(
            ended(f"'{currency}' is no currency; {meant(currency, sorted(MINOR_DIGITS))}"), example="USD: 1.00"
        )
    text = amount.text(example=EXAMPLE_SECOND)
    written = r"[0-9]{1,12}" + (rf"\.[0-9]{{{digits}}}" if digits else "")
    if re.fullmatch(written, text) is None:
        raise amount.wrong(
            f"'{text}' is not an amount of {currency} with {digits} decimal digits.", example="USD: 1.00"
        )
    return int(text.replace(".", ""))


def waived_by_default(entry: Entry) -> WaivedByDefault:
    """Read who answers for what is waived by default. Raises `RuleSheetError`."""
    fields = entry.fields(required="responsible cites", example=EXAMPLE_WAIVED)
    named = fields["responsible"].items(example=EXAMPLE_WAIVED)
    responsible = frozenset(Responsibility(item.one_of(*Responsibility)) for item in named)
    return WaivedByDefault(responsible, fields["cites"].text(example=EXAMPLE_WAIVED))
