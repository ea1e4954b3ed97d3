"""The inbox of referrals, one referral with its forms, and the files about it for a calendar and an e-mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from contracts.assignments import MatterKind
from contracts.base import Event, Unreadable, read
from contracts.intake import Channel
from contracts.placement import Answer, DeclineReason, ProgrammeOutcome
from services.almp_referral.edge import calendar_file, mail
from services.almp_referral.views import (
    LifeOfReferral,
    LifeRecord,
    ListedProgramme,
    OfferInInbox,
    OpenProposal,
    ReferralState,
    inbox,
    listings,
    open_proposals,
    referral_life,
    standard_referral_procedure,
    without_offer,
)
from services.console.acts.form import FormFault
from services.console.acts.writing import moment_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.staff.hands.whose import hand_options, hands_in
from services.console.staff.referrals.content import STANDINGS, InboxTab, MatchInReview, in_tab, match_in_review
from services.console.staff.referrals.orders import FIELDS, READERS, OrderAtHand, OrderForm, name_of, own_records
from services.console.staff_page import Content, GoTo, Listing, NotHere, PageFile, StaffPage, Visit

REASONS = frozenset({"reasons", "taken_because", "left_because", "retracted_because"})
"""The fields in which an officer says why."""
ACTS_AS = frozenset({Role.PLACEMENT_OFFICER})
SEEN_BY = ACTS_AS | {Role.AUDITOR}
COLUMNS_OF_NONE = ("person", "why", "since", "occasion", "hand")
"""Of people to whom nothing could be offered: neither programme nor deadline is to be told."""
COLUMNS = ("person", "programme", "standing", "deadline", "invited", "office", "hand")
SENDER = "no-reply@tideover.invalid"
ALMP = "almp_referral"


@dataclass(frozen=True, slots=True)
class ReferralAtHand:
    """One referral, what was said of it, and the programmes that there are."""

    life: LifeOfReferral
    match: MatchInReview
    listed: Mapping[str, ListedProgramme]
    proposals: Sequence[OpenProposal]
    """What providers propose of the person."""

    @property
    def offer(self) -> OfferInInbox:
        """Where it stands."""
        return self.life.offer

    @property
    def case(self) -> CaseAtHand:
        """Whose it is, and of which office."""
        return CaseAtHand(self.offer.person, record=self.offer.referral, office=self.offer.office)

    def title(self, programme: str) -> str:
        """A programme's own title, or its id where nobody states it any more."""
        listing = self.listed.get(programme)
        return listing.programme.title if listing is not None else programme


def show_all(visit: Visit) -> Content:
    """The inbox of the officer's office, as far as the filter goes."""
    asked, programme = visit.query.get("tab", ""), visit.query.get("programme", "")
    tab = InboxTab(asked) if asked in list(InboxTab) else InboxTab.OFFERED
    programme = "" if tab is InboxTab.NONE else programme
    offers, titles = _listed(visit)
    listed = in_tab(offers, tab, programme)
    hands = hands_in(visit, MatterKind.REFERRAL, {offer.referral for offer in listed})
    chosen = [offer for offer in listed if hands.shows(offer.referral)]
    page = ListPage.asked(visit.query, len(chosen))
    shown, cells = (COLUMNS_OF_NONE, _cells_of_none) if tab is InboxTab.NONE else (COLUMNS, _cells)
    columns = [visit.say(f"referrals.column.{name}") for name in ("referral", *shown)]
    return Content(
        {
            "rows": chosen[page.start : page.start + ROWS_A_PAGE],
            "page": page,
            "columns": shown,
            "listed_days": _listed_days(visit),
            "tab": tab,
            "tabs": list(InboxTab),
            "counts": Counter(each for offer in offers for each in InboxTab if offer.standing in STANDINGS[each]),
            "titles": titles,
            "programmes": [
                {"value": "", "text": visit.say("referrals.all")},
                *({"value": key, "text": title} for key, title in titles.items()),
            ],
            "programme": programme,
            "day": visit.today,
            "hands": hands,
            "hand_options": hand_options(visit, hands),
        },
        Listing("referrals", columns, [[*cells(offer), hands.staff(offer.referral)] for offer in chosen]),
    )


