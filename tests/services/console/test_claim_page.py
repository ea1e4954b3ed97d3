"""A claim on one axis of time, as known on a day, with what blocks it and who has to act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from contracts.accounts import AccountKnown, AccountMissing
from contracts.base import Event
from contracts.claims import ClaimMoved, ClaimState
from contracts.eligibility import AssessmentMade, WeekAssessed, WeekState
from contracts.payments import InstructionKind, PaymentHeld, PaymentInstructed, PaymentLetGo, PaymentReturned
from contracts.values import Money, Period
from contracts.waiting import AwaitedStep, CertificationAwaited, ClaimIncomplete, MissingFact, MissingFrom
from services.console.language import LANGUAGES, page_language
from services.console.staff.claim.axis import Lane, ToldEvent, time_axis
from services.console.staff.claim.blocking import Actor, Block, other_blocks
from services.console.staff.claim.drawing import picture_of
from services.eligibility.views import facts_as_they_came
from tests.services.console.conftest import CORRECTED
from tests.services.console.house import House, words
from tests.stories.town import CLAIM, FIRST, PERSON

ADDRESS = f"/en/people/{PERSON}/claims/{CLAIM}"


@pytest.fixture
def examiner(case: House) -> TestClient:
    return case.signed_in("officer-101")


def test_a_day_shows_what_we_had_heard_when_it_was_closed_whatever_time_a_message_bears(examiner: TestClient) -> None:
    before = words(examiner.get(f"{ADDRESS}?on={CORRECTED - timedelta(days=1)}").text)
    assert "This is what we knew when" in before
    assert "Certified 2 weeks" in before
    assert "Corrected (version 2)" not in before
    assert "Nothing waits for a person." in before
    then = words(examiner.get(f"{ADDRESS}?on={CORRECTED}").text)
    assert "Corrected (version 2)" in then
    today = words(examiner.get(ADDRESS).text)
    assert "This is what we knew when" not in today
    assert "50.00 USD" in today


def test_before_anything_was_heard_the_page_says_so(examiner: TestClient) -> None:
    assert "Nothing of this claim was known by that day." in words(examiner.get(f"{ADDRESS}?on=2019-06-01").text)


@pytest.mark.parametrize("asked", ["2020-02-31", "x", "-1", "<b>"])
def test_a_day_that_is_none_is_told_and_todays_state_is_shown(asked: str, examiner: TestClient) -> None:
    shown = examiner.get(ADDRESS, params={"on": asked})
    assert shown.status_code == 200
    assert "That is not a day of the calendar" in words(shown.text)


def test_what_blocks_the_claim_says_who_must_act_and_by_when(examiner: TestClient) -> None:
    page = words(examiner.get(ADDRESS).text)
    blocks = page.partition("What blocks it, and who must act")[2].partition("All that happened")[0]
    assert "A claims examiner This question is open; it can be decided for the person at once." in blocks
    assert re.search(r"The person may reply until 29 February 2020\. By 3 March 2020\.", blocks), blocks


def test_every_sentence_of_the_axis_stands_in_the_list_as_well(examiner: TestClient) -> None:
    page = examiner.get(ADDRESS).text
    picture = page.partition("<svg")[2].partition("</svg>")[0]
    story = words("<main" + page.partition('<ol class="story">')[2])
    titles = re.findall(r'<g class="mark-(\w+)"><title>([^<]+)</title>', picture)
    assert {lane for lane, _ in titles} >= {"facts", "decisions", "payments", "letters"}
    for lane, title in titles:
        says = title.partition(": ")[2].removesuffix(" \N{HORIZONTAL ELLIPSIS}")
        assert lane == "facts" or says[:60] in story or says.split(". ")[0] in story, title


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_seven_lanes_are_named_in_every_language(code: str, examiner: TestClient) -> None:
    page = examiner.get(ADDRESS.replace("/en/", f"/{code}/")).text
    texts = page_language(code).words.texts
    assert all(f'class="strong">{texts[f"claim.lane.{lane}"]}</text>' in page for lane in Lane)


def test_the_list_as_a_file_is_of_the_same_day(examiner: TestClient) -> None:
    early = examiner.get(f"{ADDRESS}?as=csv&on={CORRECTED - timedelta(days=1)}").text
    assert "Certified 2 weeks" in early
    assert "Corrected" not in early
    assert "Corrected" in examiner.get(f"{ADDRESS}?as=csv").text


def test_when_a_fact_came_is_kept_outside_the_log_whatever_day_it_bears(case: House) -> None:
    laptop = case.console.laptop
    came = {arrived.envelope.id: arrived.moment for arrived in laptop.heard(PERSON)}
    with laptop.databases["eligibility"].reading() as connection:
        kept = list(facts_as_they_came(connection, PERSON))
    filed = [own for own in kept if ".intake." in own.envelope.type]
    assert len(filed) == 3
    assert [own.moment for own in filed] == [came[own.envelope.id] for own in filed]
    assert sorted(own.moment for own in kept) == [own.moment for own in kept]
    assert {own.moment for own in kept if "contribution-recorded" in own.envelope.type} <= {
        moment for moment in came.values() if moment <= filed[0].moment
    }


def test_a_past_day_says_by_when_an_open_question_had_to_be_decided(examiner: TestClient) -> None:
    page = words(examiner.get(f"{ADDRESS}?on={CORRECTED}").text)
    assert "This question was open." in page
    assert "By 3 March 2020." in page.partition("This question was open.")[2]


def week(day: date, minor: int) -> AssessmentMade:
    period = Period(start=day, end=day + timedelta(days=7))
    amount = Money(minor=minor, currency="USD")
    assessed = WeekAssessed(
        period=period, state=WeekState.PAID, amount=amount, cites="Section 1", because="It was certified."
    )
    return AssessmentMade(
        claim=CLAIM,
        certification=f"{CLAIM}/{day}",
        assessment=UUID(int=1),
        number=1,
        determination=UUID(int=2),
        period=period,
        amount=amount,
        weeks=(assessed,),
        total_left=amount,
        weeks_left=1,
        filed_on=period.end,
    )


def ordered(attempt: int) -> PaymentInstructed:
    return PaymentInstructed(
        claim=CLAIM,
        instruction=UUID(int=attempt),
        kind=InstructionKind.ORIGINAL if attempt == 1 else InstructionKind.REISSUE,
        attempt=attempt,
        period=Period(start=FIRST, end=FIRST + timedelta(days=7)),
        amount=DUE,
        end_to_end="A" * 26,
        due_on=FIRST,
        assessment=UUID(int=9),
    )


DUE = Money(minor=9_500, currency="USD")
SENT_BACK = PaymentReturned(claim=CLAIM, instruction=UUID(int=1), amount=DUE, returned_on=FIRST, bank_code="AC04")
HELD = PaymentHeld(
    claim=CLAIM,
    instruction=UUID(int=1),
    period=Period(start=FIRST, end=FIRST + timedelta(days=7)),
    amount=DUE,
    died_on=FIRST,
    since=FIRST,
)
LACKS = MissingFact(
    what="separation_reason", asks="Why did it end?", from_whom=MissingFrom.EMPLOYER, since=FIRST, until=CORRECTED
)
AWAITED = CertificationAwaited(
    claim=CLAIM,
    step=AwaitedStep.REMINDED,
    period=Period(start=FIRST, end=FIRST + timedelta(days=7)),
    due_by=CORRECTED,
    grace_until=CORRECTED,
    channels=(),
    on=FIRST,
)


@pytest.mark.parametrize(
    ("told", "blocks"),
    [
        ([ordered(1), SENT_BACK], [(Block.RETURNED, Actor.PAYMENTS, None)]),
        ([ordered(1), SENT_BACK, ordered(2)], []),
        ([HELD], [(Block.HELD, Actor.PAYMENTS, None)]),
        ([HELD, PaymentLetGo(claim=CLAIM, instruction=UUID(int=1), let_go_on=FIRST)], []),
        ([ClaimIncomplete(claim=CLAIM, missing=(LACKS,), on=FIRST)], [(Block.LACKS, Actor.EMPLOYER, CORRECTED)]),
        (
            [
                ClaimIncomplete(claim=CLAIM, missing=(LACKS,), on=FIRST),
                ClaimIncomplete(claim=CLAIM, missing=(), on=FIRST),
            ],
            [],
        ),
        ([AWAITED], [(Block.CERTIFY, Actor.CLAIMANT, CORRECTED)]),
        ([AWAITED, week(FIRST, 9_500)], []),
        ([AWAITED, ClaimMoved(claim=CLAIM, before=ClaimState.OPEN, after=ClaimState.WITHDRAWN, on=FIRST)], []),
        ([AccountMissing(claim=CLAIM, missing_on=FIRST)], [(Block.ACCOUNT, Actor.CLAIMANT, None)]),
        ([AccountMissing(claim=CLAIM, missing_on=FIRST), AccountKnown(claim=CLAIM, known_on=FIRST)], []),
    ],
    ids=lambda told: ", ".join(type(one).__name__ for one in told) if isinstance(told, list) else None,
)
def test_what_waits_is_told_until_it_is_done(told: Sequence[Event], blocks: list[tuple[Block, Actor, date]]) -> None:
    assert [(block.block, block.actor, block.by) for block in other_blocks(told)] == blocks


def test_the_axis_is_drawn_from_the_side_on_which_reading_begins() -> None:
    told = [ToldEvent(FIRST + timedelta(weeks=n), week(FIRST + timedelta(weeks=n), 9_500), ("Due.",)) for n in (0, 4)]
    axis = time_axis(told, FIRST, CORRECTED, {})
    assert axis is not None
    for code, order in (("en", 1), ("ar", -1)):
        picture = picture_of(axis, CORRECTED, page_language(code))
        places = [bar.x for bar in picture.bars]
        assert places == sorted(places)[::order]
        assert all(bar.x >= 0 and bar.x + bar.width <= picture.width for bar in picture.bars)


def test_the_story_is_told_in_the_language_of_the_page(examiner: TestClient) -> None:
    said = {"fr": "La demande est passée de", "es": "La solicitud pasó de", "ar": "انتقل الطلب من"}
    for code, sentence in said.items():
        page = examiner.get(ADDRESS.replace("/en/", f"/{code}/")).text
        story = page.partition('<ol class="story">')[2].partition("</ol>")[0]
        assert sentence in words("<main>" + story), code
        assert "was opened" not in story


def test_an_arabic_story_runs_from_right_to_left_and_keeps_keys_and_quotations_in_their_own_direction(
    examiner: TestClient,
) -> None:
    page = examiner.get(ADDRESS.replace("/en/", "/ar/")).text
    assert '<html lang="ar" dir="rtl">' in page
    story = page.partition('<ol class="story">')[2].partition("</ol>")[0]
    assert f"<bdi>{CLAIM}</bdi>" in story
    assert '<bdi lang="en" dir="ltr">' in story
    outside = re.sub(r"<bdi[^>]*>.*?</bdi>|<[^>]+>", "", story, flags=re.DOTALL)
    assert not re.search(r"[A-Za-z]{2}", outside), "no word of another language stands bare in the sentence"
