"""The shape every event has: identity, version, envelope, and the way back from bytes.

An event is a frozen pydantic model; the envelope around it follows CloudEvents 1.0
(https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, Literal, NoReturn, Self, cast
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from contracts.json_text import JSON_MEDIA_TYPE, JsonMediaType, fault_in_json
from contracts.refusals import in_words
from contracts.written import PLAIN, PROSE, Moment

Body = dict[str, Any]

TYPE_PREFIX = "tideover"
SCHEMA_PREFIX = "urn:tideover:schema"
NAMESPACE = UUID("6f2f1c0e-7d0b-5f2e-9a54-3c3a3f6d7a10")  # any fixed value: ids are derived under it

NUMBERED = re.compile(r"[1-9][0-9]{0,8}")
"""A version as a type writes it: digits of ASCII, which `str.isdigit` does not ask for."""

_BESIDE_DATA = {"data"}

SUBJECT = r"^[A-Za-z0-9][A-Za-z0-9:_.\-]*$"
SUBJECT_MAX = 64

TRACEPARENT = r"^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"

EVENTS: dict[tuple[str, int], type[Event]] = {}
UPCASTS: dict[tuple[str, int], Callable[[Body], Body]] = {}


class Unreadable(Exception):
    """A message that cannot be turned into an event.

    `code` is from a closed list (`not-json`, `bad-envelope`, `unknown-type`, `unknown-version`,
    `bad-data`); `reason` is a sentence without any value of the message, so it may be logged.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.envelope: Envelope | None = None
        """The envelope, where that much could be read."""


class Part(BaseModel):
    """A frozen piece of an event: unknown fields are ignored on reading, never invented on writing."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class Event(Part):
    """One thing that happened. Subclasses set `name` ("publisher.what-happened") and `version`."""

    name: ClassVar[str]
    version: ClassVar[int] = 1

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "name" not in cls.__dict__:
            return  # an abstract family such as Fact
        identity = (cls.name, cls.version)
        if EVENTS.setdefault(identity, cls) is not cls:
            raise TypeError(f"two events call themselves {cls.name} version {cls.version}")

    @classmethod
    @cache
    def publisher(cls) -> str:
        """The service or institution that alone may publish this event; also its topic."""
        return cls.name.partition(".")[0]

    @classmethod
    @cache
    def type_(cls) -> str:
        """The CloudEvents `type`, for example `tideover.claims.claim-filed.v1`."""
        return f"{TYPE_PREFIX}.{cls.name}.v{cls.version}"

    @classmethod
    @cache
    def dataschema(cls) -> str:
        """The URN of the JSON Schema of exactly this version."""
        return f"{SCHEMA_PREFIX}:{cls.name}:{cls.version}"


class _ElseNothing:
    """A value that breaks its rule is no reason to refuse the message: it counts as none."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_default_schema(handler(source), default=None, on_error="default")


class Envelope(Part):
    """A CloudEvents 1.0 envelope in structured JSON mode.

    `subject` is what the event is about and the partition key: a person's pseudonym, or the id of a
    thing that is nobody's (a programme, a partition). `time` is when the source recorded it.
    """

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    type: str = Field(min_length=1, max_length=200, pattern=PROSE)
    subject: str = Field(min_length=1, max_length=SUBJECT_MAX, pattern=SUBJECT)
    time: Moment
    datacontenttype: JsonMediaType = JSON_MEDIA_TYPE
    dataschema: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    traceparent: Annotated[str | None, Field(pattern=TRACEPARENT), _ElseNothing] = None
    """W3C trace context; one that is malformed counts as none."""
    causationid: UUID | None = None
    data: Body

    @property
    def trace(self) -> str | None:
        """The id of the trace that it belongs to."""
        return self.traceparent and self.traceparent[3:35]

    def to_bytes(self) -> bytes:
        """The one serialised form: equal envelopes give equal bytes."""
        carried: object = self.data
        if isinstance(carried, Event):
            head = self.__pydantic_serializer__.to_json(self, exclude_none=True, exclude=_BESIDE_DATA)
            data = carried.__pydantic_serializer__.to_json(carried, exclude_none=True)
            return b'%b,"data":%b}' % (head[:-1], data)
        return self.__pydantic_serializer__.to_json(self, exclude_none=True)

    @classmethod
    def from_bytes(cls, raw: bytes | str) -> Self:
        """Parse one message. Raises `Unreadable` with `not-json` or `bad-envelope`."""
        envelope = cls.written_here(raw)
        if (fault := fault_in_json(raw)) is not None:
            raise Unreadable("not-json", fault)
        return envelope

    @classmethod
    def written_here(cls, raw: bytes | str) -> Self:
        """Parse a message that `to_bytes` wrote: no object of it names a thing twice. Raises `Unreadable` as above."""
        try:
            envelope: Self = cls.__pydantic_validator__.validate_json(raw)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            code = "not-json" if first["type"] == "json_invalid" else "bad-envelope"
            raise Unreadable(code, in_words(error)) from None
        return envelope


def upcast(name: str, version: int) -> Callable[[Callable[[Body], Body]], Callable[[Body], Body]]:
    """Register the pure step that turns a body of `version` into a body of `version + 1`."""

    def register(step: Callable[[Body], Body]) -> Callable[[Body], Body]:
        if UPCASTS.setdefault((name, version), step) is not step:
            raise TypeError(f"two upcasts for {name} version {version}")
        return step

    return register


