"""Officers look at sealed files before they go: two release them, or somebody does what must not let them go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from contracts.base import Envelope, derived_id, seal
from contracts.batches import BatchAct, BatchProposed, BatchReleased, BatchStopped, SealedFile, batch_subject
from contracts.casework import Officer
from contracts.values import Money
from services.payments.edge import batches
from services.simulation.actions import How, Sends
from services.simulation.world import WorldInMemory

OFFICERS = tuple(Officer(staff=f"officer-30{number}", role="payments-officer") for number in (1, 2, 3))


@dataclass
class ReleasesTold:
    """What was told of each file: who released it with the right sum, who proposed it, and whether it was stopped."""

    released: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    proposed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    stopped: set[str] = field(default_factory=set)

    def may_go(self, file: str) -> bool:
        """Whether two people released it, by what was told."""
        return len(self.released[file]) > 1

    def note(self, act: BatchAct, *, right: bool) -> None:
        """Take down what an officer told: who proposed a file cannot release it, and who released it not propose it."""
        staff = act.officer.staff.casefold()
        for name in (file.name for file in act.files):
            if isinstance(act, BatchStopped):
                self.stopped.add(name)
            elif isinstance(act, BatchProposed) and staff not in self.released[name]:
                self.proposed[name].add(staff)
            elif isinstance(act, BatchReleased) and right and staff not in self.proposed[name]:
                self.released[name].add(staff)


Said = tuple[type[BatchAct], Officer, int]
"""Kind, officer, and by how much the sum is wrong."""


def officers_act(world: WorldInMemory, action: Sends, told: ReleasesTold, at: datetime) -> bool:
    """Officers act on what lies sealed, and payments hears of it at once; whether there was anything."""
    with world.databases["payments"].reading() as connection:
        acts = _acts_of(connection, action, told, at)
    world.tell_at_once("payments", acts)
    return bool(acts)


def _acts_of(connection: Connection, action: Sends, told: ReleasesTold, at: datetime) -> list[Envelope]:
    """What officers tell of all files that wait, one after the other."""
    acts: list[Envelope] = []
    for batch in batches.sealed_batches(connection):
        for number, said in enumerate(_said(action.release)):
            act = _act(batch, said, at)
            if act is not None:
                told.note(act, right=not said[2])
                acts.append(_sealed(act, f"{action.id}-{number}", at + timedelta(seconds=number)))
    return acts


def _said(how: How) -> list[Said]:
    first, second, third = OFFICERS
    same = Officer(staff=first.staff.upper(), role=first.role)
    said: dict[How, list[Said]] = {
        "two": [(BatchReleased, second, 0), (BatchReleased, third, 0)],
        "one": [(BatchReleased, second, 0)],
        "same_twice": [(BatchReleased, first, 0), (BatchReleased, same, 0)],
        "proposer": [(BatchProposed, first, 0), (BatchReleased, first, 0), (BatchReleased, second, 0)],
        "wrong_sum": [(BatchReleased, second, 0), (BatchReleased, third, 1)],
        "stops": [(BatchStopped, first, 0)],
    }
    return said[how]


def _act(batch: batches.Batch, said: Said, at: datetime) -> BatchAct | None:
    """What an officer says of the files that wait, or that can be stopped; nothing if there is none."""
    kind, officer, wrong = said
    files = batch.stoppable if kind is BatchStopped else batch.waiting
    if not files:
        return None
    total = batches.total_of(files, batch.currency)
    return kind(
        day=batch.day,
        files=tuple(SealedFile(name=each.file.name, sha256=each.file.sha256) for each in files),
        payments=batches.count_of(files),
        total=Money(minor=total.minor + wrong, currency=total.currency),
        officer=officer,
        acted_on=at.date(),
        reasons="Looked at.",
    )


def _sealed(act: BatchAct, identity: str, at: datetime) -> Envelope:
    subject = batch_subject(act.day, act.total.currency)
    event_id = derived_id("simulation", identity, subject)
    return seal(act, subject=subject, source="/simulation", time=at, event_id=event_id)
