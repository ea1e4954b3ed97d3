"""An estimate in words: what would be paid, from when, why, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from contracts.eligibility import DeterminationOutcome, WeekAssessed
from contracts.values import Money, Period
from law.explain.determined import Determined
from law.explain.sheet_wording import SheetWording
from law.language.terms.words import shown
from services.console.calculator.estimate import NO_WORK, Estimate, best
from services.console.language import say
from services.letters.determined import reasons
from services.letters.language import Language, language_of
from services.letters.model import LAW_LANGUAGE
from services.letters.writing import written_sections
from services.letters.written import LetterRun, WrittenLine, WrittenSection

SAID = {
    DeterminationOutcome.GRANTED: "estimate.granted",
    DeterminationOutcome.REFUSED: "estimate.refused",
    DeterminationOutcome.NEEDS_A_PERSON: "estimate.doubt",
    DeterminationOutcome.WITHDRAWN: "estimate.refused",
}


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """A benefit period of the estimate."""

    days: str
    state: str
    amount: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What the page says of an estimate."""

    granted: bool
    said: str
    figure: str
    lines: tuple[str, ...]
    sections: tuple[WrittenSection, ...]
    periods: tuple[ShownPeriod, ...]


def shown_answer(estimate: Estimate, language: Language) -> ShownAnswer:
    """The answer in a language."""
    letters = language_of(language.words.language, estimate.scheme.country)
    of, weeks = estimate.of, estimate.first()
    sections = written_sections(reasons(of), letters)
    return ShownAnswer(
        granted=estimate.granted,
        said=say(language, SAID[estimate.determination.outcome], {}),
        figure=_rate(estimate, language),
        lines=tuple(_lines(estimate, weeks, language)),
        sections=(*_steps(of, language), *sections),
        periods=tuple(
            ShownPeriod(
                _days(week.period, language),
                say(language, f"state.{week.state}", {}),
                language.money(week.amount.minor, week.amount.currency),
            )
            for week in weeks
        ),
    )


def _rate(estimate: Estimate, language: Language) -> str:
    entitlement = estimate.determination.entitlement
    if not estimate.granted or entitlement is None:
        return ""
    return say(language, f"per.{entitlement.benefit_rate_per}", {"amount": _money(entitlement.benefit_rate, language)})


def _lines(estimate: Estimate, weeks: Sequence[WeekAssessed], language: Language) -> Iterator[str]:
    entitlement = estimate.determination.entitlement
    if not estimate.granted or entitlement is None:
        return
    year = estimate.determination.benefit_year
    days = {"first": language.day(year.start), "last": language.day(year.end - timedelta(days=1))}
    yield say(
        language,
        "estimate.full",
        {"amount": _money(best(weeks), language)},
    )
    yield say(language, "estimate.total", {"total": _money(entitlement.total_max, language), **days})
    first = next((week for week in weeks if week.amount.minor), None)
    if first is not None:
        yield say(language, "estimate.first", {"days": _days(first.period, language)})
    if estimate.assumed:
        asks = "; ".join(estimate.scheme.particulars[name].meaning for name in estimate.assumed)
        yield say(language, "estimate.assumed", {"what": asks})
    if estimate.work != NO_WORK:
        yield say(language, "estimate.with_work", {"amount": _money(estimate.whole(estimate.work), language)})


def _steps(of: Determined, language: Language) -> Iterator[WrittenSection]:
    """Each amount that the sheet works out for the claim, with its law, in the order in which they were needed."""
    wording = SheetWording(of.scheme)
    own = None if language.words.language == LAW_LANGUAGE else LAW_LANGUAGE
    lines = []
    for node in of.graph.roots:
        if node.what in wording.quantities and node.unit.currency is not None:
            meaning = wording.meaning(node.what)
            step = LetterRun(f"{meaning[0].upper()}{meaning[1:]}: {shown(node.value, node.unit)}", own)
            lines.append(WrittenLine((step, LetterRun(" "), LetterRun(f"[{node.cites}]", "")), "item"))
    if lines:
        yield WrittenSection(say(language, "estimate.steps", {}), tuple(lines))


def _days(period: Period, language: Language) -> str:
    last = period.end - timedelta(days=1)
    return say(language, "days", {"first": language.day(period.start), "last": language.day(last)})


def _money(money: Money, language: Language) -> str:
    return language.money(money.minor, money.currency)
