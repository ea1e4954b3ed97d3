"""A provider's file of programmes, in YAML, as the events that it stands for; faults are named by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from contracts.almp_referral import Occasion
from contracts.base import Envelope, Part, derived_id, seal
from contracts.criteria import Criterion
from contracts.currencies import MINOR_DIGITS
from contracts.occupations import Occupation
from contracts.programmes import PREFIX, AllowancePer, Cohort, ProgrammeKind, Requirements, Target
from contracts.providers import ProgrammePublished
from contracts.refusals import in_words
from contracts.registry import Separation
from contracts.written import Moment
from law.language.terms.document import Entry, read_document
from law.language.terms.whole_numbers import whole_number

P = TypeVar("P", bound=Part)

FILE = Path(__file__).with_name("synthetic_programmes.yaml")
ID = re.compile(rf"{PREFIX}[a-z0-9\-]{{1,53}}")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_./\-]{0,79}")
TITLE_MAX = 120

EXAMPLE = "provider: training-centre, recorded_at: 2020-01-14T10:00:00Z, programmes: [{id: programme-job-club, ...}]"
EXAMPLE_PROGRAMME = (
    "{id: programme-job-club, title: ..., kind: placement, target: anyone, legal_basis: ..., cohorts: [...], "
    "requirements: {...}}"
)
EXAMPLE_COHORT = "{key: 2020-spring, seats: 16, opens_on: 2020-01-20, starts_on: 2020-03-02, ends_on: 2020-08-31}"
EXAMPLE_REQUIREMENTS = "requirements: {occasions: [registration], age_from: 16, age_below: 25}"
EXAMPLE_ALLOWANCE = "allowance: {amount: 40.00 USD, per: week}"
COUNTED = (Criterion.AGE, Criterion.SERVICE_MONTHS, Criterion.WEEKS_UNEMPLOYED)
"""What requirements bound by a number, from one and below another."""
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
_OCCUPATION: TypeAdapter[str] = TypeAdapter(Occupation)
_AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,4}))? ([A-Z]{3})")


@dataclass(frozen=True, slots=True)
class ProviderFile:
    """What one provider states at one moment."""

    provider: str
    recorded_at: datetime
    programmes: Sequence[ProgrammePublished]

    def messages(self) -> list[Envelope]:
        """The statements in envelopes; the same file gives the same messages, so that sending it again is no news."""
        return [
            seal(
                statement,
                subject=statement.key,
                source=f"/providers/{self.provider}",
                time=self.recorded_at,
                event_id=derived_id(self.provider, statement.name, statement.key, statement.source_version),
            )
            for statement in self.programmes
        ]

    @classmethod
    def from_file(cls, path: Path = FILE) -> ProviderFile:
        """Read and check a file. Raises `RuleSheetError` naming file, line and rule."""
        return cls.from_text(path.read_text("utf-8"), path.name)

    @classmethod
    def from_text(cls, text: str, name: str) -> ProviderFile:
        """Read and check a file's text. Raises `RuleSheetError`."""
        fields = read_document(text, file=name).fields(required="provider recorded_at programmes", example=EXAMPLE)
        provider, recorded_at = _key(fields["provider"]), _moment(fields["recorded_at"])
        programmes: dict[str, ProgrammePublished] = {}
        for entry in fields["programmes"].items(example=EXAMPLE_PROGRAMME):
            programme = _programme(entry, provider, recorded_at)
            if programme.key in programmes:
                raise entry.wrong(f"two programmes are called {programme.key}.", example=EXAMPLE_PROGRAMME)
            programmes[programme.key] = programme
        return cls(provider, recorded_at, tuple(programmes.values()))


def _programme(entry: Entry, provider: str, recorded_at: datetime) -> ProgrammePublished:
    required = "id title kind target legal_basis cohorts requirements"
    optional = "version lasts_days occupations region place languages cost allowance"
    fields = entry.fields(required=required, optional=optional, example=EXAMPLE_PROGRAMME)
    stated: dict[str, Any] = {
        "key": _id(fields["id"]),
        "source_version": whole_number(fields["version"], least=1) if "version" in fields else 1,
        "recorded_at": recorded_at,
        "provider": provider,
        "title": _title(fields["title"]),
        "kind": ProgrammeKind(fields["kind"].one_of(*ProgrammeKind)),
        "target": Target(fields["target"].one_of(*Target)),
        "legal_basis": fields["legal_basis"].text(example="legal_basis: R176 para. 2"),
        "cohorts": tuple(_cohort(cohort) for cohort in fields["cohorts"].items(example=EXAMPLE_COHORT)),
        "requirements": _requirements(fields["requirements"]),
    }
    if "lasts_days" in fields:
        stated["lasts_days"] = whole_number(fields["lasts_days"], least=1)
    if "occupations" in fields:
        stated["occupations"] = _occupations(fields["occupations"])
    if "region" in fields:
        stated["region"] = _key(fields["region"])
    if "place" in fields:
        stated["place"] = fields["place"].text(example="place: Training centre, 4 Harbour Road")
    if "languages" in fields:
        languages = fields["languages"].items(example="languages: [en]")
        stated["languages"] = tuple(_word(language) for language in languages)
    if "cost" in fields:
        stated["cost"] = _money(fields["cost"])
    if "allowance" in fields:
        paid = fields["allowance"].fields(required="amount per", example=EXAMPLE_ALLOWANCE)
        stated["allowance"] = {"amount": _money(paid["amount"]), "per": paid["per"].one_of(*AllowancePer)}
    return _valid(ProgrammePublished, stated, entry, EXAMPLE_PROGRAMME)


