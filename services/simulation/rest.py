"""The end of a story: all evidence comes in, everything asked is answered, every day closes; then it is counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic_core import from_json

from contracts.about import WaiverAbout
from contracts.casework import Verdict
from contracts.payments import PaymentInstructed
from services.almp_referral.views import seats_held
from services.claims.views import adverse_states
from services.operations.audit import audit_databases
from services.operations.findings import Audit
from services.operations.progress import without_a_word
from services.payments.views import FileState, off_the_statements, overpaid_by_period, recoveries
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import replay
from services.simulation import creditors
from services.simulation.actions import (
    Answers,
    Collects,
    OrdersReissue,
    RecordsOutcome,
    Reviews,
    SaysOfDebt,
    Sends,
)
from services.simulation.death_rules import may_be_sent, nothing_stays_held
from services.simulation.participation import days_are_counted
from services.simulation.payments_clerk import items_waiting, settle_what_waits
from services.simulation.people import person
from services.simulation.printed_law import deductions
from services.simulation.printed_law.deaths import reported_death
from services.simulation.printed_law.debts import (
    disputed,
    faults,
    repaid,
    withheld,
    withheld_elsewhere,
    withheld_for_another,
)
from services.simulation.printed_law.evidence import Stated
from services.simulation.printed_law.one_person import MERGED, SEPARATED, joined, named, side_by_side
from services.simulation.printed_law.owed import Place, owed
from services.simulation.rules import Violation, is_expected
from services.simulation.short_time import lists_are_as_owed, owed_to
from services.simulation.story_run import StoryRun
from services.simulation.waiting_rules import nothing_waits_unseen

ROUNDS_MAX = 12
LONG_ROUNDS = 2
LONG_DAYS = 400
"""Longer than any offer is open and any programme lasts; after it the next may be offered, until none is left."""
STATED = ("registry", "intake")
SAY_OF_DEBTS = ("intake", "casework", "claims", "payments")
SAY_OF_DEDUCTIONS = ("intake", "attachments", "eligibility", "payments")


def come_to_rest(run: StoryRun) -> None:
    """Let everything that is open be done, for the claimant where there is a choice, until nothing changes."""
    run.bank.refusing = False
    run.bank.closed.clear()
    _participations_end(run)
    for number in range(ROUNDS_MAX):
        _operator_looks(run)
        run.carry()
        settle_what_waits(run)
        _everything_is_answered(run, number)
        days = LONG_DAYS if number < LONG_ROUNDS or _seats_held(run) else 1
        run.close_day(max(run.today, run.closed or run.today) + timedelta(days=days))
        run.carry()
        run.perform(Sends(id=f"rest-{number}-sends", at=run.today, again=True))
        run.bank.book()
        run.perform(Collects(id=f"rest-{number}-collects", at=run.today))
        run.carry()
        if not any(_open(run)):
            break
    run.bank.state_every_day()
    run.perform(Collects(id="rest-statements", at=run.today))
    run.carry()
    run.world.carry(listeners=True)


def _participations_end(run: StoryRun) -> None:
    """Who accepted an offer has taken part in it; offers that nobody answered, and absences, stay as they are."""
    for who in run.people:
        mine = sorted(key for key, (whose, _) in run.chronicle.offers.items() if whose == person(who))
        for pick, referral in enumerate(mine):
            if referral in run.accepted:
                run.perform(RecordsOutcome(id=f"rest-ends-{who}-{pick}", at=run.today, who=who, pick=pick))


def _open(run: StoryRun) -> tuple[int, ...]:
    ready = sum(len(run.files_in(state)) for state in (FileState.SEALED, FileState.UNKNOWN, FileState.SENDING))
    waiting = sum(not one.booked for one in run.bank.payments)
    back = sum(identity not in run.reissued for identity, _ in run.came_back()) + len(creditors.came_back(run))
    asked = len(run.chronicle.open_questions()) + len(run.chronicle.contests) + len(items_waiting(run))
    asked += len(run.chronicle.held)
    return back, len(run.parked()), asked, ready, waiting, _untold(run), sum(_seats_held(run).values())


def _untold(run: StoryRun) -> int:
    return len(run.bank.messages) - run.bank.collected


def _everything_is_answered(run: StoryRun, number: int) -> None:
    for who in run.people:
        for pick in range(len(run.chronicle.open_questions(person(who)))):
            run.perform(Answers(id=f"rest-{number}-answers-{who}-{pick}", at=run.today, who=who, pick=pick))
        mine = [contest for whose, contest in run.chronicle.contests.values() if whose == person(who)]
        for pick in range(len(mine)):
            run.perform(
                Reviews(id=f"rest-{number}-reviews-{who}-{pick}", at=run.today, who=who, pick=pick, unheard=True)
            )
        for pick in range(len(run.repaid.open_of(who))):
            run.perform(SaysOfDebt(id=f"rest-{number}-finds-{who}-{pick}", at=run.today, who=who, what="confirms"))
        for pick in range(len(run.came_back(who))):
            run.perform(OrdersReissue(id=f"rest-{number}-reissues-{who}-{pick}", at=run.today, who=who, pick=pick))
    creditors.order_anew(run)
    run.carry()


def _operator_looks(run: StoryRun) -> None:
    """What was wrong is set aside in a named person's name; what waited behind it is tried again."""
    if not run.parked():
        return
    for name, event in run.parked():
        if event.body in run.bad:
            parking.discard(run.world.databases[name], event.number, officer="operator-1", because="Planted.")
    for name, subject in sorted({(name, event.subject) for name, event in run.parked() if event.subject}):
        replay(run.world.services[name], run.world.databases[name], subject)
    run.world.restart()  # what a replay said is relayed as after any start


