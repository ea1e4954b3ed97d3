"""The difference of two determinations is put in words and in money, with its causes from the derivations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.registry import Separation
from contracts.values import Period
from law.explain.comparison import DecisionChange
from law.explain.difference_in_words import changes_as_json, changes_in_words
from tests.law.explain.compared import changes, words
from tests.law.schemes.person import Person, in_mississippi, under_c168

LAW = (
    "[Miss. Code Ann. Title 71, Chapter 5, definition of base period; mdes.ms.gov, quarters change on the first Sunday"
    " of January, April, July and October]"
)
PART = re.compile(r"^  ([+-])USD ([\d,]+\.\d\d): ")
WHOLE = re.compile(r" (rose|fell) by USD ([\d,]+\.\d\d)[ ,]")

TWO_CAUSES = in_mississippi("3000", "3000", "3000", "3000"), in_mississippi("2600", "1600")
"""The weekly amount limits the total of the first, all wages that of the second."""


def what_does_not_add_up(change: DecisionChange) -> list[str]:
    """Whether the parts of an amount's causes are something else than what it changed by."""
    parts = [cause.part for cause in change.causes]
    if change.by is None or (change.causes and None not in parts and sum(part or 0 for part in parts) == change.by):
        return []
    return [f"{change.what} changed by {change.by}, its causes say {parts}"]


def what_the_words_do_not_add_up(lines: tuple[str, ...]) -> list[str]:
    """The same read from the printed words: the signed amounts below a sentence make up the amount in it."""
    wrong, whole, parts = [], None, Fraction(0)
    for line in (*lines, "."):
        part = PART.match(line)
        if part:
            parts += Fraction(part[2].replace(",", "")) * (1 if part[1] == "+" else -1)
            continue
        if whole is not None and parts != whole:
            wrong.append(f"{parts} is not {whole}")
        change = WHOLE.search(line)
        whole = Fraction(change[2].replace(",", "")) * (1 if change[1] == "rose" else -1) if change else None
        whole, parts = (whole if line.endswith("because:") else None), Fraction(0)
    return wrong


def test_a_corrected_wage_is_named_as_the_cause_with_its_quarter_its_fact_and_its_law() -> None:
    quarters = "(2019 quarter 1 from USD 5,200.00 to USD 4,890.00) [restated: job/2019-01-01]"
    assert words(in_mississippi("4877.60", "5200"), in_mississippi("4877.60", "4890")) == (
        (
            "Your weekly amount fell by USD 12.00 from 22 March 2020, from USD 200.00 to USD 188.00, because the "
            "insured earnings of the highest quarter of the base period changed from USD 5,200.00 a quarter to "
            f"USD 4,890.00 a quarter {quarters} {LAW}."
        ),
        (
            "Your total of the benefit fell by USD 104.00 from 22 March 2020, from USD 3,359.00 to USD 3,255.00, "
            "because the insured earnings within the base period changed from USD 10,077.60 to USD 9,767.60 "
            f"{quarters} {LAW}."
        ),
    )


def test_two_causes_of_one_amount_are_listed_each_with_its_part() -> None:
    lines = words(*TWO_CAUSES)
    assert sum(line.endswith("because:") for line in lines) == 1
    assert what_the_words_do_not_add_up(lines) == []


def test_nothing_is_said_where_nothing_differs() -> None:
    person = in_mississippi("5200", "5200")
    person.certifies(person.week(1), person.week(2))
    assert words(person, person) == ()


def test_a_refusal_names_every_condition_that_changed_and_no_amounts() -> None:
    lines = words(in_mississippi("5200", "5200"), in_mississippi("700"))
    assert lines[0] == "Your claim was granted and is now refused, because:"
    assert sum(line.startswith("The condition ") for line in lines) == 3
    assert "“Wages in enough quarters of the base period” was met and is now not met" in "\n".join(lines)
    assert not any("amount fell" in line for line in lines)


def test_a_reported_reason_that_was_corrected_is_the_cause_of_a_question() -> None:
    text = "\n".join(words(in_mississippi("5200", "5200"), in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)))
    assert "Your claim was granted and is now waiting for a person" in text
    assert "the reported reason why the employment ended changed from laid off to voluntary" in text
    assert "restated: job" in text


def test_what_a_named_person_decided_is_quoted() -> None:
    before = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)
    after = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)
    weeks = Period(start=date(2020, 3, 22), end=date(2020, 6, 28))
    after.is_decided("did_not_leave_without_good_cause", Verdict.AGAINST_CLAIMANT, applies=weeks, ground=Ground.QUIT)
    text = "\n".join(words(before, after))
    decided = "because it was decided on 2020-04-20 by officer-1: Both sides were heard [Miss. Code Ann. § 71-5-513]"
    assert decided in text
    assert "from 2020-03-22 up to 2020-06-28 was held and is now disqualified" in text


