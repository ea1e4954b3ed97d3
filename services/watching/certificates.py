"""When the certificates end that our servers show: read from a handshake over which nothing is said.

A certificate is only read here and not trusted, so that one that has ended is shown as well. Whoever speaks to a server
trusts it by its own settings, as ever.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable

from cryptography import x509

from services.runtime.database.store import Database
from services.runtime.kafka.clients import administering, ssl_context
from services.runtime.metrics.catalogue import Metric
from services.runtime.process.settings import Settings
from services.watching.snapshot import Snapshot

KAFKA, POSTGRESQL = SERVERS = "kafka", "postgresql"
CERTIFICATE_END = Metric(
    "tideover_certificate_end_timestamp_seconds",
    "gauge",
    "When the certificate of a server ends, of several the first that does; none where nobody asks for TLS.",
    "unix seconds",
    {"server": SERVERS},
)
OF_CERTIFICATES = (CERTIFICATE_END,)

PATIENCE_SECONDS = 10
TLS_REQUEST = (8).to_bytes(4) + (80_877_103).to_bytes(4)
"""PostgreSQL's SSLRequest: its length and its code."""
TLS_FOLLOWS = b"S"
Address = tuple[str, int]


class NoTls(Exception):
    """A server that spoke TLS with us speaks it no longer."""


def look_at_brokers(settings: Settings, snapshot: Snapshot) -> None:
    """The first end among all brokers. Raises `BrokerRefused`, `OSError`, `WrongSetting`."""
    context = ssl_context(settings)
    if context is None:
        return
    with administering(settings) as admin:
        brokers = [(broker["host"], broker["port"]) for broker in admin.describe_cluster()["brokers"]]
    _only_reads(context)
    snapshot.put(CERTIFICATE_END, min(_end_of(broker, context) for broker in brokers), KAFKA)


def look_at_postgresql(databases: Iterable[Database], snapshot: Snapshot) -> None:
    """The first end among the servers of these databases. Raises `NoTls`, `OSError`, `SQLAlchemyError`."""
    addresses = {address for database in databases for address in _spoken_to_by_tls(database)}
    context = ssl.create_default_context()
    _only_reads(context)
    ends = [_end_of(address, context, request=TLS_REQUEST) for address in sorted(addresses)]
    if ends:
        snapshot.put(CERTIFICATE_END, min(ends), POSTGRESQL)


def _only_reads(context: ssl.SSLContext) -> None:
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE


def _spoken_to_by_tls(database: Database) -> Iterable[Address]:
    """The servers of a database with which we speak TLS, as the driver says.

    The address of the database, the environment and the server settle it together.
    """
    for part in database.parts:
        with part.reading() as connection:
            if connection.dialect.name == "postgresql":
                driver = connection.connection.driver_connection
                if driver is not None and driver.pgconn.ssl_in_use:
                    yield driver.info.host, driver.info.port


def _end_of(address: Address, context: ssl.SSLContext, *, request: bytes = b"") -> int:
    """When the certificate ends that is shown there, in seconds; `request` is what a server is asked for TLS with."""
    with socket.create_connection(address, timeout=PATIENCE_SECONDS) as plain:
        if request:
            plain.sendall(request)
            if plain.recv(1) != TLS_FOLLOWS:
                raise NoTls
        with context.wrap_socket(plain, server_hostname=address[0]) as encrypted:
            shown = encrypted.getpeercert(binary_form=True)
    if shown is None:
        raise NoTls
    return int(x509.load_der_x509_certificate(shown).not_valid_after_utc.timestamp())
