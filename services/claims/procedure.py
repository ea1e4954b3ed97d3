"""The institution's procedure as dated data: how long a person has to reply, where and until when to appeal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from contracts.claims import Ground

FILE = Path(__file__).with_name("procedure.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(_Strict):
    """A figure from a day on, and where it comes from."""

    from_: date = Field(alias="from")
    value: StrictInt = Field(ge=0)
    cites: str = Field(min_length=1)


class Parameter(_Strict):
    """A figure of the procedure, with every value it has had, the oldest first."""

    meaning: str
    unit: str
    values: tuple[Dated, ...] = Field(min_length=1)

    def on(self, day: date) -> Dated:
        """The value in force on a day. Raises `LookupError` before the first known one."""
        in_force = [value for value in self.values if value.from_ <= day]
        if not in_force:
            raise LookupError(f"no value of the procedure was in force on {day}: {self.meaning}")
        return max(in_force, key=lambda value: value.from_)


class GroundInWords(_Strict):
    """A ground of the closed list as a claimant reads it, with its articles."""

    words: str
    cites: str


class OverpaymentInWords(_Strict):
    """What is asked where more was paid than a later assessment finds due."""

    asks: str
    cites: str


class Parameters(_Strict):
    """The figures a procedure must state."""

    reply_days: Parameter
    delivery_days: Parameter
    appeal_days: Parameter


class _File(_Strict):
    parameters: Parameters
    appeal_to: str
    appeal_help: str
    overpayment: OverpaymentInWords
    grounds: Mapping[Ground, GroundInWords]


class ProcedureFault(ValueError):
    """The procedure file leaves something out, or says something it may not say."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure of one institution; `on` a day it answers with figures, and raises outside the known dates."""

    parameters: Parameters
    appeal_to: str
    appeal_help: str
    overpayment: OverpaymentInWords
    grounds: Mapping[Ground, GroundInWords]

    @classmethod
    def from_file(cls, path: Path = FILE) -> Procedure:
        """Read and check a procedure file. Raises `ProcedureFault` naming the file and the field."""
        raw: Any = yaml.safe_load(path.read_text("utf-8"))
        try:
            read = _File.model_validate(raw)
        except ValueError as error:
            raise ProcedureFault(f"{path.name}: {error}") from error
        if missing := [ground.value for ground in Ground if ground not in read.grounds]:
            raise ProcedureFault(f"{path.name}: grounds without words: {', '.join(missing)}")
        return cls(read.parameters, read.appeal_to, read.appeal_help, read.overpayment, read.grounds)


@cache
def standard_procedure() -> Procedure:
    """The procedure that comes with Tideover, read once."""
    return Procedure.from_file()
