"""Faults of the engine, each put in at a place that has a name: what once was wrong, or is wrong in many a system."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from contracts.base import Envelope
from contracts.casework import AnswerGiven
from contracts.eligibility import AssessmentMade
from contracts.error_budgets import CountedAs
from contracts.intake import ClaimWithdrawn, FilingRetracted
from contracts.registry import Fact
from contracts.values import Period
from law.case.balance import Balance
from services.claims import decisions
from services.claims.error_budget import DecidedDay, ErrorBudget
from services.claims.handlers import Filings
from services.claims.person import Applicant
from services.claims.questions import AskedQuestion, Matter
from services.payments import converge
from services.payments import handlers as payments
from services.payments.accounts import CORRECTION
from services.payments.bank import bookings, codes, gateway, sealed_files, status_report
from services.payments.bank.codes import PaymentStatus, Reason
from services.payments.bank.evidence import Flow
from services.payments.bank.sealed_files import FileState, names_in
from services.payments.claimant import Claimant
from services.payments.model import DatedSum, Leg, Position, PositionChange, Positions
from services.payments.movements import legs_between
from services.runtime.delivery.messages import DIGEST_BYTES, Readable
from services.runtime.handling import Consequences
from services.simulation.world import OutboxRow
from tests.simulation.faults_of_debts import (
    a_debt_elsewhere_needs_no_window,
    debts_are_collected_at_once,
    debts_take_everything,
    one_officer_sends_money_back,
    what_another_pseudonym_paid_is_lost,
    what_was_withheld_in_vain_pays_off,
    whoever_decided_a_debt_refuses_its_waiver,
)
from tests.simulation.faults_of_deductions import OF_DEDUCTIONS, Plant
from tests.simulation.faults_of_people import OF_PEOPLE
from tests.simulation.faults_of_seats import OF_SEATS
from tests.simulation.faults_of_short_time import OF_SHORT_TIME

# --- the transport and the door


def no_inbox(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks whether an event took effect before."""
    patch.setattr("services.runtime.delivery.inbox._contents", lambda *_: {})
    patch.setattr("services.runtime.delivery.delivery.take_note", lambda *_: None)


def random_message_ids(patch: pytest.MonkeyPatch) -> None:
    """Each time a file is sent it has another name."""
    numbers, body_of = count(1), sealed_files.body_of

    def renamed(*given: Any) -> bytes:
        return re.sub(rb"<MsgId>[^<]*", b"<MsgId>MSG-%d" % next(numbers), body_of(*given))

    patch.setattr(gateway, "body_of", renamed)


def relay_by_position(patch: pytest.MonkeyPatch) -> None:
    """The relay goes by the position of rows alone, and passes over what is committed late."""

    def by_position(rows: list[OutboxRow], running: set[int]) -> list[OutboxRow]:
        return [row for row in rows if row.position not in running]

    patch.setattr("services.simulation.world.relayable", by_position)


def last_arrival_wins(patch: pytest.MonkeyPatch) -> None:
    """Of several versions of a fact the one that came last holds."""

    def last_wins(newest: dict[tuple[str, str], list[Fact]], fact: Fact) -> None:
        newest[fact.name, fact.key] = [fact]

    patch.setattr("law.case.facts._keep_newest", last_wins)


def recovery_before_the_decision(patch: pytest.MonkeyPatch) -> None:
    """What is only proposed as overpaid is taken off the next payment."""
    honest = payments.assessed

    def taken_off(event: AssessmentMade, state: Claimant, cause: Envelope) -> Consequences:
        others = [one for one in state.of_claim(event.claim) if one.certification != event.certification]
        taken = min(event.amount.minor, sum(one.proposed_minor for one in others))
        less = event.amount.model_copy(update={"minor": event.amount.minor - taken})
        return honest(event.model_copy(update={"amount": less}), state, cause)

    patch.setattr(payments, "assessed", taken_off)


def nobody_is_heard(patch: pytest.MonkeyPatch) -> None:
    """An officer may decide against somebody before they could reply."""

    def heard(question: AskedQuestion, *_: object) -> decisions.Heard:
        return decisions.Heard(question.issued_on, question.replied_on)  # type: ignore[arg-type]

    patch.setattr(decisions, "_hearing", heard)


