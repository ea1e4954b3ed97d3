"""The procedure of referrals as dated data: when people are matched, in what order, how long seats are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from contracts.programmes import ProgrammeKind
from law.language.terms.document import Entry, read_document
from law.language.terms.parameters import Parameter
from law.language.terms.whole_numbers import whole_parameter
from services.almp_referral.follow_up import MandatoryPoint, OutcomePoint, mandatory_points, outcome_points

FILE = Path(__file__).with_name("procedure.yaml")
MAY_BE_NAMED = ("answer_within_days", "lasts_at_most_days", "wait_at_most_days", "missed_days_asked", "listed_days")
"""Figures that may be left out: after the first three a seat or a place in a wait list is free again."""

EXAMPLE = "match_after_days: {...}, before_exhaustion_weeks: {...}, refused: {...}, absent: {...}, wait_list: {...}"
EXAMPLE_QUESTION = "refused: {asks: Was there a just cause?, cites: C168 Art. 20(f)}"
EXAMPLE_ORDER = "asked_in_order_of: {kinds: [training, placement], cites: R176 para. 2}"
EXAMPLE_WAIT_LIST = "wait_list: {order: registration_then_lottery, cites: C168 Art. 6}"


@dataclass(frozen=True, slots=True)
class QuestionInWords:
    """What a caseworker is asked, and by which article it matters."""

    asks: str
    cites: str


class WaitListOrder(StrEnum):
    """How people on a wait list follow each other."""

    REGISTRATION_THEN_LOTTERY = "registration_then_lottery"
    """By the day of registration; among those of one day by a number that follows from the referral's id."""


@dataclass(frozen=True, slots=True)
class WaitListRule:
    """The order of wait lists, and why it is so."""

    order: WaitListOrder
    cites: str


@dataclass(frozen=True, slots=True)
class ReferralProcedure:
    """When people are matched and how long seats are kept, in whole days and weeks, and what officers are asked."""

    match_after_days: Parameter
    before_exhaustion_weeks: Parameter
    refused: QuestionInWords
    absent: QuestionInWords
    answer_within_days: Parameter | None = None
    lasts_at_most_days: Parameter | None = None
    wait_at_most_days: Parameter | None = None
    kinds_in_order: Sequence[ProgrammeKind] = ()
    """In which order kinds of programmes are asked; of those not named, the order of their names."""
    wait_list: WaitListRule | None = None
    missed_days_asked: Parameter | None = None
    listed_days: Parameter | None = None
    outcomes: tuple[OutcomePoint, ...] = ()
    points: tuple[MandatoryPoint, ...] = ()

    def answer_by(self, given_on: date) -> date | None:
        """The last day on which the seat of an offer is kept for an answer; None where the procedure names none."""
        return _after(given_on, self.answer_within_days)

    def ends_by(self, since: date) -> date | None:
        """The day at whose close a place is free again where neither provider nor officer says otherwise."""
        return _after(since, self.lasts_at_most_days)

    def waits_until(self, since: date) -> date | None:
        """The last day on a wait list; None where there are no wait lists."""
        return None if self.wait_list is None else _after(since, self.wait_at_most_days)

    def listed_until(self, since: date) -> date | None:
        """The last day on which whoever was offered nothing stands in the officers' list; None for no last day."""
        return _after(since, self.listed_days)

    def missed_days(self, day: date) -> int:
        """How many days missed in one report of a provider ask a person; any, where the procedure names no number."""
        return int(self.missed_days_asked.on(day).value) if self.missed_days_asked is not None else 1

    @classmethod
    def from_file(cls, path: Path = FILE) -> ReferralProcedure:
        """Read and check a procedure. Raises `RuleSheetError` naming file, line and rule."""
        return cls.from_text(path.read_text("utf-8"), path.name)

    @classmethod
    def from_text(cls, text: str, name: str) -> ReferralProcedure:
        """Read and check a procedure's text. Raises `RuleSheetError`."""
        fields = read_document(text, file=name).fields(
            required="match_after_days before_exhaustion_weeks refused absent",
            optional=" ".join((*MAY_BE_NAMED, "asked_in_order_of", "wait_list", "outcomes", "points")),
            example=EXAMPLE,
        )
        return cls(
            **{limit: whole_parameter(limit, fields[limit]) for limit in MAY_BE_NAMED if limit in fields},
            match_after_days=whole_parameter("match_after_days", fields["match_after_days"]),
            before_exhaustion_weeks=whole_parameter("before_exhaustion_weeks", fields["before_exhaustion_weeks"]),
            refused=_question(fields["refused"]),
            absent=_question(fields["absent"]),
            kinds_in_order=_kinds(fields),
            wait_list=_wait_list(fields),
            outcomes=outcome_points(fields.get("outcomes")),
            points=mandatory_points(fields.get("points")),
        )


def _after(day: date, days: Parameter | None) -> date | None:
    return None if days is None else day + timedelta(days=int(days.on(day).value))


def _question(entry: Entry) -> QuestionInWords:
    fields = entry.fields(required="asks cites", example=EXAMPLE_QUESTION)
    return QuestionInWords(
        fields["asks"].text(example=EXAMPLE_QUESTION), fields["cites"].text(example=EXAMPLE_QUESTION)
    )


def _kinds(fields: Mapping[str, Entry]) -> Sequence[ProgrammeKind]:
    if (entry := fields.get("asked_in_order_of")) is None:
        return ()
    order = entry.fields(required="kinds cites", example=EXAMPLE_ORDER)
    order["cites"].text(example=EXAMPLE_ORDER)
    return tuple(ProgrammeKind(kind.one_of(*ProgrammeKind)) for kind in order["kinds"].items(example=EXAMPLE_ORDER))


def _wait_list(fields: Mapping[str, Entry]) -> WaitListRule | None:
    if (entry := fields.get("wait_list")) is None:
        return None
    rule = entry.fields(required="order cites", example=EXAMPLE_WAIT_LIST)
    return WaitListRule(
        WaitListOrder(rule["order"].one_of(*WaitListOrder)), rule["cites"].text(example=EXAMPLE_WAIT_LIST)
    )


@cache
def standard_referral_procedure() -> ReferralProcedure:
    """The procedure that comes with Tideover, read once."""
    return ReferralProcedure.from_file()
