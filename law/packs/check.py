"""Checks a pack: each case is answered by the law and compared; a known error of the pack is listed, not passed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from contracts.in_words import InWords, meant
from law.language.terms.errors import FormulaError, OutsideKnownLaw
from law.packs.answering import Answer, answered
from law.packs.ask import sheet
from law.packs.compare import FLOAT_NOISE, OfPeriods, Precision, differences
from law.packs.pack import CaseInputs, Json, NotStated, Pack, kind_of
from law.packs.pack_map import PackMap

NAMES_OF_A_CASE = frozenset({"kind", "name_no"})


@dataclass
class PackReport:
    """How many cases agree, what differs in words, what the pack sets aside, and what nobody read."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)

    @property
    def notes(self) -> list[str]:
        """What is said of the whole pack."""
        names = ", ".join(f"{name} ({times})" for name, times in sorted(self.unread.items()))
        return [f"stated in the cases, and read by no rule: {names}"] if names else []

    @property
    def lines(self) -> list[str]:
        """The counts, then what failed, what was set aside and the notes, a line each."""
        counts = f"{self.passed} passed, {len(self.failed)} failed"
        return [counts, *(f"  {line}" for line in (*self.failed, *self.set_aside, *self.notes))]


def answers_of(of: PackMap) -> dict[str, Answer]:
    """By kind of case, what answers it. Raises `LookupError` if there is no such sheet."""
    sheet(of.sheet)

    def answer(kind: str) -> Answer:
        return lambda inputs, pack: answered(inputs, kind, of, pack)

    return {kind: answer(kind) for kind in of.cases}


def checked(pack: Pack, answers: Mapping[str, Answer]) -> PackReport:
    """Every case of a pack, held against the law."""
    expectations: defaultdict[str, list[Json]] = defaultdict(list)
    for case in pack.cases:
        expectations[kind_of(case)].append(case["expected"])
    precision = {kind: Precision.of(of_kind) for kind, of_kind in expectations.items()}
    report = PackReport()
    for number, case in enumerate(pack.cases, 1):
        _check(report, number, case, answers.get(kind_of(case)), pack, precision=precision[kind_of(case)])
    return report


def _check(  # noqa: PLR0913  a case is judged in its pack
    report: PackReport, number: int, case: Json, answer: Answer | None, pack: Pack, *, precision: Precision
) -> None:
    inputs = CaseInputs(case["inputs"])
    title = f"case {number} ({case['inputs'].get('name_no') or kind_of(case)})"
    found = _differing(case, inputs, answer, pack, precision)
    report.unread.update(inputs.unasked() - NAMES_OF_A_CASE)
    if reason := case.get("differs_from_statute"):
        report.set_aside.append(f"{title} differs from the statute, as the pack says: {reason}; {'; '.join(found)}")
    elif found:
        given = json.dumps(case["inputs"], default=str, ensure_ascii=False)[:300]
        report.failed.append(f"{title}: {'; '.join(found)}; given {given}")
    else:
        report.passed += 1


def _names_in(stated: Any) -> set[str]:
    """All names under which a case states something, at whatever depth."""
    if isinstance(stated, Mapping):
        return {str(name) for name in stated}.union(*map(_names_in, stated.values()))
    return set().union(*map(_names_in, stated)) if isinstance(stated, list) else set()


def _differing(case: Json, inputs: CaseInputs, answer: Answer | None, pack: Pack, precision: Precision) -> list[str]:
    if answer is None:
        return [f"no rule answers cases of this kind under {pack.scheme}"]
    if not case["expected"]:
        return ["the case expects nothing, so that nothing can agree"]
    try:
        found = answer(inputs, pack)
        if isinstance(found, OfPeriods):
            found = found.about(case["expected"])
        doubt, noise = Fraction(found.get("tolerance", 0)), Fraction(found.get("noise", FLOAT_NOISE))
        return list(differences(case["expected"], found, replace(precision, doubt=doubt, noise=noise)))
    except (NotStated, OutsideKnownLaw, FormulaError) as fault:
        return [str(fault)]
    except KeyError as fault:
        name = str(fault.args[0])
        return [f"the case does not state {name}; {meant(name, sorted(_names_in(case['inputs'])))}"]
    except Exception as fault:  # noqa: BLE001  whatever one case states, the others are still checked, and it has failed
        said = str(fault) if isinstance(fault, InWords) else "what it states cannot be made into a person of the law"
        return [f"the case does not state what the law asks: {said}"]
