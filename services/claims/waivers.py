"""Requests to waive a debt: the claimant asks, a named officer decides, and a refusal is an adverse act like any other.

A request is a question that the person asks themselves: nobody has to tell them of it or to hear them first. Whoever
decided the debt may grant it, and may not refuse it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from contracts.about import DEBT_MAX, OverpaymentAbout, WaiverAbout
from contracts.base import Envelope, Event, derived_id
from contracts.casework import Officer, Verdict, WaiverDecided
from contracts.claims import AnswerRefused, ClaimDecision
from contracts.intake import WaiverRequested
from services.claims.contest_lifecycle import Contesting
from services.claims.decisions import NotAllowed
from services.claims.error_budget import budget_of_waivers
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.questions import AskedQuestion, QuestionWords
from services.claims.steps import AGAINST, DECIDED, Act, QuestionStep, after
from services.claims.under_budget import decided_under, weighed
from services.claims.ways_to_contest import WayToContest, first_way_to_contest
from services.claims.weighed_acts import WeighedAct
from services.runtime.handling import Refused, To

ASKS = "Is the debt to be waived?"
BECAUSE = "The claimant asked for it."


@dataclass(frozen=True, slots=True)
class RequestedWaiver:
    """A request, and the question whose decision made the debt."""

    asked: AskedQuestion
    debt: AskedQuestion


@dataclass(frozen=True, slots=True)
class Waivers:
    """The handlers of requests to waive a debt."""

    procedure: Procedure

    def waiver_requested(self, event: WaiverRequested, person: Applicant, cause: Envelope) -> list[Event]:
        """Keep the request; it can be decided once the debt is known. Under the same key it is the same one."""
        if len(event.question) > DEBT_MAX:
            raise Refused("bad-data", f"question: must have no more than {DEBT_MAX} characters")
        key = question_of_request(person.subject, event.question, event.request)
        if key not in person.questions:
            on = min(event.filed_on, person.effective_day(cause))
            person.questions[key] = _asked(key, event, on, self.procedure)
            person.changed.add(key)
        return []

    def waiver_decided(self, event: WaiverDecided, person: Applicant, cause: Envelope) -> list[Event | To]:
        """Decide, or say which step is missing; a refusal asks the error budget first."""
        try:
            request = self._allowed(event, person)
        except NotAllowed as missing:
            return [AnswerRefused(question=event.question, reason=str(missing))]
        budget = budget_of_waivers(event.officer)
        if event.verdict is Verdict.AGAINST_CLAIMANT and budget is not None:
            return [weighed(request.asked, WeighedAct(act=cause.id, budget=budget, waiver=event), person)]
        return self._decided(event, request, person, cause)

    def under_budget(self, event: WaiverDecided, person: Applicant, cause: Envelope, budget: str) -> list[Event | To]:
        """Refuse, now that the budget lets it, if nothing has happened meanwhile; the refusal is counted."""
        try:
            request = self._allowed(event, person)
        except NotAllowed as missing:
            return [AnswerRefused(question=event.question, reason=str(missing))]
        made, *waited = self._decided(event, request, person, cause)
        assert isinstance(made, ClaimDecision)  # noqa: S101 - it was just made
        counted = decided_under(person.questions[made.question], made, budget, self.procedure)
        return [made, *counted, *waited]

    def why_not(self, event: WaiverDecided, person: Applicant) -> str | None:
        """Why an officer's act would not take effect, in the words in which it would be refused; None if it would."""
        try:
            self._allowed(event, person)
        except NotAllowed as missing:
            return str(missing)
        return None

    def _allowed(self, event: WaiverDecided, person: Applicant) -> RequestedWaiver:
        """What is decided. Raises `NotAllowed`."""
        key = question_of_request(person.subject, event.question, event.request)
        asked, debt = _request(key, person), _debt(event.question, person)
        self._may_decide(event, asked, debt, person)
        return RequestedWaiver(asked, debt)

    def _decided(
        self, event: WaiverDecided, request: RequestedWaiver, person: Applicant, cause: Envelope
    ) -> list[Event | To]:
        asked, debt = request.asked, request.debt
        key = asked.question
        way = first_way_to_contest(person.claims[debt.claim], event.decided_on, self.procedure)
        person.changed.add(key)
        for_claimant = event.verdict is Verdict.FOR_CLAIMANT
        decided = replace(
            asked,
            claim=debt.claim,
            period=debt.period,
            amount=debt.amount,
            certification=debt.certification,
            step=after(asked.step, Act.ANSWER_FOR if for_claimant else Act.ANSWER_AGAINST),
            took_part={event.officer.staff, *debt.took_part},
            contest_by=None if for_claimant else way.by,
            weighed=None,
        )
        decided.decision = _decision(decided, event, way)
        person.questions[key] = decided
        waited = Contesting(person, self.procedure, person.effective_day(cause)).open_what_waits()
        return [decided.decision, *waited]

    def _may_decide(self, event: WaiverDecided, asked: AskedQuestion, debt: AskedQuestion, person: Applicant) -> None:
        officer = event.officer
        if self.procedure.contests.is_member(officer):
            raise NotAllowed("a member of the independent body decides on appeals, and nowhere else")
        if officer.is_one_of(person.representatives()):
            raise NotAllowed(f"{officer.staff} represents the claimant, and cannot decide in their case")
        if event.verdict is Verdict.AGAINST_CLAIMANT and _decided_the_debt(officer, debt):
            raise NotAllowed(f"{officer.staff} took part in deciding the debt, and cannot refuse to waive it")
        first = max(asked.opened_on, _decided_on(debt))
        if event.decided_on < first:
            raise NotAllowed(f"it is dated {event.decided_on}, before the debt and the request, which are of {first}")
        if event.decided_on > (last := person.latest_day(first, self.procedure)):
            raise NotAllowed(
                f"it is dated {event.decided_on}; by the days closed so far it can be dated {last} at most"
            )
        lacking = self.procedure.error_budget.missing(officer, event.decided_on)
        if event.verdict is Verdict.AGAINST_CLAIMANT and lacking is not None:
            raise NotAllowed(lacking)


