"""What written law leaves to the evaluator, how it is kept, and that a difference is noticed and named."""

from __future__ import annotations

import ast
import traceback
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.registry import Separation
from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.catalogue import load_scheme
from law.decide.all_claims import all_determined
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.language.terms.questions import Answer
from law.language.terms.rounding import WAYS, Rounding
from law.language.terms.values import Unknown
from law.people.as_facts import claim_of, facts_of
from law.people.life import CLAIM, BenefitClaim, Job, Life, Pay, Statement
from law.people.stretches import paid_each
from law.questions.vocabulary import VOCABULARY
from law.written import arithmetic
from law.written.answers import COUNTED, OF_THE_CLAIM
from law.written.arithmetic import Doubtful, certain, divided, unless_silent
from law.written.compiled import compiled, written_law
from law.written.confirm import confirm
from law.written.decide import decide_at_once
from law.written.expression import Expression, rounded
from law.written.layout import fitted, literal
from law.written.model import LeftToTheEvaluator, WrittenDetermination
from law.written.rows import ClaimRows

FILED = date(2020, 3, 25)
BEGAN = date(2018, 1, 1)
MISSISSIPPI = load_scheme("us/mississippi", accept_unverified=True)
JOB = Job(started=BEGAN, ended=FILED, pay=paid_each("month", BEGAN, 26, 3000))
WORKER = Life(born="1985-06", jobs=(JOB,), claims=(BenefitClaim(FILED),))


def decided(life: Life, scheme: Scheme = MISSISSIPPI) -> WrittenDetermination | LeftToTheEvaluator:
    """What written law says of the life's claim."""
    return decide_at_once(claim_of(life, scheme))


def is_left(life: Life, scheme: Scheme = MISSISSIPPI) -> bool:
    """Whether written law leaves the claim to the evaluator."""
    return isinstance(decided(life, scheme), LeftToTheEvaluator)


def paid_also(**change: object) -> Life:
    """The worker with the last month's pay stated otherwise."""
    return replace(WORKER, jobs=(replace(JOB, pay=(*JOB.pay[:-1], replace(JOB.pay[-1], **change))),))  # type: ignore[arg-type]


class TestACertainClaim:
    def test_comes_to_the_amounts_of_the_law(self) -> None:
        written = decided(WORKER)

        assert isinstance(written, WrittenDetermination)
        assert written.outcome == "granted"
        assert written.entitlement.benefit_rate == Money(minor=235_00, currency="USD")
        assert written.entitlement.total_max == Money(minor=26 * 235_00, currency="USD")
        assert written.waiting_days == 7
        assert written.findings[0].because == "The base period's wages of USD 36,000.00 reach the USD 9,400.00 needed."

    def test_may_be_refused_by_arithmetic(self) -> None:
        written = decided(replace(WORKER, jobs=(replace(JOB, pay=JOB.pay[:1]),)))

        assert isinstance(written, WrittenDetermination)
        assert written.outcome == "refused"


