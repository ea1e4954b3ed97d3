"""The list of debts, and one debt with the forms of who may act on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from contracts.base import Event
from contracts.casework import DebtWrittenOff, InstalmentsAgreed, Verdict, WaiverDecided, WaiverGround
from contracts.overpayment_causes import CAUSES
from contracts.values import Money
from services.claims.views import why_no_waiver
from services.console.acts.form import FormFault
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.debt.acts import OFFSET, REPAYMENT, AskedWaiver, given_up_by, plan_of, waiver_of
from services.console.staff.debt.inbox import PAYMENTS, SEEN_BY, show_inbox, who_acts
from services.console.staff.debt.story import story_of
from services.console.staff.question.record import facts_of
from services.console.staff_page import AccessDenied, Content, GoTo, NotHere, StaffPage, Visit
from services.payments.edge import DebtInHand, debt_in_hand, why_no_effect_on_debt

WHAT = "what"
"""The field that tells the forms of the page apart."""
PLAN, WAIVER, GIVE_UP = "plan", "waiver", "give_up"
MAY: Mapping[str, tuple[Role, ...]] = {
    PLAN: (Role.PAYMENTS_OFFICER, Role.CLAIMS_EXAMINER),
    WAIVER: (Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER),
    GIVE_UP: (Role.PAYMENTS_OFFICER, Role.SECOND_OFFICER),
}
"""In which roles each form is sent."""
LABELS = {
    "each": "debt.each",
    "by": "debt.by",
    "request": "debt.request",
    "verdict": "debt.verdict",
    "ground": "debt.ground",
    "fact": "question.fact",
    "reasons": "question.reasons",
    "article": "question.rule",
}
"""What stands above each field, in the order of the forms."""
FIRST_FIELD = {PLAN: "each", WAIVER: "verdict", GIVE_UP: "reasons"}


@dataclass(frozen=True, slots=True)
class DebtCase:
    """A debt as an officer has it at hand."""

    person: str
    in_hand: DebtInHand

    @property
    def requests(self) -> tuple[str, ...]:
        """The requests to waive it that nobody decided yet."""
        disputes = self.in_hand.listed.debt.disputes
        return tuple(one.key for one in disputes if one.kind == "waiver_request" and one.closed_on is None)

    def matter(self, *, refuses: bool = False) -> CaseAtHand:
        """The case; who took part in deciding the debt may not refuse to waive it."""
        debt = self.in_hand.listed.debt
        return CaseAtHand(self.person, record=debt.question, took_part=debt.officers if refuses else frozenset())


def show(visit: Visit) -> Content:
    """One debt."""
    return _content(visit, _case(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Agree on instalments, decide a request to waive, or give up what is left."""
    case = _case(visit)
    here = GoTo(visit.address(f"/people/{case.person}/debts/{visit.given['debt']}", done="done"))
    what = visit.form.one(WHAT)
    role = _role(visit, case, what)
    refuses = what == WAIVER and visit.form.one("verdict") == Verdict.AGAINST_CLAIMANT
    visit.may_act(role, case.matter(refuses=refuses))
    if visit.was_sent():
        return here
    given = _given(visit, case, role, what)
    if isinstance(given, Mapping):
        return _content(visit, case, {field: visit.say(given[field]) for field in LABELS if field in given})
    if (why_not := _why_not(visit, case, given)) is not None:
        return _content(visit, case, {FIRST_FIELD[what]: visit.say("question.no_effect", why=why_not)})
    visit.act(role, case.matter(refuses=refuses), given, visit.form.one("reasons"))
    return here


def _role(visit: Visit, case: DebtCase, what: str) -> Role:
    """In which role the form is sent. Raises `AccessDenied` where none of the officer's may, and `FormFault`."""
    if what not in MAY:
        raise FormFault("no form of ours")
    role = next((role for role in MAY[what] if role in visit.officer.roles), None)
    if role is None:
        raise AccessDenied(Denied.ROLE, case.matter())
    return role


def _given(visit: Visit, case: DebtCase, role: Role, what: str) -> Event | Mapping[str, str]:
    listed, officer = case.in_hand.listed, visit.officer.acting(role)
    if what == PLAN:
        return plan_of(visit.form, listed, officer, visit.today, visit.language.locale)
    if what == WAIVER:
        facts = [option["value"] for option in _facts(visit, case)]
        return waiver_of(visit.form, AskedWaiver(listed.debt.question, case.requests, facts), officer, visit.today)
    return given_up_by(visit.form, listed, officer, visit.today)


def _why_not(visit: Visit, case: DebtCase, given: Event) -> str | None:
    """Why the act would not take effect, in the words of the service that would refuse it."""
    if isinstance(given, WaiverDecided):
        with visit.world.reading("claims") as connection:
            return why_no_waiver(connection, case.person, given, visit.world.databases["claims"].partitions)
    if isinstance(given, InstalmentsAgreed | DebtWrittenOff):
        with visit.world.reading(PAYMENTS) as connection:
            return why_no_effect_on_debt(connection, case.person, given, visit.world.databases[PAYMENTS].partitions)
    return None


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
    listed, roles = case.in_hand.listed, visit.officer.roles
    debt, is_open = listed.debt, bool(listed.left.minor)
    money = partial(_money, listed.decided.currency)
    values = {
        "person": case.person,
        "listed": listed,
        "debt": debt,
        "who": who_acts(listed),
        "responsible": CAUSES[debt.overpayment_cause].responsibility,
        "withheld": case.in_hand.withheld,
        "left_a_week": _left(case),
        "plan_each": money(debt.instalments.each_minor) if debt.instalments else None,
        "story": story_of(listed, money),
        "requests": case.requests,
        "decided_first": visit.officer.staff in debt.officers,
        "may": {what: is_open and any(role in roles for role in MAY[what]) for what in MAY},
        "labels": {field: visit.say(phrase) for field, phrase in LABELS.items()},
        "ways": _options(visit, "debt.by", (OFFSET, REPAYMENT)),
        "verdicts": _options(visit, "debt.verdict", tuple(Verdict)),
        "grounds": _options(visit, "debt.ground", tuple(WaiverGround)),
        "facts": _facts(visit, case) if case.requests else [],
        "filled": {**{name: visit.form.one(name) for name in LABELS}, "fact": visit.form.all_of("fact")},
        "now": visit.form.one(WHAT),
        "what": WHAT,
        "sent": visit.query.get("done") == "done",
    }
    return Content(values, faults=faults)


def _money(currency: str, minor: int) -> Money:
    return Money(minor=minor, currency=currency)


def _left(case: DebtCase) -> Fraction | None:
    return case.in_hand.withheld.left if case.in_hand.withheld else None


def _options(visit: Visit, phrases: str, values: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"value": str(value), "text": visit.say(f"{phrases}.{value}"), "note": ""} for value in values]


def _facts(visit: Visit, case: DebtCase) -> list[dict[str, str]]:
    """What a decision on a request can rest on: the request itself, and the facts of the record."""
    asked = [{"value": f"request/{key}", "text": visit.say("debt.fact.request"), "note": key} for key in case.requests]
    recorded = facts_of(visit.world.heard(case.person))
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
