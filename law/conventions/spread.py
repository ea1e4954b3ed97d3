"""Persons who differ from the standard beneficiary in one thing that the sheet itself asks about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from contracts.registry import Contract, Separation
from law.conventions.examination import Examination
from law.conventions.rule_inspection import questions_of
from law.language.formula.tree import AmongWords, Ask, Constant, LookUp, Operation, Tree, asks_in, walk
from law.language.sheet.formulas_of import trees_of
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.language.terms.units import Unit
from law.people.steady_worker import SteadyWorker

AGE_QUESTIONS = frozenset({"age", "age_on", "months_since_birth"})
FAMILY_KINDS = frozenset({"family", "children", "dependants"})


@dataclass(frozen=True, slots=True)
class OtherPerson:
    """Somebody who differs in one thing, which `differs` says where the person's own words do not."""

    worker: SteadyWorker
    differs: str = ""

    def described(self, examination: Examination) -> str:
        """The person in words, with their pay and what differs."""
        return ", ".join(filter(None, (examination.described(self.worker), self.differs)))


def others(examination: Examination, monthly: Fraction, *, families: bool) -> Iterator[OtherPerson]:
    """Each differing answer by itself, never two at once; `families`: also a person without dependants."""
    search, standard = examination.instrument.search, examination.person(monthly)
    youngest, oldest = int(search["age_youngest"]), int(search["age_oldest"])
    for age in _ages(examination.scheme, youngest, oldest):
        months = min(standard.months, (age - youngest + 1) * MONTHS_OF_A_YEAR)
        yield OtherPerson(examination.person(monthly, age=age, months=months))
    for months in _careers(examination):
        yield OtherPerson(examination.person(monthly, months=months))
    for region in sorted(_words_of(examination.scheme, "region") - {standard.region}):
        yield OtherPerson(replace(standard, region=region), f"living in {region}")
    yield from _after_other_contracts(examination, standard)
    if families and _asks_of_a_family(examination.scheme):
        yield OtherPerson(examination.person(monthly, dependants=0))


def _ages(scheme: Scheme, youngest: int, oldest: int) -> list[int]:
    """The ages of every step in years that the sheet has, and the year before each; none if no rule asks for an age."""
    if not AGE_QUESTIONS & questions_of(scheme):
        return []
    steps = set(_steps_in(scheme, "year"))
    return sorted({int(age) for step in steps for age in (step - 1, step) if youngest <= age <= oldest})


def _careers(examination: Examination) -> list[int]:
    """The months of every step in months or years that the sheet has, and the month before each."""
    scheme, search = examination.scheme, examination.instrument.search
    in_months = {*_steps_in(scheme, "month"), *(step * MONTHS_OF_A_YEAR for step in _steps_in(scheme, "year"))}
    low, high = search["career_tried_from_months"], search["career_longest_months"]
    return sorted({int(months) for step in in_months for months in (step - 1, step) if low <= months <= high})


def _steps_in(scheme: Scheme, unit: str) -> Iterator[Fraction]:
    """The whole figures and the steps of tables in a unit of time, as of any day."""
    for parameter in scheme.parameters.values():
        if _counts(parameter.unit, unit):
            yield from (Fraction(known.value) for known in parameter.values)
    for table in scheme.tables.values():
        axes = [(table.down, [key for sheet in table.sheets for key in sheet.rows])]
        axes += [(table.across, list(table.heads))] if table.across else []
        for axis, keys in axes:
            if _counts(axis.unit, unit):
                yield from (Fraction(key) for key in keys if not isinstance(key, str))


def _counts(unit: Unit, time: str) -> bool:
    return unit.counted == time and unit.per is None


def _after_other_contracts(examination: Examination, standard: SteadyWorker) -> Iterator[OtherPerson]:
    """After a contract of each kind that the sheet asks about, a fixed term among them; seasons have their own rows."""
    asked = {word for tree in trees_of(examination.scheme) for ask in asks_in(tree) for word in _kinds_of_contract(ask)}
    for word in sorted(asked - {Contract.SEASONAL.value, Contract.FIXED_TERM.value}):
        yield OtherPerson(replace(standard, contract=Contract(word)), f"whose contract was {word}".replace("_", " "))
    ended = Separation.FIXED_TERM_ENDED
    if Contract.FIXED_TERM.value in asked or ended.value in _words_of(examination.scheme, "separation_reason"):
        yield OtherPerson(replace(standard, contract=Contract.FIXED_TERM, reason=ended))


def _kinds_of_contract(ask: Ask) -> tuple[str, ...]:
    return ask.words if ask.question.name == "lost_job_was" else ()


def _asks_of_a_family(scheme: Scheme) -> bool:
    described = any(not FAMILY_KINDS.isdisjoint(own.describes) for own in scheme.particulars.values())
    return described or "dependants" in questions_of(scheme)


def _words_of(scheme: Scheme, question: str) -> frozenset[str]:
    """The words with which the answer to a question is compared, or under which it is looked up."""
    nodes = (node for tree in trees_of(scheme) for node in walk(tree))
    return frozenset(word for node in nodes for word in _words_at(scheme, node, question))


def _words_at(scheme: Scheme, node: Tree, question: str) -> Iterator[str]:
    match node:
        case AmongWords(operand=operand, words=words) if _is(operand, question):
            yield from words
        case Operation(operands=operands) if any(_is(one, question) for one in operands):
            yield from (one.value for one in operands if isinstance(one, Constant) and isinstance(one.value, str))
        case LookUp(table=name, keys=keys):
            table = scheme.tables[name]
            rows = [key for sheet in table.sheets for key in sheet.rows]
            for key, heads in zip(keys, (rows, table.heads), strict=False):
                yield from (head for head in heads if _is(key, question) and isinstance(head, str))


def _is(tree: Tree, question: str) -> bool:
    return isinstance(tree, Ask) and tree.question.name == question
