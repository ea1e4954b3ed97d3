"""A mapping that cannot be meant is refused before the first line, in one sentence that says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.registry_kit.lines import Lines
from services.registry_kit.mapping import MappingFault, read_mapping, zone_of
from tests.services.registry_kit.office import CONTRIBUTIONS, contribution_line, write_csv, write_mapping


def refusal(folder: Path, mapping: dict[str, Any], kind: str = "contribution") -> str:
    with pytest.raises(MappingFault) as refused:
        read_mapping(write_mapping(folder / "map.yaml", mapping), kind)
    return str(refused.value)


def with_field(name: str, rule: Any) -> dict[str, Any]:
    return CONTRIBUTIONS | {"fields": CONTRIBUTIONS["fields"] | {name: rule}}


def without_field(name: str) -> dict[str, Any]:
    return CONTRIBUTIONS | {"fields": {key: rule for key, rule in CONTRIBUTIONS["fields"].items() if key != name}}


def test_the_mapping_itself_is_taken(tmp_path: Path) -> None:
    assert read_mapping(write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS), "contribution").source


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (with_field("wages", "gross"), "wages is no field of contribution; there are key, source_version"),
        (without_field("earnings"), "earnings is missing, and every contribution needs it"),
        (with_field("earnings", "gross"), "earnings: an amount needs its currency"),
        (with_field("earnings", {"column": "gross", "currency": "usd"}), "fields.earnings.currency: "),
        (with_field("earnings", {"column": "gross", "constant": 1, "currency": "USD"}), "filled in one way"),
        (with_field("earnings", {}), "filled in one way"),
        (with_field("earnings", {"colunm": "gross"}), "fields.earnings.colunm: "),
        (with_field("employer", {"column": "e", "currency": "USD"}), "employer: currency means nothing"),
        (with_field("period", "month"), "period: a period is filled from a month, or from a start and an end"),
        (with_field("period", {"start": "a"}), "filled in one way"),
        (with_field("minutes_worked", {"month": "m"}), "minutes_worked: a month fills a period or a text"),
        (with_field("source_version", {"join": ["a", "b"]}), "only a text is joined"),
        (with_field("recorded_at", {"column": "posted", "zone": "Mars/Olympus"}), "recorded_at: the zone is written"),
        (CONTRIBUTIONS | {"person": {}}, "one of both"),
        (CONTRIBUTIONS | {"person": {"national_id": "a", "pseudonym": "b"}}, "one of both"),
        (CONTRIBUTIONS | {"csv": {"delimiter": ";;"}}, "csv.delimiter: "),
        ({"fields": {}}, "source: is missing"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(tmp_path: Path, mapping: dict[str, Any], says: str) -> None:
    found = refusal(tmp_path, mapping)
    assert found.startswith("map.yaml: ")
    assert says in found


def test_a_file_that_is_no_yaml_or_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("source: [1\nx: }", encoding="utf-8")
    with pytest.raises(MappingFault, match=r"map\.yaml is not YAML, line"):
        read_mapping(tmp_path / "map.yaml", "contribution")
    with pytest.raises(MappingFault, match="There is no mapping file"):
        read_mapping(tmp_path / "nothing.yaml", "contribution")


def test_a_column_that_the_file_lacks_is_named_before_anything_is_published(tmp_path: Path) -> None:
    mapping = read_mapping(write_mapping(tmp_path / "map.yaml", with_field("employer", "emplyer")), "contribution")
    file = write_csv(tmp_path / "lines.csv", [contribution_line(1)])
    with pytest.raises(MappingFault, match=r"lines.csv has no column emplyer; it has insured_no, employer_no"):
        list(Lines(file, mapping))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    mapping = read_mapping(write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS), "contribution")
    with pytest.raises(MappingFault, match=r"lines.xlsx is none of .csv, .jsonl, .parquet"):
        Lines(tmp_path / "lines.xlsx", mapping)
    with pytest.raises(MappingFault, match="There is no file"):
        Lines(tmp_path / "lines.csv", mapping)


@pytest.mark.parametrize("name", ["UTC", "+07:00", "-0330", "Asia/Bangkok"])
def test_a_zone_is_known_by_name_or_offset(name: str) -> None:
    assert zone_of(name) is not None


@pytest.mark.parametrize("name", ["", "+7", "+99:00", "../etc/passwd", "Nowhere"])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_of(name) is None