def _listed(visit: Visit) -> tuple[list[OfferInInbox], Mapping[str, str]]:
    """What the lists hold, and the titles of programmes."""
    standings = frozenset[ReferralState]().union(*STANDINGS.values()) - {ReferralState.NONE}
    with visit.world.reading(ALMP) as connection:
        offers = inbox(connection, visit.officer.office, standings)
        offers += without_offer(connection, visit.today, standard_referral_procedure())
        return offers, {each.programme.key: each.programme.title for each in listings(connection, visit.today)}


def _cells(offer: OfferInInbox) -> list[str]:
    invited = offer.invited
    days = (offer.deadline, invited.meets_on if invited is not None else None)
    deadline, meets_on = (day.isoformat() if day is not None else "" for day in days)
    return [
        offer.referral,
        offer.person,
        offer.programme,
        offer.standing.value,
        deadline,
        meets_on,
        offer.office or "",
    ]


def _cells_of_none(offer: OfferInInbox) -> list[str]:
    why = offer.why_none.value if offer.why_none is not None else ""
    return [offer.referral, offer.person, why, offer.asked_on.isoformat(), offer.occasion.value]


def _listed_days(visit: Visit) -> int | None:
    """For how many days somebody stands in the list of those to whom nothing could be offered."""
    until = standard_referral_procedure().listed_until(visit.today)
    return (until - visit.today).days if until is not None else None


