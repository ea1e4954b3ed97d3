"""Where the microseconds of a fact go in the feed: `python -m bench.feed --profile`.

The batches are taken from Kafka first, by the feed's own client, whose thread is told apart. Then this thread reads and
delivers them, sampled by processor time; in production another thread reads the next batch meanwhile.
"""

from __future__ import annotations

import gc
import time
from collections import defaultdict

from bench.feed_topic import batches
from bench.feed_ways import SCHEMA, prepare
from bench.figures import Figure, figure
from bench.flow import COLLECT_RARELY
from bench.samples import ALL, CallStack, sampled
from services.eligibility.handlers import make_service
from services.runtime.database.store import Database
from services.runtime.delivery.delivery import deliver
from services.runtime.process.settings import Settings
from services.worlds import served_schemes

MICRO = 1_000_000
NANO_OF_A_MICRO = 1_000
CLIENT = "taking it from Kafka"
REST = "everything else"
DOING: tuple[tuple[str, str, str], ...] = (
    ("contracts.reading", "read_in_one_pass", "checking the event by its contract, and writing it once more"),
    ("contracts.reading", "_who_in", "its head"),
    ("contracts.reading", "own_layout", "its head"),
    ("services.runtime.delivery.messages", "__init__", "its digest"),
    ("services.runtime.delivery.messages", ALL, "what is kept of a message"),
    ("services.eligibility.bulk_keeping", "row", "its row"),
    ("services.eligibility.bulk_keeping", ALL, "facts: who claims, and the rows to the driver"),
    ("services.runtime.delivery.inbox", "take_note", "inbox: the rows to the driver"),
    ("services.runtime.delivery", ALL, "delivery"),
)
"""What is done in a function, sought from the innermost function outwards."""


def profile(settings: Settings) -> list[Figure]:
    """Microseconds of processor time of a fact by what is done, most first, of the facts in the topic."""
    prepare(settings)
    gc.set_threshold(*COLLECT_RARELY)
    service = make_service(served_schemes())
    database = Database.on_postgresql(settings.database_url, SCHEMA, service.tables, partitions=settings.partitions)
    with batches(settings, range(settings.partitions)) as arriving:
        own, whole = time.thread_time(), time.process_time()
        taken = list(arriving)
        client = time.process_time() - whole - (time.thread_time() - own)
    facts = sum(map(len, taken))
    with sampled() as samples:
        for batch in taken:
            deliver(batch, service, database)
    database.close()
    doing: dict[str, float] = defaultdict(float, {CLIENT: client * MICRO / facts})
    for stack, spent in samples.items():
        doing[doing_in(stack)] += spent / NANO_OF_A_MICRO / facts
    most_first = sorted(doing.items(), key=lambda part: -part[1])
    parts = [figure(f"  {what}", "us/fact", [[micros]]) for what, micros in most_first]
    return [figure("a fact in the feed, our processor", "us/fact", [[sum(doing.values())]]), *parts]


def doing_in(stack: CallStack) -> str:
    """What is done, by the innermost function that tells."""
    return next((what for place in stack.places if (what := place.does(DOING))), REST)
