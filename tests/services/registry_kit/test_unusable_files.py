"""A file that is no file of lines, or that somebody is writing, is refused in one sentence before it does harm."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from contracts.base import Envelope
from services.registry_kit import ingest as work_of
from services.registry_kit.checkpoint import checkpoint_file
from services.registry_kit.ingest import ingest, try_out
from services.registry_kit.lines import Lines
from services.registry_kit.mapping import MappingFault
from services.registry_kit.mapping_file import read_mapping
from tests.services.registry_kit.office import CONTRIBUTIONS, contribution_line, work_on, write_csv, write_mapping


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "april.csv", [contribution_line(number) for number in range(30)])


def spreadsheet() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("xl/workbook.xml", "<workbook/>")
    return archive.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (spreadsheet(), "file.csv is a spreadsheet or another archive (ZIP), whatever its name ends with"),
        (gzip.compress(b"insured_no;month\n"), "file.csv is compressed (gzip), whatever its name ends with"),
        (b"%PDF-1.7\n", "file.csv is a PDF, whatever its name ends with"),
        (b"PAR1\x15\x04", "file.csv is a Parquet file, whatever its name ends with"),
        (b"\x8f\xe2insured_no;month\n1;2\n", "its first line cannot be read: byte 1 is not written in utf-8-sig."),
        (b"insured_no\0;month\n1;2\n", "its first line cannot be read: the line holds a byte that is zero."),
        (b'"insured_no;month\n1;2\n', "its first line cannot be read: a quote is opened here and not closed"),
    ],
    ids=["archive", "gzip", "pdf", "parquet", "latin letter", "zero byte", "open quote"],
)
def test_a_file_that_is_no_text_is_called_what_it_is(tmp_path: Path, mapping: Path, content: bytes, says: str) -> None:
    (tmp_path / "file.csv").write_bytes(content)
    with pytest.raises(MappingFault) as refused:
        list(Lines(tmp_path / "file.csv", read_mapping(mapping, "contribution")))
    assert says in str(refused.value)


def test_a_spreadsheet_is_not_taken_for_lines_of_json_either(tmp_path: Path, mapping: Path) -> None:
    (tmp_path / "file.jsonl").write_bytes(spreadsheet())
    with pytest.raises(MappingFault, match="spreadsheet"):
        list(Lines(tmp_path / "file.jsonl", read_mapping(mapping, "contribution")))


def add_a_line(file: Path) -> None:
    with file.open("a", encoding="utf-8") as writer:
        writer.write(contribution_line(31)[:20])


def replace(file: Path) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_bytes(file.read_bytes())
    fresh.replace(file)


def cut(file: Path) -> None:
    os.truncate(file, 300)


@pytest.mark.parametrize("change", [add_a_line, replace, cut, Path.unlink])
def test_a_file_that_is_being_written_is_published_no_further(
    file: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch, change: object
) -> None:
    assert callable(change)
    monkeypatch.setattr(work_of, "LINES_AT_ONCE", 10)
    published: list[Envelope] = []

    def publish(envelopes: list[Envelope]) -> None:
        published.extend(envelopes)
        change(file)

    with pytest.raises(MappingFault, match=r"april\.csv was changed while it was read, so what was read last is not"):
        list(ingest(work_on(file, mapping), publish))
    assert len(published) == 10
    assert checkpoint_file(file).exists(), "what was published is written down"


def test_a_trial_of_a_file_that_is_being_written_says_so(file: Path, mapping: Path) -> None:
    work = work_on(file, mapping)
    add_a_line(file)
    with pytest.raises(MappingFault, match="was changed while it was read"):
        list(try_out(work))


def test_a_file_that_rests_is_read_to_its_end(file: Path, mapping: Path) -> None:
    *_, last = try_out(work_on(file, mapping))
    assert last.checkpoint.published == 30
