"""The list of debts, and one debt with the forms of who may act on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from contracts.casework import Verdict, WaiverDecided, WaiverGround
from contracts.overpayment_causes import CAUSES
from contracts.values import Money
from services.claims.views import why_no_waiver
from services.console.acts.form import FormFault
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.debt.acts import (
    OFFSET,
    REPAYMENT,
    AskedWaiver,
    DebtAct,
    Given,
    confirmed_by,
    given_up_by,
    plan_of,
    repaid_by,
    suspended_by,
    waiver_of,
)
from services.console.staff.debt.forms import FIRST_FIELD, LABELS, MAY, DebtForm, forms_for, unconfirmed
from services.console.staff.debt.inbox import PAYMENTS, SEEN_BY, show_inbox, who_acts
from services.console.staff.debt.story import story_of
from services.console.staff.question.record import facts_of
from services.console.staff_page import AccessDenied, Content, GoTo, NotHere, StaffPage, Visit
from services.payments.edge import DebtInHand, debt_in_hand, why_no_effect_on_debt
from services.payments.views import ListedRecovery

WHAT = "what"
"""The field that tells the forms of the page apart."""


@dataclass(frozen=True, slots=True)
class DebtCase:
    """A debt as an officer has it at hand."""

    person: str
    in_hand: DebtInHand

    @property
    def requests(self) -> tuple[str, ...]:
        """The requests to waive it that nobody decided yet."""
        return self.in_hand.listed.debt.open_requests

    def matter(self, *, by_another: bool = False) -> CaseAtHand:
        """The case; who decided the debt may neither refuse to waive it nor confirm what came in for it."""
        debt = self.in_hand.listed.debt
        return CaseAtHand(self.person, record=debt.question, took_part=debt.officers if by_another else frozenset())


def show(visit: Visit) -> Content:
    """One debt."""
    return _content(visit, _case(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Do what one of the forms says."""
    case = _case(visit)
    here = GoTo(visit.address(f"/people/{case.person}/debts/{visit.given['debt']}", done="done"))
    what = _form(visit)
    role = _role(visit, case, what)
    matter = case.matter(by_another=_needs_another(visit, what))
    visit.may_act(role, matter)
    if visit.was_sent():
        return here
    given = _given(visit, case, role, what)
    if isinstance(given, Mapping):
        return _content(visit, case, {field: visit.say(given[field]) for field in LABELS if field in given})
    if (why_not := _why_not(visit, case, given)) is not None:
        return _content(visit, case, {FIRST_FIELD[what]: visit.say("question.no_effect", why=why_not)})
    visit.act(role, matter, given, visit.form.one("reasons"))
    return here


def _form(visit: Visit) -> DebtForm:
    """Which form was sent. Raises `FormFault`."""
    try:
        return DebtForm(visit.form.one(WHAT))
    except ValueError:
        raise FormFault("no form of ours") from None


def _role(visit: Visit, case: DebtCase, what: DebtForm) -> Role:
    """In which role the form is sent. Raises `AccessDenied` where none of the officer's may."""
    role = next((role for role in MAY[what] if role in visit.officer.roles), None)
    if role is None:
        raise AccessDenied(Denied.ROLE, case.matter())
    return role


def _needs_another(visit: Visit, what: DebtForm) -> bool:
    """Whether somebody must send the form who did not decide the debt."""
    refuses = visit.form.one("verdict") == Verdict.AGAINST_CLAIMANT
    return what is DebtForm.CONFIRM or (what is DebtForm.WAIVER and refuses)


def _given(visit: Visit, case: DebtCase, role: Role, what: DebtForm) -> Given:
    form, today, locale = visit.form, visit.today, visit.language.locale
    listed, officer = case.in_hand.listed, visit.officer.acting(role)
    match what:
        case DebtForm.WAIVER:
            facts = [option["value"] for option in _facts(visit, case)]
            return waiver_of(form, AskedWaiver(listed.debt.question, case.requests, facts), officer, today)
        case DebtForm.CONFIRM:
            return confirmed_by(form, listed, officer, today, locale)
        case DebtForm.SUSPEND:
            return suspended_by(form, listed, officer, today)
        case DebtForm.PLAN:
            return plan_of(form, listed, officer, today, locale)
        case DebtForm.REPAID:
            return repaid_by(form, listed, officer, today, locale)
        case DebtForm.GIVE_UP:
            return given_up_by(form, listed, officer, today)


