"""What the page of a contest shows, and what stands in the fields of its forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum

from contracts.casework import Attendance
from contracts.intake import ContestFiled, ContestWithdrawn
from contracts.waiting import FilingReceived
from services.claims.views import ContestInHand
from services.console.officers.roles import Role
from services.console.staff.contest.acts import CLAIMANT, outcomes_of
from services.console.staff.contest.deciders import deciding_role, took_part
from services.console.staff.contest.papers import contacts_with, rule_of
from services.console.staff.contest.similar import outcome_counts, similar_to, since
from services.console.staff.intake.receipts import receipts_about
from services.console.staff.question.record import facts_of
from services.console.staff_page import Content, Visit

WHAT = "what"
"""The field that tells the forms of the page apart."""
HEARING, OUTCOME, TAKEN_BACK = "hearing", "outcome", "taken_back"
SENT = "sent"
LABELS = {
    "invited_on": "contest.invited_on",
    "held_on": "contest.held_on",
    "attendance": "contest.attendance",
    "mandate": "contest.mandate",
    "record": "contest.record",
    "outcome": "contest.outcome",
    "fact": "question.fact",
    "reasons": "question.reasons",
    "article": "question.rule",
    "good_cause": "contest.good_cause",
    "first": "question.first",
    "last": "question.last",
    "reduced_by": "question.reduced_by",
    "withdrawn_on": "contest.withdrawn_on",
    "withdrawn_by": "contest.withdrawn_by",
    "told_how": "contest.told_how",
}
"""What stands above each field, in the order of the forms."""
NOT_CHOSEN = {"value": "", "text": "\N{EM DASH}"}


def content(visit: Visit, in_hand: ContestInHand, faults: Mapping[str, str]) -> Content:
    """The page of a contest; `faults` are what is wrong with the form that was sent, by field."""
    contest, asked = in_hand.contest, in_hand.asked
    decided_first = took_part(visit.officer, asked.took_part if asked else ())
    may_decide = deciding_role(visit.officer, contest.filing.tier) is not None and not decided_first
    values = {
        "in_hand": in_hand,
        "contest": contest,
        "asked": asked,
        "person": visit.given["person"],
        "tier": contest.filing.tier,
        "before": in_hand.procedure.contests.tiers[contest.filing.tier].before,
        "days_left": (contest.decide_by - visit.today).days if contest.decide_by else 0,
        "decided_first": decided_first,
        "may_decide": contest.is_open and may_decide,
        "may_take_back": contest.closed_on is None and Role.INTAKE in visit.officer.roles,
        "told_days": _days(visit, in_hand),
        "counts": outcome_counts(similar_to(visit, in_hand)),
        "since": visit.language.day(since(visit.today)),
        "rule": rule_of(in_hand),
        "contacts": contacts_with(visit),
        "received": _received(visit, in_hand),
        "help": in_hand.procedure.appeal_help,
        "labels": {field: visit.say(phrase) for field, phrase in LABELS.items()},
        "attendances": _options(visit, "contest.attendance", Attendance),
        "speaking": [NOT_CHOSEN, *_mandates(in_hand.speaks(visit.today))],
        "outcomes": _options(visit, "contest.outcome", outcomes_of(in_hand)),
        "facts": fact_options(visit, in_hand),
        "taking_back": [
            {"value": CLAIMANT, "text": visit.say("contest.by_claimant"), "note": ""},
            *_mandates(in_hand.contests_under(visit.today)),
        ],
        "sent": visit.query.get("done") == SENT,
        "typed": _typed(visit, in_hand),
        "what": WHAT,
        "forms": {"hearing": HEARING, "outcome": OUTCOME, "taken_back": TAKEN_BACK},
    }
    return Content(values, faults=faults)


def _received(visit: Visit, in_hand: ContestInHand) -> list[FilingReceived]:
    """The receipts for the contest and for its withdrawal, the newest first."""
    about = {in_hand.contest.contest, in_hand.contest.filing.decision}
    return receipts_about(visit.world.heard(visit.given["person"]), about, ContestFiled.name, ContestWithdrawn.name)


def fact_options(visit: Visit, in_hand: ContestInHand) -> list[dict[str, str]]:
    """What a decision can rest on: the claim, what the claimant wrote and said, and the facts of the record."""
    contest, asked = in_hand.contest, in_hand.asked
    options = []
    if asked is not None:
        options.append({"value": asked.claim, "text": visit.say("question.fact.claim"), "note": asked.claim})
    filed = visit.say("contest.fact.filing", day=visit.language.day(contest.filing.filed_on))
    options.append({"value": f"filing/{contest.contest}", "text": filed, "note": ""})
    if contest.hearing is not None:
        held = visit.say("contest.fact.hearing", day=visit.language.day(contest.hearing.held_on))
        options.append({"value": f"hearing/{contest.contest}", "text": held, "note": ""})
    recorded = facts_of(visit.world.heard(visit.given["person"]), visit.language.words.language)
    claim = asked.claim if asked else None
    options += [{"value": fact.key, "text": fact.says, "note": fact.day} for fact in recorded if fact.key != claim]
    return options


def _options(visit: Visit, phrases: str, kinds: Iterable[StrEnum]) -> list[dict[str, str]]:
    return [{"value": kind.value, "text": visit.say(f"{phrases}.{kind}"), "note": ""} for kind in kinds]


def _mandates(keys: Iterable[str]) -> list[dict[str, str]]:
    return [{"value": key, "text": key, "note": ""} for key in keys]


def _days(visit: Visit, in_hand: ContestInHand) -> tuple[str, str]:
    """The first and the last day that the contested decision covers, in words."""
    decision = in_hand.asked.decision if in_hand.asked else None
    if decision is None or decision.applies is None:
        return ("", "")
    days = decision.applies
    return visit.language.day(days.start), visit.language.day(days.end - timedelta(days=1))


def _typed(visit: Visit, in_hand: ContestInHand) -> dict[str, object]:
    """What stands in the fields: what was typed, and in a form that was not sent, what the record gives."""
    form = visit.form
    typed: dict[str, object] = {name: form.one(name) for name in LABELS}
    if form.one(WHAT) != OUTCOME and in_hand.asked is not None:
        typed["article"] = in_hand.asked.words.cites
    return {**typed, "fact": form.all_of("fact")}
