"""Settings of Kafka become what the clients want, or one sentence that names the setting that is wrong."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import enumerate as threads
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.kafka.authority import write
from services.runtime.kafka.clients import (
    BrokerRefused,
    administering,
    connection,
    looking_on,
    password,
    producing,
    servers,
    ssl_context,
)
from services.runtime.kafka.loop import messages_in
from services.runtime.process.settings import Settings, WrongSetting

WHO = {"kafka_user": "feed", "kafka_password_file": "password"}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with an authority, a broker's certificate with its key, and a password."""
    write(tmp_path, ["127.0.0.1"])
    (tmp_path / "password").write_text("open sesame\n", encoding="utf-8")
    (tmp_path / "empty").touch()
    return tmp_path


def settings(files: Path, **given: Any) -> Settings:
    return Settings(**{name: files / value if name.endswith("_file") else value for name, value in given.items()})


def test_without_security_there_is_nothing_but_the_servers() -> None:
    given = connection(Settings(kafka_servers="one:9092, two:9092"))
    assert given == {"bootstrap_servers": ["one:9092", "two:9092"], "security_protocol": "PLAINTEXT"}
    assert servers(Settings(kafka_servers="one:1,,two:2,")) == ["one:1", "two:2"]


def test_tls_trusts_the_named_authority_and_checks_the_name(files: Path) -> None:
    context = ssl_context(settings(files, kafka_security="SSL", kafka_ca_file="ca.crt"))
    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert len(context.get_ca_certs()) == 1
    assert ssl_context(Settings(kafka_security="SASL_PLAINTEXT")) is None


def test_a_password_comes_from_its_file(files: Path) -> None:
    given = settings(files, kafka_security="SASL_SSL", kafka_ca_file="ca.crt", **WHO)
    found = connection(given)
    assert (found["sasl_mechanism"], found["sasl_plain_username"]) == ("SCRAM-SHA-512", "feed")
    assert [found["sasl_plain_password"], password(given)] == ["open sesame"] * 2
    assert isinstance(found["ssl_context"], ssl.SSLContext)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kafka_security": "SSL", "kafka_ca_file": "gone"}, "gone, which is not there."),
        ({"kafka_security": "SSL", "kafka_ca_file": "password"}, "does not hold what its name says"),
        ({"kafka_security": "SSL", "kafka_cert_file": "ca.crt"}, "belong together; one is missing"),
        ({"kafka_security": "SASL_SSL", "kafka_user": "feed"}, "needs TIDEOVER_KAFKA_USER and"),
        ({"kafka_security": "SASL_SSL", "kafka_password_file": "password"}, "needs TIDEOVER_KAFKA_USER and"),
        (
            {"kafka_security": "SASL_SSL", "kafka_user": "feed", "kafka_password_file": "gone"},
            "gone, which is not there.",
        ),
        (
            {"kafka_security": "SASL_SSL", "kafka_user": "feed", "kafka_password_file": "empty"},
            "empty, which is empty.",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence(files: Path, given: dict[str, Any], says: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        connection(settings(files, **given))
    assert says in str(refused.value)
    assert "sesame" not in str(refused.value)


def test_a_stamp_of_arrival_is_the_same_milliseconds_whichever_client_reads_it() -> None:
    record = {"topic": "tideover.claims", "partition": 0, "offset": 0, "value": b"", "key": None, "headers": []}
    stamps = range(2_147_483_648_000, 2_147_483_649_000)  # from 2038 on, where doubles of seconds are coarser
    of_kafka_python = messages_in(SimpleNamespace(**record, timestamp=stamp) for stamp in stamps)
    of_faust = messages_in((SimpleNamespace(**record, timestamp=stamp / 1000.0) for stamp in stamps), 1_000)
    assert [message.arrived_ms for message in of_kafka_python] == list(stamps)
    assert [message.arrived_ms for message in of_faust] == list(stamps), "Faust gives seconds, as floats"


@pytest.mark.parametrize("tool", [administering, producing, looking_on])
def test_a_client_whose_brokers_do_not_answer_leaves_nothing_running(
    tool: Callable[[Settings], AbstractContextManager[object]],
) -> None:
    before = set(threads())
    away = Settings(kafka_servers="127.0.0.1:1", kafka_patience_seconds=1)
    with pytest.raises(BrokerRefused, match=r"127\.0\.0\.1:1"), tool(away):
        pass
    assert set(threads()) - before == set()
