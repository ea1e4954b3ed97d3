"""Bytes of a file as lines of text, in the encoding that the mapping names: it is never guessed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

HEAD_BYTES = 4096
UNDECODABLE = "\udcff"
"""Stands in a text for bytes that are not in its encoding; no encoding of files gives it."""
MARKS = (
    ("utf-32", codecs.BOM_UTF32_LE),
    ("utf-32", codecs.BOM_UTF32_BE),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
NO_TEXT = (
    (b"PK\x03\x04", "a spreadsheet or another archive (ZIP)"),
    (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ", "compressed (xz)"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF-", "a PDF"),
)
"""How files begin that are often taken for text, and what they are."""
NULS_OF_UTF_16 = 4
"""In UTF-16, more than one byte in so many is zero, wherever the text has digits and separators."""
WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""How to count bytes where the encoding itself would add a byte order mark each time."""


def _mark_undecodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNDECODABLE, error.end


codecs.register_error("tideover-undecodable", _mark_undecodable)


def encoding_fault(head: bytes, encoding: str) -> str | None:
    """Why a file that begins so is not in the encoding that the mapping names; None if it may be."""
    declared = codecs.lookup(encoding).name
    looks = looks_like(head)
    if declared.startswith(("utf-16", "utf-32")):
        if looks is None:
            return None if b"\0" in head else f"it does not look like {encoding.upper()}: no byte of it is zero"
        if declared in {"utf-16", "utf-32"} and not head.startswith(tuple(mark for _, mark in MARKS)):
            return f"it has no byte order mark; it looks like {looks.upper()}"
        return None if looks.startswith(declared) or declared == looks else f"it looks like {looks.upper()}"
    if looks is None or declared.replace("-sig", "") == looks:
        return None
    return f"it looks like {'UTF-16' if looks.startswith('utf-16') else looks.upper()} ({looks})"


def other_kind(head: bytes) -> str | None:
    """What a file that begins so is, if it is no text; None if it may be one."""
    return next((kind for sign, kind in NO_TEXT if head.startswith(sign)), None)


def looks_like(head: bytes) -> str | None:
    """The Unicode encoding that a byte order mark, or zeros at every other byte, give away."""
    for name, mark in MARKS:
        if head.startswith(mark):
            return name
    if len(head) < NULS_OF_UTF_16 or head.count(0) * NULS_OF_UTF_16 < len(head):
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def text_lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of a file with their ends (LF, CR or both); what cannot be decoded stands there as `UNDECODABLE`."""
    with TextIOWrapper(file, encoding=encoding, errors="tideover-undecodable", newline="") as text:
        for number, line in enumerate(text):
            yield line.removeprefix("\ufeff") if number == 0 else line


def undecodable_at(line: str, encoding: str) -> int | None:
    """The byte of the line, from 1 on, that is not in the encoding; None if all are."""
    if line.isascii() or UNDECODABLE not in line:
        return None
    name = codecs.lookup(encoding).name
    return len(line.partition(UNDECODABLE)[0].encode(WITHOUT_MARK.get(name, name), "replace")) + 1
