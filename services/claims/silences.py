"""A registry that has not sent for longer than was agreed is silent: an outage that opens and ends by itself. Pure.

How often each registry sends is agreed with it and stated in the procedure. A rhythm learned from what came would call
holidays a silence, and would hold every window open for ever after a registry that has ended its work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from law.language.terms.document import Entry
from services.claims.outages import Outage, Outages

EXAMPLE = "registries: {wage-registry: {sends_within_days: 7, from: 2026-12-01, cites: ...}}"
PREFIX = "silence:"
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class AgreedRhythm:
    """Within how many days after its last word a registry speaks again, from a day on."""

    days: int
    since: date
    cites: str

    def silent_from(self, last: date) -> date:
        """The first day on which it is overdue, having spoken last on a day."""
        return max(last, self.since) + timedelta(days=self.days + 1)


Rhythms = Mapping[str, AgreedRhythm]
"""By institution."""


def found_silent(institution: str, rhythm: AgreedRhythm, last: date, closed: date, outages: Outages) -> Outage | None:
    """The outage that the end of a day brings, where the registry is overdue and none of its silences goes on."""
    since = rhythm.silent_from(last)
    if since > closed or any(_going_on(institution, outages)):
        return None
    return Outage(f"{PREFIX}{institution}:{since}", 1, institution, since, None)


def ended_by(institution: str, heard_on: date, outages: Outages) -> Iterator[Outage]:
    """Its silences that end since it has spoken; one that had not lasted a day never was."""
    for outage in _going_on(institution, outages):
        if outage.since is not None and heard_on > outage.since:
            yield replace(outage, version=outage.version + 1, until=heard_on)
        else:
            yield replace(outage, version=outage.version + 1, since=None, until=None)


def _going_on(institution: str, outages: Outages) -> list[Outage]:
    return [
        outage
        for outage in outages.values()
        if outage.outage.startswith(PREFIX)
        and outage.institution == institution
        and outage.since is not None
        and outage.until is None
    ]


def rhythms_in(entry: Entry | None) -> Rhythms:
    """Read the part `registries` of a procedure. Raises `RuleSheetError`."""
    return {} if entry is None else {name: _rhythm(stated) for name, stated in entry.entries(example=EXAMPLE).items()}


def _rhythm(entry: Entry) -> AgreedRhythm:
    fields = entry.fields(required="sends_within_days from cites", example=EXAMPLE)
    days = fields["sends_within_days"].text(example=EXAMPLE)
    if not (days.isdecimal() and 1 <= int(days) <= MOST_DAYS):
        raise fields["sends_within_days"].wrong(f"a number of days from 1 to {MOST_DAYS} is expected.", example=EXAMPLE)
    return AgreedRhythm(int(days), fields["from"].day(), fields["cites"].text(example=EXAMPLE))
