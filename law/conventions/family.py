"""Whether the standard beneficiary has a family in the words of a sheet: C102, Schedule to Part XI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from law.conventions.equality import answering, closed_answers, words_of
from law.conventions.examination import Examination
from law.conventions.floor import Floor
from law.conventions.model import Conclusion, Status, needs_evidence
from law.conventions.numbers_in_words import percent
from law.conventions.replacement import replacement_rate
from law.language.sheet.particulars import Particular

HOW_TO_SAY = (
    "`describes: family`, or `describes: children`, beside it in the sheet; or what is declared of it in circumstances"
)


def told_of_a_family(examination: Examination, floor: Floor, wage: Fraction | None, shown: Conclusion) -> Conclusion:
    """The conclusion, unless a question about a family decides the rate and nobody says what the family answers."""
    if wage is None or shown.status is Status.NOT_ASKED:
        return shown
    for name, particular in _unsaid(examination):
        shares = list(_shares(examination, floor, wage, name, particular))
        if len({share for _, share in shares}) > 1:
            told = "; ".join(f"{answer}: {share}" for answer, share in shares)
            because = (
                f"Cannot be told: nobody says what the family of the standard beneficiary answers to {name} ({told})."
            )
            return needs_evidence(because, HOW_TO_SAY, *shown.figures, person=shown.person)
    return shown


def _unsaid(examination: Examination) -> Iterator[tuple[str, Particular]]:
    """The questions of the sheet that name a family, and are neither described nor declared."""
    stems = examination.instrument.family
    for name, particular in examination.scheme.particulars.items():
        said = particular.describes or name in examination.circumstances.particulars
        if not said and any(re.search(rf"\b{stem}", words_of(particular)) for stem in stems):
            yield name, particular


def _shares(
    examination: Examination, floor: Floor, wage: Fraction, name: str, particular: Particular
) -> Iterator[tuple[str, str]]:
    """What each answer is paid of the wage; of a number, nothing and one are tried."""
    person = examination.person(wage)
    for answer in closed_answers(particular) or ("0", "1"):
        rate = replacement_rate(examination, answering(examination, person, name, answer), floor)
        yield answer, percent(rate.least) if rate else "nothing"
