"""Lists of dated entries: each holds until the next begins, and a stretch of which nobody knows the law is said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from law.language.terms.document import Entry

UNKNOWN = "unknown"
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """What holds from `since` up to, not including, `until` (None: no end is known), with its fields."""

    entry: Entry
    fields: Mapping[str, Entry]
    since: date
    until: date | None


def read_stretches(listed: Entry, *, says: str, optional: str, example: str) -> list[Stretch]:
    """The known stretches of a list, in order; `says` is the key of what holds, such as `value`.

    One that is not known says `unknown` in its place, or `unknown: true` where that is among the `optional` keys.

    Raises `RuleSheetError` where two hold on one day, and where nobody says what holds.
    """
    items = listed.items(example=example)
    keys = f"until {says} {optional}"
    read = [(item, item.fields(required="from", optional=keys, example=example)) for item in items]
    starts = [fields["from"].day() for _, fields in read]
    for (_, fields), (earlier, later) in zip(read[1:], pairwise(starts), strict=True):
        if later <= earlier:
            raise fields["from"].wrong(
                f"{later} is not after {earlier}: what held first stands first.", example=EXAMPLE
            )
    ends = [
        _end(fields, since, following)
        for (_, fields), since, following in zip(read, starts, [*starts[1:], None], strict=True)
    ]
    stretches = [
        Stretch(item, fields, since, until)
        for (item, fields), since, until in zip(read, starts, ends, strict=True)
        if _is_known(item, fields, says, example)
    ]
    if not stretches:
        raise listed.wrong("of no day is it said what holds.", example=EXAMPLE_UNKNOWN)
    return stretches


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


def _is_known(item: Entry, fields: Mapping[str, Entry], says: str, example: str) -> bool:
    in_its_place = says in fields and fields[says].is_text() and fields[says].text(example=example) == UNKNOWN
    if not in_its_place and not (UNKNOWN in fields and fields[UNKNOWN].flag()):
        if says not in fields:
            raise item.wrong(f"'{says}' is missing.", example=example)
        return True
    more = [name for name in fields if name not in {"from", "until", UNKNOWN} and not (name == says and in_its_place)]
    if more:
        raise fields[more[0]].wrong(f"of what is not known there is no '{more[0]}'.", example=EXAMPLE_UNKNOWN)
    return False
