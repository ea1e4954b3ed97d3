"""Under which sheets claims were determined, and which a rule refused by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from contracts.casework import RecallOrdered
from contracts.eligibility import DeterminationMade, Outcome
from services.eligibility.tables import determination, fact


@dataclass(frozen=True, slots=True)
class SheetsOfClaim:
    """The digests of the sheets under which a claim was ever determined, in order."""

    digests: tuple[str, ...]

    @property
    def latest(self) -> str:
        """That of the determination that holds."""
        return self.digests[-1]

    def with_beginning(self, beginning: str | None) -> str | None:
        """The first digest that begins so; None if none does."""
        return next((digest for digest in self.digests if digest.startswith(beginning or "")), None)


def sheets_of(connection: Connection) -> dict[tuple[str, str], SheetsOfClaim]:
    """By person and claim, under which sheets it was determined."""
    digests: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, event in _every_determination(connection):
        if event.scheme_digest not in digests[subject, event.claim]:
            digests[subject, event.claim].append(event.scheme_digest)
    return {claim: SheetsOfClaim(tuple(own)) for claim, own in digests.items()}


def refused_by_rule(connection: Connection, rule: str) -> Iterator[tuple[str, str, str, Outcome]]:
    """Person and claim that a rule refused by itself, the sheet of that, and what the rule says of the claim now."""
    refused: dict[tuple[str, str], str] = {}
    now: dict[tuple[str, str], Outcome] = {}
    for subject, event in _every_determination(connection):
        outcome = next((finding.outcome for finding in event.findings if finding.condition == rule), None)
        if outcome is None:
            continue
        now[subject, event.claim] = outcome
        if outcome is Outcome.NOT_MET and event.automatic:
            refused.setdefault((subject, event.claim), event.scheme_digest)
    for (subject, claim), digest in refused.items():
        yield subject, claim, digest, now[subject, claim]


def conditions_known(connection: Connection) -> set[str]:
    """The conditions of which any determination has said something."""
    return {finding.condition for _, event in _every_determination(connection) for finding in event.findings}


def recalls_ordered(connection: Connection) -> dict[tuple[str, str], date]:
    """By person and claim, the last day on which a named officer had it worked out anew."""
    ordered: dict[tuple[str, str], date] = {}
    query = select(fact.c.subject, fact.c.body).where(fact.c.kind == RecallOrdered.name)
    for subject, body in connection.execute(query):
        event = RecallOrdered.model_validate_json(body)
        ordered[subject, event.claim] = max(event.ordered_on, ordered.get((subject, event.claim), event.ordered_on))
    return ordered


def _every_determination(connection: Connection) -> Iterator[tuple[str, DeterminationMade]]:
    """All versions, in order."""
    query = select(determination.c.subject, determination.c.content)
    ordered = query.order_by(determination.c.subject, determination.c.claim, determination.c.number)
    for subject, content in connection.execute(ordered):
        yield subject, DeterminationMade.model_validate_json(content)
