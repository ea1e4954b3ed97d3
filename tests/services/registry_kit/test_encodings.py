"""A file is read in the encoding that the mapping names; another one is found, and never guessed at."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from services.registry_kit.encodings import encoding_fault
from services.registry_kit.input_line import InputLine
from services.registry_kit.lines import Lines
from services.registry_kit.mapping import Mapping, MappingFault

TEXT = "who;place;month\r\n1234;Besançon;2020-01\r\n5678;Zürich;2020-02\r\n"
ROWS = [
    {"who": "1234", "place": "Besançon", "month": "2020-01"},
    {"who": "5678", "place": "Zürich", "month": "2020-02"},
]


def mapping(encoding: str) -> Mapping:
    return Mapping.model_validate(
        {
            "source": "https://office.example.org",
            "person": {"national_id": "who", "pattern": "[0-9]{4}"},
            "csv": {"delimiter": ";", "encoding": encoding},
            "fields": {},
        }
    )


def lines_of(folder: Path, content: bytes, encoding: str) -> list[InputLine]:
    file = folder / "file.csv"
    file.write_bytes(content)
    return list(Lines(file, mapping(encoding)))


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-8", TEXT.encode()),
        ("utf-8-sig", TEXT.encode()),
        ("utf-8", codecs.BOM_UTF8 + TEXT.encode()),
        ("utf-8-sig", codecs.BOM_UTF8 + TEXT.encode()),
        ("latin-1", TEXT.encode("latin-1")),
        ("cp1252", TEXT.encode("cp1252")),
        ("utf-16", TEXT.encode("utf-16")),
        ("utf-16", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")),
        ("utf-16-le", TEXT.encode("utf-16-le")),
        ("utf-16-le", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")),
        ("utf-16-be", TEXT.encode("utf-16-be")),
        ("cp037", TEXT.encode("cp037")),
    ],
)
def test_a_file_in_the_encoding_that_is_named_is_read(tmp_path: Path, encoding: str, content: bytes) -> None:
    assert [line.cells for line in lines_of(tmp_path, content, encoding)] == ROWS


@pytest.mark.parametrize(
    ("encoding", "content", "says"),
    [
        ("utf-8-sig", TEXT.encode("utf-16"), "it looks like UTF-16 (utf-16-le)"),
        ("utf-8-sig", TEXT.encode("utf-16-le"), "it looks like UTF-16 (utf-16-le)"),
        ("latin-1", TEXT.encode("utf-16-be"), "it looks like UTF-16 (utf-16-be)"),
        ("latin-1", codecs.BOM_UTF8 + TEXT.encode(), "it looks like UTF-8 (utf-8)"),
        ("cp1252", codecs.BOM_UTF8 + TEXT.encode(), "it looks like UTF-8 (utf-8)"),
        ("utf-8", TEXT.encode("utf-32"), "it looks like UTF-32 (utf-32)"),
        ("utf-16", TEXT.encode(), "it does not look like UTF-16: no byte of it is zero"),
        ("utf-16", TEXT.encode("utf-16-be"), "it has no byte order mark; it looks like UTF-16-BE"),
        ("utf-16-le", TEXT.encode("utf-16-be"), "it looks like UTF-16-BE"),
        ("utf-16-be", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "it looks like UTF-16-LE"),
    ],
)
def test_a_file_in_another_encoding_is_refused_with_a_hint(
    tmp_path: Path, encoding: str, content: bytes, says: str
) -> None:
    with pytest.raises(MappingFault) as refused:
        lines_of(tmp_path, content, encoding)
    assert says in str(refused.value)
    assert "csv: {encoding: utf-16}" in str(refused.value)


@pytest.mark.parametrize(
    ("encoding", "content", "fault"),
    [
        ("utf-8", TEXT.encode().replace("ü".encode(), b"\xfc"), "byte 7 is not written in utf-8"),
        ("cp1252", TEXT.encode("cp1252").replace(b"\xfc", b"\x81"), "byte 7 is not written in cp1252"),
        ("utf-8", TEXT.encode()[:-10] + b"\xc3", "byte 9 is not written in utf-8"),
        ("utf-16", TEXT.encode("utf-16")[:-21], "byte 31 is not written in utf-16"),
    ],
)
def test_a_byte_that_the_encoding_does_not_know_rejects_its_line_and_no_other(
    tmp_path: Path, encoding: str, content: bytes, fault: str
) -> None:
    first, second = lines_of(tmp_path, content, encoding)
    assert first.cells == ROWS[0]
    assert second.fault is not None
    assert second.fault in {fault, "the line has 2 columns, the header 3"}


def test_what_latin_1_makes_of_utf_8_is_not_put_right_in_silence(tmp_path: Path) -> None:
    [first, _] = lines_of(tmp_path, TEXT.encode(), "latin-1")
    assert first.cells["place"] == "BesanÃ§on", "as the mapping says; a guess might be wrong the next time"


@pytest.mark.parametrize("encoding", ["utf-9", "", "rot13", "hex", "idna", "unicode_escape", "a\0b"])
def test_an_encoding_in_which_nobody_writes_files_is_refused_in_the_mapping(encoding: str) -> None:
    with pytest.raises(ValueError, match="encoding"):
        mapping(encoding)


def test_a_few_zero_bytes_make_no_utf_16() -> None:
    assert encoding_fault(b"who;place\n1234;Be\0san\n", "utf-8") is None
