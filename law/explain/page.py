"""A decision as one HTML file: every step can be opened down to the facts, without scripts or further files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jinja2

from contracts.eligibility import DeterminationMade, DeterminationOutcome
from law.explain.decision import Decision, FactSource
from law.explain.determined import Determined
from law.explain.graph import DerivationNode
from law.explain.sheet_wording import SheetWording
from law.explain.why_not import Unmet, appeal_in_words, finding_in_words, needed_in_words, unmet
from law.language.plain.prose import GATHERED, INFIX, ROUNDED
from law.language.terms.values import Unknown

CHOICES = {
    "then": "because this holds, the first",
    "else": "because this does not hold, the other",
    "if": "it is open which",
}
DIGITS_SHOWN = 12
OUTCOMES = {
    DeterminationOutcome.GRANTED: "The claim is granted.",
    DeterminationOutcome.REFUSED: "The claim is refused.",
    DeterminationOutcome.NEEDS_A_PERSON: "The claim waits for a person's decision; nothing is refused meanwhile.",
    DeterminationOutcome.WITHDRAWN: "The claim was taken back.",
}


def decision_page(
    decision: Decision, of: Determined, facts: Sequence[FactSource] = (), changes: Sequence[str] = ()
) -> str:
    """The page of a decision; `changes` are the lines of `changes_in_words` since an earlier one."""
    return _TEMPLATES.get_template("decision.html.jinja").render(decision_values(decision, of, facts, changes))


def decision_values(
    decision: Decision, of: Determined, facts: Sequence[FactSource] = (), changes: Sequence[str] = ()
) -> dict[str, Any]:
    """What the template of a page is filled with; `tree.jinja` needs `first`, `name` and `value` of it."""
    wording = _StepWording(SheetWording(of.scheme))
    graph = decision.graph
    conditions = unmet(of.scheme, of.event, graph) if isinstance(decision.event, DeterminationMade) else ()
    seen: set[int] = set()

    def first(node: DerivationNode) -> bool:
        return node.number not in seen and not seen.add(node.number)  # type: ignore[func-returns-value]

    return {
        "title": f"{decision.kind.capitalize()} {decision.number} of claim {decision.claim}",
        "scheme": of.scheme,
        "sheet": of.event.scheme_digest[:DIGITS_SHOWN],
        "sentences": _sentences(decision, of),
        "changes": _with_causes(changes),
        "unmet": [_condition(condition) for condition in conditions],
        "findings": _findings(decision),
        "roots": graph.roots,
        "facts": facts,
        "first": first,
        "name": wording.name,
        "value": wording.value,
    }


class _StepWording:
    """What a page calls the steps of a derivation."""

    def __init__(self, sheet: SheetWording) -> None:
        self.sheet = sheet

    def name(self, node: DerivationNode) -> str:
        """A step in words."""
        what = node.what
        match node.kind:
            case "question":
                text = self.sheet.question(what)
            case "operation":
                text = INFIX.get(what) or _gathering(what) or ROUNDED.get(what) or what.replace("_", " ")
            case "choice":
                text = CHOICES.get(what, what)
            case "constant":
                text = "the number" if node.unit.is_number() else "the word"
            case "quantity" | "condition" | "parameter" | "particular":
                text = self.sheet.meaning(what)
            case _:
                text = what.replace("_", " ")
        return text[0].upper() + text[1:]

    @staticmethod
    def value(node: DerivationNode) -> str:
        """A value with its unit, or the questions that keep it unknown."""
        if isinstance(node.value, Unknown):
            return "not known. " + " ".join(doubt.question for doubt in node.value.doubts)
        return node.shown


def _gathering(what: str) -> str | None:
    return f"{GATHERED[what][1]} of these" if what in GATHERED else None


def _sentences(decision: Decision, of: Determined) -> list[str]:
    event, appeal = decision.event, appeal_in_words(of.event.appeal)
    if not isinstance(event, DeterminationMade):
        return [f"{event.amount} are due for {event.period.start} up to {event.period.end}.", appeal]
    entitlement = [f"{event.benefit_rate} a {event.benefit_rate_per}, at most {event.total_max} in all."]
    is_due = event.benefit_rate is not None and event.outcome is not DeterminationOutcome.REFUSED
    return [OUTCOMES[event.outcome], *(entitlement if is_due else ()), appeal]


def _findings(decision: Decision) -> list[tuple[str, str, str]]:
    """Each condition or period with its answer, the reason and the law."""
    event = decision.event
    if isinstance(event, DeterminationMade):
        return [
            (finding.outcome.value.replace("_", " ").capitalize(), finding.because, finding.cites)
            for finding in event.findings
        ]
    return [
        (f"{week.period.start}, {week.state.value.replace('_', ' ')}, {week.amount}", week.because, week.cites)
        for week in event.weeks
    ]


def _with_causes(lines: Sequence[str]) -> list[str]:
    """Each sentence joined with the indented lines of its causes."""
    sentences: list[str] = []
    for line in lines:
        if line.startswith(" ") and sentences:
            sentences[-1] += f" {line.strip()};"
        else:
            sentences.append(line)
    return sentences


def _condition(condition: Unmet) -> tuple[str, list[str]]:
    """A condition that is not met, and what would meet it."""
    return finding_in_words(condition.finding), [line.strip() for line in needed_in_words(condition.needed)]


_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("law.explain"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
