"""Contests: the lists, and one with its hearing, its outcome, its papers, and what it would come to."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.base import Event
from contracts.casework import ContestDecided, HearingHeld
from services.claims.views import ContestInHand, why_no_effect_on
from services.console.acts.form import FormFault
from services.console.officers.roles import Role
from services.console.officers.rules import Denied
from services.console.staff.contest.acts import hearing_of, outcome_of, taken_back_by
from services.console.staff.contest.content import (
    HEARING,
    LABELS,
    OUTCOME,
    SENT,
    TAKEN_BACK,
    WHAT,
    content,
    fact_options,
)
from services.console.staff.contest.deciders import deciding_role
from services.console.staff.contest.in_hand import SEEN_BY, case_of_contest, contest_asked_for
from services.console.staff.contest.inbox import show_inbox
from services.console.staff.contest.papers import show_papers
from services.console.staff.contest.similar import show_similar
from services.console.staff.contest.version import show_version
from services.console.staff.contest.waiting import show_waiting
from services.console.staff_page import AccessDenied, Content, GoTo, StaffPage, Visit


def show(visit: Visit) -> Content:
    """What is contested, until when it is to be decided, and the forms of who may act on it."""
    return content(visit, contest_asked_for(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Note a hearing, decide the contest, or note that it is taken back."""
    in_hand = contest_asked_for(visit)
    sent = GoTo(visit.address(f"/people/{visit.given['person']}/contests/{visit.given['contest']}", done=SENT))
    if visit.was_sent():
        return sent
    what = visit.form.one(WHAT)
    role, case = _role(visit, in_hand, what), case_of_contest(visit, in_hand, is_judged=what != TAKEN_BACK)
    visit.may_act(role, case)
    given, reasons = _given(visit, in_hand, role, what)
    if isinstance(given, Mapping):
        return content(visit, in_hand, {field: visit.say(given[field]) for field in LABELS if field in given})
    if isinstance(given, HearingHeld | ContestDecided) and (why_not := why_no_effect_on(in_hand, given)) is not None:
        field = "held_on" if what == HEARING else "outcome"
        return content(visit, in_hand, {field: visit.say("question.no_effect", why=why_not)})
    visit.act(role, case, given, reasons)
    return sent


def _role(visit: Visit, in_hand: ContestInHand, what: str) -> Role:
    """In which role the officer acts. Raises `AccessDenied` where none of theirs decides in this tier."""
    if what == TAKEN_BACK:
        return Role.INTAKE
    role = deciding_role(visit.officer, in_hand.contest.filing.tier)
    if role is None:
        raise AccessDenied(Denied.ROLE, case_of_contest(visit, in_hand, is_judged=True))
    return role


def _given(visit: Visit, in_hand: ContestInHand, role: Role, what: str) -> tuple[Event | Mapping[str, str], str | None]:
    """What the form gives, and the reasons for it. Raises `FormFault`."""
    form, officer = visit.form, visit.officer.acting(role)
    if what == HEARING:
        return hearing_of(form, in_hand, officer, visit.today), form.one("record") or None
    if what == OUTCOME:
        known = tuple(option["value"] for option in fact_options(visit, in_hand))
        return outcome_of(form, in_hand, officer, visit.today, known), form.one("reasons")
    if what == TAKEN_BACK:
        return taken_back_by(form, in_hand, visit.today), form.one("told_how")
    raise FormFault("no form of ours")


PAGES = (
    StaffPage(
        name="contests",
        path="/contests",
        seen_by=SEEN_BY,
        template="contest/contests.html.jinja",
        show=show_inbox,
        menu=20,
    ),
    StaffPage(
        name="contest",
        path="/people/{person}/contests/{contest}",
        seen_by=SEEN_BY,
        template="contest/contest.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS}),
    ),
    StaffPage("contests_waiting", "/contests/waiting", SEEN_BY, "contest/waiting.html.jinja", show_waiting),
    *(
        StaffPage(f"contest_{name}", f"/people/{{person}}/contests/{{contest}}/{name}", SEEN_BY, template, show_it)
        for name, template, show_it in (
            ("papers", "contest/papers.html.jinja", show_papers),
            ("version", "contest/version.html.jinja", show_version),
            ("similar", "contest/similar.html.jinja", show_similar),
        )
    ),
)
