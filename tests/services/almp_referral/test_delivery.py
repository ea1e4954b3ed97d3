"""A referral reaches its caseworker: inbox, calendar file, e-mail; none says more of the person than they may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from contracts.almp_referral import Occasion, ReferralMade
from contracts.base import Envelope
from contracts.casework import Officer
from contracts.placement import Answer, DeclineReason, OfferArranged, ReferralAnswered
from services.almp_referral.calendar_file import LINE_OCTETS_MAX, calendar_file
from services.almp_referral.inbox import OfferInInbox, inbox, missed_points, referral_life
from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.mail import mail
from services.almp_referral.referrals import ReferralState
from tests.services.almp_referral.offering import NEXT_DAY, Office, day_closed, fact, opened, recorded, worked
from tests.services.almp_referral.test_seats_come_back import LAST_TO_ANSWER, TWO_PROGRAMMES

MEETS = date(2026, 3, 10)
OFFICER = Officer(staff="officer-202", role="placement-officer", office="North-2")


def invited(place: str = "12 Harbour Road, room 4; ring twice", at: str | None = "09:30") -> LifeRecord:
    return LifeRecord(
        LifeRecordKind.ARRANGEMENT,
        "casework:i",
        2,
        referral="ref-1",
        day=NEXT_DAY,
        answer_by=LAST_TO_ANSWER,
        meets_on=MEETS,
        meets_at=at,
        place=place,
        officer="officer-202",
        office="North-2",
    )


OFFER = OfferInInbox(
    "ref-1",
    "p-1",
    "claim-1",
    "programme-one",
    ReferralState.MADE,
    NEXT_DAY,
    NEXT_DAY,
    LAST_TO_ANSWER,
    invited(),
    NEXT_DAY,
    Occasion.REGISTRATION,
)


def arranged(office: Office) -> Envelope:
    event = OfferArranged(
        key="i",
        source_version=1,
        recorded_at=datetime(2026, 3, 4, 9, tzinfo=UTC),
        referral=office.said(ReferralMade, to="ann")[0].referral,
        officer=OFFICER,
        arranged_on=NEXT_DAY,
        meets_on=MEETS,
        place="12 Harbour Road",
        answer_by=LAST_TO_ANSWER,
    )
    return fact(event, NEXT_DAY, "ann")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, TWO_PROGRAMMES)
    for person in ("ann", "bob"):
        office.sees(recorded(person), worked(person), opened(person))
    office.sees(day_closed(NEXT_DAY))
    return office


class TestTheInbox:
    def test_of_an_office_holds_what_it_took_up_and_what_nobody_took_up_by_deadline(self, office: Office) -> None:
        office.sees(arranged(office))
        with office.database.begin() as connection:
            assert [offer.person for offer in inbox(connection, "south")] == ["bob"]
            mine = inbox(connection, "north-2")
        assert {offer.person for offer in mine} == {"ann", "bob"}
        assert mine == sorted(mine, key=lambda offer: (offer.deadline, offer.referral))

    def test_holds_no_referral_that_is_over(self, office: Office) -> None:
        office.sees(day_closed(LAST_TO_ANSWER), day_closed(date(2026, 6, 1)))
        with office.database.begin() as connection:
            assert inbox(connection) == []
            assert missed_points(connection) == []

    def test_leads_to_the_life_of_one_with_what_was_said_of_it(self, office: Office) -> None:
        referral = office.said(ReferralMade, to="ann")[0].referral
        declined = ReferralAnswered(
            referral=referral,
            answer=Answer.REFUSED,
            officer=OFFICER,
            answered_on=MEETS,
            declined_because=DeclineReason.DISTANCE,
            statement="words-1",
        )
        office.sees(arranged(office), fact(declined, MEETS, "ann"))
        with office.database.begin() as connection:
            life = referral_life(connection, referral[:12])
            assert referral_life(connection, "no such") is None
        assert life is not None
        assert [(said.day, said.declined_because) for said in life.records] == [(NEXT_DAY, None), (MEETS, "distance")]
        assert life.offer.standing is ReferralState.REFUSED


class TestTheCalendarFile:
    def test_holds_the_appointment_and_the_last_day_to_answer_as_another_program_reads_it(self) -> None:
        appointment, deadline = Calendar.from_ical(calendar_file(OFFER)).walk("VEVENT")
        assert appointment.decoded("DTSTART") == datetime(2026, 3, 10, 9, 30)  # noqa: DTZ001 - the place's own clock
        assert appointment["LOCATION"] == "12 Harbour Road, room 4; ring twice"
        assert appointment["SEQUENCE"] == 2
        assert deadline.decoded("DTSTART") == LAST_TO_ANSWER
        assert not any(event.errors for event in (appointment, deadline))

    def test_of_a_whole_day_names_no_hour_and_of_an_answered_offer_no_deadline(self) -> None:
        accepted = replace(OFFER, standing=ReferralState.ACCEPTED, invited=invited(at=None))
        (event,) = Calendar.from_ical(calendar_file(accepted)).walk("VEVENT")
        assert event.decoded("DTSTART") == MEETS

    def test_is_the_same_to_the_byte_for_the_same_referral(self) -> None:
        assert calendar_file(OFFER) == calendar_file(replace(OFFER))

    @given(place=st.text(min_size=1, max_size=200))
    def test_keeps_lines_short_and_lets_no_word_of_a_place_become_a_property(self, place: str) -> None:
        written = calendar_file(replace(OFFER, invited=invited(place)))
        lines = written.split(b"\r\n")
        assert lines[-1] == b""
        assert max(map(len, lines)) <= LINE_OCTETS_MAX
        assert sum(line.startswith(b"BEGIN:VEVENT") for line in lines) == 2
        assert not [sign for sign in written.replace(b"\r\n", b"").decode() if sign < " "]


class TestTheEMail:
    def test_is_read_by_another_program_and_carries_the_calendar_file(self) -> None:
        message = message_from_bytes(mail(OFFER, sender="service@example.org", to="officer@example.org"), policy=SMTP)
        assert message["Subject"] == "Referral ref-1 to programme-one: answer by 2026-03-13"
        assert [message[name] for name in ("From", "To")] == ["service@example.org", "officer@example.org"]
        (attached,) = message.iter_attachments()
        assert (attached.get_content_type(), attached.get_payload(decode=True)) == (
            "text/calendar",
            calendar_file(OFFER),
        )
        assert not any(part.defects for part in message.walk())

    def test_says_neither_why_the_person_fits_nor_what_they_said(self) -> None:
        text = mail(OFFER, sender="service@example.org", to="officer@example.org").decode()
        assert "No answer costs no benefit" in text.replace("=\r\n", "") or "costs no benefit" in text
        for word in ("age", "health", "declined", "words", "born"):
            assert f" {word} " not in text

    @pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nBcc: x@y", "a b@c"])
    def test_to_what_is_no_address_is_refused_in_words(self, address: str) -> None:
        with pytest.raises(ValueError, match="is no e-mail address"):
            mail(OFFER, sender="service@example.org", to=address)
