"""How brokers are spoken to: the settings as arguments for kafka-python, in one place."""

from __future__ import annotations

from typing import Any

from services.runtime.settings import Settings, WrongSetting


def client_arguments(settings: Settings) -> dict[str, Any]:
    """What every kafka-python client of this process is made with. Raises `WrongSetting`."""
    arguments: dict[str, Any] = {
        "bootstrap_servers": [server.strip() for server in settings.kafka_servers.split(",")],
        "security_protocol": settings.kafka_security,
    }
    if settings.kafka_security in {"SSL", "SASL_SSL"}:
        arguments |= {
            "ssl_cafile": _path(settings.kafka_ca_file),
            "ssl_certfile": _path(settings.kafka_cert_file),
            "ssl_keyfile": _path(settings.kafka_key_file),
        }
    if settings.kafka_security.startswith("SASL"):
        arguments |= {"sasl_mechanism": "SCRAM-SHA-512", "sasl_plain_username": settings.kafka_user}
        arguments["sasl_plain_password"] = password(settings)
    return arguments


def password(settings: Settings) -> str:
    """The password of the Kafka user. Raises `WrongSetting` if there is none."""
    if settings.kafka_user is None or settings.kafka_password_file is None:
        raise WrongSetting("TIDEOVER_KAFKA_USER and TIDEOVER_KAFKA_PASSWORD_FILE are needed for SASL.")
    try:
        return settings.kafka_password_file.read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise WrongSetting(f"TIDEOVER_KAFKA_PASSWORD_FILE cannot be read: {fault.strerror}.") from None


def _path(path: object) -> str | None:
    return None if path is None else str(path)
