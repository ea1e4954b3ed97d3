"""Checks a pack: each case is answered by the law and compared; a known error of the pack is listed, not passed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fractions import Fraction

from services.eligibility.rulesheet.errors import OutsideKnownLaw
from tests.oracles import canada, france, germany, norway, norway_reports, others, united_states
from tests.oracles.pack import Answer, Json, NotStated, Pack, differences

FAMILIES: tuple[tuple[str, dict[str, Answer]], ...] = (
    ("Germany", germany.ANSWERS),
    ("Canada", canada.ANSWERS),
    ("France", france.ANSWERS),
    ("Spain", others.SPAIN),
    ("South Africa", others.SOUTH_AFRICA),
    ("US state", united_states.ANSWERS),
    ("Norway", norway.ANSWERS | norway_reports.ANSWERS),
)
"""Whose packs are answered by whom, by the first words of what the pack is about."""


@dataclass
class Report:
    """How many cases agree, what differs in words, and what the pack itself says differs from the statute."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)


def checked(pack: Pack) -> Report:
    """Every case of a pack, held against the law."""
    answers = next((answers for place, answers in FAMILIES if pack.scheme.startswith(place)), {})
    report = Report()
    for number, case in enumerate(pack.cases, 1):
        inputs: Json = case["inputs"]
        kind = str(inputs.get("kind", _kind_by_shape(inputs)))
        title = f"case {number} ({inputs.get('name_no') or kind})"
        found = list(_differing(case, answers.get(kind), pack))
        if reason := case.get("differs_from_statute"):
            report.set_aside.append(f"{title} differs from the statute, as the pack says: {reason}; {'; '.join(found)}")
        elif found:
            report.failed.append(f"{title}: {'; '.join(found)}; given {json.dumps(inputs, default=str)[:300]}")
        else:
            report.passed += 1
    return report


def _kind_by_shape(inputs: Json) -> str:
    return "events" if "events" in inputs else "cards" if "reporting_cards" in inputs else "unnamed"


def _differing(case: Json, answer: Answer | None, pack: Pack) -> list[str]:
    if answer is None:
        return [f"no rule answers cases of this kind under {pack.scheme}"]
    try:
        found = answer(case["inputs"], pack)
    except (NotStated, OutsideKnownLaw) as fault:
        return [str(fault)]
    except (KeyError, StopIteration, ValueError) as fault:
        return [f"the case does not state what the law asks: {type(fault).__name__} {fault}"]
    found = found.get("by_period", {}).get(case["expected"].get("period"), found)
    return list(differences(case["expected"], found, tolerance=Fraction(found.get("tolerance", 0))))
