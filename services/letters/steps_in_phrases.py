"""What a derivation says of a step, as phrases: what it is called, what was compared, and what would have to change."""

from __future__ import annotations

from collections.abc import Iterator

from law.explain.graph import DerivationNode
from law.explain.sheet_wording import SheetWording
from law.explain.why_not import NEGATED, WITH_SIDES_SWAPPED, ComparedSides, Lack, Needed, needed_in_words
from law.language.terms.values import Unknown
from services.letters.model import LetterFigure, LetterLine, LetterValue, Phrase, Quoted

OPERATORS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than", "=": "exactly", "!=": "not"}


def name_of(node: DerivationNode, wording: SheetWording) -> LetterValue:
    """What a step is called: a question of the vocabulary in every language, a sheet's own name in the sheet's."""
    if node.kind == "question":
        name = node.what.partition("(")[0]
        known = name in wording.scheme.vocabulary.questions
        return Phrase(f"question.{name}") if known else Quoted(wording.question(node.what))
    if node.kind == "quantity" and len(node.inputs) == 1 and node.inputs[0].kind == "question":
        return name_of(node.inputs[0], wording)
    if node.kind in ("operation", "constant"):
        return Phrase("step.worked_out")
    return Quoted(wording.meaning(node.what))


def figure_of(node: DerivationNode) -> LetterFigure:
    """Its value with its unit."""
    return LetterFigure(node.value, node.unit)


def compared_in(node: DerivationNode | None) -> ComparedSides | None:
    """The comparison on which a condition rests, as it came out; None if it rests on something else."""
    while node is not None and node.kind in ("quantity", "condition", "choice") and node.inputs:
        node = node.inputs[-1]
    if node is None or node.kind != "operation" or node.what not in NEGATED or len(node.inputs) != 2:
        return None
    if any(isinstance(inner.value, Unknown) for inner in node.inputs):
        return None
    own, other = node.inputs
    operator = node.what
    if own.kind in ("parameter", "constant") and other.kind not in ("parameter", "constant"):
        own, other, operator = other, own, WITH_SIDES_SWAPPED[operator]
    return ComparedSides(own, operator, other)


def comparison(compared: ComparedSides, wording: SheetWording) -> Phrase:
    """A value and the one that is needed, such as 8,360.00 USD and at least 3,800.00 USD."""
    needed = Phrase(f"takes.{OPERATORS[compared.operator]}", {"figure": figure_of(compared.other)})
    return Phrase(
        "step.compared",
        {"name": name_of(compared.own, wording), "figure": figure_of(compared.own), "needed": needed},
    )


def needed(lack: Lack | Needed, wording: SheetWording) -> Iterator[LetterLine]:
    """What would meet a condition, a line a thing."""
    if isinstance(lack, Needed):
        yield LetterLine((Phrase(f"needed.{lack.of}"),))
        for part in lack.parts:
            yield from needed(part, wording)
        return
    says = Quoted(" ".join(needed_in_words(lack)))
    instead = comparison(lack.compared, wording) if lack.compared else Phrase("needed.other")
    yield LetterLine((), "item", original=says, instead_of_original=(instead,))
