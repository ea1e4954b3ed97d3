"""The table of a referral's life, as the page draws it."""

from __future__ import annotations

from pathlib import Path

from services.almp_referral import referrals
from services.almp_referral.referrals import MOVES, OVER, ReferralState
from tests.services.state_diagram import diagram_of_moves


def test_every_standing_is_reached_and_every_end_holds_no_seat() -> None:
    assert set(MOVES) == set(ReferralState) == {ReferralState.ASKED}.union(*MOVES.values())
    assert {
        ReferralState.NONE,
        ReferralState.REFUSED,
        ReferralState.COMPLETED,
        ReferralState.FOUND_WORK,
        ReferralState.LEFT_EARLY,
        ReferralState.EXPIRED,
        ReferralState.EXCUSED,
        ReferralState.NOT_EXCUSED,
        ReferralState.ENDED,
        ReferralState.NO_SEAT,
        ReferralState.WAITED,
        ReferralState.WITHDRAWN,
    } == OVER


def test_the_readme_draws_the_table_as_it_is() -> None:
    readme = Path(referrals.__file__).with_name("README.md").read_text("utf-8")
    assert f"```mermaid\n{diagram_of_moves(MOVES, first=ReferralState.ASKED)}\n```" in readme
