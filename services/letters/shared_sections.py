"""Sections that letters share: the facts, who decided, how to contest it and who may help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from contracts.claims import ClaimDecision
from contracts.eligibility import Appeal
from contracts.values import Period
from law.explain.decision import FactSource
from law.explain.graph import DerivationNode, Graph
from law.explain.sheet_wording import SheetWording
from services.letters.case_file import CaseFile
from services.letters.model import AsWritten, LetterLine, Phrase, Quoted, Section, Values, item, say
from services.letters.steps_in_phrases import figure_of, name_of

HELP = "C168 Art. 27(2)"
"""The right to be represented or assisted."""
RIGHT = "C102 Art. 70(1), C168 Art. 27(1)"
"""The right to contest."""
SOURCES = ("registry", "intake", "casework", "claims")
"""Whose facts decisions rest on, by the beginning of an event's name."""


def facts(
    graph: Graph, sources: Sequence[FactSource], wording: SheetWording, periods: Sequence[Period] = ()
) -> Section:
    """Every question that was asked of the facts, its answer, from whom the facts are, and their keys.

    `periods` are those of the derivation's roots, where each root is one: what is not the same in all of them is told
    with its days.
    """
    publisher = {source.key: source.kind.partition(".")[0] for source in sources}
    by_root = [{node.number: node for node in _questions(root)} for root in graph.roots]
    asked = {number: node for nodes in by_root for number, node in nodes.items()}
    lines = []
    for number, node in sorted(asked.items()):
        days = [period for period, nodes in zip(periods, by_root, strict=False) if number in nodes]
        only = days if len(days) < len(periods) else []
        lines.append(_fact(node, publisher, wording, only))
    keys = sorted({key for node in asked.values() for key in node.facts})
    if not lines:
        keys = list(graph.facts())
    if keys:
        lines.append(LetterLine((Phrase("facts.keys", {"keys": AsWritten(", ".join(keys))}),), "note"))
    return Section("facts", tuple(lines) or (say("facts.none"),))


def answers(graph: Graph, wording: SheetWording) -> Section:
    """Every question that was asked of what one record states, and its answer."""
    asked = {node.number: node for root in graph.roots for node in _questions(root)}
    named = (
        item(Phrase("facts.answer", {"name": name_of(node, wording), "figure": figure_of(node)}))
        for _, node in sorted(asked.items())
    )
    return Section("facts", tuple(named))


def _questions(root: DerivationNode) -> Iterator[DerivationNode]:
    """Every question below a step, once: a derivation is a graph, and its steps are used many times."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.number in seen:
            continue
        seen.add(node.number)
        if node.kind == "question":
            yield node
        waiting += node.inputs


def _fact(node: DerivationNode, publisher: dict[str, str], wording: SheetWording, only: Sequence[Period]) -> LetterLine:
    whose = {publisher.get(key, "registry") for key in node.facts}
    phrases = [Phrase("facts.only", {"period": period}) for period in only]
    phrases += [Phrase("facts.answer", {"name": name_of(node, wording), "figure": figure_of(node)})]
    for source in SOURCES:
        count = sum(publisher.get(key, "registry") == source for key in node.facts)
        if source in whose and count:
            phrases.append(Phrase(f"source.{source}", {"n": count}))
    if not node.facts:
        phrases.append(Phrase("source.none"))
    return LetterLine(tuple(phrases), "item")


def by_whom(decisions: Iterable[ClaimDecision], *, automatic: bool) -> Section:
    """By a machine, or by which named persons."""
    officers = {(decision.officer.staff, decision.officer.role): decision.decided_on for decision in decisions}
    if automatic or not officers:
        return Section("who", (say("who.machine"),))
    lines = [say("who.with_a_person")]
    for (staff, role), day in officers.items():
        lines.append(item(Phrase("who.officer", {"staff": AsWritten(staff), "role": AsWritten(role), "day": day})))
    return Section("who", tuple(lines))


def contest(case: CaseFile, appeal: Appeal | None, day: date) -> Section:
    """Where and until when a decision of a day may be contested."""
    lines = [say("contest.ask")]
    if appeal is None:
        lines.append(say("contest.institution"))
    else:
        within: Values = {"n": appeal.within_days, "until": case.last_day_to_contest(day, appeal.within_days)}
        lines.append(LetterLine((Phrase("contest.within", within),)))
        lines.append(LetterLine((Phrase("contest.to", {"to": Quoted(appeal.to)}),), cites=appeal.cites))
    return Section("contest", (*lines, say("contest.free"), help_line()))


def contest_shortly(until: date | None, article: str | None = None) -> Section:
    """Of what was decided as the person asked: that it may be contested all the same, and where it is told in full.

    `article` is the scheme's own on how to contest.
    """
    short = Phrase("contest.short") if until is None else Phrase("contest.short_by", {"until": until})
    in_full = LetterLine((Phrase("contest.in_full"),), cites=article)
    return Section("contest", (LetterLine((short,), cites=RIGHT), in_full))


def contest_of_all_granted(case: CaseFile, appeal: Appeal | None, day: date) -> Section:
    """The same of a decision of a day, by the sheet's way to contest."""
    if appeal is None:
        return contest_shortly(None)
    return contest_shortly(case.last_day_to_contest(day, appeal.within_days), appeal.cites)


def contest_institution() -> Section:
    """Where nothing was decided and the person may still disagree."""
    return Section("contest", (say("contest.ask"), say("contest.institution"), say("contest.free"), help_line()))


def contest_in_words(appeal: str, contest_by: date | None) -> Section:
    """Where and until when a decision may be contested, as the decision itself says it."""
    lines = [say("contest.ask")]
    if contest_by is not None:
        lines.append(say("contest.by", until=contest_by))
    says = (Phrase("contest.as_said"), Phrase("help"))
    return Section(
        "contest", (*lines, LetterLine((), original=Quoted(appeal), instead_of_original=says), say("contest.free"))
    )


def help_line() -> LetterLine:
    """Who may help."""
    return LetterLine((Phrase("help"),), cites=HELP)