def at_the_end(run: StoryRun) -> Iterator[Violation]:
    """What holds once nothing is open any more."""
    for service, event in run.parked():
        if not is_expected(run, event):
            yield Violation("nothing waits for ever", f"{service} still keeps an event as {event.code}: {event.reason}")
    for asked in run.chronicle.open_questions():
        yield Violation("nothing waits for ever", f"the question about {asked.question.about} cannot be answered away")
    for contest in run.chronicle.contests:
        yield Violation("nothing waits for ever", f"the contest {contest} cannot be decided")
    for item in items_waiting(run):
        yield Violation("nothing waits for ever", f"what the bank said in {item.message} waits: {item.why}")
    for says in run.asked_in_vain:
        yield Violation("what the bank says plainly needs no person", says)
    yield from nothing_stays_held(run)
    for state in (FileState.SEALED, FileState.UNKNOWN, FileState.SENDING):
        for name in run.files_in(state):
            yield Violation("nothing waits for ever", f"the payment file {name} is still {state.value}")
    yield from nothing_waits_unseen(run)
    yield from _adverse_states_are_whole(run)
    yield from _books_are_the_banks(run)
    yield from _no_seat_is_kept(run)
    yield from _days_are_counted(run)
    yield from _paid_is_owed(run)
    yield from _debts_are_lawful(run)
    yield from _each_days_cash_is_the_banks(run)
    yield from _deductions_are_lawful(run)
    yield from _nothing_goes_to_the_dead(run)
    yield from creditors.creditors_have_what_was_taken(run)


def every_row_is_linked(run: StoryRun) -> Iterator[Violation]:
    """The operator's audit finds nothing: each row is as the transaction that wrote it has linked it."""
    audit = Audit()
    audit_databases(run.world.databases, (), without_a_word, audit)
    for breach in audit.findings:
        yield Violation("the audit finds nothing", breach.says)


def _adverse_states_are_whole(run: StoryRun) -> Iterator[Violation]:
    """As stored: nothing stands against a person without person, reasons, facts, notice, days and a way to contest."""
    with run.world.databases["claims"].reading() as connection:
        for state in adverse_states(connection):
            for missing in state.missing():
                yield Violation("nothing stands without its steps", f"{state.step} lacks {missing}")


def _books_are_the_banks(run: StoryRun) -> Iterator[Violation]:
    """Everything was told by now: what the bank booked is settled in the books, what it took back has come back."""
    payments = {sent.order.end_to_end: sent for sent in run.chronicle.all_sent}
    for payment in run.bank.payments:
        sent = payments.get(payment.end_to_end)
        if sent is None:
            yield Violation("bank and books agree", f"the bank has {payment.end_to_end}, which nobody ordered")
        elif bool(sent.settled) != payment.booked or bool(sent.returned) != payment.returned:
            says = f"{payment.end_to_end}: booked {payment.booked}, returned {payment.returned} at the bank; "
            yield Violation(
                "bank and books agree", says + f"settled {sent.settled}, returned {sent.returned} in the books"
            )


def _each_days_cash_is_the_banks(run: StoryRun) -> Iterator[Violation]:
    """Every day the cash account moved as the bank's statement says; what people repay is in no book of this bank."""
    if run.fired["debt: repays"]:
        return
    with run.world.databases["payments"].reading() as connection:
        for currency, minor in off_the_statements(connection).items():
            if minor:
                yield Violation("each day's cash is the bank's", f"off by {minor} {currency}")


