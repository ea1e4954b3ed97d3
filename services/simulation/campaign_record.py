"""What came of a campaign so far, as a file from which it goes on: an operator plays seeds over many nights.

The file is replaced in one piece. Who is killed plays the seeds since the last writing again, and counts none twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from contracts.in_words import InWords
from contracts.refusals import in_words
from services.simulation.campaign import Campaign


class RecordUnusable(InWords):
    """A file that is no record, or one of other seeds; the message is one sentence with the file."""


class SeedPlan(BaseModel):
    """What is played: the first and the last seed, troubles that are not drawn, rules that are not looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: NonNegativeInt
    last: NonNegativeInt
    without: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


class FailureTold(BaseModel):
    """A seed that broke a rule, and the file with its smallest story."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int
    rule: str
    says: str
    story: str


class CampaignRecord(BaseModel):
    """The seeds of a plan that were played, in order from the first, and what came of them in all sittings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: SeedPlan
    played: NonNegativeInt = 0
    actions: NonNegativeInt = 0
    seconds: Decimal = Decimal(0)
    fired: dict[str, int] = {}
    failures: tuple[FailureTold, ...] = ()

    @property
    def left(self) -> range:
        """The seeds that were not played yet."""
        return range(self.plan.first + self.played, self.plan.last + 1)

    def after(self, sitting: Campaign, took: Decimal, failures: Sequence[FailureTold]) -> CampaignRecord:
        """This record with what came of a further sitting of so many seconds."""
        return CampaignRecord(
            plan=self.plan,
            played=self.played + sitting.seeds,
            actions=self.actions + sitting.actions,
            seconds=self.seconds + took,
            fired=dict(sorted((Counter(self.fired) + sitting.fired).items())),
            failures=(*self.failures, *failures),
        )


def begun(path: Path | None, plan: SeedPlan) -> CampaignRecord:
    """The record in the file, or an empty one where there is none yet. Raises `RecordUnusable`."""
    if path is None or not path.exists():
        return CampaignRecord(plan=plan)
    try:
        record = CampaignRecord.model_validate_json(path.read_bytes())
    except ValidationError as fault:
        raise RecordUnusable(f"{path} is no record of a campaign: {in_words(fault)}.") from None
    except OSError as fault:
        raise RecordUnusable(f"{path} cannot be read ({type(fault).__name__}).") from None
    if record.plan != plan:
        told = record.plan
        raise RecordUnusable(
            f"{path} is the record of seeds {told.first}..{told.last}, without {_listed(told.without)} and but "
            f"{_listed(told.but)}; go on with the same, or name another file."
        )
    return record


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "nothing"


def write(record: CampaignRecord, path: Path) -> None:
    """Replace the file in one piece."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    beside.replace(path)