def with_weeks(*earned: str) -> Person:
    person = in_mississippi("5200", "5200")
    weeks = [person.week(number, earned=wages) for number, wages in enumerate(earned, 1)]
    return person.certifies(*weeks)


def test_a_period_is_explained_by_what_was_earned_in_it() -> None:
    assert words(with_weeks("0", "0", "0"), with_weeks("0", "0", "60")) == (
        (
            "Your payment for the benefit period from 5 April 2020 fell by USD 20.00, from USD 200.00 to USD 180.00, "
            "because what was earned in the week by work of that week changed from USD 0.00 a week to USD 60.00 a week "
            "[restated: claim-1/2020-03-22]."
        ),
    )


def test_each_week_of_a_certification_keeps_its_own_derivation() -> None:
    """The second week's earnings are the second week's, though both are called the same."""
    lines = words(with_weeks("0", "50", "70"), with_weeks("0", "50", "60"))
    assert len(lines) == 1
    assert "changed from USD 70.00 a week to USD 60.00 a week" in lines[0]


def test_a_waiting_week_is_explained_by_its_ruling() -> None:
    text = "\n".join(words(with_weeks("0", "0"), with_weeks("900", "0")))
    assert "Your payment for the benefit period from 29 March 2020 fell by USD 200.00" in text
    assert "because it is waiting" in text


WAGES = st.integers(min_value=0, max_value=12_000_00).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
FOUR = st.tuples(WAGES, WAGES, WAGES, WAGES)
EARNED = st.lists(st.sampled_from(["0", "30", "45.50", "120", "300"]), min_size=3, max_size=3)


@given(before=FOUR, after=FOUR, weeks=st.tuples(EARNED, EARNED))
def test_the_words_of_a_difference_always_add_up(
    before: tuple[str, ...], after: tuple[str, ...], weeks: tuple[list[str], list[str]]
) -> None:
    people = []
    for quarters, earned in zip((before, after), weeks, strict=True):
        person = in_mississippi(*quarters)
        people.append(person.certifies(*(person.week(number, earned=wages) for number, wages in enumerate(earned, 1))))
    differences = changes(*people)
    assert [fault for change in differences for fault in what_does_not_add_up(change)] == []
    assert what_the_words_do_not_add_up(changes_in_words(differences)) == []


@given(before=st.lists(WAGES, min_size=12, max_size=12), after=st.lists(WAGES, min_size=12, max_size=12))
def test_they_add_up_under_the_reference_scheme_too(before: list[str], after: list[str]) -> None:
    differences = changes(under_c168(*before), under_c168(*after))
    assert [fault for change in differences for fault in what_does_not_add_up(change)] == []
    assert what_the_words_do_not_add_up(changes_in_words(differences)) == []


def test_a_cause_left_out_is_noticed() -> None:
    change = next(change for change in changes(*TWO_CAUSES) if len(change.causes) > 1 and change.by is not None)
    assert what_does_not_add_up(change) == []
    lame = replace(change, causes=change.causes[1:])
    assert what_does_not_add_up(lame) != []
    two = replace(change, causes=(change.causes[0], replace(change.causes[1], part=Fraction(1, 100))))
    assert what_the_words_do_not_add_up(changes_in_words([two])) != []


def test_a_difference_is_written_for_machines_with_exact_numbers() -> None:
    written = changes_as_json(changes(in_mississippi("4877.60", "5200"), in_mississippi("4877.60", "4890")))
    assert (written[0]["by"], written[0]["unit"], written[0]["since"]) == ("-12", "USD/week", "2020-03-22")
    assert written[0]["causes"][0]["facts"] == ["job/2019-01-01"]


def test_a_claim_is_refused_for_what_is_not_met_though_the_last_open_answer_was_for_the_claimant() -> None:
    def decided(*for_claimant: str) -> Person:
        person = Person(in_mississippi().scheme).claims()
        for wages, start in (("5200", date(2019, 1, 1)), ("5200", date(2019, 4, 1))):
            person.earned(wages, start, date(start.year, start.month + 1, 1))
        year = Period.of_days(person.week(1).period.start, 364)
        quit_ = "did_not_leave_without_good_cause"
        person.is_decided(quit_, Verdict.AGAINST_CLAIMANT, applies=year, ground=Ground.QUIT, reasons="They walked out.")
        for condition in for_claimant:
            person.is_decided(condition, Verdict.FOR_CLAIMANT, reasons="Nothing points to it.")
        return person

    last = "not_in_a_labour_dispute"
    before = decided("not_discharged_for_misconduct")
    line = words(before, decided("not_discharged_for_misconduct", last))[0]
    assert line.startswith("Your claim was waiting for a person and is now refused, because it was decided on")
    assert "They walked out" in line
    assert "Nothing points to it" not in line