def _no_seat_is_kept(run: StoryRun) -> Iterator[Violation]:
    """Long after the last offer nobody holds a seat who takes no part."""
    for programme, seats in sorted(_seats_held(run).items()):
        yield Violation("no seat is held for ever", f"{seats} of {programme} {LONG_DAYS} days after the last offer")


def _days_are_counted(run: StoryRun) -> Iterator[Violation]:
    """What the law may count of a participation is what providers last reported."""
    for who in run.people:
        for fault in days_are_counted(run, who):
            yield Violation("days of a participation are those reported", fault)


def _seats_held(run: StoryRun) -> Mapping[str, int]:
    with run.world.databases["almp_referral"].reading() as connection:
        return seats_held(connection)


def _paid_is_owed(run: StoryRun) -> Iterator[Violation]:
    """By person: what was paid for a day stays that day's, whatever certification it moves to."""
    paid = paid_to(run)
    with run.world.databases["payments"].reading() as connection:
        overpaid = overpaid_by_period(connection)
    for who in run.people:
        subject = person(who)
        lists = owed_to(run.chronicle, who, {person(one): _stated(run, person(one)) for one in run.people})
        due = _owed(run, subject) | lists
        yield from _weeks_are_as_owed(run, subject, due)
        for fault in lists_are_as_owed(run.chronicle, who, lists):
            yield Violation("each list of short-time work is as the law is printed", fault)
        own = {key: sums for key, sums in overpaid.items() if key[0] == subject}
        for (_, _, certification), (proposed, _) in own.items():
            if proposed:
                yield Violation("no sum stays proposed for ever", f"{proposed} overpaid for {certification}")
        less = sum(proposed + decided for proposed, decided in own.values())
        said = _stated(run, subject, SAY_OF_DEBTS)
        less += repaid(said) + withheld_elsewhere(said)
        less -= sum(
            withheld_for_another(subject, _stated(run, person(one), SAY_OF_DEBTS)) for one in run.people if one != who
        )
        for_others = deductions.total(_stated(run, subject, SAY_OF_DEDUCTIONS))
        if paid[subject] + for_others - less != sum(due.values()):
            says = f"{paid[subject]} were paid to person {who} and {for_others} to others, {less} of it too much; "
            says += f"{sum(due.values())} are owed"
            yield Violation("what is owed is paid", says)


def _owed(run: StoryRun, subject: str) -> dict[Place, int]:
    """What is owed by the printed law; under two pseudonyms of one person by what is stated and decided under both."""
    stated, decided = _stated(run, subject), _decided(run, subject)
    merger = joined(statement for who in run.people for statement in _stated(run, person(who)))
    if merger is None or subject not in {merger.stays, merger.joins}:
        return owed(stated, decided)
    run.fired["persons are one at rest"] += 1
    both, names = side_by_side(_stated(run, merger.stays), _stated(run, merger.joins), merger.joins)
    decided = [*_decided(run, merger.stays), *(named(one, names) for one in _decided(run, merger.joins))]
    due = owed([one for one in both if one.name not in (MERGED, SEPARATED)], decided)
    own = {one.fields["key"] for one in stated if one.name == "intake.claim-filed"}
    written = {name: name for name in own} if subject == merger.stays else {names.get(name, name): name for name in own}
    suffix = f"@{subject}"
    return {
        (written[claim], certification.removesuffix(suffix), start): minor
        for (claim, certification, start), minor in due.items()
        if claim in written
    }


def _debts_are_lawful(run: StoryRun) -> Iterator[Violation]:
    """What was withheld lies within the printed terms, and what was withheld during a dispute has gone back."""
    with run.world.databases["payments"].reading() as connection:
        listed = recoveries(connection, run.today)
    yield from _waivers_are_refused_by_others(run)
    for fault in run.repaid.sent_back:
        yield Violation("nothing goes back on one officer's word", fault)
    everything = [one for who in run.people for one in _stated(run, person(who), SAY_OF_DEBTS)]
    for fault in faults(everything):
        yield Violation("debts are collected as the terms are printed", fault)
    for who in run.people:
        subject = person(who)
        said = _stated(run, subject, SAY_OF_DEBTS)
        run.fired["debt: withheld from a payment"] += len(withheld(said))
        run.fired["debt: withheld under another pseudonym"] += sum("owed_by" in taken for taken in withheld(said))
        for recovery in listed:
            for money in recovery.debt.collections if recovery.person == subject else ():
                if money.by == "offset" and money.kept_minor and disputed(said, recovery.debt.question, money.on):
                    yield Violation("nothing is kept that was withheld in a dispute", f"withheld on {money.on}")


