"""What ends a command is told in one sentence; what is a fault of our own is kept in a file, for whoever mends it."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from errno import ENOENT, ENOSPC, ENOTDIR
from typing import Any

from contracts.in_words import InWords
from services.runtime.process.file_faults import NO_FOLDER, why_not

MENDABLE, OWN_FAULT, INTERRUPTED = 2, 70, 130
"""Exit codes: what the caller can put right; EX_SOFTWARE of sysexits.h; as a shell counts an interrupt."""
DATABASE_IN_WORDS = {
    "disk is full": "The disk is full: the database cannot be written.",
    "no such table": "The database was made by another version of this program; make it anew.",
    "no such column": "The database was made by another version of this program; make it anew.",
    "unable to open": "The database's file cannot be opened.",
    "readonly": "The database's file may not be written by you.",
    "is locked": "The database is in use by another process.",
    "not a database": "The database's file is no database, or is damaged.",
    "malformed": "The database's file is damaged.",
}


class Interrupted(InWords):
    """A person stopped a command; the message says what it leaves behind."""


def ends_with(fault: Exception) -> tuple[int, str]:
    """The exit code and the sentence with which a command ends because of this fault."""
    if isinstance(fault, Interrupted):
        return INTERRUPTED, str(fault)
    if isinstance(fault, InWords):
        return MENDABLE, str(fault)
    sentence = _of_file(fault) if isinstance(fault, OSError) else _of_server(fault)
    if sentence:
        return MENDABLE, sentence
    return OWN_FAULT, _own_fault(fault)


def _of_file(fault: OSError) -> str | None:
    if fault.errno == ENOSPC:
        return "The disk is full."
    if fault.filename is None:
        return None
    name = os.fsdecode(fault.filename) if isinstance(fault.filename, str | bytes) else str(fault.filename)
    if fault.errno == ENOENT and os.sep not in name and isinstance(fault, FileNotFoundError) and _was_run(fault):
        return f"The program {name} is not installed, or not on the PATH."
    if fault.errno == ENOTDIR and os.path.isfile(name):  # noqa: PTH113 - a name, which may be no path at all
        return f"{name} {NO_FOLDER}."
    return f"{name} {why_not(fault)}."


def _was_run(fault: OSError) -> bool:
    """Whether the file was to be run as a program: the fault then comes from `subprocess`."""
    return any(frame.name == "_execute_child" for frame in traceback.extract_tb(fault.__traceback__))


def _of_server(fault: Exception) -> str | None:
    """What a database or a broker that cannot be used says; asks only packages that the command has loaded."""
    database: Any = getattr(sys.modules.get("sqlalchemy.exc"), "OperationalError", ())
    broker: Any = getattr(sys.modules.get("kafka.errors"), "KafkaError", ())
    if isinstance(fault, database):
        original = str(getattr(fault, "orig", "")).lower()
        told = (sentence for sign, sentence in DATABASE_IN_WORDS.items() if sign in original)
        return next(told, "The database does not answer.")
    return f"The log does not answer ({type(fault).__name__})." if isinstance(fault, broker) else None


def _own_fault(fault: Exception) -> str:
    """Names the fault and where its whole text lies; the text may hold what was read, so it is for its owner alone."""
    with tempfile.NamedTemporaryFile("w", prefix="tideover-fault-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(fault)))
    return f"This is a fault of Tideover's own ({type(fault).__name__}). Its whole text lies in {file.name}."
