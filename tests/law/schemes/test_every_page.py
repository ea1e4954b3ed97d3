"""Every sheet can be read as a page, and nothing that it says is left out."""

from __future__ import annotations

from typing import Any

import pytest

from law.catalogue import load_scheme, scheme_names
from law.language.plain.page import in_sentences
from law.language.sheet.scheme import Article, Scheme, Section
from law.language.terms.citation import within

FIELDS: dict[Section, str] = {
    "parameters": "parameters",
    "tables": "tables",
    "particulars": "particulars",
    "windows": "windows",
    "quantities": "quantities",
    "conditions": "conditions",
    "each_week.quantities": "week_quantities",
    "each_week.conditions": "week_conditions",
    "each_day.quantities": "day_quantities",
    "rests": "rests",
    "sanctions": "sanctions",
}
"""The field of a scheme in which the entries of a section are."""


def articles_of(page: str, scheme: Scheme) -> dict[str, str]:
    """What the page says under each heading."""
    articles = {}
    for article in scheme.articles:
        rule = "-" * len(article.heading)
        begins = page.index(f"\n{article.heading}\n{rule}\n")
        ends = page.find("\n---", begins + 2 * len(rule) + 3)
        articles[article.heading] = " ".join(page[begins : ends if ends > 0 else len(page)].split())
    return articles


def entries_of(scheme: Scheme, article: Article) -> list[Any]:
    """All that stands under an article by name."""
    return [
        getattr(scheme, FIELDS[section])[name]
        for section, names in article.holds.items()
        if section in FIELDS
        for name in names
    ]


def cites_of(entry: Any) -> list[str]:
    """The citations of an entry, or those of its values through time."""
    dated = getattr(entry, "values", None) or getattr(entry, "sheets", None)
    return [one.cites for one in dated] if dated else [entry.cites]


@pytest.mark.parametrize("name", scheme_names())
def test_the_page_says_under_each_article_what_comes_from_it_and_where_it_stands_there(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    said = articles_of(in_sentences(scheme), scheme)

    for article in scheme.articles:
        text, entries = said[article.heading], entries_of(scheme, article)
        places = [within(article.heading, cites) for entry in entries for cites in cites_of(entry)]
        whole: dict[Section, str] = {
            "waiting": scheme.waiting.cites,
            "benefit": scheme.benefit.cites,
            "appeal": scheme.appeal.cites,
        }
        places += [within(article.heading, cites) for section, cites in whole.items() if section in article.holds]
        wanted = [article.says, *(entry.meaning for entry in entries), *places]
        assert [words for words in wanted if " ".join(words.split()) not in text] == []


@pytest.mark.parametrize("name", scheme_names())
def test_everything_that_the_law_says_stands_under_one_article(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)

    for section, field in FIELDS.items():
        held = [one for article in scheme.articles for one in article.holds.get(section, ())]
        assert held == list(getattr(scheme, field)), section
    for section in ("waiting", "benefit", "appeal"):
        assert sum(section in article.holds for article in scheme.articles) == 1


@pytest.mark.parametrize("name", scheme_names())
def test_no_value_of_a_sheet_is_without_a_citation_and_unverified_ones_are_marked(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    unverified = any(value.unverified for parameter in scheme.parameters.values() for value in parameter.values)

    assert all(value.cites for parameter in scheme.parameters.values() for value in parameter.values)
    assert ("not yet compared with the law's text" in in_sentences(scheme)) >= unverified
