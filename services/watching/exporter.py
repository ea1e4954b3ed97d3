"""The exporter: reads every source in turn, shows its figures, and says which source it could not read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from threading import Event

from prometheus_client import CollectorRegistry

from services.claims.views import closed_days
from services.names import SERVICES
from services.oversight.views import standard_presets
from services.runtime.metrics.catalogue import REGISTRY, Metric, gauge
from services.runtime.process.health import Health
from services.runtime.process.logs import log
from services.runtime.process.stopwatch import unix_milliseconds
from services.watching import audits, decisions, flow, lag, law, letters, money, referrals, replays
from services.watching.places import Places
from services.watching.snapshot import MILLI, Shown, Snapshot

LOOK_SECONDS = 15
BOOKS_SECONDS = 600
LOG, BOOKS, DAYS = "log", "books", "days"
PLACES = (*SERVICES, DAYS, LOG, BOOKS)

LOOKED = Metric(
    "tideover_looked_timestamp_seconds",
    "gauge",
    "When the exporter last saw a place.",
    "unix seconds",
    {"place": PLACES},
)
BLIND = Metric(
    "tideover_blind", "gauge", "1 while the exporter cannot see a place, whose figures are then not shown.", "1",
    {"place": PLACES},
)  # fmt: skip
OF_THE_EXPORTER = (LOOKED, BLIND)

METRICS_OF = {
    **dict.fromkeys(SERVICES, flow.OF_A_SERVICE),
    "claims": (*flow.OF_A_SERVICE, *decisions.OF_CLAIMS, *letters.OF_LETTERS),
    "eligibility": (*flow.OF_A_SERVICE, *law.OF_THE_LAW, *replays.OF_REPLAYS, *audits.OF_AUDITS),
    "payments": (*flow.OF_A_SERVICE, *money.OF_PAYMENTS),
    "almp_referral": (*flow.OF_A_SERVICE, *referrals.OF_REFERRALS),
    "oversight": (*flow.OF_A_SERVICE, *decisions.OF_OVERSIGHT),
    DAYS: (flow.DAY_CLOSED,),
    LOG: (*lag.OF_LAG, flow.NEWEST),
    BOOKS: money.OF_THE_BOOKS,
}

_looked, _blind = gauge(LOOKED), gauge(BLIND)


class Exporter:
    """Looks at the places and shows what it saw; `known` and `currencies` are of the served schemes."""

    def __init__(
        self,
        places: Places,
        health: Health,
        registry: CollectorRegistry = REGISTRY,
        known: law.LawKnown = law.NOTHING_KNOWN,
        currencies: Collection[str] = money.STANDARD,
    ) -> None:
        self._places = places
        self._health = health
        self._presets = standard_presets()
        self._known = known
        self._currencies = currencies
        self._shown = Shown(METRICS_OF, registry)
        self._today: date | None = None
        self._books_ms: int | None = None
        self._unseen: set[str] = set()

    def run(self, stop: Event, pause_seconds: int = LOOK_SECONDS) -> None:
        """Look, pause, look again, until told to stop."""
        while not stop.is_set():
            self.look()
            stop.wait(pause_seconds)

    def look(self) -> bool:
        """Look at every place once; whether all could be seen. Never raises: who cannot be seen is said to be so."""
        now = unix_milliseconds()
        self._look_at(DAYS, self._days, now)
        for service in SERVICES:
            self._look_at(service, partial(self._service, service), now)
        self._look_at(LOG, self._log, now)
        if self._books_ms is None or now - self._books_ms >= BOOKS_SECONDS * MILLI:
            self._books_ms = now
            self._look_at(BOOKS, self._books, now)
        self._health.beat()
        blind = ", ".join(sorted(self._unseen))
        self._health.ready(not blind, f"Cannot see: {blind}." if blind else "Every place is seen.")
        return not blind

    def _look_at(self, place: str, looking: Callable[[Snapshot], None], now_ms: int) -> None:
        try:
            self._shown.look(place, looking, now_ms)
        except Exception as error:  # noqa: BLE001 - whatever fails at one place, the others are still seen
            log.warning("cannot_look", topic=place, error=type(error).__name__)
            self._unseen.add(place)
            _blind.labels(place).set(1)
        else:
            self._unseen.discard(place)
            _blind.labels(place).set(0)
            _looked.labels(place).set(now_ms // MILLI)

    def _days(self, snapshot: Snapshot) -> None:
        with self._places.reading("claims") as connection:
            closed = closed_days(connection)
        self._today = min(closed.values(), default=None)
        flow.look_at_days(closed, snapshot)

    def _service(self, service: str, snapshot: Snapshot) -> None:
        with self._places.reading(service) as connection:
            flow.look_at_outbox(connection, service, self._places.progress, snapshot, relay=self._places.relay)
            flow.look_at_parked(connection, service, self._places.progress, snapshot)
            match service:
                case "claims":
                    decisions.look_at_claims(connection, snapshot)
                    letters.look_at_letters(connection, self._today, snapshot)
                case "eligibility":
                    law.look_at_ends(self._known.ends, self._today, snapshot)
                    law.look_at_renewals(self._known.renewals, self._today, snapshot)
                    replays.look_at_replays(connection, snapshot)
                    audits.look_at_audits(connection, self._today, snapshot)
                case "oversight":
                    decisions.look_at_outcomes(connection, snapshot)
                    decisions.look_at_deadlines(connection, self._presets, self._today, snapshot)
                case "payments":
                    money.look_at_payments(connection, snapshot, self._currencies)
                case "almp_referral":
                    referrals.look_at_referrals(connection, self._today, snapshot)

    def _log(self, snapshot: Snapshot) -> None:
        standings = {}
        for service in SERVICES:
            with self._places.reading(service) as connection:
                standings[service] = lag.standing_of(connection)
        self._places.log.look(standings, snapshot)

    def _books(self, snapshot: Snapshot) -> None:
        with self._places.reading("payments") as connection:
            money.look_at_the_books(connection, snapshot)
