"""Holds the weeks of written law against those of the evaluator, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.people.story import Story
from law.people.try_story import facts_of_story
from law.written.assess import assess_at_once
from law.written.confirm_weeks import confirm_weeks
from law.written.model import LeftToTheEvaluator
from tests.law.written.certifying import ClaimAndOthers, certifying, of_each_claim

SHOWN = 5  # differences that are kept for people to read


@dataclass
class WeeksComparison:
    """How many certified weeks agree in every field; and, so that agreement means something, how varied they are."""

    what: str
    claims: int = 0
    weeks: int = 0
    certain: int = 0
    differing: int = 0
    """Claims of which a field differs."""
    states: Counter[str] = field(default_factory=Counter)
    """Of certain weeks."""
    left: Counter[str] = field(default_factory=Counter)
    """Why weeks are left to the evaluator."""
    differences: list[str] = field(default_factory=list)

    def hear(self, claim: ClaimUnderLaw, determination: Determination, others: tuple[Determination, ...] = ()) -> None:
        """Assess the weeks of one claim both ways."""
        written = assess_at_once(claim, determination, others)
        weeks = sum(len(filed.weeks) for filed in claim.facts.certifications(claim.key))
        self.weeks += weeks
        self.claims += 1
        if isinstance(written, LeftToTheEvaluator):
            self.left[written.because] += weeks
            return
        self.certain += weeks
        self.states.update(week.state for own in written for week in own.weeks)
        evaluated = _assessed(claim, determination, others)
        different = ("law",) if evaluated is None else confirm_weeks(written, evaluated)
        self.differing += bool(different)
        if different and len(self.differences) < SHOWN:
            self.differences.append(f"claim {self.claims}: {', '.join(different)}")

    def add(self, other: WeeksComparison) -> None:
        """Take in what another batch of claims came to."""
        self.claims += other.claims
        self.weeks += other.weeks
        self.certain += other.certain
        self.differing += other.differing
        self.states += other.states
        self.left += other.left
        self.differences = [*self.differences, *other.differences][:SHOWN]

    def __str__(self) -> str:
        """One line."""
        states = ", ".join(f"{number:,} {state}" for state, number in self.states.most_common())
        share = f"{self.certain / self.weeks:.0%}" if self.weeks else "none"
        return f"{self.what}: {self.weeks:,} weeks, {share} certain ({states}), {self.differing:,} claims differ"


def _assessed(
    claim: ClaimUnderLaw, determination: Determination, others: tuple[Determination, ...]
) -> tuple[Assessment, ...] | None:
    """What the evaluator says; None where it knows no law for the weeks."""
    try:
        return assess(claim, determination, others)
    except OutsideKnownLaw:
        return None


def random_weeks(scheme: Scheme, count: int, seed: int) -> WeeksComparison:
    """The weeks of so many random claims, assessed both ways."""
    found = WeeksComparison(scheme.name)
    for claim, determination, others in certifying(scheme, count, seed):
        found.hear(claim, determination, others)
    return found


def weeks_of_stories(scheme: Scheme, stories: Iterable[Story]) -> WeeksComparison:
    """The weeks of the people of stories, assessed both ways."""
    found = WeeksComparison(scheme.name)
    for story in stories:
        for claim, determination, others in _claims(scheme, story):
            found.hear(claim, determination, others)
    return found


def _claims(scheme: Scheme, story: Story) -> Iterator[ClaimAndOthers]:
    facts = FactSet(facts_of_story(story, scheme))
    return of_each_claim(scheme, facts, all_determined({scheme.name: scheme}, facts))
