"""From a form to what a provider states of its programme, or what is wrong with it: by field, a phrase's key. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from babel import Locale
from babel.numbers import NumberFormatError
from pydantic import TypeAdapter, ValidationError

from contracts.almp_referral import Occasion
from contracts.currencies import MINOR_DIGITS
from contracts.occupations import Occupation
from contracts.programmes import (
    CODES_MAX,
    PREFIX,
    Allowance,
    AllowancePer,
    Cohort,
    LanguageCode,
    ProgrammeId,
    ProgrammeKind,
    ProgrammeTitle,
    Requirements,
    Target,
)
from contracts.providers import ProgrammePublished
from contracts.registry import Separation
from contracts.values import Count, Key, Money
from services.console.acts.read_form import ReadForm
from services.console.typed_numbers import Untold, number_reader, sum_of

W = TypeVar("W", bound=StrEnum)

COHORTS_MAX = 40
"""So many cohorts stand on one form: a browser may send no more fields."""
BOUNDS = ("age", "service_months", "weeks_unemployed")
COHORT_FIELDS = ("cohort", "seats", "opens_on", "closes_on", "starts_on", "ends_on")
LISTS = ("occupations", "languages", "regions", "worked_as")
"""Fields that hold several codes, told apart by commas or blanks."""
SEVERAL = ("occasions", "lost_work_by")
TEXTS = (
    "key",
    "title",
    "kind",
    "target",
    "legal_basis",
    "place",
    "region",
    *LISTS,
    "lasts_days",
    "cost",
    "allowance",
    "currency",
    "per",
    *(f"{what}_{end}" for what in BOUNDS for end in ("from", "below")),
)
_ID: TypeAdapter[str] = TypeAdapter(ProgrammeId)
_KEY: TypeAdapter[str] = TypeAdapter(Key)
_TITLE: TypeAdapter[str] = TypeAdapter(ProgrammeTitle)
_COUNT: TypeAdapter[int] = TypeAdapter(Count)
_LIST_OF = {
    "occupations": TypeAdapter(Occupation),
    "worked_as": TypeAdapter(Occupation),
    "languages": TypeAdapter(LanguageCode),
    "regions": _KEY,
}


def cohort_fields(rows: int) -> tuple[str, ...]:
    """The names of the fields of so many cohorts."""
    return tuple(f"{name}_{number}" for number in range(1, rows + 1) for name in COHORT_FIELDS)


@dataclass(frozen=True, slots=True)
class StatementAtHand:
    """Who states it, of which programme if it was stated before, and in which version."""

    provider: str
    programme: str | None
    version: int
    recorded_at: datetime
    rows: int
    """How many cohorts stand on the form."""


@dataclass
class ProgrammeForm(ReadForm):
    """A form as a provider fills it in; its numbers are as the page's language writes them."""

    locale: Locale = field(kw_only=True)

    def programme_id(self) -> str:
        """The programme's own id; what it must begin with need not be typed."""
        typed = self.form.one("key").casefold()
        key = typed if typed.startswith(PREFIX) or not typed else PREFIX + typed
        return self._valid("key", _ID, key, "stated.fault.key")

    def key_of(self, name: str) -> str | None:
        """A key, if one is typed."""
        typed = self.form.one(name)
        return self._valid(name, _KEY, typed, "stated.fault.code") if typed else None

    def line(self, name: str) -> str | None:
        """Words, if any are typed."""
        return self.words(name) if self.form.one(name) else None

    def count(self, name: str, least: int = 0) -> int | None:
        """A whole number, if one is typed."""
        typed = self.form.one(name)
        if not typed:
            return None
        try:
            number = number_reader(self.locale)(typed)
            if number.denominator != 1:
                self.faults[name] = "fault.not_whole"
            elif number < least:
                self.faults[name] = "fault.out_of_range"
            else:
                return _COUNT.validate_python(int(number))
        except (NumberFormatError, Untold):
            self.faults[name] = "fault.unreadable"
        except ValidationError:
            self.faults[name] = "fault.out_of_range"
        return None

    def money(self, name: str) -> Money | None:
        """A sum in the form's currency, if one is typed."""
        if not self.form.one(name):
            return None
        currency = self.form.one("currency").upper()
        if currency not in MINOR_DIGITS:
            self.faults["currency"] = "stated.fault.currency"
            return None
        try:
            return sum_of(self.form.one(name), currency, self.locale)
        except Untold as fault:
            self.faults[name] = str(fault)
            return None

    def day_if_any(self, name: str) -> date | None:
        """A day, if one is typed."""
        return self.day(name) if self.form.one(name) else None

    def codes(self, name: str) -> tuple[str, ...] | None:
        """Codes told apart by commas or blanks, each once; None where there are none."""
        typed = self.form.one(name).replace(",", " ").replace("،", " ").split()
        codes = tuple(dict.fromkeys(self._valid(name, _LIST_OF[name], code, f"stated.fault.{name}") for code in typed))
        if len(codes) > CODES_MAX:
            self.faults[name] = "stated.fault.too_many"
        return codes or None

    def several(self, name: str, kinds: type[W]) -> tuple[W, ...]:
        """Those of a closed list that are ticked."""
        ticked = self.form.all_of(name)
        return tuple(kind for kind in kinds if kind in ticked)

    def _valid(self, name: str, kind: TypeAdapter[str], text: str, fault: str) -> str:
        try:
            return kind.validate_python(text)
        except ValidationError:
            self.faults[name] = fault if text else "fault.missing"
            return text


