"""The whole engine in memory, the log between its services, and a transport that may do what transports do.

Every service is given its messages through the one door, `deliver`, and what follows goes on to the others. Within a
topic the order is kept, as Kafka keeps it within a partition; between topics, and in how much comes at once, anything
may happen, and so may repetition and the death of the process.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from contracts.base import Envelope
from law.language.sheet.load import load_file
from law.language.sheet.scheme import Scheme
from law.language.terms.parameters import Parameter
from law.questions.vocabulary import VOCABULARY
from services.claims.handlers import Procedure, standard_procedure
from services.names import ONLY_LISTENING
from services.runtime.database.store import Database
from services.runtime.delivery import parking
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message, read_all
from services.runtime.privacy.cipher import KEY_BYTES, Cipher
from services.runtime.service import Service
from services.simulation.crashes import Crash, crashing
from services.simulation.memory import PARTITIONS, emptied, emptied_keys, kept, reopened
from services.worlds import all_services, served_schemes

CATALOGUE = ("us/mississippi", "bh/unemployment", "de/kurzarbeitergeld")
SHEETS = Path(__file__).with_name("sheets")
DEDUCTIONS = Path(__file__).with_name("terms") / "deductions.yaml"
BATCH = 500
LEAST_DECISIONS = 2
"""Of so few decisions an error budget tells here whether they are often wrong."""
STEPS_MAX = 10_000
LATE_COMMITS = 10
"""Per cent of transactions that another one overtakes."""
MOST_AT_ONCE = 40
"""Messages of one topic that a disturbed transport hands over at once."""


@cache
def schemes() -> dict[str, Scheme]:
    """The schemes that lives are lived under: three of the catalogue, and the sheet that is kept for simulations."""
    own = [load_file(path, vocabulary=VOCABULARY, accept_unverified=True) for path in sorted(SHEETS.glob("*.yaml"))]
    return {**served_schemes(CATALOGUE), **{scheme.name: scheme for scheme in own}}


@cache
def procedure_with_a_small_budget() -> Procedure:
    """Tideover's own procedure, but every decision is reviewed, and as few as a life has spend a budget."""
    procedure = standard_procedure()
    rules = procedure.error_budget
    few = _always(rules.least_decisions, LEAST_DECISIONS)
    return replace(
        procedure,
        error_budget=replace(rules, least_decisions=few, sampled_share=_always(rules.sampled_share, 1)),
    )


def _always(figure: Parameter, value: int) -> Parameter:
    """The figure with another value on the same days."""
    (dated,) = figure.values
    return replace(figure, dated=replace(figure.dated, known=(replace(dated, value=value),)))


_ANY_PARKED = "SELECT 1 FROM parked WHERE state = ? LIMIT 1"
_FILES_IN = "SELECT name FROM payment_file WHERE state = ? ORDER BY name"
_NOT_RELAYED = "SELECT position, body FROM outbox WHERE position > ? ORDER BY position"


class OutboxRow(NamedTuple):
    """A row of an outbox."""

    position: int
    body: bytes


def relayable(rows: Sequence[OutboxRow], running: Collection[int]) -> list[OutboxRow]:
    """The rows that no earlier one can come before any more: the rule of runtime/kafka/relay.py."""
    before = min(running, default=None)
    return [row for row in rows if before is None or row.position < before]


class NoRest(Exception):
    """Events are still moving after far more steps than any chain of consequences has."""


