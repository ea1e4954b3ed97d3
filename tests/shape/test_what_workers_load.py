"""A worker imports what it works with: what only a migration, a line of a log or a large batch needs comes then."""

from __future__ import annotations

import subprocess
import sys

from tests.shape.tree import ROOT

NOT_LOADED = (
    "alembic",
    "babel",
    "fpdf",
    "jinja2",
    "law.columns",
    "law.pages",
    "mako",
    "numpy",
    "opentelemetry",
    "pyarrow",
    "pygments",
    "rich",
    "services.commands",
    "services.demo",
    "structlog",
    "typer",
)
"""Together a quarter of what a process would import; each was loaded once by an import at the top of a module."""


def loaded(statement: str) -> set[str]:
    """Which of these a process has loaded after a statement."""
    asking = f"{statement}\nimport sys\nprint(*(name for name in {NOT_LOADED!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", asking], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_worker_loads_nothing_that_it_does_not_work_with() -> None:
    assert loaded("import services.workers, services.runtime.kafka.faust_worker") == set()


def test_what_a_worker_loads_is_seen() -> None:
    assert loaded("import structlog") >= {"structlog", "rich", "pygments"}
