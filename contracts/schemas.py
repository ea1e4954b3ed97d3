"""JSON Schema of every event, one file a version, kept as the record of what was released.

`python -m contracts.schemas` writes new versions and optional additions, and refuses anything that would break a
reader of a released version.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import contracts
from contracts.base import EVENTS, UPCASTS, Event, Part
from contracts.ratchet import Schema, breaking_changes

DIALECT = "https://json-schema.org/draft/2020-12/schema"
RELEASED = Path(__file__).with_suffix("")
EXAMPLES = RELEASED.with_name("examples")
WITHDRAWN = {"eligibility.fact-set-aside.v1": "nothing ever published it"}
"""Released versions that were taken back because no log can hold them, and why; their names are not used again."""


def published() -> dict[str, type[Event]]:
    """Every event that this package defines, by file stem: `claims.claim-opened.v1`."""
    for module in iter_modules(contracts.__path__):
        import_module(f"{contracts.__name__}.{module.name}")
    ours = [event for event in EVENTS.values() if event.__module__.startswith(f"{contracts.__name__}.")]
    return {f"{event.name}.v{event.version}": event for event in sorted(ours, key=lambda e: (e.name, e.version))}


def schema_of(model: type[Part]) -> dict[str, Any]:
    """The closed schema of a model: nothing is in a message that is not named here."""
    schema = {"$schema": DIALECT, **_closed(model.model_json_schema())}
    if issubclass(model, Event):
        schema |= {"$id": model.dataschema(), "title": f"{model.name} version {model.version}"}
    return schema


def _closed(schema: Any) -> Any:
    """Every object closed; titles that only repeat a field's name, and OpenAPI's `discriminator`, left out."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {
        name: {field: _closed(inner) for field, inner in part.items()}
        if name in {"properties", "$defs"}
        else _closed(part)
        for name, part in schema.items()
        if not (name == "title" and isinstance(part, str)) and name != "discriminator"
    }
    if closed.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed


def as_text(schema: Schema) -> str:
    """The one written form, so that equal schemas are equal files."""
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def released_in(folder: Path) -> dict[str, Schema]:
    """The released schemas by file stem."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}


def objections(events: Mapping[str, type[Event]], released: Mapping[str, Schema]) -> list[str]:
    """Why the released record may not be brought to what the code says, in sentences; empty if it may."""
    found = [
        f"{stem}: {change}; give the event a new version and an upcast from this one"
        for stem, event in events.items()
        if stem in released
        for change in breaking_changes(released[stem], schema_of(event))
    ]
    found += [
        f"{stem}: was released, and nothing here can read it; keep the event, or upcast it to a newer version"
        for stem in released
        if stem not in events and not _is_upcast(stem, events)
    ]
    found += [f"{stem}: was withdrawn; take another name" for stem in events if stem in WITHDRAWN]
    return found


def _is_upcast(stem: str, events: Iterable[str]) -> bool:
    name, _, version = stem.rpartition(".v")
    reached = int(version)
    while (name, reached) in UPCASTS:
        reached += 1
    return f"{name}.v{reached}" in set(events)


def out_of_date(events: Mapping[str, type[Event]], released: Mapping[str, Schema]) -> list[str]:
    """Events whose file is missing or says less than the code."""
    return [stem for stem, event in events.items() if released.get(stem) != schema_of(event)]


def main() -> int:
    """Bring the released record to what the code says, if that breaks no reader."""
    events, released = published(), released_in(RELEASED)
    if refused := objections(events, released):
        sys.stderr.write("\n".join(refused) + "\n")
        return 1
    RELEASED.mkdir(exist_ok=True)
    for stem in out_of_date(events, released):
        (RELEASED / f"{stem}.json").write_text(as_text(schema_of(events[stem])), encoding="utf-8")
        sys.stdout.write(f"wrote {stem}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
