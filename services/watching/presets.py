"""What is promised in legal time and in seconds, as data: limits, target shares, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt, model_validator

from services.oversight.views import WINDOWS_DAYS, Stage
from services.runtime.delivery.metrics import EFFECT_SECONDS

FILE = Path(__file__).with_name("presets.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    meaning: str = Field(min_length=1)
    target: Decimal = Field(gt=0, lt=1)
    """The share that must be in time."""
    cites: str = Field(min_length=1)


class Promise(_Strict):
    """One stage's limit and target."""

    limit_days: StrictInt = Field(ge=1, le=366)


class Pipeline(_Strict):
    """The engine's own promise; the limit is one of the buckets in which it is measured."""

    limit_seconds: str

    @model_validator(mode="after")
    def _is_a_bucket(self) -> Pipeline:
        if self.limit_seconds not in EFFECT_SECONDS.buckets:
            raise ValueError(f"limit_seconds must be one of {', '.join(EFFECT_SECONDS.buckets)}, as it is measured")
        return self


class Presets(BaseModel):
    """Everything that is promised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    window_days: StrictInt
    stages: Mapping[Stage, Promise]
    pipeline: Pipeline

    @model_validator(mode="after")
    def _is_complete(self) -> Presets:
        if missing := [stage.value for stage in Stage if stage not in self.stages]:
            raise ValueError(f"nothing is promised for {', '.join(missing)}")
        if self.window_days not in WINDOWS_DAYS:
            raise ValueError(f"window_days must be one of {', '.join(map(str, WINDOWS_DAYS))}, as it is counted")
        return self

    @classmethod
    def from_file(cls, path: Path = FILE) -> Presets:
        """Read and check a file. Raises `ValueError` naming what is wrong."""
        return cls.model_validate(yaml.safe_load(path.read_text("utf-8")))


@cache
def standard_presets() -> Presets:
    """The presets that come with Tideover, read once."""
    return Presets.from_file()
