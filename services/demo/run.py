"""The demonstration itself: the people's facts go into the log day by day, and the engine does the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from contracts.almp_referral import ReferralMade
from contracts.base import Envelope, derived_id, read, seal
from contracts.casework import ReissueOrdered
from contracts.claims import NoticeIssued, QuestionOpened
from contracts.clock import DayClosed
from contracts.payments import PaymentReturned
from services.claims.edge import Identity, Vault
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.demo.calendar import DAY, FIRST_DAY, morning_of
from services.demo.elsewhere import Post, told_elsewhere
from services.demo.officers import Officers
from services.demo.people import People
from services.names import ONLY_LISTENING
from services.payments.edge import BankGateway, register_accounts
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.runtime.laptop.listener_process import Listening
from services.worlds import cipher_in, listening_beside

DAYS_AFTER_MAX = 90
"""How long the clock runs on after the last certification, for answers, returned payments and reissues."""
WATCHED = (QuestionOpened, NoticeIssued, ReferralMade, PaymentReturned)
EVENING = 23

Progress = Callable[[str, int], None]
"""Is told what is being done and how many messages have been carried since the last time."""


@dataclass
class Demonstration:
    """One run: the world, its people, the bank, the scripted officers and what they still have to do."""

    laptop: Laptop
    people: People
    bank: BankOnLoopback
    gateway: BankGateway
    committee: Listening
    progress: Progress
    officers: Officers
    sealed_files: Database | None = None
    desk: Mapping[str, Database] | None = None
    accounts: dict[str, str] = field(default_factory=dict)
    todo: dict[date, list[Envelope]] = field(default_factory=lambda: defaultdict(list))
    watched: dict[str, int] = field(default_factory=dict)
    booked: list[Envelope] = field(default_factory=list)
    """What the bank said in the night; it is read in the morning."""

    def run(self) -> date:
        """Everything from the initial load to the last payment; the last day that was closed."""
        self._register()
        day = FIRST_DAY
        with told_elsewhere(self.people) as posts:
            for post in posts:
                if post.day is None:
                    self._carry("loading the registries", self.laptop.publish_sealed(post.sealed))
                else:
                    day = post.day
                    self._live(day, post)
        for _ in range(DAYS_AFTER_MAX):
            if not (self.booked or self.todo or self.bank.bank.settling or self.bank.bank.going_back):
                break
            day += DAY
            self._live(day, Post(day, [], []))
        self.committee.finish()
        return day

    def _register(self) -> None:
        """Names go to the vault and accounts to payments, sealed; nothing of either into the log."""
        identities = list(self.people.identities())
        vault = Vault(cipher_in(self.laptop.folder, "claims"))
        desk = self.desk or self.laptop.databases
        with desk["claims"].begin() as connection:
            vault.put(
                connection,
                (
                    (claimant.person, Identity(claimant.name, claimant.national_id, claimant.born_on))
                    for claimant in identities
                ),
            )
        self.accounts = {claimant.person: claimant.account for claimant in identities}
        with desk["payments"].begin() as connection:
            register_accounts(connection, cipher_in(self.laptop.folder, "payments"), self.accounts.items())
        for claimant in identities:
            if claimant.account_returns:
                self.bank.return_later(claimant.account)

    def _live(self, day: date, post: Post) -> None:
        """One day: what became known, what officers did, the day's end, the bank's night."""
        acts = self.todo.pop(day, [])
        for act in acts:
            if isinstance(read(act), ReissueOrdered):  # the claimant has told the officer that the account is mended
                self.bank.reopen_account(self.accounts[act.subject])
        self.laptop.publish(self.booked)
        self.laptop.publish_raw(post.raw)
        self.laptop.publish_sealed(post.sealed)
        self.laptop.publish([*acts, *self._day_closed(day)])
        self._carry(f"{day:%d %B %Y}", len(post.sealed) + len(acts) + len(self.booked))
        self.gateway.send_sealed(self.sealed_files or self.laptop.databases["payments"])
        self.bank.advance_to(day + DAY)
        self.booked = self.gateway.collect(self.sealed_files or self.laptop.databases["payments"])
        self._watch()
        if day.day == 1:  # the committee reads monthly
            self.committee.read_on()

    def _day_closed(self, day: date) -> list[Envelope]:
        return [
            seal(
                DayClosed(day=day, partition=partition),
                subject=f"partition-{partition}",
                source="/tideover/clock",
                time=morning_of(day, EVENING),
                event_id=derived_id("day-closed", self.people.seed, day, partition),
            )
            for partition in range(self.laptop.partitions)
        ]

    def _carry(self, doing: str, published: int) -> None:
        receipt = self.laptop.run_until_quiet(but=ONLY_LISTENING)
        self.progress(doing, published + receipt.published)

    def _watch(self) -> None:
        """Let the officers see what is new, and note what they will do and when."""
        types = tuple(f'"type":"{event.type_()}"'.encode() for event in WATCHED)
        for topic in sorted({event.publisher() for event in WATCHED}):
            while batch := self.laptop.read(topic, self.watched.get(topic, 1)):
                self.watched[topic] = batch[-1].offset + 1
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
    """Run the demonstration in an empty world; the last day that was closed.

    `sealed_files` is payments' database as the gateway opens it, where it has rights of its own, and `desk` are those
    of claims and payments as the desk opens them that admits people.
    """
    with bank_on_loopback(FIRST_DAY) as bank, listening_beside(laptop) as committee:
        gateway = BankGateway(bank.url, cipher_in(laptop.folder, "payments"))
        officers = Officers(people.seed)
        return Demonstration(laptop, people, bank, gateway, committee, progress, officers, sealed_files, desk).run()
