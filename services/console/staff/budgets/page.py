"""Error budgets: the list, and one with its stops and the form by which a named person of another office reopens it."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.error_budgets import BudgetReopened
from services.claims.views import OVERPAYMENT, WAIVER, ErrorBudgetView, error_budgets, why_not_reopened
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.staff_page import Content, GoTo, Listing, NotHere, StaffPage, Visit

ACTS_AS = frozenset({Role.QUALITY_OFFICER})
SEEN_BY = frozenset({Role.SECOND_OFFICER, Role.QUALITY_OFFICER, Role.AUDITOR})
COLUMNS = ("ground", "office", "state", "decided", "overturned", "found_wrong", "left", "to_review")
STOPPED, GOES_ON = "stopped", "goes_on"


def show_all(visit: Visit) -> Content:
    """Every budget: those that are stopped on top, then those with the least left."""
    budgets = sorted(_budgets(visit), key=lambda one: (one.stopped is None, one.spent.left, one.budget))
    asked = visit.query.get("state", "")
    shown = [one for one in budgets if asked in {"", _state(one)}]
    page = ListPage.asked(visit.query, len(shown))
    states = [{"value": state, "text": visit.say(f"budgets.state.{state}")} for state in (STOPPED, GOES_ON)]
    return Content(
        {
            "rows": [(one, ground_in_words(visit, one.ground)) for one in shown[page.start : page.start + ROWS_A_PAGE]],
            "page": page,
            "columns": COLUMNS,
            "stopped": sum(one.stopped is not None for one in budgets),
            "count": len(budgets),
            "states": [{"value": "", "text": visit.say("contest.all")}, *states],
            "state": asked,
        },
        Listing(
            "error-budgets",
            [visit.say(f"budgets.column.{name}") for name in COLUMNS],
            [_cells(visit, one) for one in shown],
        ),
    )


def show_one(visit: Visit) -> Content:
    """One budget, with every time that it stopped."""
    return _content(visit, _budget(visit), {})


def reopen(visit: Visit) -> Content | GoTo:
    """Let an office decide against people again, with reasons."""
    budget = _budget(visit)
    done = GoTo(visit.address(f"/error-budgets/{budget.budget}", done="sent"))
    if visit.was_sent():
        return done
    visit.may_act(Role.QUALITY_OFFICER, CaseAtHand(budget.budget))
    read = ReadForm(visit.form)
    reasons = read.words("reasons")
    if read.faults:
        return _content(visit, budget, {name: visit.say(fault) for name, fault in read.faults.items()})
    officer = visit.officer.acting(Role.QUALITY_OFFICER)
    act = BudgetReopened(budget=budget.budget, reopened_on=visit.today, officer=officer, reasons=reasons)
    with visit.world.reading("claims") as connection:
        why_not = why_not_reopened(connection, act, visit.world.databases["claims"].partitions)
    if why_not is not None:
        return _content(visit, budget, {"reasons": visit.say("question.no_effect", why=why_not)})
    visit.act(Role.QUALITY_OFFICER, CaseAtHand(budget.budget), act, reasons)
    return done


def _budgets(visit: Visit) -> list[ErrorBudgetView]:
    with visit.world.reading("claims") as connection:
        return error_budgets(connection, visit.today)


def _budget(visit: Visit) -> ErrorBudgetView:
    """The budget that the address names. Raises `NotHere`."""
    budget = next((one for one in _budgets(visit) if one.budget == visit.given["budget"]), None)
    if budget is None:
        raise NotHere
    return budget


def _content(visit: Visit, budget: ErrorBudgetView, faults: Mapping[str, str]) -> Content:
    stopped = budget.stopped
    values = {
        "budget": budget,
        "ground": ground_in_words(visit, budget.ground),
        "share": visit.language.percent(budget.spent.share),
        "may_reopen": stopped is not None and Role.QUALITY_OFFICER in visit.officer.roles,
        "own_office": (visit.officer.office or "").casefold() == budget.office,
        "typed": visit.form,
        "labels": {"reasons": visit.say("budgets.reasons")},
        "sent": visit.query.get("done") == "sent",
    }
    return Content(values, faults=faults)


def ground_in_words(visit: Visit, ground: str) -> str:
    """A ground as the committee's figures name it; what stands for one where there is none."""
    return visit.say(f"budgets.ground.{ground}" if ground in {OVERPAYMENT, WAIVER} else f"figures.value.{ground}")


def _state(budget: ErrorBudgetView) -> str:
    return GOES_ON if budget.stopped is None else STOPPED


def _cells(visit: Visit, budget: ErrorBudgetView) -> list[str | int]:
    counted, state = budget.counted, visit.say(f"budgets.state.{_state(budget)}")
    numbers = (counted.decided, counted.overturned, counted.found_wrong, budget.spent.left, budget.to_review)
    return [ground_in_words(visit, budget.ground), budget.office, state, *numbers]


PAGES = (
    StaffPage("budgets", "/error-budgets", SEEN_BY, "budgets/budgets.html.jinja", show_all, menu=55),
    StaffPage("budget", "/error-budgets/{budget}", SEEN_BY, "budgets/budget.html.jinja", show_one, reopen, ACTS_AS),
)
