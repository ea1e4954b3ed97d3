"""What is promised in legal time and in seconds, as data: limits, target shares, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from law.language.terms.document import Entry, read_document
from law.language.terms.numerals import parse_number
from law.language.terms.whole_numbers import whole_number
from services.oversight.views import WINDOWS_DAYS, Stage
from services.runtime.delivery.metrics import EFFECT_SECONDS

FILE = Path(__file__).with_name("presets.yaml")
LIMIT_DAYS_MAX = 366
EXAMPLE = "window_days: 28, stages: {...}, pipeline: {...}"
EXAMPLE_STAGE = "claim_to_payment: {meaning: ..., limit_days: 35, target: 0.93, cites: 20 CFR 640}"
EXAMPLE_PIPELINE = 'pipeline: {meaning: ..., limit_seconds: "60.0", target: 0.99, cites: ...}'
EXAMPLE_TARGET = "target: 0.93"


@dataclass(frozen=True, slots=True)
class Promise:
    """One stage's limit, and the share of cases that must be in time."""

    meaning: str
    limit_days: int
    target: Decimal
    cites: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The engine's own promise; the limit is one of the buckets in which it is measured."""

    meaning: str
    limit_seconds: str
    target: Decimal
    cites: str


@dataclass(frozen=True, slots=True)
class Presets:
    """Everything that is promised."""

    window_days: int
    stages: Mapping[Stage, Promise]
    pipeline: Pipeline

    @classmethod
    def from_file(cls, path: Path = FILE) -> Presets:
        """Read and check a file. Raises `RuleSheetError` naming file, line and rule."""
        document = read_document(path.read_text("utf-8"), file=path.name)
        fields = document.fields(required="window_days stages pipeline", example=EXAMPLE)
        stages = fields["stages"].fields(required=" ".join(Stage), example=EXAMPLE_STAGE)
        return cls(
            int(fields["window_days"].one_of(*map(str, WINDOWS_DAYS))),  # as it is counted
            {Stage(name): _promise(entry) for name, entry in stages.items()},
            _pipeline(fields["pipeline"]),
        )


def _promise(entry: Entry) -> Promise:
    fields = entry.fields(required="meaning limit_days target cites", example=EXAMPLE_STAGE)
    return Promise(
        fields["meaning"].text(example=EXAMPLE_STAGE),
        whole_number(fields["limit_days"], least=1, most=LIMIT_DAYS_MAX),
        _target(fields["target"]),
        fields["cites"].text(example=EXAMPLE_STAGE),
    )


def _pipeline(entry: Entry) -> Pipeline:
    fields = entry.fields(required="meaning limit_seconds target cites", example=EXAMPLE_PIPELINE)
    return Pipeline(
        fields["meaning"].text(example=EXAMPLE_PIPELINE),
        fields["limit_seconds"].one_of(*EFFECT_SECONDS.buckets),  # as it is measured
        _target(fields["target"]),
        fields["cites"].text(example=EXAMPLE_PIPELINE),
    )


def _target(entry: Entry) -> Decimal:
    """A share between none and all, as written."""
    text = entry.text(example=EXAMPLE_TARGET)
    with entry.reading():
        share = parse_number(text)
    if not 0 < share < 1 or "/" in text:
        raise entry.wrong(f"'{text}' is not a decimal share above 0 and below 1.", example=EXAMPLE_TARGET)
    return Decimal(text)


@cache
def standard_presets() -> Presets:
    """The presets that come with Tideover, read once."""
    return Presets.from_file()
