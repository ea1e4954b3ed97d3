"""Which cases a person is at the end of a day: in which table, in which column, of which rows. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from services.oversight.figures.cases import OPEN, ClaimCase, ContestCase, PersonCase, QuestionCase, ReferralCase
from services.oversight.figures.funnel import funnel_cases
from services.oversight.figures.tables import AGES, DIMENSIONS, LATE, ON_TIME, OVERDUE, WAITING, FigureTable
from services.oversight.model import QUALIFYING_RULES
from services.oversight.observation import DeterminationObserved
from services.oversight.presets import CountingRules, Promise
from services.oversight.small_cells import UNKNOWN

WEEKS_IN: Mapping[str, Fraction] = {
    "week": Fraction(1),
    "month": Fraction(52, 12),
    "quarter": Fraction(13),
    "year": Fraction(52),
}
"""How many weeks an amount is for. A day of benefit may be one of five, six or seven, so it is compared with a day."""
BANDS = ((40, "under_40"), (50, "40_to_49"), (60, "50_to_59"), (70, "60_to_69"))
PER_CENT = 100
AGES_TO = (7, 14, 21, 35)
"""Up to how many days each age reaches; the last has no end."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A case in a table; `amount` in minor units of `currency` where it is about money."""

    table: FigureTable
    column: str
    rows: Mapping[str, str]
    amount: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class _AtDay:
    """A person at the end of a day, under the rules."""

    person: PersonCase
    day: date
    rules: CountingRules
    of_claim: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def in_year(self, day: date | None) -> bool:
        """Whether the day lies in the last year."""
        return day is not None and self.day - timedelta(days=self.rules.year_days) < day <= self.day

    def rows(self, claim: str, **own: str) -> Mapping[str, str]:
        """The rows in which a case about the claim stands."""
        return {**self.of_claim.get(claim, _NOTHING_KNOWN), **own}

    def against(self, start: date, finish: date | None, promise: Promise) -> str | None:
        """The column of a case with a limit; None if it ended before the last year."""
        return self.by(start, finish, start + timedelta(days=promise.limit_days))

    def by(self, start: date, finish: date | None, last: date) -> str | None:
        """The column of a case that is in time until the day `last`; None if it ended earlier than a year ago."""
        if start > self.day:
            return None
        if finish is None or finish > self.day:
            return OVERDUE if last < self.day else WAITING
        if not self.in_year(finish):
            return None
        return ON_TIME if finish <= last else LATE

    def timed(self, table: FigureTable, column: str | None, rows: Mapping[str, str]) -> Iterator[Counted]:
        """The case in its column, if it is over and ended in the last year."""
        if column is not None and column not in {WAITING, OVERDUE}:
            yield Counted(table, column, rows)

    def waiting(
        self, table: FigureTable, column: str | None, start: date, rows: Mapping[str, str]
    ) -> Iterator[Counted]:
        """The case by its age, if it still waits."""
        if column in {WAITING, OVERDUE}:
            yield Counted(table, AGES[bisect_left(AGES_TO, (self.day - start).days)], rows)


_NOTHING_KNOWN = dict.fromkeys(DIMENSIONS, UNKNOWN)


def counted(person: PersonCase, day: date, rules: CountingRules) -> Iterator[Counted]:
    """Every case that the person is at the end of the day."""
    of_claim = {
        name: {row: claim.described.get(row, UNKNOWN) for row in DIMENSIONS} for name, claim in person.claims.items()
    }
    at = _AtDay(person, day, rules, of_claim)
    for claim in person.claims.values():
        if claim.filed_on is not None and claim.filed_on <= day:
            yield from _claim(at, claim)
        yield from _payments(at, claim)
    yield from _recipient(at)
    for question in person.questions.values():
        yield from _question(at, question)
    for key, question in person.questions.items():
        yield from _sanction(at, key, question)
    for contest in person.contests.values():
        yield from _contest(at, contest)
    for claim_key, referral in person.referrals.values():
        yield from _referral(at, claim_key, referral)
    for case in funnel_cases(person, _filed_in_year(at), at.in_year):
        yield Counted(case.table, case.column, at.rows(case.claim, **({"reason": case.reason} if case.reason else {})))


def _filed_in_year(at: _AtDay) -> list[str]:
    return [key for key, claim in at.person.claims.items() if at.in_year(claim.filed_on)]


def _claim(at: _AtDay, claim: ClaimCase) -> Iterator[Counted]:
    filed = claim.filed_on or at.day
    rows = at.rows(claim.claim)
    outcome = claim.determined.outcome if claim.determined else WAITING
    if at.in_year(filed):
        yield from _outcome(at, claim, outcome)
    if claim.decided_on is not None or outcome != "withdrawn":
        speed = at.against(filed, claim.decided_on, at.rules.decision)
        yield from at.timed(FigureTable.DECISIONS, speed, rows)
        yield from at.waiting(FigureTable.WAITING_CLAIMS, speed, filed, rows)
    yield from _first_payment(at, claim)


def _outcome(at: _AtDay, claim: ClaimCase, outcome: str) -> Iterator[Counted]:
    rows, refusal = at.rows(claim.claim), claim.refusal
    if outcome == "granted":
        yield Counted(FigureTable.CLAIMS, "exhausted" if claim.exhausted else "granted", rows)
        yield Counted(FigureTable.REPLACEMENT, replacement_band(claim.determined), rows)
    if refusal is None:
        return
    made = "automatic" if refusal.automatic else "by_person"
    if outcome == "refused":
        yield Counted(FigureTable.CLAIMS, "refused", rows)
        by_ground = {**rows, "ground": refusal.ground or QUALIFYING_RULES}
        yield Counted(FigureTable.REFUSALS, made, by_ground)
    for condition, cites in refusal.unmet:
        column = "granted_later" if outcome == "granted" else made
        yield Counted(FigureTable.REFUSALS_BY_RULE, column, {"rule": f"{condition} | {cites}"})


