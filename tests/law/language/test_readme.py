"""What the README shows of a sheet stands so in a sheet, and what it shows of values through time can be read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from law.catalogue import SCHEMES
from law.language.terms.errors import OutsideKnownLaw
from tests.law.language.sheet import SOUND, load
from tests.law.schemes.reducing import REDUCTIONS

README = (Path(__file__).parents[3] / "law/README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHEETS = "".join([*(path.read_text("utf-8") for path in sorted(SCHEMES.glob("*/*.yaml"))), REDUCTIONS])
"""Those of the catalogue, and the test sheet that alone reduces benefit by a share."""
VALUES = "        values:\n"
WEEKS = SOUND[SOUND.index(VALUES, SOUND.index("weeks_max")) : SOUND.index("    quantities:\n      total:")]


def pieces(block: str) -> list[str]:
    """A block without its remarks, cut where it leaves something out."""
    lines = [re.sub(r" {2,}# .*", "", line) for line in block.splitlines()]
    return [piece.strip("\n") for piece in "\n".join(lines).split("\n...\n")]


def test_a_piece_that_stands_in_no_sheet_would_be_seen() -> None:
    assert pieces("a: 1      # one\n...\nb: 2\n") == ["a: 1", "b: 2"]
    assert "value: 1/27" not in SHEETS


@pytest.mark.parametrize("block", [block for block in BLOCKS if not block.startswith(VALUES)])
def test_what_is_shown_of_a_sheet_stands_in_one(block: str) -> None:
    assert [piece for piece in pieces(block) if piece not in SHEETS] == []


def test_the_values_through_time_mean_what_is_said_of_them() -> None:
    (block,) = [block for block in BLOCKS if block.startswith(VALUES)]
    weeks = load(SOUND.replace(WEEKS, block)).parameters["weeks_max"]

    assert [weeks.on(date(year, month, 1)).value for year, month in ((2018, 7), (2019, 6), (2020, 9))] == [
        1200,
        1200,
        1300,
    ]
    for year, month in ((2018, 6), (2019, 7), (2020, 6), (2020, 10)):
        with pytest.raises(OutsideKnownLaw):
            weeks.on(date(year, month, 1))
