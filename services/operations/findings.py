"""What an audit found, in sentences, by the rule that is broken; the first hundred are named, all are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

NAMED_MAX = 100
"""Named of one rule and service; a thousand lines of the same fault help nobody."""

EFFECT, PASSED_OVER, DELETED, PUBLICATION = "effect", "passed-over", "deleted", "publication"
CHAIN, ROWS, VERSIONS, LEDGER, DEBTS, ADVERSE = "chain", "rows", "versions", "ledger", "debts", "adverse"
RELEASES, DEDUCTIONS, TALLIES = "releases", "deductions", "tallies"
RULES = {
    EFFECT: "every message that was acknowledged took effect, is parked, or is not for the service",
    PASSED_OVER: "no position that a service noticed to be passed over is left unread",
    DELETED: "no message was deleted from the log before its service had read it",
    PUBLICATION: "everything said up to an outbox's bookmark stands in the log",
    CHAIN: "no link of the chains of digests was changed or cut off",
    ROWS: "every row is as it was written; none is gone, and none was put in by hand",
    VERSIONS: "of every decision the highest version is the one that counts",
    LEDGER: "the books balance and agree with the payments",
    DEBTS: "no debt without a named person's decision, none above its sum, and none collected while it was disputed",
    DEDUCTIONS: "nothing taken for others is above its share, below the floor, or another sum than was told",
    RELEASES: "no payment file went to the bank before the people it takes had released it",
    TALLIES: "every tally is what its rows add up to",
    ADVERSE: "nothing stands against a person without decision, notice, hearing and a way to contest it",
}
"""What is audited."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach of a rule; `place` is `topic/partition/position`, an event id, `table/kind` or an account's matter."""

    rule: str
    service: str
    place: str
    says: str


@dataclass
class Audit:
    """What was looked at, and what was found."""

    looked_at: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By rule and service."""
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[Breach] = field(default_factory=list)
    not_kept: Counter[str] = field(default_factory=Counter)
    """Publications by service that are older than what the log keeps, so that nobody can tell any more."""

    def found(self, finding: Breach) -> None:
        """Note a breach."""
        kind = (finding.rule, finding.service)
        self.counts[kind] += 1
        if self.counts[kind] <= NAMED_MAX:
            self.findings.append(finding)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.counts
