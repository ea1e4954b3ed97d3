"""A console with colours of its own, through which nothing else passes that commands a terminal."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import Console
from rich.segment import Segment

from services.commands.printing import PrintableStream, printable


class PrintableConsole(Console):
    """A console whose own colours and lines reach the terminal; what it is given to print is made printable."""

    def _render_buffer(self, buffer: Any) -> str:
        plain = (part if part.control else Segment(printable(part.text), part.style) for part in buffer)
        return super()._render_buffer(plain)


def console(width: int | None = None) -> PrintableConsole:
    """A console on the standard output, past the stream that knows no colours."""
    out = sys.stdout
    return PrintableConsole(file=out.behind if isinstance(out, PrintableStream) else None, width=width)