def read(envelope: Envelope) -> Event:
    """The event inside an envelope, raised to its newest version.

    Raises `Unreadable`: `unknown-type`, `unknown-version` or `bad-data`.
    """
    return read_body(*_identity(envelope.type), envelope.data)


def read_body(name: str, version: int, body: Body) -> Event:
    """The event of a body that was written as `version`, raised to its newest version. Raises as `read` does."""
    while (step := UPCASTS.get((name, version))) is not None:
        body, version = step(dict(body)), version + 1
    model = EVENTS.get((name, version))
    if model is None:
        _refuse_unknown(name)
    try:
        event: Event = model.__pydantic_validator__.validate_python(body)
    except ValidationError as error:
        raise Unreadable("bad-data", in_words(error)) from None
    return event


def _refuse_unknown(name: str) -> NoReturn:
    if any(known == name for known, _ in EVENTS):
        raise Unreadable("unknown-version", f"this version of {name} is not known here")
    raise Unreadable("unknown-type", "this event type is not known here")


def _identity(type_: str) -> tuple[str, int]:
    prefix, _, rest = type_.partition(".")
    name, _, version = rest.rpartition(".v")
    if prefix != TYPE_PREFIX or not name:
        raise Unreadable("unknown-type", f"an event type reads {TYPE_PREFIX}.publisher.what-happened.v1")
    if NUMBERED.fullmatch(version) is None:
        _refuse_unknown(name)
    return name, int(version)


def known_publisher(type_: str) -> str:
    """The publisher that a CloudEvents `type` names; empty where it names none that is known here."""
    prefix, _, rest = type_.partition(".")
    publisher = rest.partition(".")[0]
    known = prefix == TYPE_PREFIX and any(event.publisher() == publisher for event in EVENTS.values())
    return publisher if known else ""


def seal(event: Event, *, subject: str, source: str, time: Moment, event_id: UUID) -> Envelope:
    """Put an event that has no cause inside the engine (a registry fact, a filed claim) into an envelope."""
    return Envelope(
        id=event_id,
        source=source,
        type=event.type_(),
        subject=subject,
        time=time,
        dataschema=event.dataschema(),
        traceparent=_traceparent(event_id, event_id),
        data=event.model_dump(mode="json", exclude_none=True),
    )


def follow(cause: Envelope, event: Event, *, subject: str, part: str) -> Envelope:
    """Seal a consequence of `cause`; `data` of the envelope is the event itself, written out with the envelope.

    Its id is derived from the cause and `part` (which tells the consequences of one event apart), so that
    doing the same work twice writes the same row.
    """
    event_id = uuid5(cause.id, part)
    return Envelope.model_construct(  # every field comes from a checked event or envelope
        id=event_id,
        source=f"/{TYPE_PREFIX}/{event.publisher()}",
        type=event.type_(),
        subject=subject,
        time=cause.time,
        dataschema=event.dataschema(),
        traceparent=_continued(cause.traceparent, event_id),
        causationid=cause.id,
        data=cast("Body", event),
    )


def derived_id(*parts: object) -> UUID:
    """A deterministic UUIDv5 of the parts, joined by `|`; never random, never the time."""
    return uuid5(NAMESPACE, "|".join(str(part) for part in parts))


@lru_cache(maxsize=100_000)
def can_be_subject(name: str) -> bool:
    """Whether an event can be about it: an envelope holds no other subject, and nobody could read one that did."""
    return len(name) <= SUBJECT_MAX and re.fullmatch(SUBJECT, name) is not None


def partition_of(subject: str, partitions: int) -> int:
    """The partition of a subject: what Kafka's own clients choose for it as a key, so that all producers agree.

    Source: Apache Kafka, `Utils.murmur2` and the default partitioner (non-negative hash modulo partitions).
    """
    return hash_of_key(subject.encode()) % partitions


def hash_of_key(key: bytes) -> int:
    """The non-negative MurmurHash2 of a key, by which Kafka's own clients choose a partition."""
    return _murmur2(key) & 0x7FFFFFFF


def _murmur2(key: bytes) -> int:
    """Austin Appleby's 32-bit MurmurHash2 with the seed that Kafka gives it."""
    mix = 0x5BD1E995
    whole = len(key) & ~3
    hashed = 0x9747B28C ^ len(key)
    for (four,) in struct.iter_unpack("<I", key[:whole]):
        mixed = four * mix & 0xFFFFFFFF
        hashed = (hashed * mix & 0xFFFFFFFF) ^ ((mixed ^ mixed >> 24) * mix & 0xFFFFFFFF)
    if rest := key[whole:]:
        hashed = (hashed ^ int.from_bytes(rest, "little")) * mix & 0xFFFFFFFF
    hashed = (hashed ^ hashed >> 13) * mix & 0xFFFFFFFF
    return hashed ^ hashed >> 15


def _traceparent(trace: UUID, span: UUID) -> str:
    return f"00-{trace.hex}-{span.hex[:16]}-01"


def _continued(parent: str | None, span: UUID) -> str:
    return f"00-{parent[3:35]}-{span.hex[:16]}-01" if parent else _traceparent(span, span)
