"""The exporter shows to the second when the certificates of real servers end, and says where it cannot see one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from prometheus_client import CollectorRegistry
from sqlalchemy import MetaData

from deploy.kafka.authority import new_authority, signed_pem
from deploy.ports import free_ports
from deploy.postgres.server import Server
from deploy.waiting import until
from services.runtime.database.store import Database
from services.runtime.process.health import Health
from services.runtime.process.settings import Settings
from services.watching.exporter import KAFKA_CERTIFICATE, POSTGRESQL_CERTIFICATE, Exporter
from services.watching.places import Places
from services.watching.progress import Progress
from tests.deploy.secured import Secured
from tests.deploy.test_exporter_sees import NoLog
from tests.deploy.tls_in_front import tls_in_front

FIVE_DAYS = timedelta(days=5)
NOW_MS = 0
"""What a look calls now; no figure of a certificate depends on it."""


class Eyes:
    """An exporter that looks at certificates alone."""

    def __init__(self, kafka: Settings | None = None, databases: Iterable[Database] = ()) -> None:
        self._registry = CollectorRegistry()
        named = {database.schema: database for database in databases}
        places = Places(named, NoLog(), Progress(), relay=True, kafka=kafka)
        self._exporter = Exporter(places, Health(), registry=self._registry)

    def sees(self, place: str) -> bool:
        return self._exporter.look_at(place, NOW_MS)

    def end(self, server: str) -> float | None:
        return self._registry.get_sample_value("tideover_certificate_end_timestamp_seconds", {"server": server})


def end_in(pem: bytes) -> float:
    """When the certificate of a file ends that a server is given."""
    return x509.load_pem_x509_certificate(pem).not_valid_after_utc.timestamp()


def test_a_broker_s_certificate_that_ends_in_five_days_is_shown_to_the_second(secured: Secured, tmp_path: Path) -> None:
    signer = new_authority()
    ends = signed_pem(signer, "broker", ["127.0.0.1"], good_for=FIVE_DAYS)
    (tmp_path / "broker.pem").write_bytes(ends)
    old, both = secured.broker.folder / "ca.crt", tmp_path / "both.crt"
    both.write_bytes(old.read_bytes() + signer.certificate_pem())
    eyes = Eyes(secured.as_user("tideover-exporter").model_copy(update={"kafka_ca_file": both}))
    assert eyes.sees(KAFKA_CERTIFICATE)
    before = end_in((secured.broker.folder / "broker.pem").read_bytes())
    assert eyes.end("kafka") == before
    try:
        secured.reads(both, truststore=both)
        secured.reads(both, keystore=tmp_path / "broker.pem")
        until(lambda: eyes.sees(KAFKA_CERTIFICATE) and eyes.end("kafka") != before, "the new certificate to be shown")
        assert eyes.end("kafka") == end_in(ends)
    finally:
        secured.reads(both, keystore=secured.broker.folder / "broker.pem")
        secured.reads(both, truststore=old)
    assert timedelta(seconds=before - end_in(ends)) > timedelta(days=24), "the other one was good for a month"


def test_postgresql_s_certificate_is_shown_where_we_speak_tls(postgresql: Server, tmp_path: Path) -> None:
    shown = tmp_path / "postgresql.pem"
    shown.write_bytes(signed_pem(new_authority(), "postgresql", ["127.0.0.1"], good_for=FIVE_DAYS))
    with tls_in_front(postgresql, shown) as port:
        encrypted = postgresql.url().replace(str(postgresql.port), f"{port}") + "?sslmode=require"
        for url, end in ((encrypted, end_in(shown.read_bytes())), (postgresql.url(), None)):
            database = Database.on_postgresql(url, "claims", MetaData())
            eyes = Eyes(databases=[database])
            assert eyes.sees(POSTGRESQL_CERTIFICATE)
            assert eyes.end("postgresql") == end
            database.close()


def test_a_server_that_cannot_be_asked_is_said_to_be_unseen_and_hides_no_other(postgresql: Server) -> None:
    [port] = free_ports(1)
    away = Settings(kafka_servers=f"127.0.0.1:{port}", kafka_security="SSL", kafka_patience_seconds=1)
    database = Database.on_postgresql(postgresql.url(), "claims", MetaData())
    eyes = Eyes(away, [database])
    assert not eyes.sees(KAFKA_CERTIFICATE)
    assert eyes.sees(POSTGRESQL_CERTIFICATE)
    database.close()


def test_without_tls_there_is_no_figure_and_nothing_is_asked() -> None:
    eyes = Eyes(Settings(kafka_servers="127.0.0.1:1", kafka_security="PLAINTEXT"))
    assert eyes.sees(KAFKA_CERTIFICATE)
    assert eyes.end("kafka") is None
