"""A sheet is a list of articles; what each holds is gathered here by section, with the article it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast, get_args

from contracts.in_words import ended, meant
from law.language.formula.tokens import RESERVED
from law.language.sheet.scheme import Article, Section
from law.language.terms.document import Entry

EXAMPLE = """\
articles:
  - article: Miss. Code Ann. § 71-5-503
    says: The weekly amount is a share of the wages of the best quarter.
    quantities:
      weekly_benefit_amount:
        meaning: Weekly benefit amount
        unit: USD/week
        is: share * highest_quarter_wages
        at: (2)"""
EXAMPLE_PERIOD = """\
each_week:
  quantities:
    payment:
      meaning: Payment for the week
      unit: USD/week
      is: max(0, weekly_benefit_amount - week_earnings())
      round: down to 1"""
EXAMPLE_TWICE = "give each its own name, or write it once, under the article that sets it"
EXAMPLE_RESERVED = "benefit_min instead of min, has_no_family instead of no"
EXAMPLE_ONCE = "one article for all that comes from it; 'at' says where in it"
WHOLE: tuple[Section, ...] = ("waiting", "benefit", "appeal", "spells")
"""What stands whole under one article."""
PERIODS: Mapping[str, tuple[str, ...]] = {"each_week": ("quantities", "conditions"), "each_day": ("quantities",)}
"""The sections that hold sections: what is computed for each certified period, and for each of its days."""
NOT_NAMED: tuple[Section, ...] = (*WHOLE, "claim", "sanctions", "reductions", "safeguards")
NAMED: tuple[Section, ...] = tuple(section for section in get_args(Section) if section not in NOT_NAMED)
"""The sections whose entries formulas and sentences may name."""
KEYS = ("article", "says", *dict.fromkeys(section.partition(".")[0] for section in get_args(Section)))


@dataclass(frozen=True, slots=True)
class Sections:
    """What all articles of a sheet hold, by section: the entries under their names, in the order of the articles."""

    articles: tuple[Article, ...]
    listed: Entry
    entries: Mapping[Section, Mapping[str, Entry]]

    def of(self, section: Section) -> Mapping[str, Entry]:
        """The entries of a section; none if no article has it."""
        return self.entries.get(section, {})

    def whole(self, section: Section, *, example: str) -> Entry:
        """The section that stands whole under one article. Raises `RuleSheetError` if it stands under none."""
        entries = self.of(section)
        if section not in entries:
            raise self.listed.wrong(f"no article has '{section}'.", example=example)
        return entries[section]

    def fields(self, section: Section, *, required: str, optional: str, example: str) -> Mapping[str, Entry]:
        """The entries of a section that must be exactly these, whichever articles they stand under."""
        entries = self.of(section)
        known = {*required.split(), *optional.split()}
        for name, entry in entries.items():
            if name not in known:
                unknown = f"'{name}' is not known here; {meant(name, sorted(known))}"
                raise entry.wrong(ended(unknown), example=example)
        for name in required.split():
            if name not in entries:
                raise self.listed.wrong(f"no article has '{section}.{name}'.", example=example)
        return entries


@dataclass(slots=True)
class _Gathered:
    """What was read so far: the articles with their lines, and their entries by section."""

    lines: dict[str, int] = field(default_factory=dict)
    entries: dict[Section, dict[str, Entry]] = field(default_factory=dict)

    def open(self, heading: str, item: Entry) -> None:
        """Begin an article. Raises `RuleSheetError` if there is one of that heading."""
        if heading in self.lines:
            raise item.wrong(f"{heading} stands twice: it begins in line {self.lines[heading]}.", example=EXAMPLE_ONCE)
        self.lines[heading] = item.line

    def take(self, section: Section, name: str, entry: Entry) -> None:
        """Add an entry. Raises `RuleSheetError` if the section has one of that name."""
        if section in NAMED:
            refuse_reserved(name, entry)
        entries = self.entries.setdefault(section, {})
        if name in entries:
            before = entries[name]
            places = f"in line {before.line} under {before.article}, and here under {entry.article}"
            raise entry.wrong(f"'{name}' stands twice: {places}.", example=EXAMPLE_TWICE)
        entries[name] = entry


def refuse_reserved(name: str, entry: Entry) -> None:
    """Raise `RuleSheetError` for a word of the language in the place of a name: no formula could read it."""
    if name in RESERVED:
        raise entry.wrong(f"'{name}' is a word of the language and names nothing.", example=EXAMPLE_RESERVED)


def read_articles(listed: Entry) -> Sections:
    """The `articles` of a sheet, and their sections put together. Raises `RuleSheetError`."""
    gathered = _Gathered()
    articles = tuple(_article(item, gathered) for item in listed.items(example=EXAMPLE))
    return Sections(articles, listed, gathered.entries)


def _article(item: Entry, gathered: _Gathered) -> Article:
    fields = item.fields(required="article says", optional=" ".join(KEYS), example=EXAMPLE)
    heading, says = (fields.pop(name).text(example=EXAMPLE) for name in ("article", "says"))
    gathered.open(heading, item)
    holds: dict[Section, tuple[str, ...]] = {}
    for key, entry in fields.items():
        for section, entries in _sections(key, Entry(entry.node, key, entry.file, heading, entry.key)).items():
            for name, part in entries.items():
                gathered.take(section, name, part)
            holds[section] = tuple(entries)
    if not any(holds.values()):
        raise item.wrong(f"nothing stands under {heading}.", example=EXAMPLE)
    return Article(heading, says, holds)


def _sections(key: str, entry: Entry) -> dict[Section, dict[str, Entry]]:
    if key in PERIODS:
        parts = entry.fields(optional=" ".join(PERIODS[key]), example=EXAMPLE_PERIOD)
        return {cast("Section", f"{key}.{part}"): below.named(example=EXAMPLE_PERIOD) for part, below in parts.items()}
    section = cast("Section", key)
    if section in WHOLE:
        return {section: {section: entry}}
    return {section: entry.named(example=EXAMPLE) if section in NAMED else entry.entries(example=EXAMPLE)}
