"""Every letter of a person: one for each decision, each notice, each payment and the end of each claim."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from contracts.claims import ClaimDecision, ClaimMoved, ContestClosed, ContestOpened, NoticeIssued
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.payments import CollectedBy, RecoveryCollected, RecoveryEnded
from services.letters.answered import answered
from services.letters.asked import asked
from services.letters.assessed import assessed
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.closed import closed
from services.letters.contested import contest_closed, contest_opened
from services.letters.determined import determined
from services.letters.model import Letter
from services.letters.owed import debt_ended, repaid
from services.letters.paid import AboutAPayment, paid


def letters_of(case: CaseFile) -> list[Letter]:
    """All letters of a case in the order of their days; equal cases give equal letters."""
    letters = [letter for dated in case.events if (letter := _letter(case, dated)) is not None]
    letters += [letter for history in _payments(case) if (letter := paid(case, history)) is not None]
    return sorted(letters, key=lambda letter: letter.day)


def letters_with(case: CaseFile, beginning: str) -> list[Letter]:
    """The letters of which an id begins so, in order."""
    return [letter for letter in letters_of(case) if any(one.startswith(beginning) for one in letter.ids)]


def _letter(case: CaseFile, dated: DatedEvent) -> Letter | None:  # noqa: PLR0911  one branch a kind of event
    match dated.event:
        case DeterminationMade() as event if event.determination in case.decisions:
            return determined(case, dated, event, case.decisions[event.determination])
        case AssessmentMade() as event if event.assessment in case.decisions:
            return assessed(case, dated, event, case.decisions[event.assessment])
        case NoticeIssued() as event:
            return asked(case, dated, event)
        case ClaimDecision() as event:
            return answered(case, event)
        case ContestOpened() as event:
            return contest_opened(case, event)
        case ContestClosed() as event:
            return contest_closed(case, event)
        case RecoveryCollected() as event if event.by is CollectedBy.REPAYMENT:
            return repaid(case, event)
        case RecoveryEnded() as event:
            return debt_ended(case, event)
        case ClaimMoved() as event:
            return closed(case, dated, event)
        case _:
            return None


def _payments(case: CaseFile) -> Iterator[list[tuple[DatedEvent, AboutAPayment]]]:
    """What was said of each instruction, in order."""
    by_instruction: dict[UUID, list[tuple[DatedEvent, AboutAPayment]]] = {}
    for dated in sorted(case.events, key=lambda dated: dated.place):
        if isinstance(dated.event, AboutAPayment):
            by_instruction.setdefault(dated.event.instruction, []).append((dated, dated.event))
    yield from by_instruction.values()
