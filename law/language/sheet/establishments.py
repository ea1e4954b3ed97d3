"""What a sheet says of an establishment as a whole: for how many months short-time benefit is paid there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EstablishmentRule:
    """For how many months benefit is paid at one establishment, and after how many without it they are counted anew.

    Both are parameters in months, each read on the first day of the month that is judged.
    """

    lasts: str
    anew_after: str
    cites: str
    unverified: bool
