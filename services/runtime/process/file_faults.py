"""Why a file that a person names cannot be used, in words."""

from __future__ import annotations

from errno import EACCES, EEXIST, EISDIR, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM, EROFS
from pathlib import Path

WHY: dict[int, str] = {
    ENOENT: "is not there, or its folder is not",
    EACCES: "may not be read or written by you",
    EPERM: "may not be read or written by you",
    EROFS: "lies where nothing can be written",
    EISDIR: "is a folder, and a file is meant",
    ENOTDIR: "lies in something that is no folder",
    EEXIST: "is there already, and is no folder",
    ENAMETOOLONG: "is too long for the name of a file",
}
"""What is said of the name of a file, by the number of the system's fault."""
MISSING = "is not there"
FOLDER = WHY[EISDIR]
NO_FOLDER = "is a file, and a folder is meant"


def why_unreadable(path: Path) -> str | None:
    """Why a file cannot be read, as the end of a sentence that begins with its name; None if it can."""
    try:
        if path.is_dir():
            return FOLDER
        if not path.is_file():
            return "is neither a file nor a folder" if path.exists() else MISSING
        with path.open("rb"):
            return None
    except PermissionError:
        return "may not be read by you"
    except OSError as fault:
        return why_not(fault)


def why_not(fault: OSError) -> str:
    """What the system has against a file, as the end of a sentence that begins with its name."""
    return WHY.get(fault.errno or 0) or f"cannot be used: {fault.strerror}"
