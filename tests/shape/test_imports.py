"""Imports fan one way: the contracts of pyproject.toml hold, and each is seen to bite on a planted import."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shape.tree import ROOT


def broken_contracts(tree: Path) -> str:
    """What import-linter finds broken in a tree; empty when all is well."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr


def test_imports_fan_one_way() -> None:
    broken = broken_contracts(ROOT)
    assert not broken, broken


@pytest.fixture
def copy_of_tree(tmp_path: Path) -> Path:
    for folder in ("contracts", "law", "services"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("data", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "planted", "contract"),
    [
        ("services/claims/__init__.py", "import services.payments", "no service imports another"),
        ("services/registry_kit/__init__.py", "import services.claims", "no service imports another"),
        ("services/runtime/process/settings.py", "import services.claims", "Imports fan one way"),
        ("contracts/values.py", "import services.runtime", "Imports fan one way"),
        ("services/oversight/__init__.py", "import services.commands", "Imports fan one way"),
        ("services/payments/model.py", "import sqlalchemy", "Models know no database"),
        ("contracts/values.py", "import structlog", "Models know no database"),
        ("law/case/facts.py", "import services.runtime.database.store", "applied without machinery"),
        ("law/language/formula/tree.py", "import faust", "applied without machinery"),
        ("law/language/formula/tree.py", "import services.eligibility.store", "applied without machinery"),
    ],
)
def test_a_planted_import_breaks_the_contract(copy_of_tree: Path, file: str, planted: str, contract: str) -> None:
    with (copy_of_tree / file).open("a", encoding="utf-8") as guilty:
        guilty.write(f"\n{planted}\n")

    broken = [line for line in broken_contracts(copy_of_tree).splitlines() if "BROKEN" in line]

    assert any(contract in line for line in broken), broken
