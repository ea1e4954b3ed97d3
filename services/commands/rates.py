"""The most that the law pays on each claim for a day, a week or a month: its rate by the latest determination."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.exc import DBAPIError

from services.eligibility.views import benefit_rates
from services.payments.edge import outliers
from services.runtime.database.store import Database


def rates_of(eligibility: Database, people: Collection[str]) -> dict[tuple[str, str], outliers.Rate]:
    """By person and claim; nothing where whoever looks may not read decisions."""
    rates: dict[tuple[str, str], outliers.Rate] = {}
    try:
        for part in eligibility.parts:
            with part.reading() as connection:
                found = benefit_rates(connection, people)
            rates |= {key: outliers.Rate(most, per) for key, (most, per) in found.items()}
    except DBAPIError:
        return {}
    return rates
