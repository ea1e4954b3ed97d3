"""The institution's procedure as dated data: how long a person has to reply, where and until when to appeal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from contracts.claims import Ground
from contracts.letters import LetterChannel
from contracts.waiting import MissingFrom
from law.language.terms.document import Entry, read_document
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import Parameter
from law.language.terms.whole_numbers import whole_parameter
from services.claims.contest_procedure import ContestRules, contest_rules
from services.claims.error_budget_rules import ErrorBudgetRules, error_budget_rules
from services.claims.safeguards import (
    EmployersWord,
    SecondOfficer,
    WaivedByDefault,
    employers_word,
    second_officer,
    waived_by_default,
)
from services.claims.silences import Rhythms, rhythms_in
from services.claims.waiting_procedure import asked_from
from services.runtime.handling import Refused

FILE = Path(__file__).with_name("procedure.yaml")
FIELDS = (
    "parameters appeal_to appeal_help contests second_officer employers_word counts_as_delivered reminded_by "
    "asked_from overpayment payments_after_death waived_by_default error_budget grounds"
)
FIGURES = (
    "reply_days delivery_days appeal_days late_closing_days complaint_days independent_days invitation_days "
    "question_days missing_days certification_interval_days certification_days certification_reminder_days "
    "certification_grace_days"
)
EXAMPLE = "parameters: {...}, appeal_to: ..., appeal_help: ..., contests: {...}, overpayment: {...}, ..."
EXAMPLE_PARAMETERS = "parameters: {reply_days: {meaning: ..., unit: days, values: [...]}, ...}"
EXAMPLE_GROUND = "strike: {words: the work stopped because of a labour dispute, cites: C168 Art. 20(d)}"
EXAMPLE_CHANNELS = "counts_as_delivered: {channels: post by_hand, cites: ...}"
EXAMPLE_OVERPAYMENT = "overpayment: {asks: Is it to be paid back?, cites: C102 Art. 70}"
EXAMPLE_AFTER_DEATH = "payments_after_death: {asks: May it be paid to the estate?, cites: Civil Code Art. 1922}"


@dataclass(frozen=True, slots=True)
class GroundInWords:
    """A ground of the closed list as a claimant reads it, with its articles."""

    words: str
    cites: str


@dataclass(frozen=True, slots=True)
class AskedInWords:
    """What is asked where payments raise a question: more was paid than is due, or the person has died."""

    asks: str
    cites: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure of one institution. Its figures are whole days; a day outside their dates is `OutsideKnownLaw`."""

    reply_days: Parameter
    delivery_days: Parameter
    appeal_days: Parameter
    late_closing_days: Parameter
    complaint_days: Parameter
    independent_days: Parameter
    invitation_days: Parameter
    question_days: Parameter
    missing_days: Parameter
    certification_interval_days: Parameter
    certification_days: Parameter
    certification_reminder_days: Parameter
    certification_grace_days: Parameter
    appeal_to: str
    appeal_help: str
    contests: ContestRules
    second_officer: SecondOfficer
    employers_word: EmployersWord
    counts_as_delivered: frozenset[LetterChannel]
    """The channels of which a letter counts as delivered after some days without a proof."""
    reminded_by: frozenset[LetterChannel]
    """By which ways a claimant is reminded of a certification."""
    known_by: Mapping[str, MissingFrom]
    """By question or particular, who else than the claimant has the answer."""
    overpayment: AskedInWords
    payments_after_death: AskedInWords
    waived_by_default: WaivedByDefault
    error_budget: ErrorBudgetRules
    grounds: Mapping[Ground, GroundInWords]
    rhythms: Rhythms
    """How often registries send, by institution; of others no silence is found."""

    @classmethod
    def from_file(cls, path: Path = FILE) -> Procedure:
        """Read and check a procedure file. Raises `RuleSheetError` naming file, line and rule."""
        document = read_document(path.read_text("utf-8"), file=path.name)
        fields = document.fields(required=FIELDS, optional="registries", example=EXAMPLE)
        grounds = fields["grounds"].fields(required=" ".join(Ground), example=EXAMPLE_GROUND)
        figures = fields["parameters"].fields(required=FIGURES, example=EXAMPLE_PARAMETERS)
        return cls(
            **{name: whole_parameter(name, entry) for name, entry in figures.items()},
            appeal_to=fields["appeal_to"].text(example="appeal_to: the institution itself first"),
            appeal_help=fields["appeal_help"].text(example="appeal_help: You may be represented."),
            contests=contest_rules(fields["contests"]),
            second_officer=second_officer(fields["second_officer"]),
            employers_word=employers_word(fields["employers_word"]),
            counts_as_delivered=_channels(fields["counts_as_delivered"]),
            reminded_by=_channels(fields["reminded_by"]),
            known_by=asked_from(fields["asked_from"]),
            overpayment=_asked(fields["overpayment"], EXAMPLE_OVERPAYMENT),
            payments_after_death=_asked(fields["payments_after_death"], EXAMPLE_AFTER_DEATH),
            waived_by_default=waived_by_default(fields["waived_by_default"]),
            error_budget=error_budget_rules(fields["error_budget"]),
            grounds={Ground(name): _ground(entry) for name, entry in grounds.items()},
            rhythms=rhythms_in(fields.get("registries")),
        )

    def asked_from(self, question: str) -> MissingFrom:
        """From whom the answer to a question is asked that no fact gives."""
        return self.known_by.get(question, MissingFrom.CLAIMANT)


def _channels(entry: Entry) -> frozenset[LetterChannel]:
    fields = entry.fields(required="channels cites", example=EXAMPLE_CHANNELS)
    words = fields["channels"].text(example=EXAMPLE_CHANNELS).split()
    if unknown := [word for word in words if word not in set(LetterChannel)]:
        raise fields["channels"].wrong(f"{unknown[0]} is no channel of letters.", example=EXAMPLE_CHANNELS)
    return frozenset(map(LetterChannel, words))


def _asked(entry: Entry, example: str) -> AskedInWords:
    fields = entry.fields(required="asks cites", example=example)
    return AskedInWords(fields["asks"].text(example=example), fields["cites"].text(example=example))


def _ground(entry: Entry) -> GroundInWords:
    fields = entry.fields(required="words cites", example=EXAMPLE_GROUND)
    return GroundInWords(fields["words"].text(example=EXAMPLE_GROUND), fields["cites"].text(example=EXAMPLE_GROUND))


def days_of(figure: Parameter, on: date) -> int:
    """A figure of the procedure in whole days. Raises `Refused` on a day for which it has none."""
    try:
        return int(figure.on(on).value)
    except OutsideKnownLaw as fault:
        raise Refused("outside-known-law", f"the procedure of this institution: {fault}") from None


@cache
def standard_procedure() -> Procedure:
    """The procedure that comes with Tideover, read once."""
    return Procedure.from_file()
