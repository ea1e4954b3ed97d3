"""What may be wrong with a producer, in words, and what its engineers do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.runtime.parking_codes import CODES


class Area(StrEnum):
    """Where a fault lies."""

    SCHEMA = "schema"
    KEYS = "keys"
    VERSIONS = "versions"
    TIMES = "times"
    DUPLICATES = "duplicates"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of fault. A harmless one is said and changes nothing: the engine copes with it."""

    area: Area
    says: str
    do: str
    harmless: bool = False


def _as_parked(code: str) -> FaultKind:
    """A message that takes no effect, in the words of the engine, which would park it under the same code."""
    says, _, do = CODES[code].partition(". ")
    return FaultKind(Area.SCHEMA, f"{says}.", do)


REFUSED = ("not-json", "bad-envelope", "wrong-topic", "unknown-type", "unknown-version", "bad-data")

FINDINGS: dict[str, FaultKind] = {
    **{code: _as_parked(code) for code in REFUSED},
    "wrong-dataschema": FaultKind(
        Area.SCHEMA,
        "The envelope's dataschema is not that of its type.",
        "Write urn:tideover:schema:<name>:<version>, with the name and version of the type.",
    ),
    "unknown-field": FaultKind(
        Area.SCHEMA,
        "The data hold a field that no schema names; it is ignored.",
        "Look for a misspelt field: if it was an optional one, its value is lost.",
    ),
    "too-fine": FaultKind(
        Area.SCHEMA,
        "The code of an occupation or industry tells more than two digits.",
        "Cut it to two digits, unless a sheet of yours asks for more: whoever reads the bus can tell people by it.",
    ),
    "no-content-type": FaultKind(
        Area.SCHEMA,
        "The header content-type is not application/cloudevents+json.",
        "Send it with every message; bridges and other readers go by it.",
        harmless=True,
    ),
    "no-key": FaultKind(Area.KEYS, "The message has no key.", "Send the subject as the key of every message."),
    "key-not-subject": FaultKind(
        Area.KEYS,
        "The key is not the subject.",
        "Send the subject, in UTF-8 and without quotes, as the key: it keeps a person's events in order.",
    ),
    "wrong-partition": FaultKind(
        Area.KEYS,
        "The message stands in another partition than its subject belongs to.",
        "Leave the choice to your Kafka client's default partitioner (murmur2), and give it no partition.",
    ),
    "no-pseudonym": FaultKind(
        Area.KEYS,
        "The subject is no pseudonym: it may be a person's identity number.",
        "Stop, and make pseudonyms at your edge; what was sent must be deleted from the topic.",
    ),
    "version-gap": FaultKind(
        Area.VERSIONS,
        "Versions of a fact are missing between two that came.",
        "Send the missing ones, or number corrections without leaving any out.",
    ),
    "version-backwards": FaultKind(
        Area.VERSIONS,
        "An older version of a fact came after a newer one.",
        "Send the versions of a fact one after another; here the newer one holds.",
    ),
    "contradiction": FaultKind(
        Area.VERSIONS,
        "The same key and version came with other content.",
        "Send what is true with a higher source_version; until then one of the two is parked.",
    ),
    "recorded-in-the-future": FaultKind(
        Area.TIMES,
        "The message says that it was recorded after it was sent.",
        "Set the clock, and write moments with their offset from UTC.",
    ),
    "period-not-begun": FaultKind(
        Area.TIMES,
        "Earnings were recorded before the period in which they were earned began.",
        "Look for periods that are a month or a year off.",
    ),
    "period-too-long": FaultKind(
        Area.TIMES,
        "Earnings are stated for more than a year at once.",
        "State them for the months or weeks in which they were earned.",
    ),
    "id-reused": FaultKind(
        Area.DUPLICATES,
        "The same id came with other content.",
        "Never use an id twice; derive it from source, key and version, or draw it at random.",
    ),
    "repeated": FaultKind(
        Area.DUPLICATES,
        "The same message came more than once.",
        "Nothing: it takes effect once. Many of them cost time.",
        harmless=True,
    ),
    "same-fact-again": FaultKind(
        Area.DUPLICATES,
        "The same fact came again under another id.",
        "Send a message again under its own id.",
        harmless=True,
    ),
    "silence": FaultKind(
        Area.SILENCE,
        "No message came for longer than agreed.",
        "Look whether your sending job ran, and send what it left out; late facts are taken.",
    ),
    "nothing-there": FaultKind(
        Area.SILENCE, "There is no message in the time looked at.", "Look at --topic and --since, then at the sender."
    ),
}
"""By code. The order is the one in which they are told."""
