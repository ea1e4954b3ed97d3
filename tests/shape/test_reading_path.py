"""The path of one claim in README.md leads through files that one claim really enters, each link to the right line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from services.runtime.laptop.laptop import Laptop
from tests.shape.reading_path import README, Link, defined_at, links, relinked
from tests.shape.tree import ROOT
from tests.stories.town import born, certifies, files_claim, lost_work, said, town, wages

PATH = tuple(links(README.read_text("utf-8")))


@contextmanager
def entering(entered: set[tuple[str, str]]) -> Iterator[None]:
    """Note file and name of every function of ours that is called meanwhile."""
    root = f"{ROOT}/"

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(root):
            entered.add((frame.f_code.co_filename.removeprefix(root), frame.f_code.co_name))

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    laptop = town(tmp_path)
    yield laptop
    laptop.close()


def test_one_claim_enters_every_file_of_the_path(laptop: Laptop) -> None:
    facts = [born(), *(wages(month) for month in range(1, 25)), lost_work()]
    laptop.publish([said(fact) for fact in facts])
    laptop.run_until_quiet()

    entered: set[tuple[str, str]] = set()
    with entering(entered):
        for filed in (files_claim(), certifies(0), certifies(1)):
            laptop.publish([said(filed)])
            laptop.run_until_quiet()

    functions = [link for link in PATH if link.name[0].islower()]
    assert len(functions) > 6
    assert not [link for link in functions if (link.path, link.name) not in entered]
    files = {file for file, _ in entered}
    assert not [link for link in PATH if link.path not in files and not link.path.startswith("contracts/")]


def test_every_link_of_the_path_names_its_line() -> None:
    assert [link.line for link in PATH] == [defined_at(link.name, link.path) for link in PATH], (
        "python -m tests.shape.reading_path"
    )


def test_a_link_that_moved_is_set_right() -> None:
    readme = README.read_text("utf-8")
    moved = readme.replace(f"#L{PATH[0].line})", "#L1)", 1)
    assert next(links(moved)) == Link(PATH[0].name, PATH[0].path, 1)
    assert relinked(moved) == readme


def test_a_link_to_nothing_is_refused() -> None:
    with pytest.raises(LookupError, match="defines no determine"):
        defined_at("determine", "contracts/intake.py")