def question_of_request(person: str, debt: str, request: str) -> str:
    """The key under which a request to waive a debt is decided, and its decision contested."""
    return str(derived_id("waiver", person, debt, request))


def _asked(key: str, event: WaiverRequested, on: date, procedure: Procedure) -> AskedQuestion:
    """The request before anything is known of its debt."""
    return AskedQuestion(
        question=key,
        claim="",
        about=WaiverAbout(debt=event.question),
        ground=None,
        period=None,
        amount=None,
        words=QuestionWords(ASKS, procedure.overpayment.cites, BECAUSE),
        facts=b"",
        opened_on=on,
        step=QuestionStep.REQUESTED,
    )


def _request(key: str, person: Applicant) -> AskedQuestion:
    asked = person.questions.get(key)
    if asked is None:
        raise NotAllowed("the claimant asked for no waiver under this key")
    if asked.step in DECIDED:
        raise NotAllowed("the request is decided already; it can be contested, or made anew")
    return asked


def _debt(key: str, person: Applicant) -> AskedQuestion:
    debt = person.questions.get(key)
    if debt is None or not isinstance(debt.about, OverpaymentAbout) or debt.step not in AGAINST:
        raise NotAllowed("no decision stands against the claimant that makes this a debt")
    return debt


def _decided_the_debt(officer: Officer, debt: AskedQuestion) -> bool:
    return officer.is_one_of(debt.took_part)


def _decided_on(debt: AskedQuestion) -> date:
    if debt.decision is None:
        return debt.issued_on or debt.opened_on
    return debt.decision.first_decided_on or debt.decision.decided_on


def _decision(asked: AskedQuestion, event: WaiverDecided, way: WayToContest) -> ClaimDecision:
    against = event.verdict is Verdict.AGAINST_CLAIMANT
    return ClaimDecision(
        claim=asked.claim,
        question=asked.question,
        about=asked.about,
        decided_on=event.decided_on,
        officer=event.officer,
        verdict=event.verdict,
        reasons=event.reasons,
        article=event.article,
        facts_considered=event.facts_considered,
        applies=asked.period if against else None,
        period=asked.period,
        amount=asked.amount,
        certification=asked.certification,
        replied_on=asked.opened_on,
        request=event.request,
        waiver_ground=event.ground,
        appeal=way.words,
        contest_by=way.by if against else None,
    )
