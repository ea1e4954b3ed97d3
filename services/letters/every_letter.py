"""Every letter of a person: one for each decision, each notice, each payment and the end of each claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from contracts.almp_referral import NoReferral, ReferralLapsed, ReferralMade
from contracts.base import Event
from contracts.casework import RecallOrdered
from contracts.claims import (
    ClaimDecision,
    ClaimMoved,
    ContestClosed,
    ContestDropped,
    ContestOpened,
    ContestWaits,
    NoticeIssued,
    QuestionDropped,
)
from contracts.eligibility import AssessmentMade, ClaimPrepared, DeterminationMade
from contracts.error_budgets import ReviewMade
from contracts.payments import CollectedBy, RecoveryCollected, RecoveryEnded, RecoveryOwedAgain
from contracts.placement import OfferArranged
from contracts.short_time_answers import ShortTimeAssessed, ShortTimeSettled
from contracts.wait_lists import WaitEnded, WaitJoined
from contracts.waiting import CertificationAwaited, ClaimIncomplete, FilingReceived
from services.letters.answered import answered
from services.letters.asked import asked
from services.letters.assessed import assessed
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.closed import closed
from services.letters.contested import contest_closed, contest_dropped, contest_opened, contest_waits
from services.letters.determined import determined
from services.letters.dropped import dropped
from services.letters.matched import nothing_offered, place_ended, wait_ended, wait_joined
from services.letters.model import Letter
from services.letters.owed import debt_ended, owed_again, repaid
from services.letters.paid import AboutAPayment, paid
from services.letters.recalled import recalled
from services.letters.referred import arranged, referred
from services.letters.reviewed import review_made
from services.letters.short_time import short_time_list, short_time_of_worker
from services.letters.waited import awaited, incomplete, invited, receipt


def letters_of(case: CaseFile) -> list[Letter]:
    """All letters of a case in the order of their days; equal cases give equal letters."""
    letters = [letter for dated in case.events if (letter := _letter(case, dated)) is not None]
    letters += [letter for history in _payments(case) if (letter := paid(case, history)) is not None]
    return sorted(letters, key=lambda letter: letter.day)


def letters_with(case: CaseFile, beginning: str) -> list[Letter]:
    """The letters of which an id begins so, in order; with or without the dashes of a UUID."""
    wanted = _plain(beginning)
    return [letter for letter in letters_of(case) if any(_plain(one).startswith(wanted) for one in letter.ids)]


def _plain(identity: str) -> str:
    return identity.replace("-", "").lower()


def _letter(case: CaseFile, dated: DatedEvent) -> Letter | None:
    make = _MAKERS.get(type(dated.event))
    return make(case, dated, dated.event) if make else None


def _determined(case: CaseFile, dated: DatedEvent, event: DeterminationMade) -> Letter | None:
    archived = case.decisions.get(event.determination)
    return determined(case, dated, event, archived) if archived else None


def _assessed(case: CaseFile, dated: DatedEvent, event: AssessmentMade) -> Letter | None:
    archived = case.decisions.get(event.assessment)
    return assessed(case, dated, event, archived) if archived else None


def _recalled(case: CaseFile, _dated: DatedEvent, event: RecallOrdered) -> Letter | None:
    """A claim that nobody determined is not worked out anew: an order that names such a one came to nothing."""
    is_determined = any(made.claim == event.claim for _, made in case.of(DeterminationMade))
    return recalled(case, event) if is_determined else None


def _collected(case: CaseFile, _dated: DatedEvent, event: RecoveryCollected) -> Letter | None:
    """What is withheld from a payment stands in the payment's own letter."""
    return repaid(case, event) if event.by is CollectedBy.REPAYMENT else None


_MAKERS: Mapping[type[Event], Callable[[CaseFile, DatedEvent, Any], Letter | None]] = {
    DeterminationMade: _determined,
    AssessmentMade: _assessed,
    NoticeIssued: asked,
    QuestionDropped: dropped,
    ClaimDecision: lambda case, _, event: answered(case, event),
    ContestOpened: lambda case, _, event: contest_opened(case, event),
    ContestWaits: contest_waits,
    ContestDropped: lambda case, _, event: contest_dropped(case, event),
    ContestClosed: lambda case, _, event: contest_closed(case, event),
    RecallOrdered: _recalled,
    ReviewMade: lambda case, _, event: review_made(case, event),
    RecoveryCollected: _collected,
    RecoveryEnded: lambda case, _, event: debt_ended(case, event),
    RecoveryOwedAgain: lambda case, _, event: owed_again(case, event),
    ClaimMoved: closed,
    ClaimIncomplete: incomplete,
    CertificationAwaited: awaited,
    FilingReceived: receipt,
    ClaimPrepared: invited,
    WaitJoined: wait_joined,
    WaitEnded: wait_ended,
    NoReferral: nothing_offered,
    ReferralLapsed: place_ended,
    ReferralMade: referred,
    OfferArranged: arranged,
    ShortTimeSettled: short_time_of_worker,
    ShortTimeAssessed: short_time_list,
}
"""Who writes the letter on an event; of payments, all that was said of one is one letter."""


def _payments(case: CaseFile) -> Iterator[list[tuple[DatedEvent, AboutAPayment]]]:
    """What was said of each instruction, in order."""
    by_instruction: dict[UUID, list[tuple[DatedEvent, AboutAPayment]]] = {}
    for dated in sorted(case.events, key=lambda dated: dated.place):
        if isinstance(dated.event, AboutAPayment):
            by_instruction.setdefault(dated.event.instruction, []).append((dated, dated.event))
    yield from by_instruction.values()
