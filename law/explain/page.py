"""A decision as a page that is whole in itself: every step can be opened down to the facts, without any script."""

from __future__ import annotations

from collections.abc import Sequence

import jinja2

from contracts.eligibility import DeterminationMade, DeterminationOutcome
from law.explain.causes_in_words import Sheet
from law.explain.comparison import Determined
from law.explain.decision import Decision, KnownAs
from law.explain.graph import Node
from law.explain.why_not import told, unmet
from law.language.plain.prose import GATHERED, INFIX, ROUNDED
from law.language.terms.values import Unknown

CHOICES = {"then": "as this holds, the first", "else": "as this does not hold, the other", "if": "it is open which"}
DIGITS_SHOWN = 12
OUTCOMES = {
    DeterminationOutcome.GRANTED: "The claim is granted.",
    DeterminationOutcome.REFUSED: "The claim is refused.",
    DeterminationOutcome.NEEDS_A_PERSON: "The claim waits for a person's decision; nothing is refused meanwhile.",
    DeterminationOutcome.WITHDRAWN: "The claim was taken back.",
}


def decision_page(
    decision: Decision, of: Determined, facts: Sequence[KnownAs] = (), changes: Sequence[str] = ()
) -> str:
    """The page of a decision; `changes` is what it says otherwise than the one before."""
    wording = _Wording(Sheet(of.scheme))
    graph = decision.graph
    things = unmet(of.scheme, of.event, graph) if isinstance(decision.event, DeterminationMade) else ()
    seen: set[int] = set()

    def first(node: Node) -> bool:
        return node.number not in seen and not seen.add(node.number)  # type: ignore[func-returns-value]

    return _TEMPLATES.get_template("decision.html.jinja").render(
        title=f"{decision.kind.capitalize()} {decision.number} of claim {decision.claim}",
        scheme=of.scheme,
        sheet=of.event.scheme_digest[:DIGITS_SHOWN],
        sentences=_sentences(decision, of),
        changes=_gathered(changes),
        unmet=[_thing(lines) for lines in _things(told(of.event, things))] if things else [],
        found=_found(decision),
        roots=graph.roots,
        facts=facts,
        first=first,
        name=wording.name,
        said=wording.said,
    )


class _Wording:
    """What a page calls the steps of a derivation."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def name(self, node: Node) -> str:
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
    def said(node: Node) -> str:
        """A value, or what is to be asked."""
        if isinstance(node.value, Unknown):
            return "not known. " + " ".join(doubt.question for doubt in node.value.doubts)
        return node.said


def _gathering(what: str) -> str | None:
    return f"{GATHERED[what][1]} of these" if what in GATHERED else None


def _sentences(decision: Decision, of: Determined) -> list[str]:
    event = decision.event
    appeal = of.event.appeal
    contest = f"You may contest this within {appeal.within_days} days: to {appeal.to}. [{appeal.cites}]"
    if not isinstance(event, DeterminationMade):
        return [f"{event.amount} are due for {event.period.start} up to {event.period.end}.", contest]
    worth = [f"{event.benefit_rate} a {event.benefit_rate_per}, at most {event.total_max} in all."]
    is_due = event.benefit_rate is not None and event.outcome is not DeterminationOutcome.REFUSED
    return [OUTCOMES[event.outcome], *(worth if is_due else ()), contest]


def _found(decision: Decision) -> list[tuple[str, str, str]]:
    event = decision.event
    if isinstance(event, DeterminationMade):
        return [(one.outcome.value.replace("_", " ").capitalize(), one.because, one.cites) for one in event.findings]
    return [
        (f"{week.period.start}, {week.state.value.replace('_', ' ')}, {week.amount}", week.because, week.cites)
        for week in event.weeks
    ]


def _gathered(lines: Sequence[str]) -> list[str]:
    """A sentence and the causes below it as one."""
    found: list[str] = []
    for line in lines:
        if line.startswith(" ") and found:
            found[-1] += f" {line.strip()};"
        else:
            found.append(line)
    return found


def _things(lines: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = []
    for line in lines[1:-1]:
        if line[0].isdigit():
            found.append([line.partition(". ")[2]])
        else:
            found[-1].append(line.strip())
    return found


def _thing(lines: list[str]) -> tuple[str, list[str]]:
    return lines[0], lines[1:]


_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("law.explain"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