def show(visit: Visit) -> Content:
    """One referral."""
    return _content(visit, _at_hand(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Say what a placement officer does about it."""
    at_hand = _at_hand(visit)
    visit.may_act(Role.PLACEMENT_OFFICER, at_hand.case)
    what, address = visit.form.one("act"), f"/people/{at_hand.offer.person}/referrals/{at_hand.offer.referral}"
    if what not in READERS:
        raise FormFault("no form of ours")
    if visit.was_sent():
        return GoTo(visit.address(address, done=what))
    reading = OrderForm(visit.form)
    order = _order(visit, at_hand)
    if what not in order.acts:
        return _content(visit, at_hand, {"act": visit.say("referral.fault.closed")})
    event = READERS[what](reading, order)
    if event is None:
        return _content(visit, at_hand, {name: visit.say(text) for name, text in reading.faults.items()})
    reasons = next((text for name in FIELDS[what] if name in REASONS and (text := visit.form.one(name))), None)
    visit.act(Role.PLACEMENT_OFFICER, at_hand.case, event, reasons)
    return GoTo(visit.address(address, done=what))


def _order(visit: Visit, at_hand: ReferralAtHand) -> OrderAtHand:
    return OrderAtHand(
        offer=at_hand.offer,
        occasion=at_hand.match.occasion,
        officer=visit.officer.acting(Role.PLACEMENT_OFFICER),
        programmes=[each.programme.key for each in _choosable(at_hand)],
        today=visit.today,
        recorded_at=moment_of(visit.world),
        records=own_records(at_hand.life.records),
        proposals=at_hand.proposals,
    )


def _choosable(at_hand: ReferralAtHand) -> list[ListedProgramme]:
    """The programmes that may be offered in its place."""
    every = at_hand.listed.values()
    return [each for each in every if each.end is None and each.programme.key != at_hand.offer.programme]


def _at_hand(visit: Visit) -> ReferralAtHand:
    person, key = visit.given["person"], visit.given["referral"]
    with visit.world.reading(ALMP) as connection:
        life = referral_life(connection, key)
        if life is None or (life.offer.referral, life.offer.person) != (key, person):
            raise NotHere
        listed = {each.programme.key: each for each in listings(connection, visit.today)}
        proposals = [each for each in open_proposals(connection, visit.today) if each.subject == person]
    visit.look_at(CaseAtHand(person, record=key, office=life.offer.office))
    return ReferralAtHand(life, match_in_review(_events(visit, person), life.offer), listed, proposals)


def _events(visit: Visit, person: str) -> Iterator[Event]:
    for envelope in visit.world.heard(person):
        try:
            yield read(envelope)
        except Unreadable:
            continue


def _content(visit: Visit, at_hand: ReferralAtHand, faults: Mapping[str, str]) -> Content:
    offer, form = at_hand.offer, visit.form
    names = [name for fields in FIELDS.values() for name in fields]
    typed = {name: form.one(name) for name in names}
    if not form.fields:
        kept_until = max(offer.deadline or visit.today, visit.today + timedelta(days=1))
        typed |= {"answered_on": visit.today.isoformat(), "answer_by": kept_until.isoformat()}
        typed |= {"assessed_on": visit.today.isoformat(), "channel": Channel.OFFICE.value}
        typed |= {"ended_on": visit.today.isoformat(), "place": offer.invited.place or "" if offer.invited else ""}
    values = {
        "offer": offer,
        "life": at_hand.life,
        "match": at_hand.match,
        "listing": at_hand.listed.get(offer.programme),
        "title": at_hand.title(offer.programme) if offer.programme else "",
        "acts": _order(visit, at_hand).acts if Role.PLACEMENT_OFFICER in visit.officer.roles else (),
        "labels": {name: visit.say(f"referral.form.{name}") for name in ("act", "to", *names)},
        "filled": typed,
        "sent_form": form.one("act"),
        "options": _options(visit, at_hand),
        "done": visit.query.get("done", ""),
        "to": visit.query.get("to", ""),
    }
    columns = [visit.say(f"referral.column.{name}") for name in ("day", "what", "by")]
    rows = [
        [each.day.isoformat() if each.day else "", each.says.value if each.says else each.kind.value, each.officer]
        for each in at_hand.life.records
    ]
    return Content(values, Listing(f"referral-{offer.referral[:8]}", columns, rows), faults)


def _options(visit: Visit, at_hand: ReferralAtHand) -> Mapping[str, list[dict[str, str]]]:
    """What may be chosen in each form."""
    accepted = at_hand.offer.standing is ReferralState.ACCEPTED
    closed: dict[str, list[str]] = {
        "answer": [answer for answer in Answer if not accepted or answer is Answer.REFUSED],
        "declined_because": list(DeclineReason),
        "outcome": list(ProgrammeOutcome),
        "channel": list(Channel),
    }
    free = [(each, visit.say("referral.free", n=visit.language.number(each.free))) for each in _choosable(at_hand)]
    return {
        **{
            name: [{"value": word, "text": visit.say(f"referral.{name}.{word}"), "note": ""} for word in words]
            for name, words in closed.items()
        },
        "programme": [{"value": each.programme.key, "text": each.programme.title, "note": note} for each, note in free],
        "proposal": [
            {"value": each.key, "text": at_hand.title(each.programme), "note": each.reasons}
            for each in at_hand.proposals
        ],
        "record": [
            {"value": name_of(each), "text": _in_words(visit, each), "note": each.officer or ""}
            for each in own_records(at_hand.life.records)
        ],
    }


def _in_words(visit: Visit, record: LifeRecord) -> str:
    """A record: what it is, what it says, and its day."""
    what = visit.say(f"referral.record.{record.kind}")
    says = f": {visit.say(f'referral.standing.{record.says}')}" if record.says is not None else ""
    return f"{what}{says}, {visit.language.day(record.day)}" if record.day is not None else what


def show_calendar(visit: Visit) -> PageFile:
    """The appointment and the last day to answer, for a calendar."""
    offer = _at_hand(visit).offer
    return PageFile(f"referral-{offer.referral[:8]}.ics", "text/calendar", calendar_file(offer))


def show_mail(visit: Visit) -> Content | PageFile:
    """An e-mail about it, ready to send to who is named in the address."""
    at_hand = _at_hand(visit)
    try:
        message = mail(at_hand.offer, sender=SENDER, to=visit.query.get("to", ""))
    except ValueError:
        return _content(visit, at_hand, {"to": visit.say("referral.fault.to")})
    return PageFile(f"referral-{at_hand.offer.referral[:8]}.eml", "message/rfc822", message)


ONE = "/people/{person}/referrals/{referral}"
TEMPLATE = "referrals/referral.html.jinja"

PAGES = (
    StaffPage(
        name="referrals",
        path="/referrals",
        seen_by=SEEN_BY,
        template="referrals/referrals.html.jinja",
        show=show_all,
        menu=20,
    ),
    StaffPage(name="referral", path=ONE, seen_by=SEEN_BY, template=TEMPLATE, show=show, act=act, acts_as=ACTS_AS),
    StaffPage(name="referral_calendar", path=f"{ONE}/calendar", seen_by=SEEN_BY, template=TEMPLATE, show=show_calendar),
    StaffPage(name="referral_mail", path=f"{ONE}/mail", seen_by=SEEN_BY, template=TEMPLATE, show=show_mail),
)
