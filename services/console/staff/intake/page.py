"""A claim and the days certified for it, filed for a person by an officer of intake; receipts, what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from contracts.base import Envelope, Event, Unreadable, read
from contracts.intake import CertificationFiled, ClaimFiled
from contracts.waiting import CertificationAwaited, ClaimIncomplete, FilingReceived
from law.catalogue import load_scheme, scheme_names
from services.claims.views import claims_of
from services.console.acts.writing import moment_of
from services.console.calculator.page import schemes_listed
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff.intake.filings import (
    ASKED,
    DESK_CHANNELS,
    PERIODS_MAX,
    SAID,
    DeskForm,
    certification_of,
    claim_of,
)
from services.console.staff.intake.receipts import receipts_about
from services.console.staff_page import Content, GoTo, NotHere, StaffPage, Visit
from services.eligibility.views import people_beginning_with
from services.payments.views import ListedRecovery, recoveries

_WHOLE = re.compile(r"p-[0-9a-f]{32}")
_BEGINNING = re.compile(r"p-[0-9a-f]{6,32}")
CLAIM_FIELDS = ("person", "scheme", "channel", "filed_on", "unemployed_from")


def _certified_fields() -> tuple[str, ...]:
    each = [
        f"{name}_{number}"
        for number in range(1, PERIODS_MAX + 1)
        for name in ("first", "last", *ASKED, "hours", "earned")
    ]
    return ("filed_on", *each)


CERTIFIED_FIELDS = _certified_fields()


@dataclass(frozen=True, slots=True)
class DeskFiling:
    """What is known at the desk of a claim that was filed."""

    claim: str
    scheme: str
    received: Sequence[FilingReceived]
    incomplete: ClaimIncomplete | None
    awaited: CertificationAwaited | None
    debts: Sequence[ListedRecovery]
    """Of which something is left: the person may ask that one be waived."""


def show(visit: Visit) -> Content:
    """The form of a claim."""
    return _claim_form(visit, {})


def act(visit: Visit) -> Content | GoTo:
    """File the claim."""
    typed = DeskForm(visit.form, today=visit.today, locale=visit.language.locale)
    person = _person(visit, typed)
    filed = claim_of(typed, tuple(scheme_names()), moment_of(visit.world))
    if not isinstance(filed, ClaimFiled):
        return _claim_form(visit, filed)
    visit.act(Role.INTAKE, CaseAtHand(person, record=filed.key), filed)
    return GoTo(visit.address(f"/people/{person}/filed/{filed.key}", done="claim"))


def _person(visit: Visit, typed: DeskForm) -> str:
    """Who is meant: a whole pseudonym, or the beginning of one that is known here."""
    given = visit.form.one("person")
    if _WHOLE.fullmatch(given):
        return given
    found: set[str] = set()
    if _BEGINNING.fullmatch(given):
        for connection in visit.world.reading_each("eligibility"):
            found |= people_beginning_with(connection, given)
    if len(found) != 1:
        typed.faults["person"] = "fault.missing" if not given else "intake.fault.person"
        return given
    return next(iter(found))


def _claim_form(visit: Visit, faults: Mapping[str, str]) -> Content:
    typed = {name: visit.form.one(name) for name in CLAIM_FIELDS}
    if not visit.form.fields:
        typed |= {"filed_on": visit.today.isoformat(), "person": visit.query.get("person", "")}
    values = {
        "labels": {name: visit.say(f"intake.{name}") for name in CLAIM_FIELDS},
        "schemes": [
            {"value": "", "text": visit.say("intake.choose")},
            *(
                {"value": own["name"], "text": own["title"]}
                for own in schemes_listed(tuple(scheme_names()), visit.language)
            ),
        ],
        "channels": [
            {"value": channel.value, "text": visit.say(f"intake.channel.{channel}"), "note": ""}
            for channel in DESK_CHANNELS
        ],
        "filled": typed,
    }
    return Content(values, faults={name: visit.say(faults[name]) for name in CLAIM_FIELDS if name in faults})


def show_filed(visit: Visit) -> Content:
    """What was received for a claim, what is missing, and the form to certify days."""
    return _filed_content(visit, _filed(visit), {})


def act_filed(visit: Visit) -> Content | GoTo:
    """File a certification."""
    filed = _filed(visit)
    typed = DeskForm(visit.form, today=visit.today, locale=visit.language.locale)
    currency = load_scheme(filed.scheme, accept_unverified=True).currency
    certified = certification_of(typed, filed.claim, currency, moment_of(visit.world))
    if not isinstance(certified, CertificationFiled):
        return _filed_content(visit, filed, certified)
    person = visit.given["person"]
    visit.act(Role.INTAKE, CaseAtHand(person, record=filed.claim), certified)
    return GoTo(visit.address(f"/people/{person}/filed/{filed.claim}", done="certification"))


def _filed(visit: Visit) -> DeskFiling:
    person, key = visit.given["person"], visit.given["claim"]
    heard = list(visit.world.heard(person))
    events = [event for envelope in heard if (event := _event(envelope)) is not None]
    with visit.world.reading("claims") as connection:
        claims = claims_of(connection, person, visit.world.databases["claims"].partitions)
    claim = next((each for each in claims if each.claim == key), None)
    if claim is None or claim.scheme is None:
        raise NotHere
    visit.look_at(CaseAtHand(person, record=key))
    lacks = [event for event in events if isinstance(event, ClaimIncomplete) and event.claim == key]
    awaited = [event for event in events if isinstance(event, CertificationAwaited) and event.claim == key]
    debts = _debts(visit, person, key)
    return DeskFiling(
        claim=key,
        scheme=claim.scheme,
        received=receipts_about(heard, {key, *(one.debt.question for one in debts)}),
        incomplete=lacks[-1] if lacks else None,
        awaited=awaited[-1] if awaited else None,
        debts=[one for one in debts if one.left.minor],
    )


def _debts(visit: Visit, person: str, claim: str) -> list[ListedRecovery]:
    with visit.world.reading("payments") as connection:
        listed = recoveries(connection, visit.today, person)
    return [one for one in listed if (one.person, one.debt.claim) == (person, claim)]


def _event(envelope: Envelope) -> Event | None:
    try:
        return read(envelope)
    except Unreadable:
        return None


def _filed_content(visit: Visit, filed: DeskFiling, faults: Mapping[str, str]) -> Content:
    typed = {name: visit.form.one(name) for name in CERTIFIED_FIELDS}
    if not visit.form.fields:
        typed["filed_on"] = visit.today.isoformat()
        if filed.awaited is not None:
            days = filed.awaited.period
            typed |= {"first_1": days.start.isoformat(), "last_1": (days.end - timedelta(days=1)).isoformat()}
    labels = {
        name: visit.say(f"intake.{name.rpartition('_')[0] if name[-1].isdigit() else name}")
        for name in CERTIFIED_FIELDS
    }
    values = {
        "person": visit.given["person"],
        "filed": filed,
        "labels": labels,
        "numbers": range(1, PERIODS_MAX + 1),
        "asked": ASKED,
        "said": [{"value": word, "text": visit.say(f"intake.said.{word}"), "note": ""} for word in SAID],
        "filled": typed,
        "done": visit.query.get("done", ""),
        "may_file": Role.INTAKE in visit.officer.roles,
        "currency": load_scheme(filed.scheme, accept_unverified=True).currency,
    }
    return Content(values, faults={name: visit.say(faults[name]) for name in CERTIFIED_FIELDS if name in faults})


PAGES = (
    StaffPage(
        name="intake",
        path="/intake",
        seen_by=frozenset({Role.INTAKE}),
        template="intake/intake.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.INTAKE}),
        menu=5,
    ),
    StaffPage(
        name="filed",
        path="/people/{person}/filed/{claim}",
        seen_by=frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.AUDITOR}),
        template="intake/filed.html.jinja",
        show=show_filed,
        act=act_filed,
        acts_as=frozenset({Role.INTAKE}),
    ),
)
