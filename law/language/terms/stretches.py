"""Reads lists of dated entries: each holds until the next begins; a stretch of which nobody knows the law says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from law.language.terms.dated import AS_THE_LAW, Applies, DatedEntries, DatedEntry
from law.language.terms.document import Entry

UNKNOWN = "unknown"
NEW_CLAIMS, RUNNING_CLAIMS = "new claims", "running claims from the next period"
PERIODS = re.compile("periods from ([0-9-]+)")
APPLIES: Mapping[str, Applies] = {NEW_CLAIMS: Applies("claim"), RUNNING_CLAIMS: Applies("period")}
EXAMPLE = """\
values:
  - from: 2019-01-01
    value: 13
  - from: 2020-01-01
    value: 26"""
EXAMPLE_UNKNOWN = """\
values:
  - from: 2019-01-01
    value: 13
  - from: 2020-01-01
    value: unknown
  - from: 2021-01-01
    value: 26"""
EXAMPLE_FOR = f"for: {NEW_CLAIMS}   (or: {RUNNING_CLAIMS}; or: periods from 2020-07-01)"

E = TypeVar("E", bound=DatedEntry)


@dataclass(frozen=True, slots=True)
class Stretch(DatedEntry):
    """An item of a list with its days and its fields."""

    entry: Entry
    fields: Mapping[str, Entry]


def read_stretches(
    listed: Entry, make: Callable[[Stretch], E], *, says: str, optional: str, example: str
) -> DatedEntries[E]:
    """The entries of a list; `says` is the key of what holds, such as `value`, and `make` reads one that is known.

    One that is not known says `unknown` in its place, or `unknown: true` where that is among the `optional` keys.

    Raises `RuleSheetError` where two hold on one day, and where nobody says what holds.
    """
    items = listed.items(example=example)
    keys = f"for until {says} {optional}"
    read = [(item, item.fields(required="from", optional=keys, example=example)) for item in items]
    starts = [fields["from"].day() for _, fields in read]
    for (_, fields), (earlier, later) in zip(read[1:], pairwise(starts), strict=True):
        if later <= earlier:
            raise fields["from"].wrong(
                f"{later} is not after {earlier}: what held first stands first.", example=EXAMPLE
            )
    stretches = [
        _stretch(item, fields, since, end)
        for (item, fields), since, end in zip(read, starts, [*starts[1:], None], strict=True)
    ]
    for place, following in enumerate(stretches[1:]):
        if following.applies != AS_THE_LAW:  # it ends on another day for each claim
            stretches[place] = replace(stretches[place], until=None)
    known = [stretch for stretch in stretches if _is_known(stretch, says, example)]
    if not known:
        raise listed.wrong("of no day is it said what holds.", example=EXAMPLE_UNKNOWN)
    unknown = [
        DatedEntry(stretch.since, stretch.until, applies=stretch.applies)
        for stretch in stretches
        if stretch not in known
    ]
    last = known[-1]
    if last is stretches[-1] and last.until is not None:
        unknown.append(DatedEntry(last.until, None, applies=Applies(last.applies.by)))
    return DatedEntries(tuple(make(stretch) for stretch in known), tuple(unknown))


def _stretch(item: Entry, fields: Mapping[str, Entry], since: date, following: date | None) -> Stretch:
    applies = _applies(fields["for"]) if "for" in fields else AS_THE_LAW
    return Stretch(since, _end(fields, since, following), item, fields, applies=applies)


def _applies(entry: Entry) -> Applies:
    text = entry.text(example=EXAMPLE_FOR)
    periods = PERIODS.fullmatch(text)
    if periods is not None:
        try:
            return Applies("period", date.fromisoformat(periods[1]))
        except ValueError:
            raise entry.wrong(f"'{periods[1]}' is not a day.", example="for: periods from 2020-07-01") from None
    if text not in APPLIES:
        raise entry.wrong(f"'{text}' does not say for which claims or periods this holds.", example=EXAMPLE_FOR)
    return APPLIES[text]


def _end(fields: Mapping[str, Entry], since: date, following: date | None) -> date | None:
    if "until" not in fields:
        return following
    until = fields["until"].day()
    if until <= since:
        raise fields["until"].wrong("what holds must hold for a day at least.", example=EXAMPLE)
    if following is not None and until > following:
        raise fields["until"].wrong(f"two hold on {following}: each holds until the next begins.", example=EXAMPLE)
    if following is not None and until < following:
        raise fields["until"].wrong(
            f"nobody says what holds from {until} up to {following}: if nobody knows, say so.", example=EXAMPLE_UNKNOWN
        )
    return until


def _is_known(stretch: Stretch, says: str, example: str) -> bool:
    fields = stretch.fields
    in_its_place = says in fields and fields[says].is_text() and fields[says].text(example=example) == UNKNOWN
    if not in_its_place and not (UNKNOWN in fields and fields[UNKNOWN].flag()):
        if says not in fields:
            raise stretch.entry.wrong(f"'{says}' is missing.", example=example)
        return True
    allowed = {"from", "until", "for", UNKNOWN}
    more = [name for name in fields if name not in allowed and not (name == says and in_its_place)]
    if more:
        raise fields[more[0]].wrong(f"of what is not known there is no '{more[0]}'.", example=EXAMPLE_UNKNOWN)
    return False
