"""The letters on an offer of a programme and on its appointment say what follows from silence: nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from contracts.about import ReferralAbout
from contracts.almp_referral import Occasion, ReferralMade, ReferralQuestioned
from contracts.base import Event
from contracts.casework import Officer
from contracts.claims import ClaimOpened, NoticeIssued, QuestionOpened
from contracts.placement import OfferArranged
from law.catalogue import load_scheme
from services.claims.views import last_day_to_contest
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.text import as_text
from services.letters.writing import written
from tests.services.letters.case import example

MADE, UNTIL, MEETS = date(2020, 3, 24), date(2020, 4, 7), date(2020, 4, 1)
SILENCE = {
    "en": "If you do not answer, you lose no benefit.",
    "fr": "Si vous ne répondez pas, vous ne perdez aucune prestation.",
    "es": "Si no responde, no pierde ninguna prestación.",
    "ar": "إن لم تجب فلن تفقد أي إعانة.",
}
OPENED = ClaimOpened(claim="c-1", scheme="us/mississippi", filed_on=MADE)
OFFER = ReferralMade(
    claim="c-1",
    referral="ref-1",
    programme="programme-new-trade",
    occasion=Occasion.REGISTRATION,
    reasons=("Age in years: 40, asked for is from 18.",),
    made_on=MADE,
    answer_by=UNTIL,
)
INVITED = OfferArranged(
    key="i",
    source_version=1,
    recorded_at=datetime(2020, 3, 25, 9, tzinfo=UTC),
    referral="ref-1",
    officer=Officer(staff="officer-202", role="placement-officer", office="north"),
    arranged_on=date(2020, 3, 25),
    meets_on=MEETS,
    meets_at="09:30",
    place="12 Harbour Road, room 4",
    answer_by=UNTIL,
)


def texts(language: str, *events: Event, caused_by: tuple[int | None, ...] = ()) -> list[str]:
    """Every letter on events of one day; `caused_by` names the place of each one's cause."""
    causes = [None if place is None else UUID(int=place) for place in caused_by or (None,) * len(events)]
    dated = tuple(
        DatedEvent(UUID(int=place), cause, MADE, place, event)
        for place, (event, cause) in enumerate(zip(events, causes, strict=True))
    )
    scheme = load_scheme("us/mississippi", accept_unverified=True)
    case = CaseFile("p-1", dated, {}, {scheme.digest: scheme}, last_day_to_contest)
    return [" ".join(as_text(written(letter, language)).split()) for letter in letters_of(case)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_letters_say_in_each_language_that_silence_costs_nothing(language: str) -> None:
    offer, appointment = texts(language, OPENED, OFFER, INVITED)
    assert SILENCE[language] in offer
    assert SILENCE[language] in appointment
    assert "programme-new-trade" in offer
    assert "12 Harbour Road, room 4" in appointment


def test_the_offer_names_the_last_day_to_answer_and_its_reasons() -> None:
    (offer,) = texts("en", OPENED, OFFER)
    assert "The place is kept for you until April 7, 2020." in offer
    assert "Age in years: 40" in offer


def test_who_was_chosen_a_programme_by_an_officer_reads_by_whom() -> None:
    chosen = OFFER.model_copy(update={"officer": INVITED.officer})
    (offer,) = texts("en", OPENED, chosen)
    assert "officer-202 chose this programme for you." in offer


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_on_an_absence_names_the_day_and_the_programme_as_known_and_asks_once(language: str) -> None:
    questioned = example(ReferralQuestioned).model_copy(update={"claim": "c-1", "on": MADE})
    opened = example(QuestionOpened).model_copy(
        update={"claim": "c-1", "about": ReferralAbout(referral="ref-1"), "asks": questioned.asks, "amount": None}
    )
    notice_of = {"claim": "c-1", "question": opened.question, "issued_on": MADE}
    issued = example(NoticeIssued).model_copy(update=notice_of)
    *_, notice = texts(language, OPENED, questioned, opened, issued, caused_by=(None, None, 1, 1))
    assert questioned.programme in notice
    assert notice.count(questioned.asks) == 1


def test_an_appointment_for_an_offer_that_nobody_made_is_no_letter() -> None:
    assert texts("en", OPENED, INVITED) == []
