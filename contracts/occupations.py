"""Occupations by ISCO-08 and ESCO: the groups of `isco08.csv`, whose source and licence stand in its head."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from contracts.code_lists import ListedCode

TABLE = Path(__file__).with_name("isco08.csv")
COMMENT = "#"
ISCO, ESCO = "isco08", "esco"
UNIT_GROUP = 4
"""The digits of ISCO-08's finest group; an occupation of ESCO goes on after them: `esco:2221.1`."""


@cache
def isco08_groups() -> Mapping[str, str]:
    """Every group of ISCO-08 with its title, at all four levels: `2221` and `22` among them."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith(COMMENT))
        return MappingProxyType({row["code"]: row["title"] for row in rows})


def group_in(code: str) -> str | None:
    """The group of ISCO-08 that a code names or lies in; None for a code of another list."""
    listed, _, entry = code.partition(":")
    if listed == ESCO:
        return entry.partition(".")[0][:UNIT_GROUP]
    return entry if listed == ISCO else None


def title_of(code: str) -> str | None:
    """The English title of the group that a code names or lies in; None for a code of another list."""
    return isco08_groups().get(group_in(code) or "")


def lies_in(code: str, wider: str) -> bool:
    """Whether an occupation is of a group that may be wider: `isco08:2221` lies in `isco08:22`."""
    group, other = group_in(code), group_in(wider)
    if group is None or other is None:
        return code == wider
    return group.startswith(other)


def _in_isco08(code: str) -> str:
    group = group_in(code)
    if group is not None and group not in isco08_groups():
        raise PydanticCustomError(
            "occupation", "ISCO-08 has no such group; a code is written isco08:2221, or esco:2221.1 for an occupation"
        )
    return code


Occupation = Annotated[ListedCode, AfterValidator(_in_isco08)]
"""An occupation by ISCO-08 (`isco08:7411`), by ESCO (`esco:7411.1`), or by a national list's own name."""
