"""The difference between two determinations of a claim, and between what was assessed under them.

In words and in money, with the cause. The causes are the lowest steps at which the two derivations part; what they
are said to have done to an amount adds up to what the amount changed by, to the minor unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.eligibility import AssessmentMade, Finding, Interval
from contracts.values import Period
from law.case.model import OVER
from law.explain.comparison import WORD, Cause, Certified, Change, Determined, Pair
from law.explain.graph import Graph
from law.explain.money_difference import amounts, periods

CLAIM = "Your claim"
HOW = {True: "made automatically", False: "made with a named person's decision"}


def difference(before: Determined, after: Determined) -> tuple[Change, ...]:
    """Everything that a newer determination of a claim, or another one, says otherwise; empty if nothing."""
    of = Pair(before, after)
    over = {before.event.outcome, after.event.outcome} & OVER
    found = (*_outcome(of), *_findings(of), *(() if over else amounts(of)), *_stretches(of), *periods(of))
    return found or tuple(_said_otherwise(of))


def certified(assessments: Sequence[tuple[AssessmentMade, Graph]]) -> dict[Period, Certified]:
    """Every certified period of a claim, by its days; of days certified twice the line that is paid."""
    found: dict[Period, Certified] = {}
    for event, graph in assessments:
        for place, week in enumerate(event.weeks):
            known = found.get(week.period)
            if known is None or known.week.amount.minor < week.amount.minor:
                found[week.period] = Certified(week, graph.roots[place] if place < len(graph.roots) else None)
    return found


def _outcome(of: Pair) -> Iterator[Change]:
    old, new = of.before.event, of.after.event
    if old.outcome is not new.outcome:
        causes = (Cause(finding.because, None, finding.cites, ()) for finding, _ in _turned(of))
        yield Change(CLAIM, old.outcome.value, new.outcome.value, WORD, None, tuple(causes))


def _findings(of: Pair) -> Iterator[Change]:
    for finding, before in _turned(of):
        yield _found(of, finding.condition, before, finding)
    asked = {finding.condition for finding in of.after.event.findings}
    for finding in of.before.event.findings:
        if finding.condition not in asked:
            yield _found(of, finding.condition, finding, None)


def _said_otherwise(of: Pair) -> Iterator[Change]:
    """Where nothing else differs: answers that are the same for another reason, and whether a person took part."""
    known = {finding.condition: finding for finding in of.before.event.findings}
    for finding in of.after.event.findings:
        old = known.get(finding.condition, finding)
        if old.outcome is finding.outcome and (old.because, old.cites) != (finding.because, finding.cites):
            shares = of.shares(of.before.graph.root(finding.condition), of.after.graph.root(finding.condition))
            what = f"The reason why {of.telling.after.meaning(finding.condition)} is {_word(finding)}"
            quoted = f"“{old.because}”", f"“{finding.because}”"
            yield Change(what, *quoted, unit=WORD, since=None, causes=of.causes(shares))
    if of.before.event.automatic is not of.after.event.automatic:
        before, after = (HOW[event.automatic] for event in (of.before.event, of.after.event))
        yield Change("Your determination", before, after, WORD, None, ())


def _turned(of: Pair) -> Iterator[tuple[Finding, Finding | None]]:
    """The answers that are others now, each with that before."""
    known = {finding.condition: finding for finding in of.before.event.findings}
    for finding in of.after.event.findings:
        before = known.get(finding.condition)
        if before is None or before.outcome is not finding.outcome:
            yield finding, before


def _found(of: Pair, name: str, old: Finding | None, new: Finding | None) -> Change:
    shares = of.shares(of.before.graph.root(name), of.after.graph.root(name))
    said = new or old
    because = Cause(said.because, None, said.cites, ()) if said else None
    sheet = of.telling.after if new else of.telling.before
    return Change(
        what=f"The condition {sheet.meaning(name)}",
        before=old.outcome.value if old else None,
        after=new.outcome.value if new else None,
        unit=WORD,
        since=None,
        causes=of.causes(shares) or ((because,) if because else ()),
    )


def _stretches(of: Pair) -> Iterator[Change]:
    """Days that were in one state and are in another, told only by their first day and state."""
    old, new = of.before.event.timeline, of.after.event.timeline
    for stretch in new:
        was = _state_on(stretch, old)
        if was is not None and was.state is not stretch.state:
            days = f"The state of the days from {stretch.period.start} up to {stretch.period.end}"
            yield Change(days, was.state.value, stretch.state.value, WORD, stretch.period.start, ())


def _state_on(stretch: Interval, timeline: Sequence[Interval]) -> Interval | None:
    first = stretch.period.start
    return next((one for one in timeline if one.period.start <= first < one.period.end), None)


def _word(finding: Finding) -> str:
    return finding.outcome.value.replace("_", " ")
