"""What must hold after every step of a life, whatever was said, lost, repeated or broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.about import (
    About,
    ConditionAbout,
    OverpaymentAbout,
    ReferralAbout,
    WaiverAbout,
    WeekAbout,
    after_death,
    of_a_line,
    short,
)
from contracts.base import Envelope
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, NoticeIssued
from contracts.eligibility import DeterminationMade, DeterminationOutcome, Outcome, WeekState
from services.payments.views import reconcile
from services.runtime.delivery.parking import Parked
from services.simulation.chronicle import AdverseStep
from services.simulation.offices import heard_of
from services.simulation.programmes import seats_are_rightly_held
from services.simulation.story_run import StoryRun

Matter = tuple[str, str, str, str]
"""Person, claim, what it is about in short, and the ground."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that did not hold."""

    rule: str
    says: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.says}"


def after_each_step(run: StoryRun) -> Iterator[Violation]:
    """Everything that holds whenever nothing is left to read."""
    parked = run.parked()
    yield from _nothing_good_waits(run, parked)
    yield from _adverse_acts_have_their_steps(run)
    for matter in run.chronicle.asked_anew:
        yield Violation("a matter is one question", f"{matter} came up again and was asked as another question")
    if not parked:
        yield from _what_is_open_is_asked(run)
    for fault in (*run.chronicle.budgets.faults, *run.chronicle.budgets.spent_in_silence()):
        yield Violation("who was wrong too often decides against nobody", fault)
    yield from _no_day_is_paid_twice(run)
    yield from _the_bank_knows_every_settlement(run)
    yield from _every_file_was_released(run)
    for rule, says in seats_are_rightly_held(run):
        yield Violation(rule, says)


def _every_file_was_released(run: StoryRun) -> Iterator[Violation]:
    """The bank has no file that two people, other than who proposed it, had not released."""
    for name in sorted(run.bank.files):
        if not run.releases.may_go(name):
            yield Violation("no file goes before two people released it", f"the bank has {name}")


def the_books_balance(run: StoryRun) -> Iterator[Violation]:
    """Ledger, positions and sealed files say the same."""
    with run.world.databases["payments"].reading() as connection:
        report = reconcile(connection, run.world.cipher)
    for difference in report.differences:
        yield Violation("the books balance", difference)
    for currency, off in report.trial_balance.items():
        if off:
            yield Violation("the books balance", f"off by {off} {currency}")


def is_expected(run: StoryRun, event: Parked) -> bool:
    """Whether an event was made so that it must not take effect, or waits only behind such a one."""
    return event.code == "behind-parked" or event.body in run.bad


def _nothing_good_waits(run: StoryRun, parked: list[tuple[str, Parked]]) -> Iterator[Violation]:
    for service, event in parked:
        if not is_expected(run, event):
            name = _name_in(event.body)
            rule = f"nothing is parked that was right ({service}, {event.code})"
            yield Violation(rule, f"{service} parked {name}: {event.reason}")


def _name_in(body: bytes) -> str:
    try:
        return Envelope.from_bytes(body).type
    except Exception:  # noqa: BLE001 - whatever it is, it has no name then
        return "a message"


def _adverse_acts_have_their_steps(run: StoryRun) -> Iterator[Violation]:
    for act in run.chronicle.new_acts():
        event = act.event
        if isinstance(event, NoticeIssued):
            if act.closed_before is not None and event.issued_on <= act.closed_before:
                says = f"a notice is dated {event.issued_on}, and {act.closed_before} was closed before it"
                yield Violation("no notice is dated back", says)
        elif event.verdict is Verdict.AGAINST_CLAIMANT:
            for fault in _missing(run, event, act):
                yield Violation("no adverse act without its steps", fault)


def _missing(run: StoryRun, decision: ClaimDecision, act: AdverseStep) -> Iterator[str]:
    asked = act.asked
    notices = [one for one in asked.notices if one.issued_on <= decision.decided_on]
    if not notices:
        yield "the claimant was not told before the decision"
        return
    if decision.replied_on is None and decision.decided_on <= notices[-1].reply_by:
        yield f"decided on {decision.decided_on}, and the claimant could reply until {notices[-1].reply_by}"
    said = (decision.officer.staff, decision.officer.role, decision.reasons, decision.article)
    if not all(text.strip() for text in said) or not decision.facts_considered:
        yield "the decision has no named person, reasons, article or facts"
    heard = heard_of(asked, run.chronicle)
    applies = decision.applies
    if applies is None:
        yield "the decision names no days"
    elif heard is not None and not (heard.start <= applies.start and applies.end <= heard.end):
        yield f"it covers {applies.start} to {applies.end}, and the person was told of {heard.start} to {heard.end}"
    if act.closed is not None and decision.decided_on > act.closed + timedelta(days=1):
        yield f"it is dated {decision.decided_on}, and the last closed day is {act.closed}"


