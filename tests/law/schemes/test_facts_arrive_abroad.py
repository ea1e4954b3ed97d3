"""National sheets through the service itself: facts and particulars arrive in any order, and are corrected."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from contracts.base import Event
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome
from law.people.as_facts import money
from law.people.life import Statement
from services.runtime.laptop.laptop import Laptop
from services.worlds import all_services, cipher_in, served_schemes
from tests.law.schemes.abroad import Claimant
from tests.law.schemes.test_europe import german, norwegian
from tests.stories.town import decided, said

CARD = (date(2025, 6, 16), date(2025, 6, 30))


def abroad(folder: Path, *schemes: str) -> Laptop:
    """All services under these schemes."""
    services = all_services(served_schemes(schemes), partitions=2, bank_cipher=cipher_in(folder, "payments"))
    return Laptop(folder, services, partitions=2)


def last_words(laptop: Laptop, facts: list[Event]) -> tuple[DeterminationMade, dict[str, int]]:
    """The last determination, and the last amount of each certification."""
    for fact in facts:
        laptop.publish([said(fact)])
        laptop.run_until_quiet()
    events = decided(laptop)
    amounts = {one.certification: one.amount.minor for one in events if isinstance(one, AssessmentMade)}
    return [one for one in events if isinstance(one, DeterminationMade)][-1], amounts


@pytest.mark.parametrize("order", range(3))
def test_a_norwegians_report_is_graded_by_the_hours_of_its_days_whatever_arrives_first(
    tmp_path: Path, order: int
) -> None:
    person = norwegian()
    days = [date(2025, 6, day) for day in (16, 17, 18, 19)]
    person.says(stated=tuple(Statement("hours_on_day", 8, day, next_day) for day, next_day in pairwise(days)))
    person.certifies(CARD)
    expected = person.paid
    facts = list(person.facts)
    random.Random(order).shuffle(facts)

    determination, amounts = last_words(abroad(tmp_path, "no/dagpenger"), facts)

    assert determination.outcome is DeterminationOutcome.GRANTED
    assert [amount / 100 for amount in amounts.values()] == [float(paid) for paid in expected]
    assert expected[0] > 0


def test_a_german_waits_for_the_tax_office_and_is_granted_once_it_speaks(tmp_path: Path) -> None:
    spoken = german()
    silent = [fact for fact in spoken.facts if getattr(fact, "particular", "") != "wage_tax_daily"]
    tax = [fact for fact in spoken.facts if fact not in silent]
    laptop = abroad(tmp_path, "de/alg1")

    before, _ = last_words(laptop, silent)
    after, _ = last_words(laptop, list(tax))

    assert before.outcome is DeterminationOutcome.NEEDS_A_PERSON
    assert "What is the wage tax" in " ".join(finding.question or "" for finding in before.findings)
    assert (after.outcome, after.benefit_rate) == (DeterminationOutcome.GRANTED, money(Decimal("41.40"), spoken.scheme))
    assert after.number > before.number


def test_a_corrected_particular_changes_what_is_due(tmp_path: Path) -> None:
    person: Claimant = german().certifies((date(2025, 3, 1), date(2025, 4, 1)))
    laptop = abroad(tmp_path, "de/alg1")
    _, first = last_words(laptop, list(person.facts))
    corrected = next(fact for fact in person.facts if getattr(fact, "particular", "") == "wage_tax_daily")

    _, then = last_words(laptop, [corrected.model_copy(update={"source_version": 2, "value": "19.91"})])

    assert list(first.values()) == [41_40 * 30]
    assert list(then.values()) == [35_40 * 30]
