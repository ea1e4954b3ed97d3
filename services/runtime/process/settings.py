"""Settings of a process, read once from the environment; a wrong one stops the start with one sentence."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.in_words import InWords, as_sentence, no_such
from contracts.refusals import sentence_of

PREFIX = "TIDEOVER_"
EACH_SERVICE = "{service}"
VALUE_SHOWN = 60
"""So many characters of a wrong value are repeated."""


class WrongSetting(InWords):
    """A setting is missing, unknown or out of range; the message is one sentence for the operator."""


class Settings(BaseModel):
    """What an operator may set. Each is an environment variable with the prefix `TIDEOVER_`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path = Path("demo-data")
    """Where the laptop's databases lie."""
    partitions: Annotated[int, Field(ge=1, le=256)] = 1
    """Partitions of every topic, one for a laptop's one process; never changed once events exist."""
    kafka_servers: str = "127.0.0.1:9092"
    """Brokers to begin with, `host:port`, separated by commas."""
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How brokers are spoken to; SASL is SCRAM-SHA-512."""
    kafka_ca_file: Path | None = None
    kafka_cert_file: Path | None = None
    kafka_key_file: Path | None = None
    kafka_user: str | None = None
    kafka_password_file: Path | None = None
    """The password lies in a file, so that it is in no process list and no environment."""
    kafka_patience_seconds: Annotated[int, Field(ge=1, le=600)] = 10
    """How long a broker may take to accept a connection; until then a wrong password looks like a slow broker."""
    kafka_session_ms: Annotated[int, Field(ge=1_000, le=30_000)] = 6_000
    """After how long a silent worker loses its partitions to another; least and most are `group.min.session.timeout.ms`
    and `group.max.session.timeout.ms` of the broker, by default 6 s and 30 minutes; Faust takes none over 30 s."""
    kafka_replication: Annotated[int, Field(ge=1, le=16)] | None = None
    """How often every topic is kept, where the brokers are fewer than `contracts/topics.yaml` asks for."""
    schemes: str = "ilo/c168-reference,us/mississippi"
    """The schemes under which claims may be filed, by name, separated by commas."""
    pseudonym_key: Path | None = None
    """The file of the key under which identity numbers become pseudonyms at the edge."""
    employer_key: Path | None = None
    """The file of the key under which employers' names and numbers are hidden at the edge; another than people's."""
    proof_key: Path | None = None
    """The file of the key that signs exported decisions, 32 bytes of an Ed25519 key; it lies outside the data."""
    database_url: str = ""
    """`postgresql+psycopg://role@host:port/name`; the password belongs in PGPASSFILE. One schema a service.

    Where `{service}` stands in it, each service of a process has a role, or a place, of its own.
    """
    databases: Path | None = None
    """A YAML file that says which partitions of a service lie on which server, where they do not all lie on one."""
    keys: Path | None = None
    """The folder of the master keys under which personal data lie; the laptop's is in its own folder."""
    keys_url: str = ""
    """Where the data keys lie that master keys wrap, if not in a schema of `database_url`; better another server."""
    console_url: str = ""
    """Where officers reach the console, `https://...`; its issuer of sign-ins sends them back there."""
    console_issuer: str = ""
    """The OpenID Connect issuer with which officers sign in; its discovery document lies below this address."""
    console_client: str = "tideover"
    """The client as which the console is registered with the issuer."""
    console_secret: Path | None = None
    """The file of the client's secret, where the issuer gave it one."""
    console_desk_url: str = ""
    """`database_url` as the desk's role: a console that has it, and `claims.key`, finds people by number and name."""
    bank_url: str | None = None
    """Where the bank takes payment files; plain HTTP, and therefore on this machine only."""
    sent_files: Path | None = None
    """Where the gateway writes down what it hands to the bank; beside no copy of the database, and never restored."""
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 9600
    """Where a process shows its metrics and its health; 0 takes any free port."""
    traces_url: str | None = None
    """Where workers send traces: the HTTP address of an OTLP receiver, such as `http://127.0.0.1:4318`. Without it
    nothing is traced; with it the extra `opentelemetry` must be installed. What OpenTelemetry itself lets one set, such
    as `OTEL_EXPORTER_OTLP_HEADERS`, holds as it says."""
    simulation: bool = False
    """Time is simulated: workers take the closing of a day that is not over. Never in production."""
    parked_max: Annotated[int, Field(ge=1)] = 10_000
    """More parked events than this stop the service."""

    def database_url_of(self, service: str) -> str:
        """Where a service's schema lies, and as whom it is used."""
        return self.database_url.replace(EACH_SERVICE, service)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings in force. Raises `WrongSetting`."""
        given = {name[len(PREFIX) :].lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
        for name in (name for name, value in given.items() if not value and not cls._may_be_empty(name)):
            raise WrongSetting(f"{PREFIX}{name.upper()} is set and empty: give it a value, or take it away.")
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            fault = error.errors()[0]
            name = PREFIX + str(fault["loc"][0]).upper()
            if fault["type"] == "extra_forbidden":
                settings = [PREFIX + field.upper() for field in cls.model_fields]
                raise WrongSetting(as_sentence(no_such("setting", name, settings))) from None
            written = shorten(str(fault["input"]), VALUE_SHOWN, placeholder="...") or "nothing"
            raise WrongSetting(f"{name} is wrong: it says {written}, and {sentence_of(fault)}.") from None

    @classmethod
    def _may_be_empty(cls, name: str) -> bool:
        """Whether a setting of this name is empty unless it is set; an unknown one is complained of as unknown."""
        return name not in cls.model_fields or cls.model_fields[name].default == ""
