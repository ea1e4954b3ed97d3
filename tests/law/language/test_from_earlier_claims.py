"""What a sheet may say of the person's other claims and of changes of the law; and how each fault is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contracts.values import Period
from law.decide.week_amount import law_days
from law.people.as_facts import facts_of
from law.people.life import Job, Life, ReducedHours, SuspendedWork
from tests.law.language.ask import FILED, QUARTER_WAGES, value_of
from tests.law.language.sheet import SOUND, changed, fault, line_of, load

SPELLS = """
  - article: Small Act § 8
    says: Two spells that follow each other at once are one case.
    spells:
      linked_when: claim_day() = earlier_spell_ended()
      shares: [waiting, limit]
"""
CHANGE = """
  - article: Small Act § 99
    says: A claim that runs on the day of the change keeps its law.
    claim:
      transitions:
        - on: 2021-01-01
          running_claims: keep the law they began under
"""


class TestWithoutAClaimBefore:
    @pytest.mark.parametrize(
        ("formula", "unit", "value"),
        [
            ("earlier_claim_began()", "date", date(1900, 1, 1)),
            ("earlier_spell_began()", "date", date(1900, 1, 1)),
            ("earlier_spell_ended()", "date", date(1900, 1, 1)),
            ("earlier_right_began()", "date", date(1900, 1, 1)),
            ("earlier_benefit_used()", "USD", 0),
            ("earlier_benefit_left()", "USD", 0),
            ("earlier_rate()", "USD/week", 0),
            ("claims_drawn_before()", "count", 0),
            ("benefit_used_within(base)", "USD", 0),
        ],
    )
    def test_every_question_has_an_answer_in_the_units_of_the_benefit(
        self, formula: str, unit: str, value: object
    ) -> None:
        assert value_of(formula, unit=unit).value == value

    def test_the_unit_is_that_of_the_sheets_own_limit_and_rate(self) -> None:
        text = changed("is: share * high", "is: earlier_benefit_left()")

        assert "USD" in str(fault(text))


class TestSpells:
    def test_are_read_and_make_the_sheet_look_at_other_claims(self) -> None:
        scheme = load(SOUND + SPELLS)

        assert scheme.spells is not None
        assert scheme.spells.shares == {"waiting", "limit"}
        assert scheme.looks_at_spells
        assert not load().looks_at_spells

    def test_a_question_in_what_moves_a_window_counts_too(self) -> None:
        quarters = "is: last 4 completed calendar quarters before the claim begins\n"

        assert load(changed(quarters, f"{quarters}        not_before: earlier_spell_ended()\n")).looks_at_spells

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("shares: [waiting, limit]", "shares: [rate]", "'rate' is not one of"),
            ("shares: [waiting, limit]", "shares_when: earlier_rate() > 0", "nothing is shared"),
            ("claim_day() = earlier_spell_ended()", "earlier_rate()", "a condition is a yes or no"),
            ("shares: [waiting, limit]", "cites: Small Act § 8", "the article above is the citation"),
        ],
    )
    def test_a_fault_names_line_and_example(self, old: str, new: str, says: str) -> None:
        text = SOUND + SPELLS.replace(old, new)
        error = fault(text)

        assert says in str(error)
        assert error.line == line_of(new, text)


class TestAChangeOfTheLaw:
    def test_that_running_claims_do_not_follow_stops_the_law_of_their_weeks_before_it(self) -> None:
        rules = load(SOUND + CHANGE).claim
        began = date(2020, 12, 7)

        assert law_days(rules, began, date(2020, 12, 28)) == (began, date(2020, 12, 28))
        assert law_days(rules, began, date(2021, 3, 1)) == (began, date(2020, 12, 31))
        assert law_days(rules, date(2021, 1, 1), date(2021, 3, 1))[1] == date(2021, 3, 1)

    def test_that_running_claims_follow_moves_the_law_of_the_whole_claim_to_its_day(self) -> None:
        text = changed("as_on: the first day of the week", "as_on: the day the claim begins")
        rules = load(text + CHANGE.replace("keep the law they began under", "follow the new law")).claim

        assert law_days(rules, date(2020, 12, 7), date(2020, 12, 28)) == (date(2020, 12, 7),) * 2
        assert law_days(rules, date(2020, 12, 7), date(2021, 3, 1)) == (date(2021, 1, 1),) * 2

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("keep the law they began under", "follow the new law", "holds without being said"),
            ("on: 2021-01-01", "on: 2021-13-01", "is not a day"),
            ("keep the law they began under", "do as they like", "is not one of"),
        ],
    )
    def test_a_fault_is_refused(self, old: str, new: str, says: str) -> None:
        assert says in str(fault(SOUND + CHANGE.replace(old, new)))


class TestWorkThatGoesOn:
    JOB = Job(started=date(2018, 1, 1))
    LESS = replace(JOB, reduced=(ReducedHours(Period.of_days(FILED, 30), 600),))
    STOPPED = replace(JOB, suspended=(SuspendedWork(Period.of_days(FILED, 30)),))

    def asked(self, job: Job, formula: str, unit: str) -> object:
        facts = facts_of(Life(jobs=(job,)), load())
        return value_of(formula, *QUARTER_WAGES, *facts, unit=unit).value

    def test_is_counted_as_it_was_reduced_or_suspended_on_the_day_of_the_claim(self) -> None:
        left = [self.asked(job, "weekly_hours_left()", "hours/week") for job in (self.JOB, self.LESS, self.STOPPED)]

        assert left == [40, 10, 0]

    def test_is_known_to_be_suspended_and_running(self) -> None:
        assert self.asked(self.STOPPED, "work_is_suspended()", "yes_no") is True
        assert self.asked(self.JOB, "work_is_suspended()", "yes_no") is False
        assert self.asked(self.STOPPED, "employments_running()", "count") == 1