def programme_of(read: ProgrammeForm, at_hand: StatementAtHand) -> ProgrammePublished | None:
    """What the form states; None where something is wrong with it."""
    key = at_hand.programme or read.programme_id()
    title, legal_basis = read.words("title", _TITLE), read.words("legal_basis")
    kind, target = read.chosen("kind", list(ProgrammeKind)), read.chosen("target", list(Target))
    cohorts, requirements = _cohorts(read, at_hand.rows), _requirements(read)
    details = {
        "occupations": read.codes("occupations"),
        "region": read.key_of("region"),
        "place": read.line("place"),
        "languages": read.codes("languages"),
        "lasts_days": read.count("lasts_days", least=1),
        "cost": read.money("cost"),
        "allowance": _allowance(read),
    }
    if read.faults or requirements is None:
        return None
    return ProgrammePublished.model_validate(
        {
            "key": key,
            "source_version": at_hand.version,
            "recorded_at": at_hand.recorded_at,
            "provider": at_hand.provider,
            "title": title,
            "kind": ProgrammeKind(kind),
            "target": Target(target),
            "legal_basis": legal_basis,
            "requirements": requirements,
            "cohorts": tuple(cohorts),
            **details,
        }
    )


def _allowance(read: ProgrammeForm) -> Allowance | None:
    amount = read.money("allowance")
    if not read.form.one("allowance"):
        return None
    per = read.chosen("per", list(AllowancePer))
    return Allowance(amount=amount, per=AllowancePer(per)) if amount is not None and "per" not in read.faults else None


def _requirements(read: ProgrammeForm) -> Requirements | None:
    occasions = read.several("occasions", Occasion)
    if not occasions:
        read.faults["occasions"] = "fault.choose"
    bounds = {f"{what}_{end}": read.count(f"{what}_{end}") for what in BOUNDS for end in ("from", "below")}
    for what in BOUNDS:
        below = bounds[f"{what}_below"]
        if below is not None and below <= (bounds[f"{what}_from"] or 0):
            read.faults[f"{what}_below"] = "stated.fault.nobody"
    regions, worked_as = read.codes("regions"), read.codes("worked_as")
    if read.faults:
        return None
    lost = read.several("lost_work_by", Separation) or None
    return Requirements(occasions=occasions, regions=regions, lost_work_by=lost, worked_as=worked_as, **bounds)


def _cohorts(read: ProgrammeForm, rows: int) -> Sequence[Cohort]:
    """The cohorts of the rows in which something is typed."""
    numbers = [number for number in range(1, rows + 1) if _is_filled(read, number)]
    if not numbers:
        read.faults["cohort_1"] = "stated.fault.no_cohort"
    taken: set[str] = set()
    return [cohort for number in numbers if (cohort := _cohort(read, number, taken)) is not None]


def _is_filled(read: ProgrammeForm, number: int) -> bool:
    return any(read.form.one(f"{name}_{number}") for name in COHORT_FIELDS)


def _cohort(read: ProgrammeForm, number: int, taken: set[str]) -> Cohort | None:
    names = [f"{name}_{number}" for name in COHORT_FIELDS]
    key, seats = read.key_of(names[0]), read.count(names[1])
    for name, value in zip(names, (key, seats), strict=False):
        if value is None:
            read.faults.setdefault(name, "fault.missing")
    if key is not None and key in taken:
        read.faults[names[0]] = "stated.fault.twice"
    taken |= {key} if key is not None else set()
    days = [read.day_if_any(name) for name in names[2:]]
    if set(names) & read.faults.keys() or not _run_forward(read, number, days):
        return None
    opens, closes, starts, ends = days
    return Cohort(key=key or "", seats=seats or 0, opens_on=opens, closes_on=closes, starts_on=starts, ends_on=ends)


def _run_forward(read: ProgrammeForm, number: int, days: Sequence[date | None]) -> bool:
    """Whether a cohort opens before it closes or starts, and starts before it ends."""
    opens, closes, starts, ends = days
    shuts = (("closes_on", closes), ("starts_on", starts), ("ends_on", ends))
    shut = next(((name, day) for name, day in shuts if day is not None), None)
    if opens is not None and shut is not None and shut[1] <= opens:
        read.faults[f"{shut[0]}_{number}"] = "stated.fault.order"
        return False
    if starts is not None and ends is not None and ends <= starts:
        read.faults[f"ends_on_{number}"] = "stated.fault.order"
        return False
    return True


def held_cohorts_that_go(programme: ProgrammePublished, held: Collection[str]) -> list[str]:
    """The cohorts in which somebody holds a seat and that a statement names no more."""
    return sorted(set(held) - {cohort.key for cohort in programme.cohorts})
