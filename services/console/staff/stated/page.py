"""The form of a programme, empty or filled with what its provider states, and the forms that end it or take it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.almp_referral import Occasion
from contracts.occupations import title_of
from contracts.programmes import PREFIX, AllowancePer, ProgrammeKind, Target
from contracts.providers import ProgrammeEnd
from contracts.registry import Separation
from services.almp_referral.views import Roster, StatedVersions, roster, stated_versions
from services.console.acts.form import FormFault
from services.console.acts.read_form import ReadForm
from services.console.acts.writing import moment_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.stated.ends import FIELDS as END_FIELDS
from services.console.staff.stated.ends import RETRACTS, EndAtHand, end_of, retraction_of
from services.console.staff.stated.filled import filled_of, ticked_of
from services.console.staff.stated.programme_form import (
    COHORT_FIELDS,
    COHORTS_MAX,
    SEVERAL,
    TEXTS,
    ProgrammeForm,
    StatementAtHand,
    cohort_fields,
    held_cohorts_that_go,
    programme_of,
)
from services.console.staff_page import AccessDenied, Content, GoTo, NotHere, StaffPage, Visit

ALMP = "almp_referral"
NEW_ROWS = 3
"""So many empty cohorts stand on the form of a new programme."""
MORE_ROWS = 2
STATE = "state"
_PROGRAMME = re.compile(rf"{PREFIX}[a-z0-9\-]{{1,53}}")
_TEMPLATE = "stated/statement.html.jinja"


@dataclass(frozen=True, slots=True)
class OwnProgramme:
    """A programme of the provider's own, and in which versions it was stated."""

    roster: Roster
    versions: StatedVersions

    @property
    def case(self) -> CaseAtHand:
        """What an act on it is about."""
        return CaseAtHand(self.key, provider=self.versions.provider)

    @property
    def key(self) -> str:
        """The programme's id."""
        return self.roster.listing.programme.key

    @property
    def held(self) -> int:
        """How many people hold a seat."""
        return self.roster.listing.held

    @property
    def rows(self) -> int:
        """How many cohorts stand on its form."""
        return min(COHORTS_MAX, len(self.roster.listing.programme.cohorts) + MORE_ROWS)


def show_new(visit: Visit) -> Content:
    """The empty form."""
    return _content(visit, None, {})


def act_new(visit: Visit) -> Content | GoTo:
    """Publish a programme."""
    provider = visit.officer.provider
    if provider is None:
        raise AccessDenied(Denied.PROVIDER)
    read = ProgrammeForm(visit.form, locale=visit.language.locale)
    stated = programme_of(read, StatementAtHand(provider, None, 1, moment_of(visit.world), NEW_ROWS))
    if stated is None:
        return _content(visit, None, read.faults)
    with visit.world.reading(ALMP) as connection:
        versions = stated_versions(connection, stated.key)
    if visit.was_sent():
        return GoTo(visit.address("/programmes", done="published"))
    if versions is not None and (versions.provider != provider or _is_listed(visit, stated.key)):
        return _content(visit, None, {"key": "stated.fault.taken"})
    if versions is not None:  # it was taken back, and is stated again
        stated = stated.model_copy(update={"source_version": versions.programme + 1})
    visit.act(Role.PROVIDER, CaseAtHand(stated.key, provider=provider), stated)
    return GoTo(visit.address("/programmes", done="published"))


def _is_listed(visit: Visit, programme: str) -> bool:
    with visit.world.reading(ALMP) as connection:
        return roster(connection, programme, visit.today) is not None


