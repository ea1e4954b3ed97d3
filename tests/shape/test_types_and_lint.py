"""Types are strict, lint and layout are clean; each tool is seen to find a planted fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shape.tree import ROOT


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """A tool of our environment, run on our tree."""
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_type_is_checked_strictly() -> None:
    found = run("mypy")
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_planted_type_fault_is_found(tmp_path: Path) -> None:
    planted = {
        "no-untyped-def": "def pay(amount):\n    return amount\n",
        "arg-type": "from contracts.values import Money\n\nMoney(minor='12', currency='USD')\n",
        "call-arg": "from contracts.values import Money\n\nMoney(minor=12, currency='USD', cents=1)\n",
    }
    guilty = {message: tmp_path / f"{message.replace('-', '_')}.py" for message in planted}
    for message, file in guilty.items():
        file.write_text(planted[message], encoding="utf-8")

    found = run("mypy", "--config-file", "pyproject.toml", *map(str, guilty.values()))

    assert found.returncode == 1
    for message, file in guilty.items():
        assert [line for line in found.stdout.splitlines() if file.name in line and f"[{message}]" in line], message


def test_every_file_is_lint_clean() -> None:
    found = run("ruff", "check", "--quiet", "--output-format=concise")
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_file_is_laid_out_alike() -> None:
    found = run("ruff", "format", "--check")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ('"""A module."""\n\nimport os\n', "F401"),
        ('"""A module."""\n\n\ndef pay() -> None:\n    print(1)\n', "D103"),
        ('"""A module."""\n\nassert True\n', "S101"),
        ('"""A module."""\n\ntry:\n    x = 1\nexcept Exception:\n    x = 2\n', "BLE001"),
    ],
)
def test_a_planted_lint_fault_is_found(tmp_path: Path, planted: str, rule: str) -> None:
    guilty = tmp_path / "guilty.py"
    guilty.write_text(planted, encoding="utf-8")

    found = run("ruff", "check", "--no-cache", "--config", str(ROOT / "ruff.toml"), str(guilty))

    assert found.returncode == 1
    assert rule in found.stdout


def test_a_planted_fault_of_layout_is_found(tmp_path: Path) -> None:
    guilty = tmp_path / "guilty.py"
    guilty.write_text("x = {  'a':1 }\n", encoding="utf-8")

    found = run("ruff", "format", "--check", "--no-cache", "--config", str(ROOT / "ruff.toml"), str(guilty))

    assert found.returncode == 1