def _what_is_open_is_asked(run: StoryRun) -> Iterator[Violation]:
    """Each open matter of the latest decisions is an open question, and no question is about anything else."""
    open_now = {
        _matter(one.person, one.question.claim, one.question.about, one.question.ground)
        for one in run.chronicle.open_questions()
    }
    wanted = set(_matters(run))
    for matter in sorted(wanted - open_now):
        yield Violation("nothing waits unseen", f"{matter[2]} of claim {matter[1]} needs a person, and nobody is asked")
    for matter in sorted(open_now - wanted):
        if not matter[2].startswith("referral:"):
            yield Violation(
                "no question about nothing", f"{matter[2]} of claim {matter[1]} is asked, and nothing needs it"
            )


def _matter(person: str, claim: str, about: About, ground: object) -> Matter:
    match about:
        case WeekAbout():
            return person, claim, short(about), str(ground or "")
        case ConditionAbout() | OverpaymentAbout() | ReferralAbout() | WaiverAbout():
            return person, claim, short(about), ""


def _conditions_open(made: DeterminationMade) -> Iterator[str]:
    """The conditions that need a person; of those that wait for one missing fact, the first, for it is asked once."""
    missing = {lacked.asks for lacked in made.lacks or ()}
    asked: set[str] = set()
    for finding in made.findings:
        asks = finding.question or finding.because
        matter = asks if asks in missing else finding.condition
        if finding.outcome is Outcome.NEEDS_A_PERSON and matter not in asked:
            asked.add(matter)
            yield finding.condition


def _matters(run: StoryRun) -> Iterator[Matter]:
    chronicle = run.chronicle
    for (person, claim), made in chronicle.determinations.items():
        if made.outcome is not DeterminationOutcome.WITHDRAWN:
            for condition in _conditions_open(made):
                yield _matter(person, claim, ConditionAbout(condition=condition), None)
    for (person, claim, _), assessed in chronicle.assessments.items():
        of_claim = chronicle.determinations[person, claim]
        for week in assessed.weeks:
            if (
                week.state is WeekState.HELD
                and week.question
                and of_claim.outcome is not DeterminationOutcome.WITHDRAWN
            ):
                yield _matter(person, claim, WeekAbout(first_day=week.period.start, doubt=week.doubt), week.ground)
    yield from _lines_in_doubt(run)
    yield from _held_after_death(run)
    sums = Counter(
        (person, claim, proposed.period.start, proposed.amount.minor)
        for (person, claim, _), proposed in chronicle.overpayments.items()
        if proposed.amount.minor
    )
    for sum_there, proposals in sums.items():
        if not _decided(run, sum_there, proposals):
            person, claim, start, _ = sum_there
            yield _matter(person, claim, OverpaymentAbout(first_day=start), None)


def _lines_in_doubt(run: StoryRun) -> Iterator[Matter]:
    for (employer, _, _), doubts in run.chronicle.line_doubts.items():
        if (asked := doubts[-1].doubt) is not None:
            yield _matter(employer, doubts[-1].scheme, of_a_line(asked.doubt), None)


def _held_after_death(run: StoryRun) -> Iterator[Matter]:
    """One question a claim and day of death, until a named person decides that what waits is paid."""
    decided = {(person, made.claim, made.about) for person, made in run.chronicle.decisions}
    for person, held in run.chronicle.held.values():
        about = after_death(held.died_on)
        if (person, held.claim, about) not in decided:
            yield _matter(person, held.claim, about, None)


def _decided(run: StoryRun, sum_there: tuple[str, str, date, int], proposals: int) -> bool:
    """Whether this sum was decided since it was proposed last, once for each certification that it was paid for.

    A question that was dropped is about a sum that is proposed no more.
    """
    person, claim, start, minor = sum_there
    about = OverpaymentAbout(first_day=start)
    of_sum = [
        asked
        for asked in run.chronicle.questions.values()
        if (asked.person, asked.question.claim, asked.question.about) == (person, claim, about)
        and asked.question.amount is not None
        and asked.question.amount.minor == minor
        and (asked.open or asked.decided is not None)
    ]
    return len(of_sum) >= proposals and all(asked.decided is not None for asked in of_sum[-proposals:])


def _no_day_is_paid_twice(run: StoryRun) -> Iterator[Violation]:
    days: Counter[tuple[str, int]] = Counter()
    for (person, _, _), assessed in run.chronicle.assessments.items():
        for week in assessed.weeks:
            if week.amount.minor:
                first = week.period.start.toordinal()
                days.update((person, first + number) for number in range(week.period.days))
    twice = sorted(day for day, times in days.items() if times > 1)
    if twice:
        yield Violation("no day is paid twice", f"{len(twice)} days of a person are due in two certifications")


def _the_bank_knows_every_settlement(run: StoryRun) -> Iterator[Violation]:
    booked = Counter(one.end_to_end for one in run.bank.payments if one.booked)
    for end_to_end, times in booked.items():
        if times > 1:
            yield Violation("every payment is made once", f"the bank booked {end_to_end} {times} times")
    for sent in run.chronicle.all_sent:
        order = sent.order
        if sent.settled and not booked[order.end_to_end]:
            yield Violation(
                "bank and books agree", f"{order.end_to_end} counts as settled, and the bank did not book it"
            )
        if sent.settled > order.amount.minor or sent.returned > order.amount.minor:
            yield Violation("bank and books agree", f"{order.end_to_end} was settled or returned twice in the books")
