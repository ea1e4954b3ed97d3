"""Two pseudonyms that are one person are seen as one, and apart again as if they never had been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.bank import BankReported, BankResult
from contracts.base import Event, partition_of
from contracts.clock import DayClosed
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.merged_persons import PersonsMerged, PersonsSeparated
from contracts.registry import ContributionRecorded
from law.case.facts import FactSet
from law.people.life import Life
from services.archives.as_known import AsKnown, as_known
from services.certificates.from_facts import Issue, certificate_of
from services.eligibility.archive import every_decision, kept_facts, replay
from services.eligibility.store import PersonLoader
from services.eligibility.views import facts_of
from services.oversight.views import closings
from services.payments import store as payments_store
from services.payments.bank.bank_details import register_account
from services.payments.model import PaymentStage
from services.payments.views import overpaid_by_period
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in, laptop_in
from tests.services.payments.net import net_of
from tests.stories.test_death import DIED, asked
from tests.stories.town import (
    FIRST,
    PERSON,
    RECORDED,
    born,
    certifies,
    files_claim,
    fill,
    lost_work,
    said,
    stated,
    wages,
)

OTHER = "p-" + "9" * 32
EARLY = [wages(month) for month in range(7, 16)]
LATE = [wages(month) for month in range(16, 25)]
WAGES_OF_OTHER = EARLY[0].key
WHY = "The same birth, entered twice."


def merged(version: int = 1) -> PersonsMerged:
    return PersonsMerged(
        key="merger-1", source_version=version, recorded_at=RECORDED, stays=PERSON, joins=OTHER, reason=WHY
    )


def separated(version: int = 2) -> PersonsSeparated:
    return PersonsSeparated(
        key="merger-1", source_version=version, recorded_at=RECORDED, stays=PERSON, joins=OTHER, reason="Two cousins."
    )


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    world = two(tmp_path / "world")
    yield world
    world.close()


def two(folder: Path) -> Laptop:
    """A world in which both have a bank account."""
    laptop = laptop_in(folder)
    with laptop.databases["payments"].begin() as connection:
        for number, person in enumerate((PERSON, OTHER)):
            register_account(connection, cipher_in(folder, "payments"), person, f"123456780:000000004{number}")
    return laptop


def tell(laptop: Laptop, person: str, *events: Event) -> None:
    fill(laptop, [said(event, person=person) for event in events])


def outcomes(laptop: Laptop, person: str) -> dict[str, DeterminationOutcome]:
    with laptop.databases["eligibility"].reading() as connection:
        latest = PersonLoader().load(connection, [person])[person].determinations
    return {claim: DeterminationMade.model_validate_json(version.content).outcome for claim, version in latest.items()}


def comes_to(laptop: Laptop) -> dict[str, object]:
    """What it all comes to for both: latest contents, and what is due and paid."""
    found: dict[str, object] = {}
    for person in (PERSON, OTHER):
        with laptop.databases["eligibility"].reading() as connection:
            insured = PersonLoader().load(connection, [person])[person]
        with laptop.databases["payments"].reading() as connection:
            claimant = payments_store.load(connection, [person])[person]
            claims = sorted({claim for claim, _ in insured.assessments})
            net = {one.certification: net_of(one) for claim in claims for one in claimant.of_claim(claim)}
        found[person] = (
            {claim: version.content for claim, version in insured.determinations.items()},
            {key: version.content for key, version in insured.assessments.items()},
            net,
        )
    return found


def parked(laptop: Laptop) -> list[str]:
    reasons = []
    for database in laptop.databases.values():
        with database.reading() as connection:
            reasons += [event.reason for event in parking.waiting(connection)]
    return reasons


def closes_all(laptop: Laptop, day: date) -> None:
    """The day is over for everybody, and everything that follows has happened."""
    closings = [DayClosed(day=day, partition=number) for number in range(laptop.partitions)]
    fill(laptop, [said(one, person=f"partition-{one.partition}") for one in closings])


def bank_pays_all(laptop: Laptop, day: date) -> None:
    """The bank books every payment that lies in a sealed file."""
    for person in (PERSON, OTHER):
        with laptop.databases["payments"].reading() as connection:
            moving = payments_store.load(connection, [person])[person].now.values()
        batched = [one for position in moving for one in position.instructions if one.stage is PaymentStage.BATCHED]
        for one in batched:
            said_by_bank = BankReported(
                end_to_end=one.end_to_end,
                result=BankResult.SETTLED,
                amount=one.money,
                booked_on=day,
                message=f"statement-{one.end_to_end}",
            )
            tell(laptop, person, said_by_bank)


def overpaid(laptop: Laptop) -> dict[str, tuple[int, int]]:
    """What is proposed and what was decided, by person."""
    with laptop.databases["payments"].reading() as connection:
        sums = overpaid_by_period(connection)
    found: dict[str, tuple[int, int]] = {}
    for (person, _, _), (proposed, decided) in sums.items():
        before = found.get(person, (0, 0))
        found[person] = before[0] + proposed, before[1] + decided
    return found


def every_decision_comes_out_again(laptop: Laptop) -> None:
    with laptop.databases["eligibility"].reading() as connection:
        replayed = [replay(connection, decision) for decision in every_decision(connection)]
    assert [one.because for one in replayed if one.verdict != "equal"] == []


def test_wages_told_under_two_pseudonyms_open_a_right_once_they_are_one_person(laptop: Laptop) -> None:
    tell(laptop, OTHER, *EARLY)
    tell(laptop, PERSON, *LATE[6:], born(), lost_work(), files_claim())
    alone = outcomes(laptop, PERSON)
    tell(laptop, OTHER, merged())
    assert (alone, outcomes(laptop, PERSON)) == (
        {"claim-1": DeterminationOutcome.REFUSED},
        {"claim-1": DeterminationOutcome.GRANTED},
    )
    assert parked(laptop) == []
    every_decision_comes_out_again(laptop)


CLAIM_OF_OTHER = "claim-2"
LATER = FIRST + timedelta(days=7)


def both_are_paid(laptop: Laptop) -> None:
    """Each claims by wages of their own, a week apart, and is paid for the same weeks."""
    tell(laptop, PERSON, *EARLY, *LATE, born(), lost_work(), files_claim(), certifies(0), certifies(1))
    others = (*EARLY, *LATE, born(), lost_work(), files_claim(CLAIM_OF_OTHER, LATER))
    tell(laptop, OTHER, *others, certifies(0, claim=CLAIM_OF_OTHER), certifies(1, claim=CLAIM_OF_OTHER))
    closes_all(laptop, FIRST + timedelta(days=28))
    bank_pays_all(laptop, FIRST + timedelta(days=29))
    closes_all(laptop, FIRST + timedelta(days=29))


def test_days_paid_under_both_become_a_question_and_no_debt(laptop: Laptop) -> None:
    both_are_paid(laptop)
    assert asked(laptop) == []
    before = comes_to(laptop)
    tell(laptop, OTHER, merged())
    closes_all(laptop, FIRST + timedelta(days=30))
    assert outcomes(laptop, PERSON) == {"claim-1": DeterminationOutcome.GRANTED}
    assert outcomes(laptop, OTHER) == {CLAIM_OF_OTHER: DeterminationOutcome.NEEDS_A_PERSON}
    assert "one_claim_in_a_benefit_year" in asked(laptop)
    assert comes_to(laptop)[PERSON] == before[PERSON]
    assert overpaid(laptop).keys() == {OTHER}
    assert overpaid(laptop)[OTHER][1] == 0
    assert parked(laptop) == []
    every_decision_comes_out_again(laptop)


def test_once_they_are_separated_all_is_as_if_they_had_never_been_merged(tmp_path: Path) -> None:
    undisturbed, disturbed = two(tmp_path / "undisturbed"), two(tmp_path / "disturbed")
    later = (certifies(2, claim=CLAIM_OF_OTHER, earned=(0, 5_000)),)
    for world in (undisturbed, disturbed):
        both_are_paid(world)
    tell(disturbed, OTHER, merged())
    for world in (undisturbed, disturbed):
        tell(world, OTHER, *later)
        closes_all(world, FIRST + timedelta(days=43))
    assert comes_to(disturbed) != comes_to(undisturbed)
    tell(disturbed, PERSON, separated())
    for world in (undisturbed, disturbed):
        closes_all(world, FIRST + timedelta(days=44))
    assert comes_to(disturbed) == comes_to(undisturbed)
    assert asked(disturbed) == asked(undisturbed) == []
    assert overpaid(disturbed) == {}
    every_decision_comes_out_again(disturbed)
    for world in (undisturbed, disturbed):
        world.close()


def outcomes_in(known: AsKnown) -> list[str]:
    made = [one.event for one in known.then.values()]
    return [event.outcome.value for event in made if isinstance(event, DeterminationMade)]


def test_what_was_known_then_holds_what_the_other_shared_from_the_day_of_the_merger(laptop: Laptop) -> None:
    tell(laptop, OTHER, *EARLY)
    tell(laptop, PERSON, *LATE[6:], born(), lost_work(), files_claim())
    closes_all(laptop, FIRST)
    tell(laptop, OTHER, merged())
    closes_all(laptop, FIRST + timedelta(days=1))
    with laptop.databases["eligibility"].reading() as connection:
        kept = kept_facts(connection, PERSON)
        known_here = FactSet(facts_of(connection, PERSON))
    with laptop.databases["oversight"].reading() as connection:
        closed = closings(connection, partition_of(PERSON, laptop.partitions))
    before, after = (as_known(laptop.heard(PERSON), closed, kept, day) for day in (FIRST, FIRST + timedelta(days=1)))
    wages_before, wages_after = (
        [one for one in known.facts if isinstance(one.event, ContributionRecorded)] for known in (before, after)
    )
    assert (len(wages_before), len(wages_after)) == (3, 3 + len(EARLY))
    assert outcomes_in(before) == ["refused"]
    assert outcomes_in(after) == ["granted"]
    certificate = certificate_of(known_here, Issue("2025-17", 1, "PL", "An institution", date(2020, 2, 3)))
    assert {WAGES_OF_OTHER} <= {key for period in certificate.periods for key in period.facts}
    assert len(known_here.of(ContributionRecorded)) == 3 + len(EARLY)


def the_record_of_other_says(laptop: Laptop, version: int, died_on: date | None) -> None:
    tell(laptop, OTHER, stated(Life(born="1980-05", region="delta", died_on=died_on), version=version))


def test_a_death_told_under_the_other_pseudonym_is_corrected_and_denied_there_too(tmp_path: Path) -> None:
    """The other's record once gave way in all but the first death, which stood for ever."""
    ends = []
    for name, days in (("straight", [DIED, None]), ("corrected", [FIRST, DIED, None]), ("never", [])):
        world = two(tmp_path / name)
        both_are_paid(world)
        tell(world, OTHER, merged())
        for version, day in enumerate(days, start=2):
            the_record_of_other_says(world, version, day)
        ends.append(comes_to(world))
        assert parked(world) == []
        world.close()
    assert ends[0] == ends[1] == ends[2]


def test_a_death_that_the_other_record_states_and_denies_is_asked_about_under_both(laptop: Laptop) -> None:
    both_are_paid(laptop)
    tell(laptop, OTHER, merged())
    for died_on in (DIED, None):
        the_record_of_other_says(laptop, 2, died_on)
    assert asked(laptop).count(f"alive_after_{DIED}") == 2, "of each claim"
    assert parked(laptop) == []
