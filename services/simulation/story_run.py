"""Where a story is played: the world, its bank, what was said so far, and the hands that do each action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from contracts.base import Envelope, Event, derived_id, seal
from contracts.casework import ReissueOrdered
from contracts.clock import DayClosed
from contracts.contest import Tier
from contracts.error_budgets import BudgetReopened
from contracts.intake import ReplyFiled
from contracts.placement import Answer, OutcomeRecorded, ProgrammeOutcome, ReferralAnswered
from services.almp_referral.views import synthetic_programmes
from services.claims.views import everybody_in
from services.payments.edge import register_accounts
from services.payments.views import FileState, creditor_subject
from services.runtime.delivery import parking
from services.simulation import actions as told
from services.simulation.actions import Action
from services.simulation.bank import Bank
from services.simulation.budget_acts import done_about, waiting_for
from services.simulation.chronicle import Asked, Chronicle, Sent
from services.simulation.contests import confirmed, filed_against, reviewed, taken_back
from services.simulation.crashes import Crash, crashing
from services.simulation.debts import Repayments, say_of_debt
from services.simulation.facts_told import FILING_RETRACTED, TELLING, concerns_payments, fact_of, morning_of, outage_of
from services.simulation.gateway import GatewayInMemory
from services.simulation.hostile import changed, hostile
from services.simulation.memory import PARTITIONS
from services.simulation.obligations import HeardObligations
from services.simulation.offices import ADVISER, TREASURER, answer_to
from services.simulation.participation import reports_days
from services.simulation.participation_actions import ReportsDays
from services.simulation.people import PAYEES, account, person
from services.simulation.programme_actions import SaysOfProgramme
from services.simulation.programmes import say_of_programme
from services.simulation.release import ReleasesTold, officers_act
from services.simulation.short_time_actions import TellsLine
from services.simulation.story import SimulatedStory
from services.simulation.world import WorldInMemory

Picking = (
    told.Replies
    | told.Answers
    | told.FilesContest
    | told.Reviews
    | told.LooksAgain
    | told.Reopens
    | told.OrdersReissue
    | told.SaysOfDebt
    | told.AnswersOffer
    | told.RecordsOutcome
    | ReportsDays
    | SaysOfProgramme
)
T = TypeVar("T")


@dataclass
class StoryRun:
    """One story as it is played."""

    story: SimulatedStory
    world: WorldInMemory = field(default_factory=WorldInMemory)
    chronicle: Chronicle = field(default_factory=Chronicle)
    fired: Counter[str] = field(default_factory=Counter)
    """What really happened, by name."""
    bad: set[bytes] = field(default_factory=set)
    """Bodies that must have no effect; where they are parked, nothing is wrong."""
    answers_sent: set[str] = field(default_factory=set)
    closed: date | None = None
    _sent: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    false_messages: set[str] = field(default_factory=set)
    """What the bank said of itself that is not so, by the message's id."""
    reissued: set[str] = field(default_factory=set)
    """Payments of which a new attempt was ordered."""
    mailbox_lost: bool = False
    """Whether the gateway died with an emptied mailbox: an operator has it read everything again."""
    choices: dict[str, str] = field(default_factory=dict)
    """What each action that picks among what stands open has picked."""
    answered_on: dict[str, date] = field(default_factory=dict)
    """The day that each answer names."""
    follows: StoryRun | None = None
    """Another run, whose choices are made again, on the same days; what does not stand open here is not picked."""
    accepted: set[str] = field(default_factory=set)
    """Offers that were accepted, and whose participation has not ended yet."""
    repaid: Repayments = field(default_factory=Repayments)
    heard: HeardObligations = field(default_factory=HeardObligations)
    """What was heard of orders and choices when days were closed."""
    releases: ReleasesTold = field(default_factory=ReleasesTold)
    """What officers told of sealed files."""
    asked_in_vain: list[str] = field(default_factory=list)
    """What the bank said plainly, and a person was asked about."""

    def __post_init__(self) -> None:
        self.today = min((action.at for action in self.story.actions), default=date(2020, 1, 5))
        self.bank = Bank(self.story.bank, self.today)
        self.gateway = GatewayInMemory(self.bank, self.world.cipher)
        employers = {action.employer for action in self.story.actions if isinstance(action, TellsLine)}
        self.people = sorted({action.who for action in self.story.actions} | employers) or [1]
        with self.world.databases["payments"].begin() as connection:
            register_accounts(connection, self.world.cipher, [(person(n), account(n)) for n in self.people])
            creditors = [(creditor_subject(payee), account(number)) for number, payee in enumerate(PAYEES, start=901)]
            register_accounts(connection, self.world.cipher, creditors)
        self.world.publish(synthetic_programmes().messages())
        self.close_day(self.today - timedelta(days=1))  # the institution's clock ran before anything of this
        self.carry()

    def perform(self, action: Action) -> None:
        """Let the action happen; nothing of it is delivered before the transport works."""
        self.today = max(self.today, action.at)
        self.bank.today = self.today
        if isinstance(action, told.Retracts) and action.kind.startswith("intake.") and FILING_RETRACTED is Event:
            return
        if isinstance(action, TELLING):
            if concerns_payments(action):
                self.heard.told(person(action.who))
            self.publish(fact_of(action), action.who, action.id, on=action.at)
            self.fired[action.do + (" again" if action.version > 1 else "")] += 1
            return
        if (label := _HANDS[type(action)](self, action)) is not None:
            self.fired[label] += 1

    def _tells_of_outage(self, action: told.TellsOfOutage) -> str:
        self.publish(outage_of(action), action.who, action.id, on=action.at, subject=everybody_in(0, PARTITIONS))
        return "an outage is told"

    def publish(
        self, event: Event, who: int, identity: str, *, on: date | None = None, subject: str | None = None
    ) -> None:
        """Put an event from outside into its topic, under an id that follows from the action's.

        `on` is the day on which its source wrote it; an office may have closed later days meanwhile.
        """
        subject = subject or (event.budget if isinstance(event, BudgetReopened) else person(who))
        event_id = derived_id("simulation", identity, subject)
        at = morning_of(on or self.today)
        envelope = seal(event, subject=subject, source="/simulation", time=at, event_id=event_id)
        body = envelope.to_bytes()
        self._sent[identity] = (event.publisher(), body)
        self.world.publish_raw(event.publisher(), body)

    def close_day(self, day: date) -> None:
        """A day is over; told twice it is told twice."""
        partition = "partition-0"
        event = DayClosed(day=day, partition=0)
        self.today, self.closed = max(self.today, day), max(day, self.closed or day)
        self.heard.closed(day, [person(who) for who in self.people])
        event_id = derived_id(partition, day)
        envelope = seal(event, subject=partition, source="/simulation", time=morning_of(day), event_id=event_id)
        self.world.publish([envelope])

    def carry(self, action: told.Carries | None = None) -> None:
        """Let the transport work until nothing is left, and read what was said."""
        if action is None:
            self.world.carry()
        else:
            if action.again:
                self.world.give_again(action.again)
            deaths = self.world.deaths
            self.world.carry(Random(action.shuffle) if action.shuffle else None, crash_at=action.crash)
            self.fired["died in delivery"] += self.world.deaths - deaths
            self.fired["shuffled"] += bool(action.shuffle)
            self.fired["given again"] += bool(action.again)
        self.chronicle.read_on(self.world.topics, self.closed)
        self.heard.carried(self.world.lengths())
        self._second_officers_confirm()

    def _second_officers_confirm(self) -> None:
        """Where an answer needs another officer, they agree at once."""
        waiting, self.chronicle.unconfirmed = self.chronicle.unconfirmed, []
        for subject, waits in waiting:
            self.fired["confirmed by a second officer"] += 1
            identity = f"confirms-{waits.question}-{waits.asked_on}"
            self.publish(confirmed(waits), int(subject.removeprefix("p-"), 16), identity)
        if waiting:
            self.world.carry()
            self.chronicle.read_on(self.world.topics, self.closed)

    def came_back(self, who: int | None = None) -> list[tuple[str, Sent]]:
        """Payments that came back and were not tried again, in the order of their identifiers."""
        return sorted(
            (str(identity), sent)
            for identity, sent in self.chronicle.payments.items()
            if sent.returned and who in (None, int(sent.person.removeprefix("p-"), 16))
        )

    def pick(self, action: Picking, open_now: Mapping[str, T]) -> T | None:
        """The one that the action picks of what stands open, each by a name that is the same in every schedule."""
        if not open_now:
            return None
        names = list(open_now)
        chosen = names[action.pick % len(names)] if self.follows is None else self.follows.choices.get(action.id, "")
        self.choices[action.id] = chosen
        return open_now.get(chosen)

    def _asked(self, who: int) -> dict[str, Asked]:
        return {asked.matter: asked for asked in self.chronicle.open_questions(person(who))}

    # --- one hand for each kind of action; each says what fired, or nothing

    def _repeats(self, action: told.SendsAgain) -> str | None:
        if action.of not in self._sent:
            return None
        topic, body = self._sent[action.of]
        self.world.publish_raw(topic, changed(body, action.how))
        if body in self.bad:
            self.bad.add(changed(body, action.how))
        return f"repeats ({action.how})"

    def _speaks(self, action: told.Speaks) -> str:
        topic, body = hostile(action, person(action.who), self.today)
        if action.what != "large_version":  # which is as good as any other
            self.bad.add(body)
        self.heard.told(person(action.who))
        self.world.publish_raw(topic, body)
        return f"speaks ({action.what})"

    def _replies(self, action: told.Replies) -> str | None:
        if (asked := self.pick(action, self._asked(action.who))) is None:
            return None
        self.publish(ReplyFiled(question=asked.question.question, filed_on=self.today), action.who, action.id)
        return "replies"

    def _answers(self, action: told.Answers) -> str | None:
        if (question := self.pick(action, self._asked(action.who))) is None:
            return None
        today = self.today
        if self.follows is not None and not action.future:
            today = max(today, self.follows.answered_on.get(action.id, today))
        on, given = answer_to(question, action, today, self.chronicle)
        self.answered_on[action.id] = on
        if not action.future:  # an office knows which day it is
            self.today = max(self.today, on)
            if action.verdict == "against":
                self.close_day(on - timedelta(days=1))
                self.carry()
        self.answers_sent.add(action.id)
        self.publish(given, action.who, action.id)
        return f"answers {action.verdict} ({'early' if action.early else 'future' if action.future else action.extent})"

    def _contests(self, action: told.FilesContest) -> str | None:
        against = {asked.matter: asked for asked in self.chronicle.standing_against(person(action.who))}
        if (asked := self.pick(action, against)) is None:
            return None
        filing = filed_against(asked, Tier(action.tier), self.today)
        said: list[tuple[Event, str]] = [(filing, action.id)]
        if action.taken_back != "no":
            withdrawal = taken_back(filing, person(action.who)), f"{action.id}-back"
            said.insert(0 if action.taken_back == "told_first" else 1, withdrawal)
        for event, identity in said:
            self.publish(event, action.who, identity)
        return f"contests ({action.tier}, taken back: {action.taken_back.replace('_', ' ')})"

    def _reviews(self, action: told.Reviews) -> str | None:
        mine = {
            self.chronicle.matter_of(contest): contest
            for whose, contest in self.chronicle.contests.values()
            if whose == person(action.who)
        }
        if (contest := self.pick(action, mine)) is None:
            return None
        today = max(self.today, contest.opened_on)
        if self.follows is not None:
            today = max(today, self.follows.answered_on.get(action.id, today))
        self.today = self.answered_on[action.id] = today
        self.close_day(today - timedelta(days=1))
        self.carry()
        for number, act in enumerate(reviewed(contest, action, today)):
            self.publish(act, action.who, f"{action.id}-{number}")
        return f"reviews {'unheard ' if action.unheard else ''}({action.outcome})"

    def _about_a_budget(self, action: told.LooksAgain | told.Reopens) -> str | None:
        if (due := self.pick(action, waiting_for(action, self.chronicle, person(action.who)))) is None:
            return None
        self.close_day(self.today - timedelta(days=1))
        self.carry()
        self.publish(done_about(due, action, self.today), action.who, action.id)
        return action.do.replace("_", " ")

    def _orders_reissue(self, action: told.OrdersReissue) -> str | None:
        if (sent := self.pick(action, dict(self.came_back(action.who)))) is None:
            return None
        self.reissued.add(str(sent.order.instruction))
        order = ReissueOrdered(instruction=sent.order.instruction, officer=TREASURER, ordered_on=self.today)
        self.publish(order, action.who, action.id)
        return "orders_reissue"

    def _offer(self, action: told.AnswersOffer | told.RecordsOutcome) -> str | None:
        mine = sorted(referral for referral, (whose, _) in self.chronicle.offers.items() if whose == person(action.who))
        return self.pick(action, {referral: referral for referral in mine})

    def _answers_offer(self, action: told.AnswersOffer) -> str | None:
        if (referral := self._offer(action)) is None:
            return None
        answered = ReferralAnswered(
            referral=referral, answer=Answer(action.answer), officer=ADVISER, answered_on=self.today
        )
        self.publish(answered, action.who, action.id)
        if action.answer == "accepted":
            self.accepted.add(referral)
        return f"offer {action.answer}"

    def _records_outcome(self, action: told.RecordsOutcome) -> str | None:
        if (referral := self._offer(action)) is None:
            return None
        ended = OutcomeRecorded(referral=referral, outcome=ProgrammeOutcome(action.outcome), recorded_on=self.today)
        self.publish(ended, action.who, action.id)
        self.accepted.discard(referral)
        return f"outcome {action.outcome}"

    def _closes_day(self, action: told.ClosesDay) -> str:
        again = self.closed is not None and action.day <= self.closed
        self.close_day(action.day)
        return "closes_day again or late" if again else "closes_day"

    def _sends(self, action: told.Sends) -> str | None:
        if officers_act(self.world, action, self.releases, morning_of(self.today)):
            self.fired[f"files: {action.release}"] += 1
        database = self.world.databases["payments"]
        self.gateway.line = action.line
        deaths, sent = self.world.deaths, 0
        try:
            with crashing([database.engine], action.crash):
                sent = self.gateway.send_sealed(database)
                if action.again:
                    sent += sum(self.gateway.send_again(database, name) for name in self.files_in(FileState.UNKNOWN))
        except Crash:
            self.world.restart()
            self.gateway = GatewayInMemory(self.bank, self.world.cipher)
        self.bank.line_was_bad |= action.line != "good" or self.world.deaths > deaths
        self.gateway.line = "good"
        if self.world.deaths > deaths:
            return "died while sending"
        return f"sends ({action.line})" if action.line != "good" or sent else None

    def files_in(self, state: FileState) -> list[str]:
        """The payment files in a state."""
        return self.world.files_in(state.value)

    def _bank_acts(self, action: told.BankActs) -> str | None:
        happened = self.bank.act(action.what, action.pick, account(action.who), self.chronicle.settled())
        if happened and action.what == "contradicts":
            self.false_messages.add(f"B-{len(self.bank.messages):06d}")
        return f"bank {action.what}" if happened else None

    def _collects(self, action: told.Collects) -> str | None:
        database = self.world.databases["payments"]
        envelopes: list[Envelope] = []
        everything = action.again or self.mailbox_lost
        collect = self.gateway.collect_again if everything else self.gateway.collect
        with suppress(Crash), crashing([database.engine], action.crash):
            envelopes = collect(database)
        if action.crash and not envelopes:
            self.world.restart()
            self.gateway = GatewayInMemory(self.bank, self.world.cipher)
            self.mailbox_lost = True
            return "died while collecting"
        self.mailbox_lost = False
        for envelope in reversed(envelopes) if action.reversed else envelopes:
            if envelope.data["message"] in self.false_messages:
                self.bad.add(envelope.to_bytes())
            self.world.publish([envelope])
        return f"collects{' again' if action.again else ''}" if envelopes else None

    def parked(self) -> list[tuple[str, parking.Parked]]:
        """Everything that waits, by service."""
        return self.world.parked()


