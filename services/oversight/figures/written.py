"""Figures of a day as JSON and back, always in the same order, so that equal figures are equal bytes. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from services.oversight.figures.cube import CellKey, DayFigures
from services.oversight.figures.tables import FigureTable
from services.oversight.observation import ResolutionTold

DIGEST_SIGNS = 16
_RESOLUTIONS: TypeAdapter[ResolutionTold] = TypeAdapter(ResolutionTold)


def written(figures: DayFigures) -> str:
    """The figures as JSON."""
    sums: dict[CellKey, dict[str, int]] = defaultdict(dict)
    for (key, currency), amount in sorted(figures.sums.items()):
        sums[key][currency] = amount
    cells = [[*key, number, figures.people[key], sums.get(key, {})] for key, number in sorted(figures.cases.items())]
    weeks = [
        [*week, number, figures.week_hits[week], figures.week_people[week], figures.week_sums[week]]
        for week, number in sorted(figures.weeks.items())
    ]
    return to_json(
        {
            "day": figures.day,
            "cells": cells,
            "most": [[*key, number] for key, number in sorted(figures.most.items())],
            "weeks": weeks,
            "funds": [[*key, amount] for key, amount in sorted(figures.funds.items())],
            "funds_ever": dict(sorted(figures.funds_ever.items())),
            "paid_ever": dict(sorted(figures.paid_ever.items())),
            "resolutions": [told for _, told in sorted(figures.resolutions.items())],
            "sheets": sorted(figures.sheets),
            "observations": figures.observations,
        }
    ).decode()


def read_back(text: str) -> DayFigures:
    """Figures that were written."""
    told: Mapping[str, Any] = from_json(text)
    figures = DayFigures(date.fromisoformat(told["day"]))
    for table, by, row, column, number, people, sums in told["cells"]:
        key = CellKey(FigureTable(table), by, row, column)
        figures.cases[key], figures.people[key] = number, people
        figures.sums.update({(key, currency): amount for currency, amount in sums.items()})
    figures.most = Counter({(FigureTable(table), by): number for table, by, number in told["most"]})
    for series, begins, number, hits, people, amount in told["weeks"]:
        week = (series, date.fromisoformat(begins))
        figures.weeks[week], figures.week_hits[week] = number, hits
        figures.week_people[week], figures.week_sums[week] = people, amount
    figures.funds = Counter({(fund, currency): amount for fund, currency, amount in told["funds"]})
    figures.funds_ever, figures.paid_ever = Counter(told["funds_ever"]), Counter(told["paid_ever"])
    resolutions = (_RESOLUTIONS.validate_python(one) for one in told["resolutions"])
    figures.resolutions = {one.resolution: one for one in resolutions}
    figures.sheets = set(told["sheets"])
    figures.observations = told["observations"]
    return figures


def digest(text: str) -> str:
    """By which equal figures are known."""
    return sha256(text.encode()).hexdigest()[:DIGEST_SIGNS]