def _first_payment(at: _AtDay, claim: ClaimCase) -> Iterator[Counted]:
    start = claim.first_week_end
    if start is None or not any(payment.amount > 0 for payment in claim.payments.values()):
        return
    in_time = at.against(start, claim.first_settled, at.rules.first_payment)
    soon = at.against(start, claim.first_settled, at.rules.first_payment_soon)
    rows = at.rows(claim.claim)
    column = "soon" if soon == ON_TIME else {ON_TIME: "in_time"}.get(in_time or "", in_time)
    yield from at.timed(FigureTable.FIRST_PAYMENTS, column, rows)
    yield from at.waiting(FigureTable.WAITING_PAYMENTS, in_time, start, rows)


def replacement_band(determined: DeterminationObserved | None) -> str:
    """How much of earlier earnings the rate is, in bands of per cents; unknown where the two cannot be compared."""
    if determined is None or not determined.rate or not determined.earnings:
        return "not_known"
    rate_per, earnings_per = determined.rate_per or "", determined.earnings_per or ""
    if rate_per == earnings_per:
        share = Fraction(determined.rate, determined.earnings)
    elif rate_per in WEEKS_IN and earnings_per in WEEKS_IN:
        share = Fraction(determined.rate, determined.earnings) * WEEKS_IN[earnings_per] / WEEKS_IN[rate_per]
    else:
        return "not_known"
    return next((band for below, band in BANDS if share * PER_CENT < below), "70_and_over")


def _payments(at: _AtDay, claim: ClaimCase) -> Iterator[Counted]:
    for payment in claim.payments.values():
        if at.in_year(payment.settled_on):
            came_back = payment.returned_on is not None and payment.returned_on <= at.day
            column = "returned" if came_back else "kept"
            yield Counted(FigureTable.PAID, column, at.rows(claim.claim), payment.amount, payment.currency)


def _recipient(at: _AtDay) -> Iterator[Counted]:
    """A person counts once, with the claim of their newest payment."""
    since = at.day - timedelta(days=at.rules.recent_days)
    paid = [
        (payment.settled_on, name)
        for name, claim in at.person.claims.items()
        for payment in claim.payments.values()
        if payment.settled_on and not payment.returned_on and payment.settled_on <= at.day
    ]
    if paid and (newest := max(paid))[0] > since:
        column = "first" if min(paid)[0] > since else "again"
        yield Counted(FigureTable.RECIPIENTS, column, at.rows(newest[1]))


def _question(at: _AtDay, question: QuestionCase) -> Iterator[Counted]:
    if question.opened_on is None or not question.verdict:
        return  # what fell away waits for nobody
    column = at.against(question.opened_on, question.decided_on, at.rules.question)
    rows = at.rows(question.claim)
    yield from at.timed(FigureTable.QUESTIONS, column, rows)
    yield from at.waiting(FigureTable.WAITING_QUESTIONS, column, question.opened_on, rows)


def _sanction(at: _AtDay, key: str, question: QuestionCase) -> Iterator[Counted]:
    rows = at.rows(question.claim, article=question.article, ground=question.ground or question.about)
    if question.review and at.in_year(question.review_on):
        yield Counted(FigureTable.REVIEWS, question.review, rows)
    if question.verdict != "against_claimant" or not at.in_year(question.decided_on):
        return
    outcomes = [contest.outcome for contest in at.person.contests.values() if contest.question == key]
    told = ("overturned", "overturned"), ("changed", "changed"), (OPEN, "contested")
    column = next((column for outcome, column in told if outcome in outcomes), "stands")
    yield Counted(FigureTable.SANCTIONS, column, rows)


def _contest(at: _AtDay, contest: ContestCase) -> Iterator[Counted]:
    if contest.opened_on is None or contest.outcome in {"withdrawn", "dropped"}:
        return  # nobody had to decide it
    rows = at.rows(contest.claim)
    column = at.by(contest.opened_on, contest.closed_on, contest.decide_by or contest.opened_on)
    yield from at.timed(FigureTable.CONTESTS, column, rows)
    if column in {WAITING, OVERDUE}:
        yield Counted(FigureTable.WAITING_CONTESTS, column, rows)
    elif column is not None:
        heard = contest.outcome in {"upheld", "changed", "overturned"}
        yield Counted(FigureTable.CONTEST_OUTCOMES, contest.outcome if heard else "not_heard", rows)


_FURTHEST = {"found_work": "found_work", "completed": "completed"}
"""Outcomes that are columns of their own; whoever left early, did not come or was let go has left."""


def _referral(at: _AtDay, claim: str, referral: ReferralCase) -> Iterator[Counted]:
    if not at.in_year(referral.on):
        return
    if referral.outcome != OPEN:
        column = _FURTHEST.get(referral.outcome, "left")
    elif referral.answer == "accepted":
        column = "left" if referral.lapse else "accepted"
    else:
        column = "declined" if referral.answer == "refused" else "unanswered"
    yield Counted(FigureTable.REFERRALS, column, at.rows(claim, programme=referral.programme))
