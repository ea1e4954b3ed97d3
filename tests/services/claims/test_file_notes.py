"""What officers note in a file: who has a matter in hand, and contacts; told in any order, and twice, it ends alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.assignments import Assigned, AssignedBecause, MatterKind
from contracts.casework import Officer
from contracts.contacts import ContactDirection, ContactNoted, ContactTopic
from contracts.intake import Channel
from services.claims.handlers import make_service
from services.claims.views import assigned_to, contacts_of, hands_of, in_hand
from services.runtime.laptop.laptop import Laptop
from tests.services.claims.telling import SCHEME, fact

ANN, BEN = (Officer(staff=f"officer-{number}", role="claims-examiner", office="delta") for number in (101, 102))
NINE = datetime(2026, 3, 4, 9, tzinfo=UTC)
DAY = date(2026, 3, 4)
QUESTION = MatterKind.QUESTION


def assigned(to: Officer | None, minutes: int, by: Officer = ANN) -> Assigned:
    because = AssignedBecause.GIVEN_BACK if to is None else AssignedBecause.GIVEN
    at = NINE + timedelta(minutes=minutes)
    return Assigned(kind=QUESTION, record="q-1", to=to, by=by, assigned_at=at, because=because)


def contact(version: int, *about: ContactTopic) -> ContactNoted:
    return ContactNoted(
        key="contact-1",
        source_version=version,
        recorded_at=NINE,
        claim="claim-1",
        officer=ANN,
        contacted_on=DAY,
        channel=Channel.PHONE,
        direction=ContactDirection.INCOMING,
        about=about,
    )


def world(folder: Path, told: Sequence[Assigned | ContactNoted]) -> Laptop:
    laptop = Laptop(folder, [make_service(schemes=[SCHEME])])
    for event in [*told, *told]:
        laptop.publish([fact(event, DAY)])
        laptop.run_until_quiet()
    return laptop


@pytest.mark.parametrize("order", list(permutations([assigned(ANN, 0), assigned(BEN, 1), assigned(ANN, 2, by=BEN)])))
def test_the_latest_assignment_counts_in_whatever_order_they_are_heard(
    order: Sequence[Assigned], tmp_path: Path
) -> None:
    with world(tmp_path, order).databases["claims"].reading() as connection:
        assert in_hand(connection, QUESTION, ["q-1", "q-2"])["q-1"].to == ANN
        assert [matter.by for matter in hands_of(connection, QUESTION, "q-1")] == [BEN.staff, ANN.staff, ANN.staff]
        assert [matter.record for matter in assigned_to(connection, ANN.staff)] == ["q-1"]
        assert not assigned_to(connection, BEN.staff)


def test_of_two_assignments_told_in_two_zones_the_one_of_the_later_moment_counts(tmp_path: Path) -> None:
    later = assigned(BEN, 1)
    abroad = later.model_copy(update={"assigned_at": later.assigned_at.astimezone(timezone(timedelta(hours=-5)))})
    with world(tmp_path, [assigned(ANN, 0), abroad]).databases["claims"].reading() as connection:
        matter = in_hand(connection, QUESTION, ["q-1"])["q-1"]
    assert (matter.to, matter.assigned_at) == (BEN, later.assigned_at)


def test_what_is_given_back_is_nobodys(tmp_path: Path) -> None:
    with world(tmp_path, [assigned(ANN, 0), assigned(None, 1)]).databases["claims"].reading() as connection:
        assert not in_hand(connection, QUESTION, ["q-1"])
        assert not in_hand(connection, MatterKind.CONTEST, ["q-1"])
        assert not assigned_to(connection, ANN.staff)


def test_of_a_contact_the_highest_version_is_shown(tmp_path: Path) -> None:
    told = [contact(2, ContactTopic.PAYMENT, ContactTopic.RIGHTS), contact(1, ContactTopic.OTHER)]
    with world(tmp_path, told).databases["claims"].reading() as connection:
        (shown,) = contacts_of(connection, "ann")
        assert (shown.version, shown.about) == (2, (ContactTopic.PAYMENT, ContactTopic.RIGHTS))


@pytest.mark.parametrize(
    ("to", "because"),
    [(None, AssignedBecause.GIVEN), (BEN, AssignedBecause.GIVEN_BACK), (BEN, AssignedBecause.TAKEN)],
)
def test_an_assignment_that_says_two_things_is_refused(to: Officer | None, because: AssignedBecause) -> None:
    with pytest.raises(ValidationError):
        Assigned(kind=QUESTION, record="q-1", to=to, by=ANN, assigned_at=NINE, because=because)
