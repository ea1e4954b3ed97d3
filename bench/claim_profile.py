"""Where the milliseconds of a claim go in the chained worker: `python -m bench.claims --profile`.

Twice: the carrier in this process, on real servers but without Faust, its thread sampled by processor time; and a
worker as institutions run it, its threads told apart.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.claim_ways import MILLI, WARM, claim_all
from bench.figures import Figure, figure
from bench.real_world import PARTITIONS, RealWorld, real_world
from bench.samples import ALL, CallStack, Samples, sampled
from bench.town import filed, history, people
from bench.worker_threads import EVERY_SECONDS, FAUST
from contracts.base import Envelope, partition_of
from services.names import CHAINED, FEED
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.process import Process
from services.runtime.process.health import Health
from services.workers import chained_worker

NANO = 1_000_000_000
BATCH = 500
FED = "eligibility"
DRIVERS = ("sqlalchemy", "psycopg")
DIGESTS, STATEMENTS, HANDLERS = "chains of digests", "statements", "handlers and stores"
DOING: tuple[tuple[str, str, str], ...] = (
    ("services.runtime.kafka.chained_worker", ALL, "delivery"),
    ("services.runtime.database.chain", ALL, DIGESTS),
    ("services.eligibility.versions", ALL, "versions"),
    ("law.language.terms.derivation", ALL, "derivations"),
    ("law.case.model", "derivation", "derivations"),
    ("services.eligibility.store", "_versioned", "derivations"),
    ("law", ALL, "law"),
    ("contracts.reading", ALL, "reading"),
    ("services.runtime.delivery.messages", ALL, "reading"),
    ("services.eligibility.fact_rows", "stated_as", "reading"),
    ("services.runtime.delivery.effects", "sealed", "sealing"),
    ("services.runtime.delivery.outbox", ALL, "sealing"),
    ("services.runtime.kafka", ALL, "publishing"),
    ("services.runtime.database", ALL, STATEMENTS),
    ("services.runtime", ALL, "delivery"),
    ("services", ALL, HANDLERS),
)
"""What is done in a module or below it, and in one function of it; sought from the innermost function outwards."""


def profile(claims: int) -> list[Figure]:
    """Milliseconds of a claim: of the carrier by what it does, most first, and of a whole worker by thread."""
    with real_world() as world:
        doing = _by_doing(_carrier_sampled(world, claims))
    shares = [figure(f"  {what}", "ms", [[MILLI * spent / NANO / claims]]) for what, spent in doing.most_common()]
    whole = figure("a claim in the carrier", "ms", [[MILLI * doing.total() / NANO / claims]])
    return [whole, *shares, *_threads(claims)]


def _carrier_sampled(world: RealWorld, claims: int) -> Samples:
    process = Process(Health())
    worker = chained_worker(world.settings, process)
    worker.assigned = lambda: [("", partition) for partition in range(PARTITIONS)]
    log = _Log()
    for batch in _filings(world, worker, log, list(people(WARM, "warm"))):
        worker.carry(batch)
    batches = list(_filings(world, worker, log, list(people(claims, "timed"))))
    with sampled() as samples:
        for batch in batches:
            worker.carry(batch)
    return samples


class _Log:
    """Topics as Kafka would hold them."""

    def __init__(self) -> None:
        self._ends: Counter[tuple[str, int]] = Counter()

    def messages(self, envelopes: Iterable[Envelope]) -> list[list[Message]]:
        """The events as messages in batches, partition by partition, as a consumer is given them."""
        messages = sorted(map(self._message, envelopes), key=lambda message: message.partition)
        return [messages[start : start + BATCH] for start in range(0, len(messages), BATCH)]

    def _message(self, envelope: Envelope) -> Message:
        topic, partition = envelope.type.split(".")[1], partition_of(envelope.subject, PARTITIONS)
        self._ends[topic, partition] += 1
        offset = self._ends[topic, partition] - 1
        return Message(envelope.to_bytes(), topic, partition, offset, 0, envelope.subject.encode())


def _filings(world: RealWorld, worker: ChainedWorker, log: _Log, everybody: list[str]) -> list[list[Message]]:
    """What everybody files, when the registries' facts are kept and heard."""
    world.open_accounts(everybody)
    carrier = worker.carriers[FED]
    for batch in log.messages(fact for person in everybody for fact in history(person)):
        deliver(batch, carrier.service, carrier.database)
        worker.carry(batch)
    return log.messages(event for person in everybody for event in filed(person))


def _by_doing(samples: Samples) -> Counter[str]:
    doing: Counter[str] = Counter()
    for stack, spent in samples.items():
        doing[doing_in(stack)] += spent
    return doing


def doing_in(stack: CallStack) -> str:
    """What is done, by the innermost function that tells; what a driver does is a statement of its service."""
    in_driver = False
    for place in stack.places:
        in_driver |= place.module.partition(".")[0] in DRIVERS
        told = place.does(DOING)
        if told is not None:
            what = STATEMENTS if in_driver and told != DIGESTS else told
            return f"{what} of {stack.service or 'the publisher'}" if what in {STATEMENTS, HANDLERS} else what
    return "everything else"


def _threads(claims: int) -> Iterator[Figure]:
    """By kind of thread, what a claim costs a worker that carries all services; of Faust's also the share of all."""
    with real_world() as world:
        told = world.folder / "threads.json"
        world.start(["worker", CHAINED], name=CHAINED, module=("bench.worker_threads", str(told)))
        world.start(["worker", FEED], name=FEED)
        world.wait_until_ready()
        claim_all(world, list(people(WARM, "warm")))
        before = _told(told)
        spent = claim_all(world, list(people(claims, "timed")))
        threads = {kind: MILLI * (after - before.get(kind, 0)) / claims for kind, after in _told(told).items()}
        world.stop_all()
    for kind, milliseconds in sorted(threads.items(), key=lambda item: -item[1]):
        yield figure(f"a claim in a whole worker: {kind}", "ms", [[milliseconds]])
    yield figure("Faust's share of a claim, all processes", "%", [[100 * threads[FAUST] / spent.milliseconds]])


def _told(path: Path) -> dict[str, float]:
    """What the threads have spent up to now."""
    time.sleep(2 * EVERY_SECONDS)
    told: dict[str, float] = json.loads(path.read_text("utf-8"))
    return told