def _cohort(entry: Entry) -> Cohort:
    days = ("opens_on", "closes_on", "starts_on", "ends_on")
    fields = entry.fields(required="key seats", optional=" ".join(days), example=EXAMPLE_COHORT)
    stated: dict[str, Any] = {name: fields[name].day() for name in days if name in fields}
    stated |= {"key": _key(fields["key"]), "seats": whole_number(fields["seats"], least=0)}
    return _valid(Cohort, stated, entry, EXAMPLE_COHORT)


def _requirements(entry: Entry) -> Requirements:
    bounds = [f"{what}_{bound}" for what in COUNTED for bound in ("from", "below")]
    optional = " ".join((*bounds, "regions", "lost_work_by", "worked_as"))
    fields = entry.fields(required="occasions", optional=optional, example=EXAMPLE_REQUIREMENTS)
    stated: dict[str, Any] = {name: whole_number(fields[name], least=0) for name in bounds if name in fields}
    for what in COUNTED:
        least, below = stated.get(f"{what}_from", 0), stated.get(f"{what}_below")
        if below is not None and below <= least:
            raise entry.wrong(f"{what}_below must be above {what}_from, or nobody fits.", example=EXAMPLE_REQUIREMENTS)
    stated["occasions"] = tuple(Occasion(one.one_of(*Occasion)) for one in _listed(fields["occasions"]))
    if "regions" in fields:
        stated["regions"] = tuple(_key(region) for region in _listed(fields["regions"]))
    if "lost_work_by" in fields:
        stated["lost_work_by"] = tuple(Separation(way.one_of(*Separation)) for way in _listed(fields["lost_work_by"]))
    if "worked_as" in fields:
        stated["worked_as"] = _occupations(fields["worked_as"])
    return _valid(Requirements, stated, entry, EXAMPLE_REQUIREMENTS)


def _listed(entry: Entry) -> list[Entry]:
    return entry.items(example=EXAMPLE_REQUIREMENTS)


def _occupations(entry: Entry) -> tuple[str, ...]:
    return tuple(_occupation(code) for code in entry.items(example="[isco08:7411]"))


def _occupation(entry: Entry) -> str:
    with _refusals_named(entry, "isco08:7411"):
        return _OCCUPATION.validate_python(_word(entry))


def _id(entry: Entry) -> str:
    identity = entry.text(example="id: programme-job-club")
    if not ID.fullmatch(identity):
        raise entry.wrong(f"'{identity}' does not begin with {PREFIX}.", example="id: programme-job-club")
    return identity


def _title(entry: Entry) -> str:
    title = entry.text(example="title: Job club")
    if len(title) > TITLE_MAX:
        raise entry.wrong(f"the title is longer than {TITLE_MAX} letters.", example="title: Job club")
    return title


def _word(entry: Entry) -> str:
    return entry.text(example="en")


def _key(entry: Entry) -> str:
    text = entry.text(example="coast")
    if not KEY.fullmatch(text):
        raise entry.wrong(f"'{text}' is not a key: letters, digits and : _ . / - only.", example="coast")
    return text


def _moment(entry: Entry) -> datetime:
    text = entry.text(example="recorded_at: 2020-01-14T10:00:00Z")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return datetime.combine(entry.day(), time(), UTC)
    with _refusals_named(entry, "recorded_at: 2020-01-14T10:00:00Z"):
        return _MOMENT.validate_python(text)


def _money(entry: Entry) -> dict[str, Any]:
    text = entry.text(example="cost: 120.00 USD")
    written = _AMOUNT.fullmatch(text)
    digits = MINOR_DIGITS.get(written[3]) if written else None
    if written is None or digits is None or len(written[2] or "") != (digits if written[2] else 0):
        raise entry.wrong(f"'{text}' is not an amount of a currency.", example="cost: 120.00 USD")
    minor = int(written[1]) * 10**digits + int(written[2] or 0)
    return {"minor": minor, "currency": written[3]}


def _valid(form: type[P], stated: dict[str, Any], entry: Entry, example: str) -> P:
    """What was read, as the contract takes it; what the contract refuses is named where it stands."""
    with _refusals_named(entry, example):
        return form.model_validate(stated)


@contextmanager
def _refusals_named(entry: Entry, example: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise entry.wrong(f"{in_words(error)}.", example=example) from None


@cache
def synthetic_programmes() -> ProviderFile:
    """The made-up programmes that come with Tideover, read once."""
    return ProviderFile.from_file()
