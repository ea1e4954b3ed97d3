"""Kafka clients, made from the settings TIDEOVER_KAFKA_*.

Everything that opens a connection to Kafka does it here, so that a security setting is understood in one place.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, KafkaTimeoutError, UnsupportedCodecError
from kafka.net.compat import KafkaNetClient

from contracts.in_words import InWords
from services.runtime.process.setting_files import bytes_of_setting, text_of_setting
from services.runtime.process.settings import Settings, WrongSetting

SASL_MECHANISM = "SCRAM-SHA-512"
MILLI = 1000
C = TypeVar("C")
READ_COMMITTED: Final = {"isolation_level": "read_committed"}
"""For every reader: what a producer aborted never was, and an open transaction ends what can be read."""


class BrokerRefused(InWords):
    """No broker lets us in, or it refused what was asked; the message is one sentence for the operator."""


class BatchUnreadable(InWords):
    """A batch is compressed in a way that cannot be unpacked here; the message says which, and what to do."""


CODECS: Final = ("gzip", "lz4", "snappy", "zstd")
"""Every way in which a batch may be compressed; `contracts/topics.yaml` says that it stays as its producer sent it."""


def unreadable(fault: Exception, topic: str = "", partition: int = 0, position: int = 0) -> str:
    """What an operator is told of a batch that cannot be unpacked, with its place where that is known."""
    stands = f" in {topic}, partition {partition}, from position {position} on" if topic else ""
    return (
        f"A batch{stands} cannot be unpacked here ({fault}); nothing behind it is read. Batches may be uncompressed, "
        f"{', '.join(CODECS)}: install the packages of requirements.lock again."
    )


def servers(settings: Settings) -> list[str]:
    """The brokers to begin with."""
    return [server.strip() for server in settings.kafka_servers.split(",") if server.strip()]


def ssl_context(settings: Settings) -> ssl.SSLContext | None:
    """What TLS trusts and shows; None where the settings ask for no TLS.

    Without TIDEOVER_KAFKA_CA_FILE the system's authorities are trusted. Raises `WrongSetting`.
    """
    if settings.kafka_security not in {"SSL", "SASL_SSL"}:
        return None
    ca, cert, key = settings.kafka_ca_file, settings.kafka_cert_file, settings.kafka_key_file
    for name, path in (("CA", ca), ("CERT", cert), ("KEY", key)):
        if path is not None:
            bytes_of_setting(f"KAFKA_{name}_FILE", path, "what TLS trusts or shows")
    if (cert is None) != (key is None):
        raise WrongSetting("TIDEOVER_KAFKA_CERT_FILE and TIDEOVER_KAFKA_KEY_FILE belong together; one is missing.")
    try:
        context = ssl.create_default_context(cafile=None if ca is None else str(ca))
        if cert is not None:
            context.load_cert_chain(str(cert), None if key is None else str(key))
    except ssl.SSLError:
        raise WrongSetting("A file of TIDEOVER_KAFKA_*_FILE does not hold what its name says.") from None
    return context


def password(settings: Settings) -> str:
    """The password of TIDEOVER_KAFKA_USER. Raises `WrongSetting` if the user or the file is missing or empty."""
    if not settings.kafka_user or settings.kafka_password_file is None:
        raise WrongSetting(
            f"TIDEOVER_KAFKA_SECURITY={settings.kafka_security} needs TIDEOVER_KAFKA_USER and "
            "TIDEOVER_KAFKA_PASSWORD_FILE."
        )
    return text_of_setting("KAFKA_PASSWORD_FILE", settings.kafka_password_file, "the file of the password")


def connection(settings: Settings) -> dict[str, Any]:
    """What every client of kafka-python is given. Raises `WrongSetting`."""
    given: dict[str, Any] = {"bootstrap_servers": servers(settings), "security_protocol": settings.kafka_security}
    if (context := ssl_context(settings)) is not None:
        given["ssl_context"] = context
    if settings.kafka_security.startswith("SASL"):
        given["sasl_mechanism"] = SASL_MECHANISM
        given["sasl_plain_username"] = settings.kafka_user
        given["sasl_plain_password"] = password(settings)
    return given


def opened(kind: Callable[..., C], **given: Any) -> C:
    """A client of kafka-python's, with its own options. Raises what it raises, and then leaves nothing running.

    One whose brokers do not answer would keep the thread that looks for them, for ever and at every try.
    """
    begun: list[KafkaNetClient] = []

    def connections(**options: Any) -> KafkaNetClient:
        begun.append(KafkaNetClient(**options))
        return begun[-1]

    try:
        return kind(**given, kafka_client=connections)
    except BaseException:
        for one in begun:
            one.close()
        raise


@contextmanager
def administering(settings: Settings) -> Iterator[KafkaAdminClient]:
    """A client for administration, closed at the end. Raises `BrokerRefused` in one sentence, `WrongSetting`."""
    with _in_words(settings):
        client = opened(KafkaAdminClient, **connection(settings), bootstrap_timeout_ms=_patience_ms(settings))
        with client:
            yield client


@contextmanager
def producing(settings: Settings, **more: Any) -> Iterator[KafkaProducer]:
    """An idempotent producer that waits for all replicas in sync, flushed and closed at the end.

    `more` are arguments of kafka-python's own. Raises `BrokerRefused`, `WrongSetting`.
    """
    given = {"acks": "all", "enable_idempotence": True, "allow_auto_create_topics": False, **more}
    with _in_words(settings):
        client = opened(KafkaProducer, **connection(settings), bootstrap_timeout_ms=_patience_ms(settings), **given)
        try:
            yield client
        finally:
            client.close()


@contextmanager
def looking_on(settings: Settings, **more: Any) -> Iterator[KafkaConsumer]:
    """A consumer without a group that commits nothing, for tools beside the workers. Raises as `producing`."""
    given = {
        "group_id": None,
        "enable_auto_commit": False,
        "allow_auto_create_topics": False,
        **READ_COMMITTED,
        **more,
    }
    with _in_words(settings):
        client = opened(KafkaConsumer, **connection(settings), bootstrap_timeout_ms=_patience_ms(settings), **given)
        try:
            yield client
        finally:
            client.close()


def _patience_ms(settings: Settings) -> int:
    return settings.kafka_patience_seconds * MILLI


@contextmanager
def _in_words(settings: Settings) -> Iterator[None]:
    who = settings.kafka_user or "anybody"
    try:
        yield
    except UnsupportedCodecError as error:
        raise BatchUnreadable(unreadable(error)) from None
    except KafkaTimeoutError:
        closed = " One that refuses a password may close without a word." if settings.kafka_user else ""
        raise BrokerRefused(f"No broker at {settings.kafka_servers} answered {who} in time.{closed}") from None
    except KafkaError as error:
        raise BrokerRefused(f"The broker at {settings.kafka_servers} refused {who}: {type(error).__name__}.") from error
