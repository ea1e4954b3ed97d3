"""A claim put to the law of its scheme: everything that its determination and its assessments follow from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from contracts.claims import ClaimDecision
from contracts.intake import ClaimFiled
from law.case.case import Case
from law.case.earlier_claims import NO_SPELLS, Spell
from law.case.facts import FactSet
from law.case.model import Determination
from law.language.run.compile import rules_of
from law.language.run.evaluation import Evaluation
from law.language.sheet.scheme import DAYS_OF_A_WEEK, WEEKDAYS, Scheme
from law.language.terms.calendar import first_of_next_month, working_day_from
from law.language.terms.dated import LawDays
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Value


@dataclass(frozen=True, slots=True)
class ClaimUnderLaw:
    """One claim of a person, by its key among the facts, under the sheet of a scheme.

    `earlier` are the determinations of the person's claims filed before it, and `past` is what was drawn under these;
    `all_claims.under_law` fills in both. `given` answers stand in the place of questions, particulars and quantities,
    such as `{"earnings_in(base_period)": 5200}`.
    """

    scheme: Scheme
    facts: FactSet
    key: str
    earlier: Sequence[Determination] = ()
    past: tuple[Spell, ...] = NO_SPELLS
    given: Mapping[str, Value] = field(default_factory=dict)

    @property
    def filed(self) -> ClaimFiled:
        """The claim as it was last stated. Raises `LookupError` if the facts hold no such claim."""
        return self.facts.claim(self.key)

    @property
    def decisions(self) -> tuple[ClaimDecision, ...]:
        """The decisions of named persons on it, the latest for each question."""
        return self.facts.decisions(self.key)

    def evaluation(self, *, leaves_out_doubt: bool = False) -> Evaluation[Case]:
        """The evaluation of the claim's own rules, under the law of the day on which it begins.

        With `leaves_out_doubt` the amounts follow from what is certain. Raises `LookupError` if the facts hold no
        such claim.
        """
        scheme, filed = self.scheme, self.filed
        begins = first_day(scheme, filed.filed_on, filed.unemployed_from)
        case = self.case(begins, leaves_out_doubt=leaves_out_doubt)
        rules = rules_of(scheme, LawDays.of(begins)).claim
        return Evaluation(rules, case, law_day=begins, anchor=begins, given=self.given)

    def case(self, begins: date, *, leaves_out_doubt: bool = False) -> Case:
        """What questions are asked about: the claim that begins on a day, with the facts."""
        scheme = self.scheme
        return Case(
            facts=self.facts,
            claim=self.filed,
            currency=scheme.currency,
            minor_units=scheme.minor_units,
            country=scheme.country,
            begins=begins,
            leaves_out_doubt=leaves_out_doubt,
            past=self.past,
            limited_in_money=scheme.quantities[scheme.benefit.limit].unit.is_money(),
        )


def first_day(scheme: Scheme, filed_on: date, unemployed_from: date | None = None) -> date:
    """The day on which a claim begins; benefit weeks are counted from it."""
    match scheme.claim.begins.what:
        case "the first day without work":
            return unemployed_from or filed_on
        case "the first day without work, if filed in time":
            return _if_in_time(scheme, filed_on, unemployed_from or filed_on)
        case "the day of filing":
            return filed_on
        case "the first day of the month after filing":
            return first_of_next_month(filed_on)
    begins_on = WEEKDAYS.index(scheme.claim.week_begins_on.what)
    return filed_on - timedelta(days=(filed_on.weekday() - begins_on) % DAYS_OF_A_WEEK)


def _if_in_time(scheme: Scheme, filed_on: date, without_work_from: date) -> date:
    """The first day without work; the day of filing where the claim came later than the law allows."""
    try:
        within = scheme.parameters[scheme.claim.filed_within or ""].on(filed_on).value
    except OutsideKnownLaw:
        return filed_on  # that no law is known of the day is said by whoever evaluates the claim
    last = working_day_from(without_work_from, int(within), scheme.country)
    return without_work_from if filed_on <= last else filed_on
