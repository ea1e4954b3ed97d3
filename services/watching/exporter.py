"""The exporter: reads every source in turn, shows its figures, and says which source it could not read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from threading import Event, Lock, Thread

from prometheus_client import CollectorRegistry
from sqlalchemy import Connection

from services.claims.views import closed_days
from services.names import SERVICES
from services.oversight.views import standard_presets
from services.runtime.metrics.catalogue import REGISTRY, Metric, gauge
from services.runtime.process.health import Health
from services.runtime.process.logs import log
from services.runtime.process.stopwatch import unix_milliseconds
from services.watching import (
    audits,
    certificates,
    decisions,
    flow,
    lag,
    law,
    letters,
    money,
    referrals,
    replays,
    servers,
    sessions,
)
from services.watching.pace import Pace
from services.watching.places import Places
from services.watching.snapshot import MILLI, Shown, Snapshot

LOOK_SECONDS = 15
BOOKS_SECONDS = 600
CERTIFICATES_SECONDS = 3600
STANDING_SECONDS = 60
"""What a database told of how far its service came is used so long; then it is unknown."""
LOG, BOOKS, DAYS, SESSIONS = "log", "books", "days", "sessions"
LETTERS, DEADLINES = "letters", "deadlines"
SELDOM = (BOOKS, LETTERS, DEADLINES)
"""Where every row is read: looked at by a thread of its own, at the pace that `Pace` allows."""
KAFKA_CERTIFICATE, POSTGRESQL_CERTIFICATE = CERTIFICATES = "kafka-certificate", "postgresql-certificate"
PLACES = (*SERVICES, SESSIONS, DAYS, LOG, *SELDOM, *CERTIFICATES)

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

_OF_A_SERVICE = (*flow.OF_A_SERVICE, lag.GAP)
METRICS_OF = {
    **dict.fromkeys(SERVICES, _OF_A_SERVICE),
    "claims": (*_OF_A_SERVICE, *decisions.OF_CLAIMS),
    "eligibility": (*_OF_A_SERVICE, *law.OF_THE_LAW, *replays.OF_REPLAYS, *audits.OF_AUDITS),
    "payments": (*_OF_A_SERVICE, *money.OF_PAYMENTS),
    "almp_referral": (*_OF_A_SERVICE, *referrals.OF_REFERRALS),
    "oversight": (*_OF_A_SERVICE, *decisions.OF_OVERSIGHT),
    SESSIONS: (*sessions.OF_SESSIONS, *servers.OF_POSTGRESQL),
    DAYS: (flow.DAY_CLOSED,),
    LOG: (*lag.OF_LAG, flow.NEWEST, *servers.OF_KAFKA),
    BOOKS: money.OF_THE_BOOKS,
    LETTERS: letters.OF_LETTERS,
    DEADLINES: decisions.OF_DEADLINES,
    **dict.fromkeys(CERTIFICATES, certificates.OF_CERTIFICATES),
}


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
        self._looked, self._blind = gauge(LOOKED, registry), gauge(BLIND, registry)
        self._today: date | None = None
        self._looks: dict[str, Callable[[Snapshot], None]] = {
            **{service: partial(self._service, service) for service in SERVICES},
            SESSIONS: self._sessions,
            DAYS: self._days,
            LOG: self._log,
            BOOKS: self._books,
            LETTERS: self._letters,
            DEADLINES: self._deadlines,
            KAFKA_CERTIFICATE: self._kafka_certificate,
            POSTGRESQL_CERTIFICATE: self._postgresql_certificate,
        }
        self._paces = {BOOKS: Pace(BOOKS_SECONDS * MILLI), LETTERS: Pace(), DEADLINES: Pace()}
        self._paces |= {place: Pace(CERTIFICATES_SECONDS * MILLI) for place in CERTIFICATES}
        self._standings: dict[str, tuple[int, lag.ReaderProgress]] = {}
        self._unseen: set[str] = set()
        self._lock = Lock()

    def run(self, stop: Event, pause_seconds: int = LOOK_SECONDS) -> None:
        """Look, pause, look again, until told to stop.

        The log is looked at by a thread of its own: a server that hangs does not hide what the other one tells. So are
        sessions: a lock that somebody holds makes the looks at tables wait as well. So is what reads every row. So are
        certificates, of both servers.
        """
        for look in (self.look_at_log, self.look_at_sessions, self.look_at_every_row, self.look_at_certificates):
            Thread(target=_again_and_again, args=(look, stop, pause_seconds), daemon=True).start()
        _again_and_again(self.look_at_databases, stop, pause_seconds)

    def look(self) -> bool:
        """Look at every place once; whether all could be seen. Never raises: who cannot be seen is said to be so."""
        self.look_at_sessions()
        self.look_at_databases()
        self.look_at_every_row()
        self.look_at_certificates()
        self.look_at_log()
        return self._say()

    def look_at_databases(self) -> None:
        """Look at every place that a database tells of."""
        now = unix_milliseconds()
        for place in (DAYS, *SERVICES):
            self.look_at(place, now)
        self._health.beat()
        self._say()

    def look_at_every_row(self) -> None:
        """Look at what no tally tells, where it is due."""
        self._look_where_due(SELDOM)

    def look_at_certificates(self) -> None:
        """Look at when the servers' certificates end, where it is due."""
        self._look_where_due(CERTIFICATES)

    def _look_where_due(self, places: Collection[str]) -> None:
        for place in places:
            pace, began = self._paces[place], unix_milliseconds()
            if pace.is_due(began) and self.look_at(place, began):
                pace.looked(began, unix_milliseconds())
        self._say()

    def look_at_log(self) -> None:
        """Look at what the brokers tell, with what the databases told last."""
        self.look_at(LOG, unix_milliseconds())
        self._say()

    def look_at_sessions(self) -> None:
        """Look at who makes the engine wait in PostgreSQL, and how full its server is."""
        self.look_at(SESSIONS, unix_milliseconds())
        self._say()

    def _say(self) -> bool:
        with self._lock:
            blind = ", ".join(sorted(self._unseen))
        self._health.ready(not blind, f"Cannot see: {blind}." if blind else "Every place is seen.")
        return not blind

    def look_at(self, place: str, now_ms: int) -> bool:
        """Look at one place; whether it could be seen. One that could not is looked at the next time, due or not."""
        try:
            self._shown.look(place, self._looks[place], now_ms)
        except Exception as error:  # noqa: BLE001 - whatever fails at one place, the others are still seen
            log.warning("cannot_look", topic=place, error=type(error).__name__)
            with self._lock:
                self._unseen.add(place)
            self._blind.labels(place).set(1)
            return False
        else:
            with self._lock:
                self._unseen.discard(place)
            self._blind.labels(place).set(0)
            self._looked.labels(place).set(now_ms // MILLI)
            return True

    def _sessions(self, snapshot: Snapshot) -> None:
        with self._places.reading("claims") as connection:
            sessions.look_at_sessions(connection, snapshot)
            servers.look_at_database(connection, snapshot)

    def _days(self, snapshot: Snapshot) -> None:
        with self._places.reading("claims") as connection:
            closed = closed_days(connection)
        self._today = min(closed.values(), default=None)
        flow.look_at_days(closed, snapshot)

    def _service(self, service: str, snapshot: Snapshot) -> None:
        standing = lag.standing_in(self._places.databases[service])
        self._standings[service] = snapshot.now_ms, standing
        self._places.log.put_gaps(service, standing, snapshot)
        for number, connection in enumerate(self._places.reading_each(service)):
            seen, progress = Snapshot(snapshot.now_ms), self._places.progress_of(number)
            flow.look_at_outbox(connection, service, progress, seen, relay=self._places.relay)
            flow.look_at_parked(connection, service, progress, seen)
            self._look_at_service(service, connection, seen)
            snapshot.add(seen, METRICS_OF[service])
        if service == "eligibility":
            law.look_at_ends(self._known.ends, self._today, snapshot)
            law.look_at_renewals(self._known.renewals, self._today, snapshot)

    def _look_at_service(self, service: str, connection: Connection, snapshot: Snapshot) -> None:
        match service:
            case "claims":
                decisions.look_at_claims(connection, snapshot)
            case "eligibility":
                replays.look_at_replays(connection, snapshot)
                audits.look_at_audits(connection, self._today, snapshot)
            case "oversight":
                decisions.look_at_outcomes(connection, snapshot)
            case "payments":
                money.look_at_payments(connection, snapshot, self._currencies)
            case "almp_referral":
                referrals.look_at_referrals(connection, self._today, snapshot)

    def _log(self, snapshot: Snapshot) -> None:
        since_ms = snapshot.now_ms - STANDING_SECONDS * MILLI
        standings = {service: standing for service, (at_ms, standing) in self._standings.items() if at_ms >= since_ms}
        self._places.log.look(standings, snapshot)

    def _books(self, snapshot: Snapshot) -> None:
        with self._places.reading("payments", every_row=True) as connection:
            money.look_at_the_books(connection, snapshot, self._currencies)

    def _letters(self, snapshot: Snapshot) -> None:
        with self._places.reading("claims", every_row=True) as connection:
            letters.look_at_letters(connection, self._today, snapshot)

    def _deadlines(self, snapshot: Snapshot) -> None:
        with self._places.reading("oversight", every_row=True) as connection:
            decisions.look_at_deadlines(connection, self._presets, self._today, snapshot)

    def _kafka_certificate(self, snapshot: Snapshot) -> None:
        if self._places.kafka is not None:
            certificates.look_at_brokers(self._places.kafka, snapshot)

    def _postgresql_certificate(self, snapshot: Snapshot) -> None:
        certificates.look_at_postgresql(self._places.databases.values(), snapshot)


def _again_and_again(look: Callable[[], None], stop: Event, pause_seconds: int) -> None:
    while not stop.is_set():
        look()
        stop.wait(pause_seconds)