class WorldInMemory:
    """All services with their databases in memory, and every topic as a list of messages."""

    def __init__(self) -> None:
        self.cipher = Cipher(bytes(range(KEY_BYTES)), emptied_keys())
        self.services = self._made()
        self.databases: dict[str, Database] = {name: emptied(one) for name, one in self.services.items()}
        self.committed = {name: kept(one) for name, one in self.services.items()}
        """What each service has committed, by its name, for the simulator to look at."""
        self.topics: dict[str, list[bytes]] = {}
        self.results: dict[str, BatchResult] = {name: BatchResult() for name in self.services}
        self.deaths = 0
        self.given_again = 0
        self._next: dict[tuple[str, str], int] = {}
        self._carried: dict[tuple[str, int], Message] = {}
        """Messages by topic and position: what a service has read in one the next need not read, as in a chain."""
        self._relayed: dict[str, int] = dict.fromkeys(self.services, 0)
        self._behind: set[str] = set()
        """Services of which not everything was handed on."""
        self._reads: dict[str, tuple[str, ...]] = {name: tuple(one.topics()) for name, one in self.services.items()}
        self._running: dict[str, Collection[int]] = {}
        """Rows of transactions that were not committed yet when later ones were, by service."""

    def _made(self) -> dict[str, Service[Any]]:
        made = all_services(
            schemes(),
            partitions=PARTITIONS,
            bank_cipher=self.cipher,
            procedure=procedure_with_a_small_budget(),
            deductions=DEDUCTIONS,
        )
        return {service.name: service for service in made}

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Append events from outside to their topics."""
        for envelope in envelopes:
            self.publish_raw(envelope.type.split(".")[1], envelope.to_bytes())

    def publish_raw(self, topic: str, body: bytes) -> None:
        """Append bytes to a topic, whatever they are."""
        self.topics.setdefault(topic, []).append(body)

    def tell_at_once(self, service: str, envelopes: Sequence[Envelope]) -> None:
        """Publish events and let one service hear them before anything else; it hears them again in their turn."""
        for envelope in envelopes:
            topic = envelope.type.split(".")[1]
            self.publish([envelope])
            message = self._message(envelope.to_bytes(), topic, len(self.topics[topic]) - 1)
            deliver([message], self.services[service], self.databases[service])

    def carry(self, dice: Random | None = None, *, crash_at: int = 0, listeners: bool = False) -> None:
        """Deliver until nothing is left to read; with dice, in a disturbed order.

        At boundary `crash_at` the process dies and starts again: what it did not acknowledge is delivered once more.
        Services that only listen are asked seldom: nobody waits for them.
        """
        if crash_at:
            with suppress(Crash), crashing([one.engine for one in self.databases.values()], crash_at):
                self._until_quiet(dice, listeners=listeners)
                crash_at = 0
            if crash_at:
                self.restart()
                dice = None
        self._until_quiet(dice, listeners=listeners)

    def restart(self) -> None:
        """Every process is another one: only what was committed is still known."""
        self.deaths += 1
        self.services = self._made()
        self.databases = {name: reopened(one) for name, one in self.services.items()}
        self._running.clear()
        self._carried.clear()
        for name in self.services:
            self._relay(name)

    def give_again(self, count: int) -> None:
        """The transport forgot the last acknowledgements of every reader: so many messages of each topic come again."""
        for place, position in self._next.items():
            back = min(count, position)
            self.given_again += back
            self._next[place] = position - back

    def _until_quiet(self, dice: Random | None, *, listeners: bool) -> None:
        names = [name for name in self.services if listeners or name not in ONLY_LISTENING]
        for _ in range(STEPS_MAX):
            if dice is not None:
                dice.shuffle(names)
            moved = [self._turn(name, dice) for name in names]
            if not any(moved) and not self._late_commits():
                return
        raise NoRest(f"events still moving after {STEPS_MAX} steps")

    def _late_commits(self) -> int:
        """What was still running is committed now; how many rows can be handed on."""
        late = sorted(self._behind)
        self._behind.clear()
        self._running.clear()
        return sum(self._relay(name) for name in late)

    def _turn(self, name: str, dice: Random | None) -> bool:
        """Let a service read once; whether there was anything."""
        batch = self._unread(name, dice)
        if not batch:
            return False
        result = BatchResult()
        if read_all(batch, self.services[name]):  # else all of it is for others
            result = deliver(batch, self.services[name], self.databases[name])
            self.results[name].add(result)
        self._next.update({(name, message.topic): message.offset + 1 for message in batch})
        if result.published:
            self._relay(name, dice)
        return True

    def _unread(self, name: str, dice: Random | None) -> list[Message]:
        topics = list(self._reads[name])
        if dice is not None:
            dice.shuffle(topics)
            topics = topics[: dice.randint(1, len(topics))]
        batch: list[Message] = []
        for topic in topics:
            start = self._next.get((name, topic), 0)
            end = start + (BATCH if dice is None else dice.randint(1, MOST_AT_ONCE))
            bodies = self.topics.get(topic, ())
            if start < len(bodies):
                batch += [self._message(raw, topic, at) for at, raw in enumerate(bodies[start:end], start)]
        if not batch and dice is not None:  # the topics that were drawn hold nothing new: then whatever is there
            return self._unread(name, None)[:MOST_AT_ONCE]
        return batch

    def _message(self, raw: bytes, topic: str, position: int) -> Message:
        message = self._carried.get((topic, position))
        if message is None:
            message = self._carried[topic, position] = Message(raw, topic, 0, position)
        return message

    def _relay(self, name: str, dice: Random | None = None) -> int:
        """Hand on what a service has committed to its outbox; how many rows.

        With dice, what was written last may belong to a transaction that another worker has not committed yet, while
        later rows are there already.
        """
        rows = [OutboxRow(*row) for row in self.committed[name].execute(_NOT_RELAYED, (self._relayed[name],))]
        if dice is not None and rows and name not in self._running and dice.randrange(100) < LATE_COMMITS:
            self._running[name] = {row.position for row in rows}
            self._behind.add(name)
            return 0
        ready = relayable(rows, self._running.pop(name, frozenset()))
        if ready:
            self.topics.setdefault(name, []).extend(row.body for row in ready)
            self._relayed[name] = ready[-1].position
        return len(ready)

    def parked(self) -> list[tuple[str, parking.Parked]]:
        """Everything that waits, by service."""
        waiting: list[tuple[str, parking.Parked]] = []
        for name, committed in self.committed.items():
            if committed.execute(_ANY_PARKED, (parking.WAITING,)).fetchone():
                with self.databases[name].reading() as connection:
                    waiting += [(name, event) for event in parking.waiting(connection)]
        return waiting

    def files_in(self, state: str) -> list[str]:
        """The payment files in a state."""
        return [name for (name,) in self.committed["payments"].execute(_FILES_IN, (state,))]

    def lengths(self) -> Mapping[str, int]:
        """How many messages each topic holds."""
        return {topic: len(messages) for topic, messages in self.topics.items()}
