"""A debt of one pseudonym is collected from what the same person is paid under another, and stays paid off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.about import OverpaymentAbout
from contracts.casework import AnswerGiven, Verdict
from contracts.claims import ClaimDecision, NoticeIssued, QuestionOpened
from contracts.payments import RecoveryCollected
from services.letters.every_letter import letters_of
from services.letters.text import as_text
from services.letters.writing import written
from services.payments.reconcile import reconcile
from services.payments.views import recoveries, unlawful
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in
from tests.services.letters.case import case_of
from tests.stories.contesting import OFFICER, at, told_by
from tests.stories.test_merged import (
    CLAIM_OF_OTHER,
    OTHER,
    both_are_paid,
    closes_all,
    merged,
    parked,
    separated,
    tell,
    two,
)
from tests.stories.town import FIRST, PERSON, certifies, fill, said

EARNED = (30_000, 30_000)
FORTNIGHTS = range(2, 7)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    world = two(tmp_path / "world")
    yield world
    world.close()


def the_other_owes(laptop: Laptop) -> date:
    """Earnings come to light, and an officer asks back what was too much; the first day on which it is final."""
    tell(laptop, OTHER, certifies(0, claim=CLAIM_OF_OTHER, earned=EARNED, version=2))
    closes_all(laptop, FIRST + timedelta(days=30))
    asked = next(one for one in told_by(laptop, "claims", QuestionOpened) if isinstance(one.about, OverpaymentAbout))
    on = told_by(laptop, "claims", NoticeIssued)[-1].reply_by + timedelta(days=1)
    closes_all(laptop, on - timedelta(days=1))
    given = AnswerGiven(
        question=asked.question,
        answered_on=on,
        officer=OFFICER,
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="The earnings were certified late.",
        article="Institution's own rule",
        facts_considered=("certification",),
        applies=asked.period,
    )
    fill(laptop, [said(given, person=OTHER, at=at(on))])
    closes_all(laptop, on)
    [decision] = told_by(laptop, "claims", ClaimDecision)
    assert decision.contest_by is not None
    return decision.contest_by + timedelta(days=1)


def is_paid_until(laptop: Laptop, day: date) -> None:
    """The one that stays certifies fortnight after fortnight, and each is sent at the end of its last day."""
    for fortnight in FORTNIGHTS:
        end = FIRST + timedelta(weeks=2 * fortnight + 2)
        tell(laptop, PERSON, certifies(fortnight))
        if end > FIRST + timedelta(days=52):
            closes_all(laptop, end)
        if end >= day:
            return


def debts(laptop: Laptop) -> list[tuple[str, int, int]]:
    """Of each debt whose it is, what was collected of it, and what is left."""
    with laptop.databases["payments"].reading() as connection:
        listed = recoveries(connection, FIRST)
        assert unlawful(connection) == (len(listed), [])
    return [(one.person, one.collected.minor, one.left.minor) for one in listed]


def withheld(laptop: Laptop) -> list[tuple[str | None, int]]:
    return [(one.owed_by, one.amount.minor) for one in told_by(laptop, "payments", RecoveryCollected)]


def books_agree(laptop: Laptop) -> bool:
    with laptop.databases["payments"].begin() as connection:
        report = reconcile(connection, cipher_in(laptop.folder, "payments"))
    return not report.differences and not any(report.trial_balance.values()) and parked(laptop) == []


def test_it_is_collected_under_the_one_that_stays_and_shown_once(laptop: Laptop) -> None:
    both_are_paid(laptop)
    final = the_other_owes(laptop)
    [(whose, collected, owed)] = debts(laptop)
    assert (whose, collected) == (OTHER, 0)
    tell(laptop, OTHER, merged())
    is_paid_until(laptop, final)
    [(whose, collected, left)] = debts(laptop)
    assert whose == OTHER
    assert 0 < collected == owed - left
    assert withheld(laptop) == [(OTHER, collected)]
    assert books_agree(laptop)
    told = " ".join(
        as_text(written(letter, "en")) for letter in letters_of(case_of(laptop)) if letter.name == "payment"
    )
    [(debt, elsewhere)] = re.findall(r"the debt (\S+), for claim (\S+)\.\s+We first kept", told)
    assert (debt, elsewhere) == (told_by(laptop, "payments", RecoveryCollected)[0].question, CLAIM_OF_OTHER)


def test_once_they_are_two_again_what_it_paid_off_stays_paid_off(laptop: Laptop) -> None:
    both_are_paid(laptop)
    final = the_other_owes(laptop)
    tell(laptop, OTHER, merged())
    is_paid_until(laptop, final)
    before = debts(laptop)
    tell(laptop, PERSON, separated())
    closes_all(laptop, final + timedelta(days=30))
    assert debts(laptop) == before
    assert books_agree(laptop)


def test_a_merger_before_the_payment_or_after_it_comes_to_the_same(tmp_path: Path) -> None:
    ends = []
    for name in ("before", "after"):
        world = two(tmp_path / name)
        both_are_paid(world)
        final = the_other_owes(world)
        said_now = [(OTHER, merged()), (PERSON, certifies(FORTNIGHTS[0]))]
        for person, event in said_now if name == "before" else reversed(said_now):
            tell(world, person, event)
        closes_all(world, final)
        ends.append(debts(world))
        assert books_agree(world)
        world.close()
    assert ends[0] == ends[1]
    assert ends[0][0][1] > 0
