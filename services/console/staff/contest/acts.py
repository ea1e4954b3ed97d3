"""From a form to a hearing, an outcome, or a contest taken back; or what is missing in it, by field. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.casework import Attendance, ContestDecided, HearingHeld, Officer
from contracts.contest import ContestOutcome
from contracts.intake import ContestWithdrawn
from contracts.values import Period
from services.claims.views import ContestInHand
from services.console.acts.form import SentForm
from services.console.acts.read_form import WHOLE, ReadForm

CLAIMANT = "claimant"
"""What the form says where the claimant acts, and no representative."""
ALL = 100


def outcomes_of(in_hand: ContestInHand) -> tuple[ContestOutcome, ...]:
    """The outcomes that there are for this contest; the claimant alone takes one back."""
    possible = [ContestOutcome.OVERTURNED]
    if not in_hand.is_by_facts:
        possible.append(ContestOutcome.CHANGED)
    possible.append(ContestOutcome.UPHELD)
    return (*possible, ContestOutcome.OUT_OF_TIME) if in_hand.contest.is_late else tuple(possible)


def hearing_of(
    form: SentForm, in_hand: ContestInHand, officer: Officer, today: date
) -> HearingHeld | Mapping[str, str]:
    """The hearing that a form tells of, or what is wrong with it."""
    read = ReadForm(form)
    invited_on, held_on = read.day("invited_on"), _past(read, "held_on", today)
    attendance = read.chosen("attendance", tuple(Attendance))
    if not {"invited_on", "held_on"} & read.faults.keys() and held_on < invited_on:
        read.faults["held_on"] = "contest.fault.invited"
    mandate = None
    if attendance == Attendance.REPRESENTED:
        mandate = read.chosen("mandate", in_hand.speaks(held_on))
    stayed_away = attendance == Attendance.STAYED_AWAY
    record = read.words("record") if form.one("record") or not stayed_away else None
    if read.faults:
        return read.faults
    return HearingHeld(
        contest=in_hand.contest.contest,
        invited_on=invited_on,
        held_on=held_on,
        officer=officer,
        attendance=Attendance(attendance),
        mandate=mandate,
        record=record,
    )


def outcome_of(
    form: SentForm, in_hand: ContestInHand, officer: Officer, today: date, known: tuple[str, ...]
) -> ContestDecided | Mapping[str, str]:
    """The decision that a form gives, or what is wrong with it; it rests on facts that are `known`, by their keys."""
    read = ReadForm(form)
    outcome = read.chosen("outcome", tuple(kind.value for kind in outcomes_of(in_hand)))
    facts = tuple(dict.fromkeys(form.all_of("fact")))
    if not facts or not set(facts) <= set(known):
        read.faults["fact"] = "fault.facts"
    reasons, article = read.words("reasons"), read.words("article")
    looks_at_it = in_hand.contest.is_late and outcome != ContestOutcome.OUT_OF_TIME
    good_cause = read.words("good_cause") if looks_at_it else None
    applies, share = _less(read) if outcome == ContestOutcome.CHANGED else (None, None)
    if read.faults:
        return read.faults
    return ContestDecided(
        contest=in_hand.contest.contest,
        decided_on=today,
        officer=officer,
        outcome=ContestOutcome(outcome),
        reasons=reasons,
        article=article,
        facts_considered=facts,
        good_cause=good_cause,
        applies=applies,
        reduced_by=share,
    )


def taken_back_by(form: SentForm, in_hand: ContestInHand, today: date) -> ContestWithdrawn | Mapping[str, str]:
    """That the claimant, or who may file for them, takes the contest back, or what is wrong with the form."""
    read = ReadForm(form)
    on = _past(read, "withdrawn_on", today)
    if in_hand.contest.closed_on is not None:
        read.faults["withdrawn_on"] = "contest.fault.over"
    allowed = () if "withdrawn_on" in read.faults else in_hand.contests_under(on)
    by = read.chosen("withdrawn_by", (CLAIMANT, *allowed))
    read.words("told_how")
    if read.faults:
        return read.faults
    mandate = None if by == CLAIMANT else by
    return ContestWithdrawn(contest=in_hand.contest.contest, withdrawn_on=on, mandate=mandate)


def _past(read: ReadForm, name: str, today: date) -> date:
    day = read.day(name)
    if day > today:
        read.faults[name] = "contest.fault.future"
    return day


def _less(read: ReadForm) -> tuple[Period | None, str | None]:
    """The days that a changed decision still covers, and the share that it takes."""
    days = read.days("first", "last")
    share = read.share("reduced_by") if read.form.one("reduced_by") else WHOLE
    return (None, None) if read.faults else (days, None if share == WHOLE else share)
