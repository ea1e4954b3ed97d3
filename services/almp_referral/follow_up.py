"""The procedure's points in time: when help must be considered, and when it is looked at whether work was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.referral_life import OutcomeRule
from law.language.terms.calendar import add_months
from law.language.terms.document import Entry
from law.language.terms.whole_numbers import whole_number

EXAMPLE_OUTCOME = "{months: 3, rule: in_work_on_the_day, from: 2010-01-01, cites: R176 para. 5}"
EXAMPLE_POINT = "{point: week-13, begins: weeks_after_filing, weeks: 13, within_days: 14, from: 2010-01-01, cites: ...}"
MONTHS_MAX = 120
WEEKS_MAX = 520
DAYS_MAX = 365


@dataclass(frozen=True, slots=True)
class OutcomePoint:
    """So many months after the end of a participation it is looked at whether the person is in work."""

    months: int
    rule: OutcomeRule
    since: date
    """Participations that end on this day or later."""
    cites: str

    def day(self, ended_on: date) -> date:
        """The same day of the month, or the month's last."""
        return add_months(ended_on, self.months)


class PointBegins(StrEnum):
    """From which day on help must be considered at a mandatory point."""

    FILING = "filing"
    WEEKS_AFTER_FILING = "weeks_after_filing"
    WEEKS_LEFT = "weeks_left"
    """When so few weeks of benefit are left."""


@dataclass(frozen=True, slots=True)
class MandatoryPoint:
    """A point in a claim at which a referral or an assessment must be considered."""

    point: str
    begins: PointBegins
    weeks: int
    within_days: int
    since: date
    """Claims filed on this day or later."""
    cites: str
    schemes: tuple[str, ...] = ()
    """The schemes that define it; all, where none is named."""

    def is_of(self, scheme: str | None, filed_on: date) -> bool:
        """Whether it is a point of a claim."""
        return filed_on >= self.since and (not self.schemes or scheme in self.schemes)


def outcome_points(entry: Entry | None) -> tuple[OutcomePoint, ...]:
    """The points of an institution's procedure, none where it has none. Raises `RuleSheetError`."""
    return () if entry is None else tuple(_outcome(item) for item in entry.items(example=EXAMPLE_OUTCOME))


def mandatory_points(entry: Entry | None) -> tuple[MandatoryPoint, ...]:
    """The points of an institution's procedure, none where it has none. Raises `RuleSheetError`."""
    if entry is None:
        return ()
    points: dict[str, MandatoryPoint] = {}
    for item in entry.items(example=EXAMPLE_POINT):
        point = _point(item)
        if points.setdefault(point.point, point) is not point:
            raise item.wrong(f"two points are called {point.point}.", example=EXAMPLE_POINT)
    return tuple(points.values())


def _outcome(entry: Entry) -> OutcomePoint:
    fields = entry.fields(required="months rule from cites", example=EXAMPLE_OUTCOME)
    return OutcomePoint(
        whole_number(fields["months"], least=1, most=MONTHS_MAX),
        OutcomeRule(fields["rule"].one_of(*OutcomeRule)),
        fields["from"].day(),
        fields["cites"].text(example=EXAMPLE_OUTCOME),
    )


def _point(entry: Entry) -> MandatoryPoint:
    fields = entry.fields(
        required="point begins within_days from cites", optional="weeks schemes", example=EXAMPLE_POINT
    )
    begins = PointBegins(fields["begins"].one_of(*PointBegins))
    if ("weeks" in fields) != (begins is not PointBegins.FILING):
        raise entry.wrong("a point names weeks unless it begins with the filing.", example=EXAMPLE_POINT)
    schemes = fields["schemes"].items(example=EXAMPLE_POINT) if "schemes" in fields else []
    return MandatoryPoint(
        fields["point"].text(example=EXAMPLE_POINT),
        begins,
        whole_number(fields["weeks"], least=0, most=WEEKS_MAX) if "weeks" in fields else 0,
        whole_number(fields["within_days"], least=1, most=DAYS_MAX),
        fields["from"].day(),
        fields["cites"].text(example=EXAMPLE_POINT),
        tuple(scheme.text(example=EXAMPLE_POINT) for scheme in schemes),
    )
