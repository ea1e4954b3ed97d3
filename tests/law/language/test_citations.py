"""The article is written once: what stands under it is cited by it, and under its heading only the rest is repeated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from law.catalogue import load_scheme, scheme_names
from law.language.plain.by_article import passages_of
from law.language.sheet.scheme import Scheme
from law.language.terms.citation import composed, within
from tests.law.language.sheet import SOUND, changed, load
from tests.law.language.sheet import within as section

ARTICLE = "SGB III § 147"


@pytest.mark.parametrize(
    ("at", "also", "cites", "rest"),
    [
        ("", "", "SGB III § 147", ""),
        ("(2) sentence 1", "", "SGB III § 147(2) sentence 1", "(2) sentence 1"),
        ("as amended", "", "SGB III § 147, as amended", "as amended"),
        ("", "SGB III § 339", "SGB III § 147; SGB III § 339", "also SGB III § 339"),
        ("(4) with (2)", "a; b", "SGB III § 147(4) with (2); a; b", "(4) with (2); also a; b"),
    ],
)
def test_a_citation_is_composed_and_shortened_again(at: str, also: str, cites: str, rest: str) -> None:
    assert composed(ARTICLE, at=at, also=also) == cites
    assert within(ARTICLE, cites) == rest


@pytest.mark.parametrize("cites", ["Ley 31/2022", "SGB III § 1470", "SGB III § 147a", "SGB III § 147: as amended"])
def test_another_act_is_repeated_whole(cites: str) -> None:
    assert within(ARTICLE, cites) == cites


def test_each_part_of_a_sheet_is_cited_by_the_article_it_stands_under() -> None:
    scheme = load()

    assert scheme.quantities["rate"].cites == "Small Act § 2"
    assert [value.cites for value in scheme.parameters["weeks_max"].values] == [
        "Small Act § 4",
        "Small Act § 4, as amended",
    ]
    assert (scheme.waiting.cites, scheme.benefit.cites, scheme.appeal.cites) == (
        "Small Act § 3",
        "Small Act § 4",
        "Small Act § 9",
    )
    assert scheme.claim.period.cites == scheme.claim.begins.cites


def test_a_value_of_another_act_is_cited_by_that_act_alone() -> None:
    scheme = load(changed("            at: as amended\n", "            cites: Amending Act § 1\n"))

    assert scheme.parameters["weeks_max"].values[1].cites == "Amending Act § 1"


def test_an_article_holds_the_names_of_what_stands_under_it_in_order() -> None:
    scheme = load()

    assert [article.heading for article in scheme.articles] == [
        f"Small Act § {number}" for number in (1, 2, 3, 4, 5, 9)
    ]
    assert scheme.articles[1].holds == {
        "parameters": ("share",),
        "windows": ("base", "months"),
        "quantities": ("high", "rate"),
        "conditions": ("earned",),
    }
    assert scheme.articles[4].holds == {"each_week.quantities": ("due",)}
    assert scheme.articles[2].holds["waiting"] == ("waiting",)


def with_exception(cites: str) -> Scheme:
    rate = "is: share * high\n"
    rule = f"except:\n          - when: high > 0\n            is: share * high\n            {cites}\n"
    return load(changed(rate, f"{rate}        {rule}"))


@pytest.mark.parametrize(
    ("cites", "said"),
    [("at: (3)", " [(3)];"), ("also: Other Act", " [also Other Act];"), ("cites: Other Act", " [Other Act];")],
)
def test_an_exception_repeats_under_its_heading_only_where_it_stands(cites: str, said: str) -> None:
    assert said in rate_in_words(with_exception(cites))


def test_an_exception_of_the_article_as_a_whole_repeats_nothing() -> None:
    scheme = load(
        changed(
            "is: share * high\n",
            "is: share * high\n        except:\n          - when: high > 0\n            is: share * high\n",
        )
    )
    assert "[Small Act" not in rate_in_words(scheme)


def rate_in_words(scheme: Scheme) -> str:
    """The sentence on the rate as it reads under its article."""
    (article,) = [article for article in scheme.articles if "rate" in article.holds.get("quantities", ())]
    sentences = [sentence for passage in passages_of(article, scheme) for sentence in passage.sentences]
    return next(sentence.text for sentence in sentences if sentence.rule == "rate")


def cited_in(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Each sentence's article with its citation."""
    for article in scheme.articles:
        for passage in passages_of(article, scheme):
            yield from ((article.heading, sentence.cites) for sentence in passage.sentences)


@pytest.mark.parametrize("name", scheme_names())
def test_a_sheet_says_nothing_whole_that_its_article_says_already(name: str) -> None:
    """A rule's citation begins with its article; only another act on one value, change or stop is cited whole."""
    scheme = load_scheme(name, accept_unverified=True)
    whole = {change.cites for change in scheme.claim.transitions}
    whole |= {scheme.benefit.stops.cites} if scheme.benefit.stops else set()

    assert {cites for heading, cites in cited_in(scheme) if within(heading, cites) == cites} <= whole


def test_a_section_is_put_together_in_the_order_of_the_articles() -> None:
    other = "other:\n  meaning: Other\n  unit: USD/week\n  is: rate"
    scheme = load(SOUND + "\n  - article: x\n    says: What a test adds.\n" + section("quantities", other))

    assert list(scheme.quantities) == ["high", "rate", "total", "other"]
