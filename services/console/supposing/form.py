"""The form of what may be supposed: its fields in the reader's words, and what an address asks to suppose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from contracts.currencies import MINOR_DIGITS
from contracts.values import Money
from law.explain.what_if_words import Verb
from services.console.language import said_in_letters
from services.console.staff_page import Visit
from services.console.supposing.record import WEEK_ANSWERS, FieldKind, SupposableField, SupposableSum
from services.console.typed_numbers import Untold, sum_of

WHAT, EARNED = "what", "earned"
"""In an address: which sum, and how much it is supposed to be."""
YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class SupposingForm:
    """The form, as an address fills it; `faults` are by the name of the field."""

    fields: Sequence[Mapping[str, object]]
    sums: Sequence[Mapping[str, str]]
    week_answers: Sequence[Mapping[str, object]]
    typed: Mapping[str, str]
    changes: Sequence[tuple[Verb, str]]
    faults: dict[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_asked(self) -> bool:
        """Whether something is to be supposed, and all of it can be read."""
        return bool(self.changes) and not self.faults


def supposing_form(visit: Visit, fields: Sequence[SupposableField], sums: Sequence[SupposableSum]) -> SupposingForm:
    """What may be supposed, in the language of the page, and what its address supposes."""
    faults: dict[str, str] = {}
    changes = [own.change(value) for own in fields if (value := _typed(visit, own, faults))]
    changes += _of_sum(visit, sums, faults)
    shown = [_shown(visit, own) for own in fields]
    return SupposingForm(
        fields=shown,
        sums=[_option(visit, own) for own in sums],
        week_answers=_week_answers(visit) if any(own.is_week for own in sums) else (),
        typed=visit.query,
        changes=changes,
        faults=faults,
        labels={str(own["name"]): f"{own['label']} ({own['about']})" for own in shown}
        | {EARNED: visit.say("supposing.earned"), WHAT: visit.say("supposing.what")}
        | {name: visit.say(f"supposing.week.{name}") for name in WEEK_ANSWERS},
    )


def _typed(visit: Visit, own: SupposableField, faults: dict[str, str]) -> str:
    """What is supposed of a field; empty where nothing is, or what was typed is none of what it can be."""
    typed = visit.query.get(own.name, "").strip()
    if not typed or typed == own.now:
        return ""
    if own.options and typed not in own.options:
        faults[own.name] = visit.say("fault.choose")
        return ""
    if own.kind is FieldKind.DAY:
        try:
            date.fromisoformat(typed)
        except ValueError:
            faults[own.name] = visit.say("fault.unreadable")
            return ""
    return typed


def _of_sum(visit: Visit, sums: Sequence[SupposableSum], faults: dict[str, str]) -> list[tuple[Verb, str]]:
    """What is supposed of the week or the contribution that is picked."""
    answers = {name: value for name in WEEK_ANSWERS if (value := visit.query.get(name, "")) in YES_NO}
    earned = visit.query.get(EARNED, "").strip()
    if not (answers or earned or _is_only_sum(visit)):
        return []
    what = next((own for own in sums if own.value == visit.query.get(WHAT)), None)
    if what is None:
        faults[WHAT] = visit.say("fault.choose")
        return []
    words = [f"{name}={value}" for name, value in answers.items()] if what.is_week else []
    if earned or not answers:
        try:
            words.append(f"earnings={_amount(sum_of(earned, what.now.currency, visit.language.locale))}")
        except Untold as fault:
            faults[EARNED] = visit.say(str(fault))
    return [("set", f"{what.value} {' '.join(words)}")] if words else []


def _is_only_sum(visit: Visit) -> bool:
    """Whether an address names a sum and nothing else: then how much is missing."""
    return WHAT in visit.query and not any(text for name, text in visit.query.items() if name != WHAT)


def _amount(money: Money) -> str:
    return f"{Decimal(money.minor).scaleb(-MINOR_DIGITS[money.currency]):f}"


def _shown(visit: Visit, own: SupposableField) -> dict[str, object]:
    """A field as the template writes it: what stands above it, what is recorded, and what can be chosen."""
    return {
        "name": own.name,
        "kind": own.kind.value,
        "label": visit.say(f"supposing.{own.name.partition('.')[0]}"),
        "about": own.about,
        "now": _in_words(visit, own.kind, own.now),
        "options": [{"value": value, "text": _in_words(visit, own.kind, value)} for value in own.options],
    }


def _in_words(visit: Visit, kind: FieldKind, value: str) -> str:
    if not value:
        return ""
    if kind is FieldKind.DAY:
        return visit.language.day(date.fromisoformat(value))
    if kind is FieldKind.REASON:
        return said_in_letters(visit.language, f"word.{value}")
    return value if kind is FieldKind.PARTICULAR else visit.say(f"supposing.{kind}.{value}")


def _option(visit: Visit, own: SupposableSum) -> dict[str, str]:
    first, end = map(date.fromisoformat, own.days)
    last = visit.language.day(end - timedelta(days=1))
    days = visit.say("days", first=visit.language.day(first), last=last)
    return {"value": own.value, "text": f"{days}: {visit.language.money(own.now.minor, own.now.currency)}"}


def _week_answers(visit: Visit) -> list[dict[str, object]]:
    options = [{"value": value, "text": visit.say(f"word.{value}")} for value in YES_NO]
    return [{"name": name, "label": visit.say(f"supposing.week.{name}"), "options": options} for name in WEEK_ANSWERS]
