"""Writes a letter in a language: fills the places of phrases with values in the language's forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from contracts.currencies import MINOR_DIGITS
from contracts.values import Money, Period
from law.language.terms.units import Unit
from law.language.terms.values import Unknown
from services.letters.language import PLACE, Language, language_of
from services.letters.model import AsWritten, Letter, LetterFigure, LetterLine, LetterValue, Phrase, Quoted, Section
from services.letters.written import LetterRun, WrittenLetter, WrittenLine, WrittenSection

OF_NO_LANGUAGE = ""
TEMPLATES_KEPT = 8_192
"""So many phrases are taken apart once: more than four languages have."""


def written(letter: Letter, language: str, name: str | None = None) -> WrittenLetter:
    """The letter in a language, to a name or else to the pseudonym. Raises `NoSuchLanguage`."""
    writer = _Writer(language_of(language, letter.country))
    to: AsWritten = AsWritten(name or letter.person)
    head = [
        Phrase("head.to", {"to": to}),
        Phrase("head.day", {"day": letter.day}),
        Phrase("head.claim", {"claim": AsWritten(letter.claim)}),
        Phrase("head.scheme", {"scheme": letter.scheme}),
        Phrase("head.reference", {"reference": AsWritten(letter.ids[0])}),
    ]
    return WrittenLetter(
        language=language,
        direction=writer.language.direction,
        title=_joined(writer.phrase(letter.title)),
        head=tuple(WrittenLine(tuple(writer.phrase(phrase))) for phrase in head),
        sections=tuple(writer.section(section) for section in letter.sections),
        foot=WrittenLine(tuple(writer.phrase(Phrase("foot"))), "note"),
    )


def title_in(letter: Letter, language: str) -> str:
    """The title alone, as `written` has it. Raises `NoSuchLanguage`."""
    return _joined(_Writer(language_of(language, letter.country)).phrase(letter.title))


def written_sections(sections: Iterable[Section], language: Language) -> tuple[WrittenSection, ...]:
    """Sections in a language, for what is no letter."""
    writer = _Writer(language)
    return tuple(writer.section(section) for section in sections)


def written_line(line: LetterLine, language: Language) -> WrittenLine:
    """A line in a language, for what is no letter."""
    return _Writer(language).line(line)


def _joined(runs: Iterable[LetterRun]) -> str:
    return "".join(run.text for run in runs)


class _Writer:
    """Phrases and values as runs of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def section(self, section: Section) -> WrittenSection:
        """A heading and its lines."""
        heading = _joined(self.phrase(Phrase(f"heading.{section.heading}")))
        return WrittenSection(heading, tuple(self.line(line) for line in section.lines))

    def line(self, line: LetterLine) -> WrittenLine:
        """The line; below it, in small print, what exists in another language only."""
        original = line.original
        own = original is not None and original.language == self.language.words.language
        phrases = line.says if own else (*line.says, *line.instead_of_original)
        runs = self._in_a_row(phrases)
        if own and original is not None:
            runs += [*([LetterRun(" ")] if runs else []), LetterRun(original.text)]
        if line.cites is not None:
            runs += [LetterRun(" "), LetterRun(f"[{line.cites}]", OF_NO_LANGUAGE)]
        note = self.phrase(Phrase("in_the_original", {"words": original})) if original is not None and not own else ()
        return WrittenLine(tuple(runs), line.kind, tuple(note))

    def _in_a_row(self, phrases: Iterable[Phrase]) -> list[LetterRun]:
        runs: list[LetterRun] = []
        for phrase in phrases:
            runs += [*([LetterRun(" ")] if runs else []), *self.phrase(phrase)]
        return runs

    def phrase(self, phrase: Phrase) -> list[LetterRun]:
        """A phrase with its places filled."""
        count = phrase.values.get("n")
        template = self.language.template(phrase.key, count if isinstance(count, int) else None)
        runs: list[LetterRun] = []
        for text, place in _parts(template):
            if text:
                runs.append(LetterRun(text))
            if place:
                runs += self.value(phrase.values[place])
        return runs

    def value(self, value: LetterValue) -> list[LetterRun]:  # noqa: PLR0911  one branch a kind of value
        """A value as the language writes it."""
        match value:
            case Quoted(text=text, language=of):
                return [LetterRun(text, None if of == self.language.words.language else of)]
            case AsWritten(text=text):
                return [LetterRun(text, OF_NO_LANGUAGE)]
            case Phrase():
                return self.phrase(value)
            case LetterFigure():
                return self._figure(value)
            case Money(minor=minor, currency=currency):
                return [LetterRun(self.language.money(minor, currency))]
            case Period():
                return self._period(value)
            case date():
                return [LetterRun(self.language.day(value))]
            case int():
                return [LetterRun(self.language.number(value))]

    def _period(self, period: Period) -> list[LetterRun]:
        """By its first and its last day, which are both part of it."""
        last = period.end - timedelta(days=1)
        key = "period.day" if last == period.start else "period"
        return self.phrase(Phrase(key, {"first": period.start, "last": last}))

    def _figure(self, figure: LetterFigure) -> list[LetterRun]:
        value, unit = figure.value, figure.unit
        if isinstance(value, Unknown):
            return self.phrase(Phrase("value.unknown"))
        if isinstance(value, bool):
            return self.phrase(Phrase("value.yes" if value else "value.no"))
        if isinstance(value, date):
            return [LetterRun(self.language.day(value))]
        if isinstance(value, str):
            key = f"word.{value}"
            return self.phrase(Phrase(key)) if self.language.has(key) else self.value(Quoted(value.replace("_", " ")))
        return self._number(Fraction(value), unit)

    def _number(self, value: Fraction, unit: Unit) -> list[LetterRun]:
        if unit.currency is not None:
            runs = self._money(value, unit.currency)
        elif unit.label == "share" and not unit.powers:
            return [LetterRun(self.language.percent(value))]
        elif unit.counted is None:
            runs = [LetterRun(self.language.number(value))]
        else:
            runs = self._counted(value, unit.counted)
        if unit.per is not None:
            runs += [LetterRun(" "), *self.phrase(Phrase(f"each.{unit.per}"))]
        return runs

    def _money(self, value: Fraction, currency: str) -> list[LetterRun]:
        minor = value * 10 ** MINOR_DIGITS[currency]
        text = LetterRun(self.language.money(round(minor), currency))
        return [text] if minor.denominator == 1 else [*self.phrase(Phrase("value.about")), LetterRun(" "), text]

    def _counted(self, value: Fraction, counted: str) -> list[LetterRun]:
        """`4 quarters`; a part of a quarter takes the plural of many."""
        whole = value.numerator if value.denominator == 1 else None
        template = self.language.template(f"unit.{counted}", whole)
        return [LetterRun(PLACE.sub(lambda _: self.language.number(value), template))]


@lru_cache(TEMPLATES_KEPT)
def _parts(template: str) -> tuple[tuple[str, str], ...]:
    """The text before each place with the place's name, and the text behind the last with none."""
    return tuple(_each_part(template))


def _each_part(template: str) -> Iterator[tuple[str, str]]:
    end = 0
    for place in re.finditer(PLACE, template):
        yield template[end : place.start()], place[1]
        end = place.end()
    yield template[end:], ""