def show(visit: Visit) -> Content:
    """The form, filled with what is stated."""
    return _content(visit, _at_hand(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """State the programme anew, its end, or that it never was."""
    at_hand, what = _at_hand(visit), visit.form.one("act")
    visit.may_act(Role.PROVIDER, at_hand.case)
    address = visit.address(f"/programmes/{at_hand.key}", done=what)
    if visit.was_sent():
        return GoTo(address)
    if what == STATE:
        return _state_anew(visit, at_hand, address)
    if what not in END_FIELDS:
        raise FormFault("no form of ours")
    read, is_end = ReadForm(visit.form), what in {"end", "end_back"}
    version = (at_hand.versions.end if is_end else at_hand.versions.programme) + 1
    end = EndAtHand(at_hand.key, at_hand.versions.provider, version, moment_of(visit.world), visit.today)
    event = retraction_of(read, end, what) if what in RETRACTS else end_of(read, end)
    if event is None:
        return _content(visit, at_hand, read.faults)
    visit.act(Role.PROVIDER, at_hand.case, event, visit.form.one("because") or visit.form.one("reason"))
    return GoTo(visit.address("/programmes", done=what) if what == "back" else address)


def _state_anew(visit: Visit, at_hand: OwnProgramme, address: str) -> Content | GoTo:
    read = ProgrammeForm(visit.form, locale=visit.language.locale)
    version = at_hand.versions.programme + 1
    if visit.form.one("version") != str(version):
        return _content(visit, at_hand, {"act": "stated.fault.changed"})
    moment = moment_of(visit.world)
    before = StatementAtHand(at_hand.versions.provider, at_hand.key, version, moment, at_hand.rows)
    stated = programme_of(read, before)
    held = {each.cohort.key for each in at_hand.roster.cohorts if each.cohort is not None and each.holders}
    if stated is not None and held_cohorts_that_go(stated, held):
        read.faults["cohort_1"] = "stated.fault.held"
    if stated is None or read.faults:
        return _content(visit, at_hand, read.faults)
    visit.act(Role.PROVIDER, at_hand.case, stated)
    return GoTo(address)


def _at_hand(visit: Visit) -> OwnProgramme:
    """Raises `NotHere`, and `AccessDenied` for a programme of another provider."""
    key = visit.given["programme"]
    if not _PROGRAMME.fullmatch(key):
        raise NotHere
    with visit.world.reading(ALMP) as connection:
        rostered, versions = roster(connection, key, visit.today), stated_versions(connection, key)
    if rostered is None or versions is None:
        raise NotHere
    if versions.provider != visit.officer.provider:
        raise AccessDenied(Denied.PROGRAMME)
    return OwnProgramme(rostered, versions)


def _content(visit: Visit, at_hand: OwnProgramme | None, faults: Mapping[str, str]) -> Content:
    rows, form = at_hand.rows if at_hand is not None else NEW_ROWS, visit.form
    names = (*TEXTS, *cohort_fields(rows))
    filled, ticked = {name: form.one(name) for name in names}, {name: form.all_of(name) for name in SEVERAL}
    if at_hand is not None and form.one("act") != STATE:
        stated = at_hand.roster.listing.programme
        filled |= filled_of(stated, visit.language)
        ticked |= {name: tuple(each) for name, each in ticked_of(stated).items()}
    ends = {name: form.one(name) for fields in END_FIELDS.values() for name in fields}
    values = {
        "at_hand": at_hand,
        "listing": at_hand.roster.listing if at_hand is not None else None,
        "version": at_hand.versions.programme + 1 if at_hand is not None else 1,
        "rows": range(1, rows + 1),
        "cohort_fields": COHORT_FIELDS,
        "is_too_long": at_hand is not None and len(at_hand.roster.listing.programme.cohorts) > COHORTS_MAX,
        "filled": filled,
        "ticked": ticked,
        "ends": ends,
        "titles": _titles(filled),
        "options": _options(visit),
        "labels": _labels(visit, rows),
    }
    told = {name: visit.say(fault) for name, fault in faults.items()}
    return Content(values, faults={name: told[name] for name in (*names, *SEVERAL, *ends, "act") if name in told})


def _titles(filled: Mapping[str, str]) -> Mapping[str, str]:
    """The titles of the occupations whose codes are typed."""
    return {
        name: "; ".join(title for code in filled[name].replace(",", " ").split() if (title := title_of(code)))
        for name in ("occupations", "worked_as")
    }


def _labels(visit: Visit, rows: int) -> Mapping[str, str]:
    """The names of the fields; those of a cohort with its number."""
    plain = [*TEXTS, *SEVERAL, "act", *(name for fields in END_FIELDS.values() for name in fields)]
    labels = {name: visit.say(f"stated.form.{name}") for name in plain}
    for number in range(1, rows + 1):
        for name in COHORT_FIELDS:
            said = visit.say(f"stated.form.{name}")
            labels[f"{name}_{number}"] = visit.say("stated.of_cohort", field=said, n=visit.language.number(number))
    return labels


def _options(visit: Visit) -> Mapping[str, list[dict[str, str]]]:
    """What may be chosen in each field."""
    beginnings = {
        "kind": ("programmes.kind", ProgrammeKind),
        "target": ("target", Target),
        "per": ("stated.per", AllowancePer),
        "occasions": ("occasion", Occasion),
        "lost_work_by": ("lost_work_by", Separation),
        "how": ("stated.how", ProgrammeEnd),
    }
    return {
        name: [{"value": one.value, "text": visit.say(f"{beginning}.{one}"), "note": ""} for one in kinds]
        for name, (beginning, kinds) in beginnings.items()
    }


PAGES = (
    StaffPage(
        name="new_programme",
        path="/new-programme",
        seen_by=frozenset({Role.PROVIDER}),
        template=_TEMPLATE,
        show=show_new,
        act=act_new,
        acts_as=frozenset({Role.PROVIDER}),
    ),
    StaffPage(
        name="statement",
        path="/programmes/{programme}/statement",
        seen_by=frozenset({Role.PROVIDER}),
        template=_TEMPLATE,
        show=show,
        act=act,
        acts_as=frozenset({Role.PROVIDER}),
    ),
)