class TestLeftToTheEvaluator:
    def test_is_whoever_a_person_must_decide_on(self) -> None:
        assert is_left(replace(WORKER, jobs=(replace(JOB, reason=Separation.MISCONDUCT),)))

    def test_is_pay_across_an_edge_of_the_window_and_pay_in_other_money(self) -> None:
        assert not is_left(paid_also())
        assert is_left(paid_also(amount=Money(minor=1, currency="EUR")))
        year_end = Pay(period=Period.of_days(date(2018, 12, 15), 31), amount=1)
        assert is_left(replace(WORKER, jobs=(replace(JOB, pay=(*JOB.pay, year_end)),)))

    def test_is_a_withdrawn_claim_and_that_of_a_person_who_died(self) -> None:
        assert is_left(replace(WORKER, claims=(BenefitClaim(FILED, withdrawn_on=FILED),)))
        assert is_left(replace(WORKER, died_on=FILED + timedelta(days=9)))

    def test_is_a_person_of_two_claims(self) -> None:
        assert is_left(replace(WORKER, claims=(BenefitClaim(date(2019, 3, 25), key="before"), BenefitClaim(FILED))))

    def test_is_a_claim_with_given_answers_or_with_another_before_it(self) -> None:
        claim = claim_of(WORKER, MISSISSIPPI)
        earlier = tuple(all_determined({MISSISSIPPI.name: MISSISSIPPI}, claim.facts).values())

        assert isinstance(decide_at_once(replace(claim, given={"base_period_wages": 1})), LeftToTheEvaluator)
        assert isinstance(decide_at_once(replace(claim, earlier=earlier)), LeftToTheEvaluator)

    def test_are_facts_that_contradict_each_other(self) -> None:
        facts = facts_of(WORKER, MISSISSIPPI)
        other = facts_of(paid_also(amount=1), MISSISSIPPI)

        left = decide_at_once(ClaimUnderLaw(MISSISSIPPI, FactSet([*facts, *other]), CLAIM))

        assert left == LeftToTheEvaluator("Facts contradict themselves.")

    def test_is_a_claim_of_which_no_law_is_known(self) -> None:
        assert is_left(replace(WORKER, claims=(BenefitClaim(date(2010, 1, 4)),)))

    def test_is_a_question_that_no_fact_answers_only_where_it_matters(self) -> None:
        norway = load_scheme("no/dagpenger", accept_unverified=True)
        at_work = replace(JOB, ended=None, pay=paid_each("month", BEGAN, 26, 40_000))
        nobody_says_why = Life(born="1985-06", jobs=(at_work,), claims=(BenefitClaim(FILED),))
        hours = Statement("weekly_hours_now", 0)

        assert is_left(replace(nobody_says_why, stated=(hours,)), norway)
        assert not is_left(replace(nobody_says_why, stated=(hours, Statement("laid_off", value=True))), norway)


class TestADifference:
    @pytest.mark.parametrize(
        ("figure", "changed", "named"),
        [
            ("WEEKLY_BENEFIT_MAX = 235", "WEEKLY_BENEFIT_MAX = 236", "entitlement.benefit_rate"),
            ("WEEKS_OF_BENEFIT_MAX = 26", "WEEKS_OF_BENEFIT_MAX = 25", "entitlement.total_max"),
            ("WAITING_PERIOD = 1", "WAITING_PERIOD = 2", "waiting_days"),
            ("WAITING_PERIOD = 1", "WAITING_PERIOD = 2", "timeline"),
            ("QUARTERS_MIN = 2", "QUARTERS_MIN = 5", "outcome"),
            ("QUARTERS_MIN = 2", "QUARTERS_MIN = 5", "findings.wages_in_enough_quarters"),
            ("The base period's wages", "The base period's pay", "findings.enough_wages_in_base_period"),
        ],
    )
    def test_of_one_figure_or_word_of_the_source_is_named(self, figure: str, changed: str, named: str) -> None:
        law = written_law(MISSISSIPPI, FILED)
        claim = claim_of(WORKER, MISSISSIPPI)
        rows = ClaimRows(MISSISSIPPI, claim.case(FILED), date(2020, 3, 22))
        assert figure in law.source

        wrong = compiled(law.source.replace(figure, changed), law.law)(rows)

        assert named in confirm(wrong, determine(claim))
        assert not confirm(law.decide(rows), determine(claim))

    def test_between_the_claims_of_two_persons_is_named(self) -> None:
        written = decided(WORKER)
        assert isinstance(written, WrittenDetermination)

        other = determine(claim_of(replace(WORKER, claims=(BenefitClaim(FILED + timedelta(days=7)),)), MISSISSIPPI))

        assert {"filed_on", "benefit_year", "rhythm", "timeline"} == set(confirm(written, other))


