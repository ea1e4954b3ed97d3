"""What changed since the decision that this one replaces: before and now, with the causes."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.eligibility import AssessmentMade, DeterminationMade
from law.explain.decision import NO_STEPS, Decision
from law.explain.determined import Determined, assessed_periods
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.letters.figures import amount_per
from services.letters.model import LetterLine, Phrase, Quoted, Section, say


def changes(case: CaseFile, dated: DatedEvent, archived: ArchivedDecision) -> Section:
    """The section on what changed; without lines for a first version."""
    decision = archived.decision
    before = next((one.decision for one in case.decisions.values() if _is_replaced(one.decision, decision)), None)
    if before is None:
        return Section("changed", ())
    lines = [*_before_and_now(before.event, decision.event)]
    sides = [_side(case, dated, one) for one in (before, decision)]
    if sides[0] is not None and sides[1] is not None:
        lines += [
            LetterLine((), "item", original=Quoted(sentence), instead_of_original=(Phrase("changed.cause"),))
            for sentence in _sentences(changes_in_words(difference(sides[0], sides[1])))
        ]
    return Section("changed", tuple(lines))


def _is_replaced(before: Decision, decision: Decision) -> bool:
    """Whether the one is the version before the other, of the same claim and certification."""
    same = (before.kind, before.claim, before.number) == (decision.kind, decision.claim, decision.number - 1)
    if isinstance(before.event, AssessmentMade) and isinstance(decision.event, AssessmentMade):
        return same and before.event.certification == decision.event.certification
    return same


def _before_and_now(
    before: DeterminationMade | AssessmentMade, now: DeterminationMade | AssessmentMade
) -> Iterator[LetterLine]:
    if isinstance(before, AssessmentMade) and isinstance(now, AssessmentMade):
        if before.amount != now.amount:
            yield say("changed.amount", before=before.amount, now=now.amount)
        return
    if isinstance(before, AssessmentMade) or isinstance(now, AssessmentMade):
        return
    if before.outcome is not now.outcome:
        yield say("changed.outcome", before=Phrase(f"outcome.{before.outcome}"), now=Phrase(f"outcome.{now.outcome}"))
    if before.benefit_rate != now.benefit_rate and before.benefit_rate and now.benefit_rate:
        rates = [amount_per(one.benefit_rate, one.benefit_rate_per) for one in (before, now) if one.benefit_rate]
        yield say("changed.rate", before=rates[0], now=rates[1])
    if before.total_max != now.total_max and before.total_max and now.total_max:
        yield say("changed.total", before=before.total_max, now=now.total_max)


def _side(case: CaseFile, dated: DatedEvent, decision: Decision) -> Determined | None:
    """One side of the comparison; None where nothing is archived of the determination that it stands under."""
    if isinstance(decision.event, DeterminationMade):
        return Determined(case.schemes[decision.event.scheme_digest], decision.event, decision.graph)
    under = case.determination(decision.claim, dated)
    if under is None:
        return None
    periods = assessed_periods([(decision.event, decision.graph)])
    return Determined(case.schemes[under.scheme_digest], under, NO_STEPS, periods)


def _sentences(lines: tuple[str, ...]) -> list[str]:
    """Each sentence with the causes that are indented below it."""
    sentences: list[str] = []
    for line in lines:
        if line.startswith(" ") and sentences:
            sentences[-1] += f" {line.strip()};"
        else:
            sentences.append(line)
    return [sentence.removesuffix(";") for sentence in sentences]
