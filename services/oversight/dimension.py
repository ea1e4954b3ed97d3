"""By what the committee may ask its figures to be told apart, one dimension at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from contracts.dimensions import AgeBand, Nationality
from contracts.employment import Contract
from contracts.intake import Channel
from contracts.registry import Sex
from services.oversight.small_cells import UNKNOWN


class Dimension(StrEnum):
    """A dimension of the figures; `unknown` is a value of each."""

    SEX = "sex"
    AGE_BAND = "age-band"
    REGION = "region"
    NATIONALITY = "nationality"
    CHANNEL = "channel"
    CONTRACT = "contract"
    INDUSTRY = "industry"
    """By section of ISIC or NACE. Of a dimension one level is asked: two would tell what lies between them."""
    OCCUPATION = "occupation"
    """By major group, the first digit."""


SECTIONS: Sequence[tuple[int, str]] = (
    (3, "A"),
    (9, "B"),
    (33, "C"),
    (35, "D"),
    (39, "E"),
    (43, "F"),
    (47, "G"),
    (53, "H"),
    (56, "I"),
    (63, "J"),
    (66, "K"),
    (68, "L"),
    (75, "M"),
    (82, "N"),
    (84, "O"),
    (85, "P"),
    (88, "Q"),
    (93, "R"),
    (96, "S"),
    (98, "T"),
    (99, "U"),
)
"""The last division of each section of ISIC Rev. 4 (UN Statistical Papers M/4/Rev.4); NACE Rev. 2 has the same."""
_WITH_SECTIONS = ("isic4", "nace2")


def _section(code: str) -> str:
    listed, _, entry = code.partition(":")
    if listed not in _WITH_SECTIONS or not entry.isdecimal() or len(entry) == 1:
        return f"{listed}:{entry[:1]}"
    return f"{listed}:{next(section for last, section in SECTIONS if int(entry) <= last)}"


def _first_digit(code: str) -> str:
    listed, _, entry = code.partition(":")
    return f"{listed}:{entry[:1]}"


def _as_it_is(value: str) -> str:
    return value


COLUMNS: dict[Dimension, tuple[str, Callable[[str], str]]] = {
    Dimension.SEX: ("sex", _as_it_is),
    Dimension.AGE_BAND: ("age_band", _as_it_is),
    Dimension.REGION: ("region", _as_it_is),
    Dimension.NATIONALITY: ("nationality", _as_it_is),
    Dimension.CHANNEL: ("channel", _as_it_is),
    Dimension.CONTRACT: ("contract", _as_it_is),
    Dimension.INDUSTRY: ("industry", _section),
    Dimension.OCCUPATION: ("occupation", _first_digit),
}
"""The column that holds it, and what the figures call a value of the column."""

_ORDERED: dict[Dimension, type[StrEnum]] = {
    Dimension.SEX: Sex,
    Dimension.AGE_BAND: AgeBand,
    Dimension.NATIONALITY: Nationality,
    Dimension.CHANNEL: Channel,
    Dimension.CONTRACT: Contract,
}


def in_order(dimension: Dimension, values: set[str]) -> list[str]:
    """The values as a table lists them: in the order of a closed list, else by name; what is unknown last."""
    closed = [str(value) for value in _ORDERED.get(dimension, ())]

    def place(value: str) -> tuple[Any, ...]:
        return (value == UNKNOWN, closed.index(value) if value in closed else len(closed), value)

    return sorted(values, key=place)