def _why_not(visit: Visit, case: DebtCase, given: DebtAct) -> str | None:
    """Why the act would not take effect, in the words of the service that would refuse it."""
    if isinstance(given, WaiverDecided):
        with visit.world.reading("claims") as connection:
            return why_no_waiver(connection, case.person, given, visit.world.databases["claims"].partitions)
    with visit.world.reading(PAYMENTS) as connection:
        return why_no_effect_on_debt(connection, case.person, given, visit.world.databases[PAYMENTS].partitions)


def _case(visit: Visit) -> DebtCase:
    person, question = visit.given["person"], visit.given["debt"]
    with visit.world.reading(PAYMENTS) as connection:
        in_hand = debt_in_hand(connection, person, question, visit.today)
    if in_hand is None:
        raise NotHere
    case = DebtCase(person, in_hand)
    visit.look_at(case.matter())
    return case


def _content(visit: Visit, case: DebtCase, faults: Mapping[str, str]) -> Content:
    listed = case.in_hand.listed
    debt = listed.debt
    money = partial(_money, listed.decided.currency)
    values = {
        "person": case.person,
        "listed": listed,
        "debt": debt,
        "who": who_acts(listed, visit.today),
        "responsible": CAUSES[debt.overpayment_cause].responsibility,
        "withheld": case.in_hand.withheld,
        "left_a_week": _left(case),
        "plan_each": money(debt.instalments.each_minor) if debt.instalments else None,
        "story": story_of(listed, money),
        "requests": case.requests,
        "decided_first": visit.officer.staff in debt.officers,
        "forms": forms_for(listed, case.requests, visit.officer.roles),
        "labels": {field: visit.say(phrase) for field, phrase in LABELS.items()},
        "options": _choices(visit, case),
        "filled": _filled(visit, listed),
        "now": visit.form.one(WHAT),
        "what": WHAT,
        "sent": visit.query.get("done") == "done",
    }
    return Content(values, faults=faults)


def _filled(visit: Visit, listed: ListedRecovery) -> dict[str, str | list[str]]:
    """What was typed; the one repayment that waits is chosen already."""
    waits = unconfirmed(listed)
    chosen = waits[0] if len(waits) == 1 else ""
    typed = {name: visit.form.one(name) for name in LABELS}
    return {**typed, "fact": list(visit.form.all_of("fact")), "waiting": typed["waiting"] or chosen}


def _money(currency: str, minor: int) -> Money:
    return Money(minor=minor, currency=currency)


def _left(case: DebtCase) -> Fraction | None:
    return case.in_hand.withheld.left if case.in_hand.withheld else None


def _choices(visit: Visit, case: DebtCase) -> Mapping[str, list[dict[str, str]]]:
    """What may be chosen, by field."""
    references = unconfirmed(case.in_hand.listed)
    return {
        "by": _options(visit, "debt.by", (OFFSET, REPAYMENT)),
        "verdict": _options(visit, "debt.verdict", tuple(Verdict)),
        "ground": _options(visit, "debt.ground", tuple(WaiverGround)),
        "fact": _facts(visit, case) if case.requests else [],
        "waiting": [{"value": reference, "text": reference, "note": ""} for reference in references],
    }


def _options(visit: Visit, phrases: str, values: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"value": str(value), "text": visit.say(f"{phrases}.{value}"), "note": ""} for value in values]


def _facts(visit: Visit, case: DebtCase) -> list[dict[str, str]]:
    """What a decision on a request can rest on: the request itself, and the facts of the record."""
    asked = [{"value": f"request/{key}", "text": visit.say("debt.fact.request"), "note": key} for key in case.requests]
    recorded = facts_of(visit.world.heard(case.person), visit.language.words.language)
    return [*asked, *({"value": fact.key, "text": fact.says, "note": fact.day} for fact in recorded)]


PAGES = (
    StaffPage(
        name="debts",
        path="/debts",
        seen_by=SEEN_BY,
        template="debt/debts.html.jinja",
        show=show_inbox,
        menu=42,
    ),
    StaffPage(
        name="debt",
        path="/people/{person}/debts/{debt}",
        seen_by=SEEN_BY,
        template="debt/debt.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset(role for roles in MAY.values() for role in roles),
    ),
)
