"""Holds written law against the evaluator, claim by claim and field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from contracts.eligibility import DeterminationOutcome
from law.case.claim_under_law import ClaimUnderLaw
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.written.confirm import confirm
from law.written.decide import decide_at_once
from law.written.model import LeftToTheEvaluator, WrittenDetermination
from tests.law.written.persons import claims

SHOWN = 5  # differences that are kept for people to read


@dataclass
class WrittenComparison:
    """How many claims agree in every field; and, so that agreement means something, how varied they are."""

    what: str
    persons: int = 0
    certain: int = 0
    differing: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Of certain claims: how often each condition came out so."""
    left: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def hear(self, claim: ClaimUnderLaw) -> None:
        """Decide one claim both ways."""
        self.persons += 1
        written = decide_at_once(claim)
        if isinstance(written, LeftToTheEvaluator):
            self.left[written.because] += 1
            return
        self.certain += 1
        self.outcomes[written.outcome] += 1
        self.answers.update((finding.condition, finding.outcome) for finding in written.findings)
        different = differences(written, claim)
        self.differing += bool(different)
        if different and len(self.differences) < SHOWN:
            self.differences.append(f"person {self.persons}: {', '.join(different)}")

    def add(self, other: WrittenComparison) -> None:
        """Take in what another batch of claims came to."""
        self.persons += other.persons
        self.certain += other.certain
        self.differing += other.differing
        self.outcomes += other.outcomes
        self.answers += other.answers
        self.left += other.left
        self.differences = [*self.differences, *other.differences][:SHOWN]

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.what}: {self.persons:,} persons, {self.certain:,} certain "
            f"({self.outcomes[DeterminationOutcome.GRANTED]:,} granted), {self.differing:,} differ"
        )


def differences(written: WrittenDetermination, claim: ClaimUnderLaw) -> tuple[str, ...]:
    """The fields in which the evaluator says something else; `law` where it knows none for the claim."""
    try:
        return confirm(written, determine(claim))
    except OutsideKnownLaw:
        return ("law",)


def compared(scheme: Scheme, persons: Iterable[ClaimUnderLaw]) -> WrittenComparison:
    """Every claim decided both ways."""
    found = WrittenComparison(scheme.name)
    for claim in persons:
        found.hear(claim)
    return found


def random_persons(scheme: Scheme, count: int, seed: int) -> WrittenComparison:
    """So many random claims, decided both ways."""
    return compared(scheme, claims(scheme, count, seed))