def the_wait_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The waiting period is paid."""
    full = Balance.full

    def without_waiting(*given: Any, **more: Any) -> Balance:
        return replace(full(*given, **more), waiting_left=0)

    patch.setattr(Balance, "full", without_waiting)


def questions_are_never_dropped(patch: pytest.MonkeyPatch) -> None:
    """A question stays open though the facts leave nothing to decide."""
    patch.setattr("services.claims.question_lifecycle.Asking._forget_all_but", lambda *_: [])


# --- the door


def digits_of_another_kind(patch: pytest.MonkeyPatch) -> None:
    """A version may be written in digits that are no numbers."""
    patch.setattr("contracts.base.NUMBERED", re.compile(r"[1-9²][0-9²]{0,8}"))


def repeats_are_compared_by_bytes(patch: pytest.MonkeyPatch) -> None:
    """A message that says the same in other bytes is another message."""
    honest = Readable.__init__

    def by_bytes(self: Readable, message: Any, opened: Any, row: Any = None) -> None:
        honest(self, message, opened, row)
        self.content = blake2b(message.raw, digest_size=DIGEST_BYTES).digest()

    patch.setattr(Readable, "__init__", by_bytes)
    patch.setattr(Readable, "is_noted_as", lambda self, digest: digest == self.content)


def random_ids(patch: pytest.MonkeyPatch) -> None:
    """What follows has another id each time it is worked out: a matter that comes up again is another question."""
    numbers = count(1)
    patch.setattr("contracts.base.uuid5", lambda *_: UUID(int=next(numbers)))


def any_topic_may_hold_anything(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks whether an event stands in the topic of its publisher."""
    patch.setattr("services.runtime.delivery.messages._misplaced", lambda *_: None)
    patch.setattr("services.runtime.delivery.messages._types_in", lambda _: b"tideover.")


def refusals_of_the_database_stop_the_service(patch: pytest.MonkeyPatch) -> None:
    """What a constraint refuses is taken for a database that does not answer."""
    patch.setattr("services.runtime.delivery.delivery.is_about_content", lambda _: False)


def updated_rows_are_not_linked(patch: pytest.MonkeyPatch) -> None:
    """A row of which a part is changed is not linked again, so that nobody could tell it from a row changed by hand."""
    patch.setattr("services.runtime.database.chain.note_stored", lambda *_: None)


# --- hearing and deciding


def an_answer_covers_any_days(patch: pytest.MonkeyPatch) -> None:
    """An officer decides on days that the claimant was not told of."""
    honest = decisions._extent

    def unbounded(question: AskedQuestion, given: AnswerGiven, told: Period | None, waived: Any) -> Any:
        return honest(question, given, given.applies if told else None, waived)

    patch.setattr(decisions, "_extent", unbounded)


def an_answer_is_dated_as_it_likes(patch: pytest.MonkeyPatch) -> None:
    """An answer dated long after the last closed day has waited long enough."""
    honest = decisions._hearing

    def heard(question: AskedQuestion, on: date, within: decisions.AnswerBounds) -> decisions.Heard:
        return honest(question, on, replace(within, over_until=on))

    patch.setattr(decisions, "_dated_within", lambda *_: None)
    patch.setattr(decisions, "_hearing", heard)


def notices_are_dated_back(patch: pytest.MonkeyPatch) -> None:
    """A fact that was recorded long ago dates the notice back, and the time to reply with it."""

    def as_recorded(_: Applicant, cause_on: date) -> date:
        return cause_on

    patch.setattr(Applicant, "day_of", as_recorded)


def questions_forget_the_proposal(patch: pytest.MonkeyPatch) -> None:
    """A sum that was decided on and is proposed again is the same question."""
    patch.setattr("services.claims.questions._proposal", lambda _: "")


def questions_forget_the_person(patch: pytest.MonkeyPatch) -> None:
    """Two people with one key of a claim have one question."""
    honest = Matter.question
    patch.setattr(Matter, "question", lambda matter, _person: honest(matter, "anybody"))


