"""Equality of treatment: C102 Art. 68, C168 Art. 6. Rules are searched for listed attributes, and people are tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from law.conventions.break_even import usual_wage
from law.conventions.examination import Examination
from law.conventions.model import Conclusion, Figures, Requirement, met, needs_evidence, not_met
from law.conventions.replacement import floor_of
from law.conventions.rule_inspection import questions_of
from law.conventions.trial import Trial
from law.language.sheet.particulars import Particular
from law.language.terms.units import YES_NO
from law.people.other_workers import NonNational
from law.people.steady_worker import SteadyWorker


def equality(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 6, C102 Art. 68: no rule asks for a listed attribute, except as a measure for special needs."""
    distinctions = dict(_distinctions(examination, requirement))
    wage = usual_wage(examination, floor_of(examination, requirement))
    figures = _tried(examination, requirement, wage, distinctions) if wage is not None else ()
    if figures and figures[0][1] != SAME:
        return not_met("A worker who is no national is treated otherwise.", *figures)
    if not distinctions:
        asked = ("questions asked", ", ".join(sorted(questions_of(examination.scheme))))
        return met("No rule of the sheet asks for any attribute of the list.", *figures, asked)
    figures = (*sorted(distinctions.items()), *figures)
    measures = examination.declaration.facts.get("special_measures")
    declared = set(measures.value) if measures and isinstance(measures.value, tuple) else set()
    undeclared = sorted(name for name in distinctions if name.split()[-1].removesuffix("()") not in declared)
    if not undeclared:
        return met("Every such rule is declared as a measure for special needs.", *figures)
    missing = f"whether {', '.join(undeclared)} serves special needs (special_measures), or is objectively justified"
    return needs_evidence("Rules of the sheet depend on an attribute of the list.", missing, *figures)


SAME = "treated as a national"


def _distinctions(examination: Examination, requirement: Requirement) -> Iterator[tuple[str, str]]:
    """Each question of the sheet that names an attribute of the list, with that attribute."""
    for name, particular in examination.scheme.particulars.items():
        text = words_of(particular)
        for stem, attribute in requirement.pairs("attributes").items():
            if re.search(rf"\b{stem}", text):
                yield f"particular {name}", attribute
    for question in questions_of(examination.scheme) & set(requirement.lists["questions"]):
        yield f"question {question}()", requirement.words["question_attribute"]


def words_of(particular: Particular) -> str:
    """All that a particular says of itself, its answers included, in small letters."""
    words = " ".join((particular.name, particular.meaning, particular.asks, *sorted(particular.unit.members)))
    return words.replace("_", " ").lower()


def _tried(examination: Examination, requirement: Requirement, wage: Fraction, distinctions: dict[str, str]) -> Figures:
    """How a worker is treated who is no national; and every other answer that decides, for a reader to judge."""
    person, weeks = examination.person(wage), requirement.figures["weeks"]
    usual = _treatment(examination.trials.paid(person, weeks))
    foreigner = _treatment(examination.trials.paid(examination.as_a(NonNational, person), weeks))
    told = SAME if foreigner == usual else f"treated otherwise: {foreigner[0]}"
    deciding = [
        name
        for name, particular in examination.scheme.particulars.items()
        if f"particular {name}" not in distinctions
        and any(
            _treatment(examination.trials.paid(answering(examination, person, name, answer), weeks)) != usual
            for answer in closed_answers(particular)
        )
    ]
    others = (("other answers that decide", ", ".join(deciding)),) if deciding else ()
    return (("a worker who is no national", told), *others)


def closed_answers(particular: Particular) -> tuple[str, ...]:
    """The answers that a particular leaves open, where they can be counted."""
    return ("yes", "no") if particular.unit == YES_NO else tuple(sorted(particular.unit.members))


def answering(examination: Examination, person: SteadyWorker, name: str, answer: str) -> SteadyWorker:
    """The same person with another answer to one question of the sheet."""
    stated = examination.person(person.monthly, answers={name: answer}).particulars
    return replace(person, particulars=stated)


def _treatment(trial: Trial) -> tuple[str, Fraction, tuple[Fraction, ...]]:
    """What is decided, for how long benefit may be paid, and what is paid."""
    return trial.determination.outcome.value, trial.weeks, tuple(period.amount for period in trial.paid)
