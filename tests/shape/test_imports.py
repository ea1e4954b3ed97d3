"""Imports fan one way: the contracts of pyproject.toml hold, and each is seen to bite on planted imports."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.shape.tree import OURS, ROOT

LINTER = "from importlinter.cli import lint_imports_command as main; main()"
WITHOUT = shutil.ignore_patterns("__pycache__", "*.json", "*.csv", "*.jar", "*.md")


def verdict(tree: Path, contract: str | None = None) -> str:
    """What import-linter says of a tree, or of one contract in it; empty where all is well."""
    chosen = ["--contract", contract] if contract else []
    run = subprocess.run(
        [sys.executable, "-c", LINTER, "--no-logo", "--cache-dir", str(tree / ".cache"), *chosen],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr


@pytest.fixture(scope="module")
def copy_of_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("tree")
    for folder in OURS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=WITHOUT)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


@contextmanager
def planted(tree: Path, lines: dict[str, str]) -> Iterator[None]:
    """Lines at the end of files of a tree, new ones where there are none, and away again afterwards."""
    before = {tree / file: (tree / file).read_text("utf-8") if (tree / file).exists() else None for file in lines}
    folders = {path.parent for path in before if not path.parent.exists()}
    for folder in folders:
        folder.mkdir(parents=True)
    for (path, text), line in zip(before.items(), lines.values(), strict=True):
        path.write_text(f"{text or ''}\n{line}\n", "utf-8")
    try:
        yield
    finally:
        for path, text in before.items():
            path.unlink() if text is None else path.write_text(text, "utf-8")
        for folder in folders:
            shutil.rmtree(folder)


PLANTED: dict[str, list[dict[str, str]]] = {
    "roots": [
        {"contracts/values.py": "import law.case.facts"},
        {"law/case/facts.py": "import services.names"},
        {"services/names.py": "import deploy.ports"},
        {"deploy/ports.py": "import bench.figures"},
    ],
    "services": [
        {"services/claims/__init__.py": "import services.payments.views"},
        {"services/registry_kit/__init__.py": "import services.claims.views"},
        {"services/runtime/process/settings.py": "import services.claims.views"},
        {"services/oversight/__init__.py": "import services.commands"},
        {"services/names.py": "import services.runtime.handling"},
        {"services/appeals/__init__.py": ""},
    ],
    "law": [
        {"law/language/formula/tree.py": "import law.questions"},
        {"law/decide/findings.py": "import law.explain.graph"},
        {"law/questions/vocabulary.py": "import law.decide.findings"},
        {"law/decide/findings.py": "import law.written.decide"},
        {"law/appeals/__init__.py": ""},
    ],
    "language": [{"law/language/formula/tree.py": "from contracts.values import Money"}],
    "doors": [
        {"services/watching/flow.py": "import services.claims.store"},
        {"services/worlds.py": "from services.payments import ledger"},
        {"deploy/ports.py": "from services.payments.bank import gateway"},
        {
            "services/appeals/__init__.py": "",
            "services/appeals/handlers.py": "import services.appeals.store",
            "services/appeals/store.py": "",
            "services/worlds.py": "import services.appeals.store",
        },
    ],
    "pure": [
        {"services/payments/model.py": "import sqlalchemy"},
        {"services/claims/model.py": "from time import monotonic"},
        {"services/almp_referral/model.py": "from services.runtime.process.logs import log"},
        {"services/runtime/handling.py": "from services.runtime.process.stopwatch import nanoseconds"},
        {"services/appeals/__init__.py": "", "services/appeals/model.py": "import services.runtime.service"},
        {"contracts/values.py": "import structlog"},
        {"law/language/formula/tree.py": "import faust"},
        {"law/columns/masks.py": "import time"},
        {"contracts/in_words.py": "import prometheus_client"},
    ],
    "circles": [
        {"contracts/base.py": "import contracts.claims"},
        {"services/runtime/database/store.py": "import services.runtime.delivery.outbox"},
        {"law/case/model.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import law.case.balance"},
        {"deploy/waiting.py": "import deploy.daemon"},
    ],
}
"""By contract, lines that each break it, by file."""


def test_imports_are_as_agreed() -> None:
    assert not (broken := verdict(ROOT)), broken


def test_every_contract_is_tried() -> None:
    agreed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {one["id"] for one in agreed} == PLANTED.keys()


@pytest.mark.parametrize(
    ("contract", "lines"),
    [
        pytest.param(contract, lines, id=f"{contract}: {next(iter(lines))}")
        for contract, trials in PLANTED.items()
        for lines in trials
    ],
)
def test_a_planted_import_breaks_its_contract(copy_of_tree: Path, contract: str, lines: dict[str, str]) -> None:
    with planted(copy_of_tree, lines):
        assert "1 broken" in verdict(copy_of_tree, contract)