def a_withdrawal_taken_back_stays(patch: pytest.MonkeyPatch) -> None:
    """A claim stays withdrawn though its withdrawal never was."""
    honest = Filings.filing_retracted

    def deaf(filings: Filings, event: FilingRetracted, person: Applicant, cause: Envelope) -> Any:
        return [] if event.kind == ClaimWithdrawn.name else honest(filings, event, person, cause)

    patch.setattr(Filings, "filing_retracted", deaf)


def a_spent_budget_goes_on(patch: pytest.MonkeyPatch) -> None:
    """Too many decisions were wrong, the budget says so, and the next one takes effect all the same."""
    patch.setattr(ErrorBudget, "stopped", None)


def what_was_overturned_is_not_counted(patch: pytest.MonkeyPatch) -> None:
    """Decisions are counted, and those that were overturned are not."""
    honest = DecidedDay.count

    def count_decided(day: DecidedDay, counted_as: CountedAs) -> None:
        if counted_as is not CountedAs.OVERTURNED:
            honest(day, counted_as)

    patch.setattr(DecidedDay, "count", count_decided)


# --- money


def corrections_are_not_booked(patch: pytest.MonkeyPatch) -> None:
    """What was paid too much is proposed, and the ledger does not know."""

    def without_corrections(*given: Any) -> tuple[Leg, ...]:
        return tuple(leg for leg in legs_between(*given) if CORRECTION not in (leg.debit, leg.credit))

    patch.setattr("services.payments.converge.legs_between", without_corrections)


def whole_periods_are_held(patch: pytest.MonkeyPatch) -> None:
    """A certification holds all its days, not only those that are paid: who certifies a week again holds it up."""

    def whole(assessed: AssessmentMade) -> tuple[DatedSum, ...]:
        return (DatedSum(assessed.period, assessed.amount.minor),) if assessed.amount.minor else ()

    patch.setattr("services.payments.converge.days_of", whole)


def moved_certifications_keep_their_days(patch: pytest.MonkeyPatch) -> None:
    """The days that a correction frees stay held: nobody is paid who certifies them."""
    honest = converge.converge

    def kept(person: str, positions: Positions, assessed: AssessmentMade) -> PositionChange:
        change = honest(person, positions, assessed)
        before = positions.get((assessed.claim, assessed.certification))
        held = [DatedSum(stretch.period, 0) for stretch in before.due] if before else []

        def holding(position: Position) -> Position:
            if before is None or position.key != before.key:
                return position
            old = [days for days in held if not any(days.period.overlaps(now.period) for now in position.due)]
            return replace(position, due=(*position.due, *old))

        return replace(change, positions=tuple(holding(position) for position in change.positions))

    patch.setattr(converge, "converge", kept)


# --- the bank


def one_code_for_duplicates(patch: pytest.MonkeyPatch) -> None:
    """Only DUPL says that the bank has a file; by any other code all its payments are rejected."""

    def reason(code: str) -> Reason:
        return Reason.DUPLICATE if code == "DUPL" else Reason.PLAIN

    patch.setattr("services.payments.bank.judging.status_reason", reason)
    patch.setattr("services.payments.bank.judging._doubt", lambda *_: "")


def blocks_have_no_status(patch: pytest.MonkeyPatch) -> None:
    """A report that refuses a block of payments as a whole accepts the file."""
    honest = status_report._status

    def without_blocks(element: Any, name: str) -> Any:
        status, refusal = honest(element, name)
        return (PaymentStatus.ACCEPTED if name == "PmtInfSts" and status else status), refusal

    patch.setattr(status_report, "_status", without_blocks)


def pending_is_booked(patch: pytest.MonkeyPatch) -> None:
    """An entry that is only pending counts as booked."""
    honest = codes.is_booked
    patch.setattr(bookings, "is_booked", lambda code: True if code == "PDNG" else honest(code))


