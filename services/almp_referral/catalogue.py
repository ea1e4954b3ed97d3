"""The catalogue as data: programmes with kind, target, dated seats and stated criteria."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from contracts.almp_referral import Occasion
from contracts.registry import Separation
from law.language.terms.document import Entry, read_document
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import Parameter
from law.language.terms.units import COUNT
from law.language.terms.whole_numbers import dated_whole_numbers, whole_number, whole_parameter
from services.almp_referral.follow_up import MandatoryPoint, OutcomePoint, mandatory_points, outcome_points

FILE = Path(__file__).with_name("catalogue.yaml")
PREFIX = "programme-"
"""Every programme's id begins so: it is also the subject of events, and must not look like a person's."""
ID = re.compile(rf"{PREFIX}[a-z0-9\-]{{1,53}}")
REGION = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_./\-]{0,79}")
TITLE_MAX = 120

MAY_BE_NAMED = ("answer_within_days", "lasts_at_most_days", "missed_days_asked")
"""Figures that a procedure may leave out: after the first two a seat is free again; without, somebody must say so."""

EXAMPLE = "procedure: {match_after_days: {...}, ...}, programmes: [{id: programme-job-club, ...}]"
EXAMPLE_PROGRAMME = "{id: programme-job-club, title: ..., kind: placement, target: anyone, cites: ..., seats: [...]}"
EXAMPLE_CRITERIA = "criteria: {occasions: [registration], age_from: 16, age_below: 25}"
EXAMPLE_QUESTION = "refused: {asks: Was there a just cause?, cites: C168 Art. 20(f)}"


class ProgrammeKind(StrEnum):
    """What a programme does (C168 Art. 7, R176 paras. 2 to 8)."""

    PLACEMENT = "placement"
    GUIDANCE = "guidance"
    TRAINING = "training"
    RETRAINING = "retraining"
    PUBLIC_WORKS = "public_works"
    SELF_EMPLOYMENT = "self_employment"
    MOBILITY = "mobility"


class Target(StrEnum):
    """Whom a programme is made for, the categories of C168 Art. 8(1); for reports, never a criterion by itself."""

    ANYONE = "anyone"
    WOMEN = "women"
    YOUNG = "young"
    DISABLED = "disabled"
    OLDER = "older"
    LONG_TERM_UNEMPLOYED = "long_term_unemployed"
    MIGRANTS = "migrants"
    STRUCTURAL_CHANGE = "structural_change"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Who may take part; `from` counts, `below` does not. What is not stated is not asked."""

    occasions: tuple[Occasion, ...]
    age_from: int | None = None
    age_below: int | None = None
    service_months_from: int | None = None
    service_months_below: int | None = None
    weeks_unemployed_from: int | None = None
    weeks_unemployed_below: int | None = None
    regions: tuple[str, ...] = ()
    lost_work_by: tuple[Separation, ...] = ()


COUNTED = ("age", "service_months", "weeks_unemployed")
"""What criteria bound by a number, from one and below another."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme."""

    id: str
    title: str
    kind: ProgrammeKind
    target: Target
    cites: str
    seats: Parameter
    criteria: Criteria
    lasts_days: int | None = None
    """Days from an answer to the end of the place; where it says none, the procedure's."""
    open_to: date | None = None
    """First day on which nobody is referred any more."""

    def seats_on(self, day: date) -> int:
        """How many people may hold a seat on a day; none before it opens and after it closes."""
        if self.open_to is not None and day >= self.open_to:
            return 0
        try:
            return int(self.seats.on(day).value)
        except OutsideKnownLaw:
            return 0


@dataclass(frozen=True, slots=True)
class QuestionInWords:
    """What a caseworker is asked, and by which article it matters."""

    asks: str
    cites: str


