"""What a question is about: each kind has a short text, and what version 1 wrote as that text is read as the kind."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from pydantic import ValidationError

from contracts.about import (
    SHORT_MAX,
    About,
    ConditionAbout,
    OverpaymentAbout,
    ReferralAbout,
    WaiverAbout,
    WeekAbout,
    WeekDoubt,
    from_short,
    short,
)
from contracts.base import Envelope, Unreadable, read
from contracts.claims import ClaimDecision, QuestionOpened
from contracts.schemas import EXAMPLES

DAY = date(2020, 3, 29)
EACH_KIND: list[tuple[str, About]] = [
    ("did_not_leave_without_good_cause", ConditionAbout(condition="did_not_leave_without_good_cause")),
    ("week:2020-03-29", WeekAbout(first_day=DAY)),
    ("week:2020-03-29/certified_twice", WeekAbout(first_day=DAY, doubt=WeekDoubt.CERTIFIED_TWICE)),
    ("overpayment:2020-03-29", OverpaymentAbout(first_day=DAY)),
    ("referral:c-2020-000417/ref-1", ReferralAbout(referral="c-2020-000417/ref-1")),
    ("referral:a:b", ReferralAbout(referral="a:b")),
    ("waiver:f90e4248", WaiverAbout(debt="f90e4248")),
]
each_kind = pytest.mark.parametrize(("text", "about"), EACH_KIND)


def as_version_1(name: str, about: object) -> Envelope:
    envelope = Envelope.from_bytes((EXAMPLES / f"{name}.v1.json").read_bytes())
    return envelope.model_copy(update={"data": {**envelope.data, "about": about}})


def test_no_kind_is_left_out_here() -> None:
    members, _ = get_args(About)
    assert {type(about) for _, about in EACH_KIND} == set(get_args(members))


@each_kind
def test_a_short_text_is_read_back_as_what_it_was_made_from(text: str, about: About) -> None:
    assert short(about) == text
    assert from_short(text) == about


@each_kind
@pytest.mark.parametrize("event", [QuestionOpened, ClaimDecision])
def test_version_1_is_read_as_the_kind_that_its_text_names(
    event: type[QuestionOpened | ClaimDecision], text: str, about: About
) -> None:
    raised = read(as_version_1(event.name, text))
    assert isinstance(raised, event)
    assert raised.about == about


def test_every_short_text_fits_the_column_it_is_kept_in() -> None:
    longest = "x" * SHORT_MAX
    assert len(short(ConditionAbout(condition=longest))) == SHORT_MAX
    assert len(short(from_short(f"referral:{longest}"[:SHORT_MAX]))) == SHORT_MAX
    with pytest.raises(ValidationError, match="at most 71 characters"):
        from_short(f"referral:{longest}")


@pytest.mark.parametrize(
    ("about", "named"),
    [
        ("week:soon", "about.week.first_day: "),
        ("week:2020-03-29/luck", "about.week.doubt: "),
        ("overpayment:", "about.overpayment.first_day: "),
        ("referral:", "about.referral.referral: "),
        ("appeal:7", "about.condition.condition: "),
        ({"kind": "week", "first_day": "2020-03-29"}, "about: "),
        (None, "about: "),
    ],
)
def test_a_text_that_version_1_never_wrote_is_refused_with_its_field(about: object, named: str) -> None:
    with pytest.raises(Unreadable, match="bad-data") as refused:
        read(as_version_1(ClaimDecision.name, about))
    assert refused.value.reason.startswith(named)


def test_a_kind_that_is_not_known_is_refused_without_repeating_it() -> None:
    envelope = Envelope.from_bytes((EXAMPLES / "claims.question-opened.v3.json").read_bytes())
    strange = envelope.model_copy(update={"data": {**envelope.data, "about": {"kind": "Jane Doe"}}})
    with pytest.raises(Unreadable) as refused:
        read(strange)
    assert refused.value.reason == "about: must be of a kind that the schema names"
