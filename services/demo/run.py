"""The demonstration itself: the people's facts go into the log day by day, and the engine does the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from contracts.almp_referral import ReferralMade
from contracts.base import Envelope, read
from contracts.casework import ReissueOrdered
from contracts.claims import (
    AnswerRefused,
    ClaimDecision,
    ConfirmationAsked,
    ContestClosed,
    ContestOpened,
    NoticeIssued,
    QuestionOpened,
)
from contracts.error_budgets import BudgetStopped, ReviewAsked
from contracts.payments import PaymentReturned
from services.almp_referral.views import synthetic_programmes
from services.claims.edge import Identity, Vault
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.demo.calendar import DAY, FIRST_DAY
from services.demo.elsewhere import Post, sealed, told
from services.demo.officers import Officers
from services.demo.people import People
from services.demo.release import releases
from services.demo.world import World, laptop_world
from services.payments.edge import BankGateway, register_accounts
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop

DAYS_AFTER_MAX = 90
"""How long the clock runs on after the last certification, for answers, returned payments and reissues."""
EVENTS_A_PERSON, EVENTS_UNTIL_OFFICERS_DAY = 75, 59
"""About so many come of a person, to the end or until the officers' day; bars of progress alone depend on them."""
CLAIMANTS_TOPIC = "intake"
WATCHED = (
    QuestionOpened,
    NoticeIssued,
    ConfirmationAsked,
    ClaimDecision,
    AnswerRefused,
    BudgetStopped,
    ReviewAsked,
    ContestOpened,
    ContestClosed,
    ReferralMade,
    PaymentReturned,
)

Progress = Callable[[str, int], None]
"""Is told what is being done and how many messages have been carried since the last time."""


Evening = Callable[[date], bool]
"""Is told each day when it is closed and its payment files wait for release; whether the demonstration ends then."""


def to_the_end(_day: date) -> bool:
    """An evening like any other."""
    return False


class OpenedAs(NamedTuple):
    """The databases of those who have rights of their own."""

    sealed_files: Database
    """Payments' as the gateway opens it."""
    desk: Mapping[str, Database]
    """Claims' and payments' as the desk opens them that admits people."""


