"""A mapping that cannot be meant is refused before the first line, in one sentence that says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.registry_kit.field_rule import zone_of
from services.registry_kit.lines import Lines
from services.registry_kit.mapping import MappingFault
from services.registry_kit.mapping_file import read_mapping
from tests.services.registry_kit.office import CONTRIBUTIONS, HEADER, contribution_line, write_csv, write_mapping


def refusal(folder: Path, mapping: dict[str, Any], kind: str = "contribution") -> str:
    with pytest.raises(MappingFault) as refused:
        read_mapping(write_mapping(folder / "map.yaml", mapping), kind)
    return str(refused.value)


def with_field(name: str, rule: Any) -> dict[str, Any]:
    return CONTRIBUTIONS | {"fields": CONTRIBUTIONS["fields"] | {name: rule}}


def with_person(**rules: str) -> dict[str, Any]:
    return CONTRIBUTIONS | {"person": {"national_id": "insured_no", **rules}}


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
        (with_field("employer", {"column": None}), "filled in one way"),
        (with_field("employer", {"hidden": None}), "filled in one way"),
        (with_field("earnings", {"sum": None, "currency": "USD"}), "filled in one way"),
        (with_field("period", {"start": "a", "end": None}), "filled in one way"),
        (with_field("earnings", {"colunm": "gross"}), "fields.earnings.colunm: "),
        (with_field("employer", {"column": "e", "currency": "USD"}), "employer: currency means nothing"),
        (with_field("period", "month"), "period: a period is filled from a month, or from a start and an end"),
        (with_field("period", {"start": "a"}), "filled in one way"),
        (
            with_field("minutes_worked", {"month": "m"}),
            "minutes_worked: month means nothing for a field that holds a whole number",
        ),
        (
            with_field("source_version", {"join": ["a", "b"]}),
            "join means nothing for a field that holds a whole number",
        ),
        (with_field("recorded_at", {"column": "posted", "zone": "Mars/Olympus"}), "recorded_at: the zone is written"),
        (CONTRIBUTIONS | {"person": {}}, "one of both"),
        (CONTRIBUTIONS | {"person": {"national_id": "a", "pseudonym": "b"}}, "one of both"),
        (CONTRIBUTIONS | {"csv": {"delimiter": ";;"}}, "csv.delimiter: "),
        ({"fields": {}}, "source: is missing"),
        (CONTRIBUTIONS | {"person": {"national_id": "insured_no"}}, "a national_id needs its pattern, such as"),
        (with_person(pattern=".*"), "the pattern takes anything; say what an identity number looks like"),
        (with_person(pattern="["), "the pattern is no regular expression"),
        (with_person(pattern="[0-9]{6}", ignore="-0"), "only signs between letters and digits may be ignored"),
        (CONTRIBUTIONS | {"person": {"pseudonym": "insured_no", "ignore": "-"}}, "a pseudonym has its own form"),
        (CONTRIBUTIONS | {"csv": {"encoding": "utf-9"}}, "csv.encoding: no encoding has this name"),
        (CONTRIBUTIONS | {"csv": {"delimiter": "'", "quote": "'"}}, "delimiter and quote are two signs"),
        (
            with_field("earnings", {"column": "gross", "currency": "USD", "decimal": "point", "thousands": "point"}),
            "sign",
        ),
        (with_field("earnings", {"column": "gross", "currency": "USD", "decimal": "dot"}), "fields.earnings.decimal: "),
        (with_field("earnings", {"constant": 0.1, "currency": "USD"}), "earnings: the constant cannot be read: "),
        (with_field("period", {"month": "month", "format": "%m"}), "the format has no year and month"),
        (with_field("period", {"month": "month", "format": "%x"}), "mean another thing on another machine"),
        (with_field("period", {"month": "month", "format": "%d %d %m %Y"}), "the format is none of Python's strptime"),
        (
            with_field("period", {"month": "month", "format": "%m/%y"}),
            "period: a year of two digits (%y) needs its pivot",
        ),
        (with_field("period", {"month": "month", "pivot": 2020}), "period: a pivot is for years of two digits"),
        (with_field("period", {"start": "a", "end": "b", "days": 7}), "filled in one way"),
        (with_field("key", "insured_no"), "key: insured_no holds the identity number, which must not travel"),
        (with_field("key", {"join": ["month", "insured_no"]}), "key: insured_no holds the identity number"),
        (with_field("employer", "insured_no"), "employer: insured_no holds the identity number"),
        (with_field("period", {"month": "insured_no"}), "period: insured_no holds the identity number"),
        (CONTRIBUTIONS | {"weeks": [{"able": "a"}]}, "weeks are a certification's, and a contribution has none"),
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
    with pytest.raises(MappingFault, match=r"The mapping file .*nothing\.yaml is not there"):
        read_mapping(tmp_path / "nothing.yaml", "contribution")


def test_a_column_that_the_file_lacks_is_named_before_anything_is_published(tmp_path: Path) -> None:
    mapping = read_mapping(write_mapping(tmp_path / "map.yaml", with_field("employer", "emplyer")), "contribution")
    file = write_csv(tmp_path / "lines.csv", [contribution_line(1)])
    with pytest.raises(MappingFault, match=r"lines.csv has no column emplyer; it has insured_no, employer_no"):
        list(Lines(file, mapping))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    mapping = read_mapping(write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS), "contribution")
    (tmp_path / "lines.xlsx").touch()
    with pytest.raises(MappingFault, match=r"lines.xlsx is none of .csv, .jsonl, .parquet"):
        Lines(tmp_path / "lines.xlsx", mapping)
    with pytest.raises(MappingFault, match=r"The file .*lines\.csv is not there"):
        Lines(tmp_path / "lines.csv", mapping)


def test_a_hidden_column_may_be_the_identity_number(tmp_path: Path) -> None:
    mapping = with_field("employer", {"hidden": "insured_no"})
    assert read_mapping(write_mapping(tmp_path / "map.yaml", mapping), "contribution").needs_key()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"source: B\xfcro\n", "map.yaml is not written in UTF-8 (byte 10); save it as UTF-8."),
        ("source: a".encode("utf-16"), "map.yaml is not written in UTF-8 (byte 1); save it as UTF-8."),
        (b"source: a\nfields:\n  key: a\n  key: b\n", "map.yaml is not YAML, line 4: key stands there twice."),
        (b"source: 2020-13-45\n", "map.yaml is not YAML"),
        (b"source: " + b"[" * 5000, "map.yaml is not YAML"),
        (b"a: &x\n  <<: *x\n", "map.yaml is not YAML"),
        (b"? [a]\n: b\n", "map.yaml is not YAML"),
        (b"", "map.yaml is empty; a mapping names source, person and fields"),
        (b"- source\n", "map.yaml is no mapping; one names source, person and fields"),
        (b"source: \x00", "map.yaml is not YAML"),
    ],
)
def test_a_mapping_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "map.yaml").write_bytes(content)
    with pytest.raises(MappingFault) as refused:
        read_mapping(tmp_path / "map.yaml", "contribution")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("weeks", "says"),
    [
        (None, "weeks is missing, and every certification needs one or more"),
        ([{"able": "a"}], "weeks.0.earnings is missing, and every week needs it"),
        ([{"abel": "a"}], "weeks.0.abel is no field of week"),
        ([{"able": "insured_no"}], "weeks.0.able: insured_no holds the identity number"),
    ],
)
def test_the_weeks_of_a_certification_are_checked_as_fields_are(tmp_path: Path, weeks: Any, says: str) -> None:
    mapping = CONTRIBUTIONS | {"fields": {"key": "k"}} | ({"weeks": weeks} if weeks else {})
    assert says in refusal(tmp_path, mapping, "certification")


@pytest.mark.parametrize("header", [HEADER.replace("version", "gross;version"), HEADER + ";notes;notes"])
def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path, header: str) -> None:
    mapping = read_mapping(write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS), "contribution")
    file = write_csv(tmp_path / "lines.csv", [], header=header)
    with pytest.raises(MappingFault, match=r"lines.csv has the column (gross|notes) twice; which of the two is meant"):
        list(Lines(file, mapping))


@pytest.mark.parametrize("content", [b"", b"\n", HEADER.encode(), HEADER.encode() + b"\n\n;;;;;;;\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    mapping = read_mapping(write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS), "contribution")
    (tmp_path / "lines.csv").write_bytes(content)
    with pytest.raises(MappingFault, match=r"lines.csv is empty: there is|lines.csv has no column"):
        list(Lines(tmp_path / "lines.csv", mapping))


@pytest.mark.parametrize("name", ["UTC", "+07:00", "-0330", "Asia/Bangkok"])
def test_a_zone_is_known_by_name_or_offset(name: str) -> None:
    assert zone_of(name) is not None


@pytest.mark.parametrize(
    "name", ["", "+7", "+99:00", "+\u00b27:00", "+\u0660\u0667:00", "America", "a\0b", "../etc/passwd", "Nowhere"]
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_of(name) is None


@pytest.mark.parametrize(
    ("kind", "lists", "says"),
    [
        (
            "contribution",
            {"parts": [{"kind": {"constant": "basic"}}]},
            "parts.0.amount is missing, and every part needs",
        ),
        ("contribution", {"shares": [{"by": "b", "amount": "a"}]}, "shares.0.amount: an amount needs its currency"),
        ("contribution", {"weeks": [{"able": "a"}]}, "weeks are a certification's, and a contribution has none"),
        ("person", {"parts": [{"kind": "a"}]}, "parts are a contribution's, and a person has none"),
    ],
)
def test_each_list_is_filled_by_a_kind_that_has_it(tmp_path: Path, kind: str, lists: Any, says: str) -> None:
    assert says in refusal(tmp_path, CONTRIBUTIONS | lists, kind)


def test_a_list_s_name_is_for_codes_alone(tmp_path: Path) -> None:
    says = refusal(tmp_path, with_field("employer", {"column": "e", "list": "isco08"}))
    assert "employer: list means nothing for a field that holds a key" in says
