"""What is printed for a person: no sign from outside moves the cursor, hides a word or turns the line around.

Officers', banks' and institutions' words stand in what commands print. A terminal obeys escape sequences in them, and
letters that turn the direction of writing make a sentence say another one (Unicode Technical Report 36, section 2.3).
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import wraps
from typing import ParamSpec, TextIO, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_COMMANDING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters but tab and line feed, marks and overrides of direction, what is not seen, and half letters."""


def printable(text: str) -> str:
    r"""The text with every sign that commands a terminal written out, as `\x1b` or `\u202e`."""
    return _COMMANDING.sub(_written_out, text)


def _written_out(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


class PrintableStream(io.TextIOBase):
    """A text stream through which only printable text passes to the one behind it."""

    def __init__(self, behind: TextIO) -> None:
        self.behind = behind

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a stream's own attribute, here that of the one behind
        """As of the stream behind."""
        return self.behind.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]  # as above
        """As of the stream behind."""
        return self.behind.errors

    def write(self, text: str) -> int:
        """Write the text, made printable."""
        self.behind.write(printable(text))
        return len(text)

    def flush(self) -> None:
        """Flush the stream behind."""
        self.behind.flush()

    def isatty(self) -> bool:
        """Whether a terminal is behind."""
        return self.behind.isatty()

    def fileno(self) -> int:
        """The number of the file behind."""
        return self.behind.fileno()

    def writable(self) -> bool:
        """It is."""
        return True


@contextmanager
def printing() -> Iterator[None]:
    """Whatever is printed meanwhile is printable."""
    with redirect_stdout(cast("TextIO", PrintableStream(sys.stdout))):
        yield


def prints_safely(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whatever it prints made printable."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        with printing():
            return function(*args, **kwargs)

    return called