_HANDS: Mapping[type[Any], Callable[[StoryRun, Any], str | None]] = {
    told.SendsAgain: StoryRun._repeats,  # noqa: SLF001 - the table of its own hands
    told.Speaks: StoryRun._speaks,  # noqa: SLF001
    told.Replies: StoryRun._replies,  # noqa: SLF001
    told.Answers: StoryRun._answers,  # noqa: SLF001
    told.FilesContest: StoryRun._contests,  # noqa: SLF001
    told.Reviews: StoryRun._reviews,  # noqa: SLF001
    told.LooksAgain: StoryRun._about_a_budget,  # noqa: SLF001
    told.Reopens: StoryRun._about_a_budget,  # noqa: SLF001
    told.OrdersReissue: StoryRun._orders_reissue,  # noqa: SLF001
    told.SaysOfDebt: say_of_debt,
    told.TellsOfOutage: StoryRun._tells_of_outage,  # noqa: SLF001
    told.AnswersOffer: StoryRun._answers_offer,  # noqa: SLF001
    told.RecordsOutcome: StoryRun._records_outcome,  # noqa: SLF001
    SaysOfProgramme: say_of_programme,
    ReportsDays: reports_days,
    told.ClosesDay: StoryRun._closes_day,  # noqa: SLF001
    told.Sends: StoryRun._sends,  # noqa: SLF001
    told.BankActs: StoryRun._bank_acts,  # noqa: SLF001
    told.Collects: StoryRun._collects,  # noqa: SLF001
    told.Carries: StoryRun.carry,
}
