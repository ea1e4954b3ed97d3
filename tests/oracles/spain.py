"""Spanish packs: the scale of durations, the limits of each year, amounts, and contributions that count once."""

from __future__ import annotations

from datetime import date
from typing import Any

from law.case.case import Case
from law.language.run.evaluation import Evaluation
from law.people.life import Job, Life
from tests.oracles.law import run, sheet, value
from tests.oracles.pack import Answer, Found, Json, Pack

NEWER = date(2020, 1, 1)
LAST_DAYS = 12, 1
"""The day of a year on which its figures are asked: the sheet knows the law from the end of 2015."""


def duration(inputs: Json, _pack: Pack) -> Found:
    """Days of benefit by days of contributions."""
    days = inputs["contribution_days_in_last_6_years"]
    return {"days": value(_law(NEWER, **{"insured_days(six_years)": days}), "days_of_benefit")}


def new_right(inputs: Json, _pack: Pack) -> Found:
    """Days of a later right: what an earlier one counted lies before the window, and is no contribution of it."""
    counted = inputs["contributions_since"]
    law = _law(NEWER, **{"insured_days(six_years)": counted, "earlier_benefit_left()": 0})
    return {"days": value(law, "days_of_benefit")}


def limit(inputs: Json, _pack: Pack) -> Found:
    """The most or the least of a month by children, and by the share of full time."""
    given = {"children": inputs["children"], "hours_share": inputs["part_time"]}
    return {"monthly": value(_law(_day(inputs), **given), str(inputs["kind"]))}


def amount(inputs: Json, _pack: Pack) -> Found:
    """Benefit of a month at first and later, before the worker's contribution."""
    given = {
        "children": inputs["children"],
        "hours_share": inputs.get("part_time", 1),
        "base_monthly": inputs["base_monthly"],
    }
    law = _law(_day(inputs), **given)
    return {"monthly_1_180": value(law, "monthly_at_first"), "monthly_from_181": value(law, "monthly_later")}


def iprem(inputs: Json, _pack: Pack) -> Found:
    """The public income index of a year."""
    return {"monthly": _law(_day(inputs)).parameter("iprem_month").value}


def _day(inputs: Json) -> date:
    return date(inputs["year"], *LAST_DAYS)


def _law(day: date, **given: Any) -> Evaluation[Case]:
    return run(sheet("es/contributiva"), day, Life(jobs=(Job(ended=day),)), **given)


ANSWERS: dict[str, Answer] = {
    "duration": duration,
    "new_right": new_right,
    "maximum": limit,
    "minimum": limit,
    "amount": amount,
    "iprem": iprem,
}