@dataclass(frozen=True, slots=True)
class ReferralProcedure:
    """When people are matched (whole days and weeks), and what is asked after a refusal or an absence."""

    match_after_days: Parameter
    before_exhaustion_weeks: Parameter
    refused: QuestionInWords
    absent: QuestionInWords
    answer_within_days: Parameter | None = None
    lasts_at_most_days: Parameter | None = None
    missed_days_asked: Parameter | None = None
    outcomes: tuple[OutcomePoint, ...] = ()
    points: tuple[MandatoryPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All programmes by id, in order of preference."""

    procedure: ReferralProcedure
    programmes: Mapping[str, Programme]

    def answer_by(self, given_on: date) -> date | None:
        """The last day on which the seat of an offer is kept for an answer; None where the catalogue names none."""
        return _after(given_on, self.procedure.answer_within_days)

    def ends_on(self, programme: str, since: date) -> date | None:
        """The day at whose close a place is free again where nobody reports an outcome; None as above."""
        offered = self.programmes.get(programme)
        if offered is not None and offered.lasts_days is not None:
            return since + timedelta(days=offered.lasts_days)
        return _after(since, self.procedure.lasts_at_most_days)

    def missed_days_asked(self, day: date) -> int:
        """How many days missed in one report of a provider ask a person; any, where the catalogue names no number."""
        asked = self.procedure.missed_days_asked
        return int(asked.on(day).value) if asked is not None else 1

    @classmethod
    def from_file(cls, path: Path = FILE) -> Catalogue:
        """Read and check a catalogue. Raises `RuleSheetError` naming file, line and rule."""
        return cls.from_text(path.read_text("utf-8"), path.name)

    @classmethod
    def from_text(cls, text: str, name: str) -> Catalogue:
        """Read and check a catalogue's text. Raises `RuleSheetError`."""
        fields = read_document(text, file=name).fields(required="procedure programmes", example=EXAMPLE)
        programmes: dict[str, Programme] = {}
        for entry in fields["programmes"].items(example=EXAMPLE_PROGRAMME):
            programme = _programme(entry)
            if programme.id in programmes:
                raise entry.wrong(f"two programmes are called {programme.id}.", example=EXAMPLE_PROGRAMME)
            programmes[programme.id] = programme
        return cls(_procedure(fields["procedure"]), programmes)


def _after(day: date, days: Parameter | None) -> date | None:
    return None if days is None else day + timedelta(days=int(days.on(day).value))


def _procedure(entry: Entry) -> ReferralProcedure:
    required = "match_after_days before_exhaustion_weeks refused absent"
    fields = entry.fields(required=required, optional=" ".join((*MAY_BE_NAMED, "outcomes", "points")), example=EXAMPLE)
    return ReferralProcedure(
        **{name: whole_parameter(name, fields[name]) for name in MAY_BE_NAMED if name in fields},
        match_after_days=whole_parameter("match_after_days", fields["match_after_days"]),
        before_exhaustion_weeks=whole_parameter("before_exhaustion_weeks", fields["before_exhaustion_weeks"]),
        refused=_question(fields["refused"]),
        absent=_question(fields["absent"]),
        outcomes=outcome_points(fields.get("outcomes")),
        points=mandatory_points(fields.get("points")),
    )


def _question(entry: Entry) -> QuestionInWords:
    fields = entry.fields(required="asks cites", example=EXAMPLE_QUESTION)
    return QuestionInWords(
        fields["asks"].text(example=EXAMPLE_QUESTION), fields["cites"].text(example=EXAMPLE_QUESTION)
    )


def _programme(entry: Entry) -> Programme:
    required = "id title kind target cites seats criteria"
    fields = entry.fields(required=required, optional="lasts_days open_to", example=EXAMPLE_PROGRAMME)
    identity = fields["id"].text(example="id: programme-job-club")
    if not ID.fullmatch(identity):
        raise fields["id"].wrong(f"'{identity}' does not begin with {PREFIX}.", example="id: programme-job-club")
    title = fields["title"].text(example="title: Job club")
    if len(title) > TITLE_MAX:
        raise fields["title"].wrong(f"the title is longer than {TITLE_MAX} letters.", example="title: Job club")
    return Programme(
        id=identity,
        title=title,
        kind=ProgrammeKind(fields["kind"].one_of(*ProgrammeKind)),
        target=Target(fields["target"].one_of(*Target)),
        cites=fields["cites"].text(example="cites: R176 para. 2"),
        seats=Parameter("seats", title, COUNT, dated_whole_numbers(fields["seats"], COUNT)),
        criteria=_criteria(fields["criteria"]),
        lasts_days=whole_number(fields["lasts_days"], least=1) if "lasts_days" in fields else None,
        open_to=fields["open_to"].day() if "open_to" in fields else None,
    )


def _criteria(entry: Entry) -> Criteria:
    bounds = [f"{what}_{bound}" for what in COUNTED for bound in ("from", "below")]
    optional = " ".join((*bounds, "regions", "lost_work_by"))
    fields = entry.fields(required="occasions", optional=optional, example=EXAMPLE_CRITERIA)
    numbers = {name: whole_number(fields[name], least=0) for name in bounds if name in fields}
    for what in COUNTED:
        least, below = numbers.get(f"{what}_from", 0), numbers.get(f"{what}_below")
        if below is not None and below <= least:
            raise entry.wrong(f"{what}_below must be above {what}_from, or nobody fits.", example=EXAMPLE_CRITERIA)
    return Criteria(
        occasions=tuple(
            Occasion(occasion.one_of(*Occasion)) for occasion in fields["occasions"].items(example=EXAMPLE_CRITERIA)
        ),
        **numbers,
        regions=tuple(_region(region) for region in _listed(fields.get("regions"))),
        lost_work_by=tuple(Separation(reason.one_of(*Separation)) for reason in _listed(fields.get("lost_work_by"))),
    )


def _listed(entry: Entry | None) -> list[Entry]:
    return [] if entry is None else entry.items(example=EXAMPLE_CRITERIA)


def _region(entry: Entry) -> str:
    text = entry.text(example="regions: [coast]")
    if not REGION.fullmatch(text):
        raise entry.wrong(f"'{text}' is not the key of a region.", example="regions: [coast]")
    return text


@cache
def standard_catalogue() -> Catalogue:
    """The synthetic catalogue that comes with Tideover, read once."""
    return Catalogue.from_file()
