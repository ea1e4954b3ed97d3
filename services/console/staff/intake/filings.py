"""From a form to what a person files, or what is missing in it: by field, the key of a phrase. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from babel import Locale
from babel.numbers import NumberFormatError

from contracts.intake import CertificationFiled, CertifiedWeek, Channel, ClaimFiled
from contracts.values import Money, Period
from services.console.acts.read_form import ReadForm
from services.console.typed_numbers import Untold, number_reader, sum_of

PERIODS_MAX = 2
"""So many certified periods stand on one form."""
DAYS_MAX = 31
MINUTES = 60
HOURS_MAX = 168
SAID = ("yes", "no")
ASKED = ("able", "available", "sought")
"""What the person says of each period."""
DESK_CHANNELS = (Channel.PAPER, Channel.PHONE, Channel.OFFICE)


@dataclass
class DeskForm(ReadForm):
    """A form that is filled in at a desk; its numbers are as the page's language writes them."""

    today: date = field(kw_only=True)
    locale: Locale = field(kw_only=True)

    def minutes(self, name: str) -> int:
        """Hours worked, as minutes; nothing typed is none."""
        try:
            worked = number_reader(self.locale)(self.form.one(name) or "0") * MINUTES
        except (Untold, NumberFormatError):
            self.faults[name] = "fault.unreadable"
            return 0
        if not Fraction(0) <= worked <= HOURS_MAX * MINUTES or worked.denominator != 1:
            self.faults[name] = "fault.out_of_range"
            return 0
        return int(worked)

    def money(self, name: str, currency: str) -> Money:
        """What was earned; zero is said, not left out."""
        try:
            return sum_of(self.form.one(name), currency, self.locale)
        except Untold as fault:
            self.faults[name] = str(fault)
            return Money(minor=0, currency=currency)


def own_key(kind: str, form_key: str) -> str:
    """The key of what a form files: the same form files one thing."""
    return f"{kind}-{hashlib.sha256(form_key.encode()).hexdigest()[:20]}"


def claim_of(typed: DeskForm, schemes: tuple[str, ...], recorded_at: datetime) -> ClaimFiled | Mapping[str, str]:
    """The claim that a form files, or what is wrong with it."""
    scheme = typed.chosen("scheme", schemes)
    channel = typed.chosen("channel", DESK_CHANNELS)
    filed_on = typed.day("filed_on", last=typed.today)
    unemployed_from = typed.day("unemployed_from", last=typed.today + timedelta(days=366))
    return typed.faults or ClaimFiled(
        key=own_key("c", typed.form.key),
        source_version=1,
        recorded_at=recorded_at,
        scheme=scheme,
        filed_on=filed_on,
        unemployed_from=unemployed_from,
        channel=Channel(channel),
    )


def certification_of(
    typed: DeskForm, claim: str, currency: str, recorded_at: datetime
) -> CertificationFiled | Mapping[str, str]:
    """The certification that a form files, or what is wrong with it; a second period is there if its first day is."""
    filed_on = typed.day("filed_on", last=typed.today)
    numbers = [1] + [number for number in range(2, PERIODS_MAX + 1) if typed.form.one(f"first_{number}")]
    weeks = [_period(typed, number, currency) for number in numbers]
    for number, (earlier, later) in enumerate(pairwise(weeks), start=2):
        if earlier is not None and later is not None and earlier.period.end != later.period.start:
            typed.faults[f"first_{number}"] = "intake.fault.follow"
    if typed.faults:
        return typed.faults
    return CertificationFiled(
        key=f"{claim}/{own_key('d', typed.form.key)}",
        source_version=1,
        recorded_at=recorded_at,
        claim=claim,
        filed_on=filed_on,
        weeks=tuple(week for week in weeks if week is not None),
    )


def _period(typed: DeskForm, number: int, currency: str) -> CertifiedWeek | None:
    first, last = (typed.day(f"{end}_{number}", last=typed.today) for end in ("first", "last"))
    said = {name: typed.chosen(f"{name}_{number}", SAID) == "yes" for name in ASKED}
    minutes, earned = typed.minutes(f"hours_{number}"), typed.money(f"earned_{number}", currency)
    if f"last_{number}" not in typed.faults and not 0 <= (last - first).days < DAYS_MAX:
        typed.faults[f"last_{number}"] = "fault.order"
    if typed.faults:
        return None
    return CertifiedWeek(
        period=Period(start=first, end=last + timedelta(days=1)),
        able=said["able"],
        available=said["available"],
        sought_work=said["sought"],
        minutes_worked=minutes,
        earnings=earned,
    )
