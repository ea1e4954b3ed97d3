"""A Norwegian claim before the law: what its cases state, as facts and as given aggregates."""

from __future__ import annotations

from datetime import date
from typing import Any

from law.case.case import Case
from law.language.run.evaluation import Evaluation
from law.language.terms.calendar import first_of_next_month
from law.packs.ask import NOBODY, paid, run, sheet
from law.packs.pack import Json
from law.people.life import Job, Life, Pay

SCHEME = "no/dagpenger"
ANY_DAY = date(2026, 8, 22)
"""The day of the agency's engine from which undated cases were taken."""


def law_of(inputs: Json, life: Life = NOBODY, day: date | None = None, **given: Any) -> Evaluation[Case]:
    """The rules of a claim on the day that a case states, or on another where the day is of no matter."""
    claim = date.fromisoformat(inputs["claim_date"]) if "claim_date" in inputs else day or ANY_DAY
    return run(sheet(SCHEME), claim, life, **given)


def income_of(inputs: Json) -> dict[str, Any]:
    """Income in total, and a right from service."""
    return {
        "income_12_months": inputs["income_last_12_months_nok"],
        "income_36_months": inputs["income_last_36_months_nok"],
        "conscription_right": inputs.get("conscription_right", False),
    }


def paid_of(inputs: Json, *, fishing: bool = True) -> Life:
    """The monthly incomes, with those below zero that correct others; each line has a key of its own."""
    pay: list[Pay] = []
    for number, line in enumerate(inputs["monthly_income_nok"]):
        if not fishing and line.get("class") == "FANGST_FISKE":
            continue
        start = date.fromisoformat(f"{line['month']}-01")
        pay.append(paid(line["amount"], start, first_of_next_month(start), sheet(SCHEME), key=f"pay-{number}"))
    return Life(jobs=(Job(pay=tuple(pay)),))


def reported(inputs: Json) -> dict[str, Any]:
    """Until when months count; by the day of the claim, unless the case says it."""
    if "last_month_in_window" not in inputs:
        return {}
    last = date.fromisoformat(f"{inputs['last_month_in_window']}-01")
    return {"months_reported_until": first_of_next_month(last)}