class TestTheSource:
    def test_is_written_once_for_all_days_of_the_same_law(self) -> None:
        norway = load_scheme("no/dagpenger", accept_unverified=True)
        days = [date(2024, 6, 3), date(2024, 12, 1), date(2024, 12, 2)]

        before, first, next_day = (written_law(norway, day) for day in days)

        assert first is next_day
        assert before is not first
        assert first.since == days[1]

    def test_is_another_for_a_sheet_that_was_changed_in_memory(self) -> None:
        days = MISSISSIPPI.parameters["waiting_period"]
        longer = replace(days, dated=days.dated.each(lambda entry: replace(entry, value=Fraction(3))))
        changed = replace(MISSISSIPPI, parameters={**MISSISSIPPI.parameters, days.name: longer})
        assert changed.digest == MISSISSIPPI.digest

        written = decided(WORKER, changed)

        assert isinstance(written, WrittenDetermination)
        assert written.waiting_days == 3 * 7

    def test_shows_its_own_line_where_it_fails(self) -> None:
        law = written_law(MISSISSIPPI, FILED)
        line = "waiting = waiting_days"
        broken = compiled(law.source.replace(line, f"{line} // 0"), law.law)
        rows = ClaimRows(MISSISSIPPI, claim_of(WORKER, MISSISSIPPI).case(FILED), FILED)

        with pytest.raises(ZeroDivisionError) as raised:
            broken(rows)

        assert f"{line} // 0" in "".join(traceback.format_exception(raised.value))
        compiled(law.source, law.law)  # the right source stands under its name again

    @settings(max_examples=60, deadline=None)
    @given(st.text("""ab  §{}()\\'\",""", max_size=300))
    def test_says_every_text_as_it_is_however_long(self, text: str) -> None:
        lines = list(fitted(f"said = {literal(text)}"))

        assert ast.literal_eval("\n".join(lines).removeprefix("said = ")) == text


class TestArithmetic:
    @settings(max_examples=200, deadline=None)
    @given(
        parts=st.integers(-(10**9), 10**9) | st.fractions(max_denominator=50),
        times=st.integers(1, 3000),
        way=st.sampled_from(sorted(WAYS)),
        step=st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(5), Fraction(1, 2), Fraction(7, 30)]),
    )
    def test_rounds_parts_as_the_sheet_rounds_the_whole(
        self, parts: int | Fraction, times: int, way: str, step: Fraction
    ) -> None:
        written = rounded(Expression("parts", times=times, is_whole=isinstance(parts, int)), Rounding(way, step))

        found = eval(written.code, {**vars(arithmetic), "parts": parts})  # noqa: S307  our own words

        assert Fraction(found, written.times) == Rounding(way, step).apply(Fraction(parts) / times)

    def test_leaves_a_division_by_zero_to_a_person(self) -> None:
        assert divided(6, 4) == Fraction(3, 2)
        with pytest.raises(Doubtful, match="divisor"):
            divided(1, 0)

    def test_takes_silence_for_what_is_presumed_and_a_contradiction_for_doubt(self) -> None:
        def silent() -> object:
            return certain(Answer(Unknown.because("Which?")))

        def torn() -> object:
            return certain(Answer(Unknown.because("Which?", "fact-1", "fact-2")))

        assert unless_silent(lambda: 1, lambda: 2) == 1
        assert unless_silent(silent, lambda: 2) == 2  # type: ignore[arg-type]
        with pytest.raises(Doubtful, match="Which"):
            unless_silent(torn, lambda: 2)  # type: ignore[arg-type]


def test_only_questions_of_the_vocabulary_are_answered_over_rows() -> None:
    assert {*COUNTED, *OF_THE_CLAIM} <= VOCABULARY.questions.keys()


def test_what_is_known_of_every_certain_claim_is_what_the_question_answers() -> None:
    claim = claim_of(WORKER, MISSISSIPPI)
    rows = ClaimRows(MISSISSIPPI, claim.case(FILED), FILED)

    for name, code in OF_THE_CLAIM.items():
        answered = VOCABULARY.questions[name].answer(rows.case).value
        assert eval(code, {"rows": rows}) == answered  # noqa: S307  our own words