def _deductions_are_lawful(run: StoryRun) -> Iterator[Violation]:
    """Of each payment at the bank, what went to others is what law, choices and orders took on the day of its file."""
    people = {sent.order.end_to_end: sent.person for sent in run.chronicle.payments.values()}
    for who in run.people:
        subject = person(who)
        sent = [
            deductions.SentPayment(one.end_to_end, _sealed_on(one.file), int(one.amount.replace(".", "")))
            for one in run.bank.payments
            if people.get(one.end_to_end) == subject
        ]
        said = _stated(run, subject, SAY_OF_DEDUCTIONS)
        run.fired["part of a benefit to others"] += len(deductions.taken(said))
        for fault in deductions.faults(said, sent, _heard(run, subject)):
            yield Violation("what goes to others is as the terms are printed", fault)


def _heard(run: StoryRun, subject: str) -> dict[date, list[Stated]]:
    """What was certainly heard of a person's orders and choices when a day was closed."""
    return {
        day: _stated(run, subject, ("intake", "attachments"), until=lengths)
        for day, lengths in run.heard.by.items()
        if (subject, day) not in run.heard.unsure
    }


def _nothing_goes_to_the_dead(run: StoryRun) -> Iterator[Violation]:
    """As far as somebody can say what was heard when a day was closed; not of who is one person with another."""
    said = {subject: _stated(run, subject) for subject in map(person, run.people)}
    if joined(one for statements in said.values() for one in statements) is not None:
        return
    orders = [(sent.person, sent.order) for sent in run.chronicle.payments.values()]
    whose = {one.end_to_end: (who, one.claim) for who, one in orders if isinstance(one, PaymentInstructed)}
    for payment in run.bank.payments:
        day = _sealed_on(payment.file)
        subject, claim = whose.get(payment.end_to_end, ("", ""))
        if subject and day in run.heard.by and (subject, day) not in run.heard.unsure:
            heard = _stated(run, subject, until=run.heard.by[day])
            yield from may_be_sent(run, payment.end_to_end, (subject, claim, day), reported_death(heard))


def _sealed_on(file: str) -> date:
    """The day that a file's name holds."""
    (name,) = re.findall(r"-([0-9]{8})-", file)
    return date.fromisoformat(name)


def _waivers_are_refused_by_others(run: StoryRun) -> Iterator[Violation]:
    """Whoever decided a debt does not refuse its waiver."""
    for _, refused in run.chronicle.waivers.values():
        debt = refused.about.debt if isinstance(refused.about, WaiverAbout) else ""
        decided = {
            officer.staff
            for _, made in run.chronicle.decisions
            if made.question == debt
            for officer in (made.officer, made.confirmed_by)
            if officer is not None
        }
        if refused.verdict is Verdict.AGAINST_CLAIMANT and refused.officer.staff in decided:
            yield Violation("whoever decided a debt does not refuse its waiver", f"{refused.officer.staff} did")


def _weeks_are_as_owed(run: StoryRun, subject: str, due: dict[Any, int]) -> Iterator[Violation]:
    for (whose, claim, certification), assessed in run.chronicle.assessments.items():
        if whose != subject:
            continue
        for week in assessed.weeks:
            right = due.get((claim, certification, week.period.start), 0)
            if week.amount.minor != right:
                says = (
                    f"{week.period.start} of {certification}: {week.amount.minor} ({week.state}), the law says {right}"
                )
                yield Violation("each period is assessed as the law is printed", says)


def paid_to(run: StoryRun) -> Counter[str]:
    """What the bank booked and did not get back, by person."""
    people = {sent.order.end_to_end: sent.person for sent in run.chronicle.payments.values()}
    paid: Counter[str] = Counter()
    for payment in run.bank.payments:
        if payment.booked and not payment.returned and payment.end_to_end in people:
            paid[people[payment.end_to_end]] += int(payment.amount.replace(".", ""))
    return paid


def _stated(
    run: StoryRun, subject: str, topics: Sequence[str] = STATED, until: Mapping[str, int] | None = None
) -> list[Stated]:
    """What topics say of a person, each message once; `until` says how much of each topic is read."""
    statements: defaultdict[str, Stated] = defaultdict()
    for topic in topics:
        for body in run.world.topics.get(topic, [])[: until.get(topic, 0) if until is not None else None]:
            if body not in run.bad and (fields := from_json(body))["subject"] == subject:
                name = fields["type"].removeprefix("tideover.").rpartition(".v")[0]
                statements[fields["id"].lower()] = Stated(name, fields["data"])
    return list(statements.values())


def _decided(run: StoryRun, subject: str) -> list[dict[str, Any]]:
    return [
        made.model_dump(mode="json", exclude_none=True) for whose, made in run.chronicle.decisions if whose == subject
    ]
