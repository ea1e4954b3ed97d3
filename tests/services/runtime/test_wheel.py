"""What is installed holds everything that the program reads besides its code."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.shape.tree import ROOT, name_of

BUILDING = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
READ = (
    "services/*/migrations/*.py",
    "services/runtime/database/migrator/*",
    "services/**/*.csv",
    "law/**/*.yaml",
    "law/**/*.jinja",
)


def test_the_wheel_holds_every_step_and_every_sheet(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for folder in ("contracts", "law", "services"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, source)
    command = [sys.executable, "-c", BUILDING, str(tmp_path)]
    built = subprocess.run(command, cwd=source, check=False, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr

    [wheel] = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    needed = {name_of(path) for pattern in READ for path in ROOT.glob(pattern) if path.is_file()}
    assert len(needed) > 15
    assert needed <= held
