"""The installer shows how far it is, and what pip says only when pip fails."""

from __future__ import annotations

import hashlib
import os
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest

from deploy.install import packages_in
from tests.shape.tree import ROOT


def wheel_in(folder: Path, name: str) -> str:
    """A package with nothing in it, and its line for a lock file."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", "")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    return folder / "bin" / "python"


def installing(python: Path, lock: Path, wheels: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    command = [python, ROOT / "deploy" / "install.py", lock]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_progress_is_shown_and_the_end_says_how_many_packages_there_are(python: Path, tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("".join(wheel_in(tmp_path, name) for name in ("alpha", "beta")), encoding="utf-8")
    assert packages_in(lock) == 2

    done = installing(python, lock, tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Fetched 1 of about 2 packages" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("4 packages, "), "pip and setuptools are there too"


def test_what_pip_says_is_shown_when_it_fails(python: Path, tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")

    failed = installing(python, lock, tmp_path)

    assert failed.returncode != 0
    assert "No matching distribution found for no-such-package" in failed.stdout


@pytest.mark.parametrize("text", ["", "idna>=3\n", None])
def test_a_file_that_pins_nothing_is_refused_in_a_sentence(python: Path, tmp_path: Path, text: str | None) -> None:
    lock = tmp_path / "some.lock"
    if text is not None:
        lock.write_text(text, encoding="utf-8")

    refused = installing(python, lock, tmp_path)

    assert refused.returncode == 2
    assert refused.stderr.startswith("Name one lock file that pins packages")


def test_the_two_lock_files_of_development_and_use_agree() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") < pins("requirements-dev.lock"), "make lock"
    assert not {"mock-bank", "playwright", "pyarrow", "mypy"} & {
        pin.split("==")[0] for pin in pins("requirements.lock")
    }
