"""A later claim that goes on with the spell of the one before: what the two share, and how that is found out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.claims import ClaimDecision
from contracts.eligibility import Finding, Outcome
from contracts.values import Period
from law.case.earlier_claims import NO_SPELLS, Before, Spell
from law.case.model import OVER, Determination
from law.decide.findings import cut, decided_finding
from law.language.plain.sentences import SHARES
from law.language.run.evaluation import AnyEvaluation
from law.language.terms.derivation import Step
from law.language.terms.values import Number, Unknown

SAME_SPELL = "same_spell"
MEANING = "Whether the claim goes on with the one before"


@dataclass(frozen=True, slots=True)
class Link:
    """What the sheet says of the claim and the spell before it; no spell where the claim stands for itself."""

    past: tuple[Spell, ...] = NO_SPELLS
    spell: Spell | None = None
    step: Step | None = None
    """Why, if the sheet was asked."""
    doubt: Unknown | None = None

    shares: frozenset[str] = frozenset()

    def waiting(self, own: Number) -> Number:
        """What is still to be waited for."""
        return min(own, self.spell.waiting_left) if self.spell and "waiting" in self.shares else own

    def carried(self) -> Number:
        """How much of the limit was used up in the linked spells, money in minor units."""
        return self.spell.spent if self.spell and "limit" in self.shares else 0

    def before(self) -> Before:
        """What the determination remembers of it."""
        added_up = self.spell.added_up if self.spell and "waiting" in self.shares else ()
        return Before(self.past, self.claims, self.spell.claim if self.spell else None, self.carried(), added_up)

    def year(self, own: Period) -> Period:
        """How long the claim may be drawn on."""
        if self.spell is None or "year" not in self.shares or not own.start < self.spell.until < own.end:
            return own
        return Period(start=own.start, end=self.spell.until)

    @property
    def claims(self) -> frozenset[str]:
        """The claims of the one spell before this one."""
        return self.spell.goes_on_from | {self.spell.claim} if self.spell else frozenset()


def link_of(run: AnyEvaluation, past: tuple[Spell, ...]) -> Link:
    """How the claim stands to the last spell under the same scheme."""
    rule, own = run.rules.linked_when, [spell for spell in past if spell.scheme == run.rules.scheme.name]
    if rule is None or not own:
        return Link(past)
    step = rule(run)
    shared = run.rules.shares_when(run) if step.value is True and run.rules.shares_when is not None else None
    for asked in (step, shared):
        if asked is not None and isinstance(asked.value, Unknown):
            return Link(past, step=asked, doubt=asked.value)
    spells = run.rules.scheme.spells
    shares = spells.shares if spells is not None and (shared is None or shared.value) else frozenset[str]()
    return Link(past, own[-1] if step.value else None, step, shares=shares)


def findings_about(link: Link, run: AnyEvaluation, decision: ClaimDecision | None) -> tuple[Finding, ...]:
    """That the claim goes on, or that it is open whether it does; nothing where it stands for itself."""
    spells = run.rules.scheme.spells
    if spells is None:
        return ()
    if link.doubt is not None:
        if decision is not None:
            return (decided_finding(SAME_SPELL, None, decision),)
        asked = " ".join(doubt.question for doubt in link.doubt.doubts)
        because = f"{MEANING}: the facts leave this open. If decided for the claimant it counts as a case of its own."
        return (_finding(Outcome.NEEDS_A_PERSON, spells.cites, because, cut(asked)),)
    if link.spell is None:
        return ()
    shared = "; ".join(sentence for name, sentence in SHARES.items() if name in link.shares)
    what = f": {shared}" if shared else ", which ends with it"
    because = f"By law this claim goes on with claim {link.spell.claim}, filed on {link.spell.filed_on}{what}."
    return (_finding(Outcome.MET, spells.cites, because),)


def goes_on_elsewhere(determination: Determination, others: Iterable[Determination]) -> date | None:
    """From which day on the spell of a claim is drawn under a later one; None where it is not."""
    on = [other for other in others if other.before.goes_on_from == determination.claim and _stands(other)]
    return min((other.benefit_year.start for other in on), default=None)


def _stands(determination: Determination) -> bool:
    return determination.outcome not in OVER


def _finding(outcome: Outcome, cites: str, because: str, question: str | None = None) -> Finding:
    return Finding(condition=SAME_SPELL, outcome=outcome, cites=cites, because=cut(because), question=question)