def returns_need_a_reason(patch: pytest.MonkeyPatch) -> None:
    """Money that comes back without a reason is some other credit."""
    honest = bookings._flow

    def flow(entry: Any, part: Any, end_to_end: str | None) -> Flow:
        read = honest(entry, part, end_to_end)
        return Flow.IN if read is Flow.BACK and part.find("RtrInf") is None else read

    patch.setattr(bookings, "_flow", flow)
    patch.setattr("services.payments.bank.matching._credit", lambda *_: None)


def files_booked_as_one_are_ignored(patch: pytest.MonkeyPatch) -> None:
    """An entry without its parts is about no payment of ours."""
    patch.setattr("services.payments.bank.matching._of_a_file", lambda *_: None)


def the_total_of_an_entry_is_each_part(patch: pytest.MonkeyPatch) -> None:
    """Where several payments are booked in one entry, its total is taken for each of them."""
    honest = bookings._booked

    def booked(entry: Any, part: Any, identity: Any, on: date) -> Any:
        whole = bookings._first_amount(entry, ("Amt",))
        return replace(honest(entry, part, identity, on), amount=whole, total=None)

    patch.setattr(bookings, "_booked", booked)


def files_go_unreleased(patch: pytest.MonkeyPatch) -> None:
    """The gateway asks nobody: it sends whatever lies sealed, and only the database still refuses."""
    patch.setattr(gateway, "released_names", lambda connection, _terms: names_in(connection, FileState.SEALED))


def one_person_is_two(patch: pytest.MonkeyPatch) -> None:
    """Who proposed or released a file counts again."""
    patch.setattr("services.payments.release.model._said_before", lambda *_: "")


FAULTS: Mapping[str, Plant] = {
    "files go unreleased": files_go_unreleased,
    "one person is two": one_person_is_two,
    "no inbox": no_inbox,
    "random message ids": random_message_ids,
    "relay by position": relay_by_position,
    "last arrival wins": last_arrival_wins,
    "recovery before the decision": recovery_before_the_decision,
    "digits of another kind": digits_of_another_kind,
    "repeats are compared by bytes": repeats_are_compared_by_bytes,
    "random ids": random_ids,
    "any topic may hold anything": any_topic_may_hold_anything,
    "refusals of the database stop the service": refusals_of_the_database_stop_the_service,
    "updated rows are not linked": updated_rows_are_not_linked,
    "debts are collected at once": debts_are_collected_at_once,
    "debts take everything": debts_take_everything,
    "what another pseudonym paid is lost": what_another_pseudonym_paid_is_lost,
    "a debt elsewhere needs no window": a_debt_elsewhere_needs_no_window,
    "what was withheld in vain pays off": what_was_withheld_in_vain_pays_off,
    "one officer sends money back": one_officer_sends_money_back,
    "whoever decided a debt refuses its waiver": whoever_decided_a_debt_refuses_its_waiver,
    **OF_DEDUCTIONS,
    **OF_PEOPLE,
    **OF_SHORT_TIME,
    "nobody is heard": nobody_is_heard,
    "an answer covers any days": an_answer_covers_any_days,
    "an answer is dated as it likes": an_answer_is_dated_as_it_likes,
    "notices are dated back": notices_are_dated_back,
    "questions are never dropped": questions_are_never_dropped,
    "questions forget the proposal": questions_forget_the_proposal,
    "questions forget the person": questions_forget_the_person,
    "a withdrawal taken back stays": a_withdrawal_taken_back_stays,
    "a spent budget goes on": a_spent_budget_goes_on,
    "what was overturned is not counted": what_was_overturned_is_not_counted,
    "the wait is forgotten": the_wait_is_forgotten,
    "corrections are not booked": corrections_are_not_booked,
    "whole periods are held": whole_periods_are_held,
    "moved certifications keep their days": moved_certifications_keep_their_days,
    "one code for duplicates": one_code_for_duplicates,
    "blocks have no status": blocks_have_no_status,
    "pending is booked": pending_is_booked,
    "returns need a reason": returns_need_a_reason,
    "files booked as one are ignored": files_booked_as_one_are_ignored,
    "the total of an entry is each part": the_total_of_an_entry_is_each_part,
    **OF_SEATS,
}
