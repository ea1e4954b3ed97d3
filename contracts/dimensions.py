"""By what the figures of oversight can be told apart: bands and groups, never what describes one person alone.

Age bands are those of the ILO's unemployment statistics (Resolution I of the 19th ICLS asks for figures by sex and
age group); occupations and industries are cut to two digits (ISCO-08 sub-major groups, ISIC Rev. 4 divisions).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Part
from contracts.employment import Contract
from contracts.intake import Channel
from contracts.registry import Sex
from contracts.values import Key

Group = Annotated[str, Field(max_length=23, pattern=r"^[a-z][a-z0-9_]{1,19}:([0-9]{1,2}|[A-Za-z])$")]
"""The first one or two digits of a listed code, or the letter it begins with: `isco08:22`, `isic4:86`, `isic4:Q`."""


class AgeBand(StrEnum):
    """Completed years of age on the day a claim is filed."""

    UNDER_25 = "under_25"
    FROM_25 = "25_to_34"
    FROM_35 = "35_to_44"
    FROM_45 = "45_to_54"
    FROM_55 = "55_to_64"
    FROM_65 = "65_and_over"


_BELOW = {
    25: AgeBand.UNDER_25,
    35: AgeBand.FROM_25,
    45: AgeBand.FROM_35,
    55: AgeBand.FROM_45,
    65: AgeBand.FROM_55,
}


def band_of(age: int) -> AgeBand:
    """The band of an age in completed years."""
    return next((band for above, band in _BELOW.items() if age < above), AgeBand.FROM_65)


class Nationality(StrEnum):
    """Of the country whose law applies, or of another; never of which."""

    NATIONAL = "national"
    OTHER = "other"


class Dimensions(Part):
    """What the facts say of a claim for statistics. None is "nobody says so", and is counted as unknown."""

    sex: Sex | None = None
    age_band: AgeBand | None = None
    region: Key | None = None
    nationality: Nationality | None = None
    channel: Channel | None = None
    contract: Contract | None = None
    """Of the employment that was lost, as are industry and occupation."""
    industry: Group | None = None
    occupation: Group | None = None
