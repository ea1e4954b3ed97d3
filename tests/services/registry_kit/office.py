"""A social security office that has files: lines as its system exports them, and the mapping its engineer wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from contracts.base import Envelope
from services.registry_kit.checkpoint import digest_of
from services.registry_kit.facts import Facts, Reject
from services.registry_kit.ingest import IngestJob
from services.registry_kit.input_line import InputLine
from services.registry_kit.kinds import KINDS
from services.registry_kit.lines import Lines
from services.registry_kit.mapping import Mapping as FileMapping
from services.registry_kit.mapping_file import read_mapping
from services.runtime.privacy.pseudonyms import Keys, pseudonym_of

KEY = bytes(range(32))
KEYS = Keys(KEY, KEY[::-1])
HEADER = "insured_no;employer_no;month;gross;contribution;hours;version;posted"
CONTRIBUTIONS: dict[str, Any] = {
    "source": "https://fund.example.org/contributions",
    "person": {"national_id": "insured_no", "pattern": "[0-9]{2}-[0-9]{4,6}", "ignore": "-"},
    "csv": {"delimiter": ";"},
    "fields": {
        "key": {"join": ["employer_no", "month"], "with": "-"},
        "source_version": "version",
        "recorded_at": {"column": "posted", "format": "%d.%m.%Y %H:%M", "zone": "-06:00"},
        "employer": "employer_no",
        "period": {"month": "month", "format": "%Y%m"},
        "earnings": {"column": "gross", "currency": "USD", "decimal": "comma", "thousands": "point"},
        "contribution": {"column": "contribution", "currency": "USD", "decimal": "comma"},
        "minutes_worked": {"column": "hours", "unit": "hours"},
    },
}


ABOUT: dict[str, Any] = {
    "source": "https://office.example.org",
    "person": {"national_id": "id", "pattern": "[0-9]{1,9}"},
}
FACT: dict[str, Any] = {
    "key": {"constant": "k-1"},
    "source_version": {"constant": 1},
    "recorded_at": {"constant": "2020-05-01T08:00:00Z"},
}
MONTHLY: dict[str, Any] = {
    "employer": {"constant": "E1"},
    "period": {"constant": {"start": "2020-02-01", "end": "2020-03-01"}},
}
"""What a contribution needs beside its amount."""


def contribution_line(number: int, **changes: str) -> str:
    """One month of one person as the office's system writes it."""
    cells = {
        "insured_no": f"00-{number // 3:06d}",
        "employer_no": f"E{number % 40:04d}",
        "month": f"2020{number % 3 + 1:02d}",
        "gross": f"{number % 9 + 1}.{number % 1000:03d},{number % 100:02d}",
        "contribution": "12,50",
        "hours": "160",
        "version": "1",
        "posted": f"15.04.2020 08:{number % 60:02d}",
    }
    return ";".join((cells | changes).values())


def write_csv(path: Path, lines: Iterable[str], header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def write_mapping(path: Path, mapping: Mapping[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(dict(mapping)), encoding="utf-8")
    return path


def pseudonym(national_id: str) -> str:
    """Of an identity number as `CONTRIBUTIONS` has it, or without signs."""
    return pseudonym_of(national_id.replace("-", ""), KEY)


def work_on(path: Path, mapping_file: Path, kind: str = "contribution") -> IngestJob[Envelope]:
    """What `tideover ingest` does with a file, a mapping and a key."""
    mapping = read_mapping(mapping_file, kind)
    digest = digest_of(path, mapping.model_dump_json().encode(), kind.encode())
    return IngestJob(path, Facts(mapping, kind, KEYS), digest, Lines(path, mapping))


def told_by(kind: str, mapping: Mapping[str, Any], **cells: Any) -> list[Envelope] | Reject:
    """What one line tells under a mapping, without any file."""
    assert kind in KINDS
    if "source" not in mapping:  # only the fields that matter
        mapping, cells = {**ABOUT, "fields": {**FACT, **mapping}}, {"id": "1234", **cells}
    return Facts(FileMapping.model_validate(mapping), kind, KEYS).of(InputLine(2, cells))


def body(kind: str, mapping: Mapping[str, Any], **cells: Any) -> dict[str, Any]:
    """The data of the one fact that a line tells."""
    found = told_by(kind, mapping, **cells)
    assert not isinstance(found, Reject), found
    [envelope] = found
    return envelope.data


def reason(kind: str, mapping: Mapping[str, Any], **cells: Any) -> str:
    """Why a line is rejected."""
    found = told_by(kind, mapping, **cells)
    assert isinstance(found, Reject)
    return found.reason


def mapping(**fields: Any) -> dict[str, Any]:
    """A mapping of these fields, with a key in a column of its own."""
    return {**ABOUT, "fields": {**FACT, "key": "key", **fields}}