@dataclass
class Demonstration:
    """One run: the world, its people, the bank, the scripted officers and what they still have to do."""

    world: World
    people: People
    bank: BankOnLoopback
    gateway: BankGateway
    progress: Progress
    officers: Officers
    sealed_files: Database
    """Payments' database as the gateway opens it."""
    desk: Mapping[str, Database]
    """Claims' and payments' as the desk opens them that admits people."""
    accounts: dict[str, str] = field(default_factory=dict)
    todo: dict[date, list[Envelope]] = field(default_factory=lambda: defaultdict(list))
    watched: dict[str, int] = field(default_factory=dict)
    booked: list[Envelope] = field(default_factory=list)
    """What the bank said in the night; it is read in the morning."""
    each_evening: Evening = to_the_end
    known: set[str] = field(default_factory=set)
    """Of whom registries told something."""
    claimed: set[str] = field(default_factory=set)
    """Who turned to the institution; both are counted for who watches the run."""

    def run(self) -> date:
        """Everything from the initial load to the last payment; the last day that was closed."""
        self._register()
        day = FIRST_DAY
        with told(self.people) as posts:
            for post in posts:
                if post.day is None:
                    self.world.tell(post.sealed)
                    self.known.update(message.subject for message in post.sealed)
                    self._carry(f"registries, {len(self.known):,} people", len(post.sealed))
                else:
                    day = post.day
                    if self._live(day, post):
                        return day
        for _ in range(DAYS_AFTER_MAX):
            if not (self.booked or self.todo or self.bank.bank.settling or self.bank.bank.going_back):
                break
            day += DAY
            self._live(day, Post(day, [], []))
        self.world.finish()
        return day

    def _register(self) -> None:
        """Names go to the vault and accounts to payments, sealed, nothing of either into the log; programmes do."""
        identities = list(self.people.identities())
        vault = Vault(self.world.cipher("claims"))
        with self.desk["claims"].begin() as connection:
            vault.put(
                connection,
                (
                    (claimant.person, Identity(claimant.name, claimant.national_id, claimant.born_on))
                    for claimant in identities
                ),
            )
        self.accounts = {claimant.person: claimant.account for claimant in identities}
        with self.desk["payments"].begin() as connection:
            register_accounts(connection, self.world.cipher("payments"), self.accounts.items())
        self.world.tell(sealed(synthetic_programmes().messages()))
        for claimant in identities:
            if claimant.account_returns:
                self.bank.return_later(claimant.account)

    def _live(self, day: date, post: Post) -> bool:
        """One day: what became known, what officers did, the day's end, the bank's night; whether it is the last."""
        acts = self.todo.pop(day, [])
        for act in acts:
            if isinstance(read(act), ReissueOrdered):  # the claimant has told the officer that the account is mended
                self.bank.reopen_account(self.accounts[act.subject])
        messages = [*sealed(self.booked), *post.sealed, *sealed(acts)]
        self.world.tell(messages, post.raw)
        self.world.close_day(day)
        self.claimed.update(message.subject for message in post.sealed if message.topic == CLAIMANTS_TOPIC)
        self._carry(self._of(day), len(messages))
        is_last = self.each_evening(day)
        self._release(day)
        self.gateway.send_sealed(self.sealed_files)
        self.bank.advance_to(day + DAY)
        self.booked = self.gateway.collect(self.sealed_files)
        self._watch()
        if day.day == 1:  # the committee reads monthly
            self.world.month_ends()
        return is_last

    def _release(self, day: date) -> None:
        """Two officers look at the evening's files before the gateway may send them."""
        with self.world.databases["payments"].reading() as connection:
            acts = releases(connection, day, self.people.seed)
        if acts:
            self.world.tell(sealed(acts))
            self._carry(self._of(day), len(acts))

    def _of(self, day: date) -> str:
        return f"{day:%d %b %Y}, {len(self.claimed):,} claimed"

    def _carry(self, doing: str, told: int) -> None:
        self.progress(doing, told + self.world.carry())

    def _watch(self) -> None:
        """Let the officers see what is new, and note what they will do and when."""
        types = tuple(f'"type":"{event.type_()}"'.encode() for event in WATCHED)
        for service in sorted({event.publisher() for event in WATCHED}):
            while batch := self.world.published(service, self.watched.get(service, 1)):
                self.watched[service] = batch[-1].offset + 1
                for message in batch:
                    if any(type_ in message.raw for type_ in types):
                        for day, act in self.officers.acts(Envelope.from_bytes(message.raw)):
                            self.todo[day].append(act)


def demonstrate(
    laptop: Laptop,
    people: People,
    progress: Progress,
    *,
    sealed_files: Database | None = None,
    desk: Mapping[str, Database] | None = None,
) -> date:
    """Run the demonstration on an empty laptop; the last day that was closed.

    `sealed_files` is payments' database as the gateway opens it, where it has rights of its own, and `desk` are those
    of claims and payments as the desk opens them that admits people.
    """
    with laptop_world(laptop, people) as world:
        own = world.databases
        opened = OpenedAs(own["payments"] if sealed_files is None else sealed_files, own if desk is None else desk)
        return demonstrate_in(world, people, progress, opened)


def demonstrate_in(
    world: World,
    people: People,
    progress: Progress,
    opened: OpenedAs | None = None,
    each_evening: Evening = to_the_end,
) -> date:
    """Run the demonstration in an empty world, to its end or to that of `each_evening`; the last day that was closed.

    Without `opened` there is one who may do everything.
    """
    with bank_on_loopback(FIRST_DAY) as bank:
        bank.state_each_day()
        gateway = BankGateway(bank.url, world.cipher("payments"))
        files, desk = opened or OpenedAs(world.databases["payments"], world.databases)
        life = Demonstration(world, people, bank, gateway, progress, Officers(people.seed), files, desk)
        life.each_evening = each_evening
        return life.run()
