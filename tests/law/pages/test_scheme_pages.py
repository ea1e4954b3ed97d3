"""The page of every scheme says all that the sheet says, and a real browser finds no barrier on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, Page

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.scheme import Scheme
from law.language.sheet.unverified import unverified_in
from law.language.terms.citation import within
from law.pages.contents import chapters_of
from law.pages.convention_summary import counted, floors_of, kept_counts
from law.pages.diagrams_of_scheme import homes_of, of_articles, overview
from law.pages.groups import groups_of, owned_by
from law.pages.html import page_name, scheme_page
from law.pages.markdown import markdown_page
from law.pages.rule_graph import rules_of
from law.pages.write import beside, html_pages, write_into

RULES = {
    "resultTypes": ["violations"],  # what passes is not described, which halves the time
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}


def scheme_of(name: str) -> Scheme:
    return load_scheme(name, accept_unverified=True)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def said_by(scheme: Scheme) -> Iterator[str]:
    """All meanings, citations and values' days of a sheet."""
    sections: tuple[Mapping[str, Any], ...] = (scheme.quantities, scheme.week_quantities, scheme.day_quantities)
    sections += (
        scheme.conditions,
        scheme.week_conditions,
        scheme.particulars,
        scheme.tables,
        scheme.parameters,
        scheme.rests,
    )
    for section in sections:
        yield from (one.meaning for one in section.values())
    for article in scheme.articles:
        yield from (article.heading, article.says)
        for name in article.holds.get("parameters", ()):
            yield from (within(article.heading, value.cites) for value in scheme.parameters[name].values)
            yield from (value.since.isoformat() for value in scheme.parameters[name].values)
        for name in article.holds.get("tables", ()):
            yield from (within(article.heading, sheet.cites) for sheet in scheme.tables[name].sheets)
    yield from scheme.not_covered
    yield from scheme.law


def left_out(scheme: Scheme, text: str) -> set[str]:
    """What the sheet says and the text does not."""
    page = squeezed(text)
    return {said for said in said_by(scheme) if squeezed(said) not in page}


@pytest.mark.parametrize("name", scheme_names())
def test_the_page_leaves_nothing_out_that_the_sheet_says(name: str) -> None:
    scheme = scheme_of(name)
    text = html.fromstring(scheme_page(scheme)).text_content()
    assert left_out(scheme, text.replace(scheme.law[0], "")) == {scheme.law[0]}, "the check itself must bite"

    assert not left_out(scheme, text)


@pytest.mark.parametrize("name", scheme_names())
def test_everything_unverified_is_marked_and_the_number_of_it_said(name: str) -> None:
    scheme = scheme_of(name)
    page = html.fromstring(scheme_page(scheme))
    entries = list(unverified_in(scheme))

    assert len(page.findall(".//mark")) >= len(entries) - 1  # a window and its claim may be one sentence
    assert bool(page.find_class("doubt")) == bool(entries)


@pytest.mark.parametrize("name", scheme_names())
def test_every_rule_that_reads_one_of_its_article_is_drawn_after_it(name: str) -> None:
    scheme = scheme_of(name)
    rules, homes, drawn = rules_of(scheme), homes_of(scheme), of_articles(scheme)
    assert set(rules) == set(homes), "each rule stands under one article"

    for name_of_rule, rule in rules.items():
        anchor = homes[name_of_rule].anchor
        order = [box.node.key for box in drawn[anchor].boxes] if anchor in drawn else []
        assert order.count(name_of_rule) == (1 if order else 0)
        for read in rule.reads:
            if homes[read].anchor == anchor:
                assert order.index(read) < order.index(name_of_rule)


@pytest.mark.parametrize("name", scheme_names())
def test_the_contents_lead_to_every_article_in_order(name: str) -> None:
    scheme = scheme_of(name)
    page = html.fromstring(scheme_page(scheme))
    (contents,) = page.find_class("contents")
    targets = [str(link.get("href")).removeprefix("#") for link in contents.iter("a")]
    assert all(link.text_content().strip() for link in contents.iter("a"))
    headings = {anchor: page.get_element_by_id(anchor).text_content() for anchor in targets}

    assert [headings[anchor] for anchor in targets] == ["How a claim runs", *(one.heading for one in scheme.articles)]
    assert f"](#{chapters_of(scheme)[-1].anchor}): {scheme.articles[-1].says}" in markdown_page(scheme)


@pytest.mark.parametrize("name", scheme_names())
def test_no_group_reads_a_later_one(name: str) -> None:
    groups = [group for group in groups_of(scheme_of(name)) if group.key != "other"]
    for place, group in enumerate(groups):
        assert not owned_by(groups[place + 1 :]) & {read for rule in group.rules for read in rule.reads}


@pytest.mark.parametrize("name", scheme_names())
def test_no_two_rails_lie_on_each_other(name: str) -> None:
    scheme = scheme_of(name)
    for picture in (overview(scheme), *of_articles(scheme).values()):
        stretches = sorted((rail.x, rail.start, rail.ends[-1]) for rail in picture.rails)
        for (x, _, end), (other_x, start, _) in pairwise(stretches):
            assert x != other_x or start >= end


@pytest.mark.parametrize("name", scheme_names())
def test_every_link_of_the_page_leads_somewhere(name: str) -> None:
    text = scheme_page(scheme_of(name))
    anchors = set(re.findall(r' id="([^"]+)"', text))
    assert len(re.findall(r' id="([^"]+)"', text)) == len(anchors), "an anchor stands twice"

    assert set(re.findall(r'href="#([^"]+)"', text)) <= anchors
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text), "the page is whole in itself"


@pytest.mark.parametrize("name", scheme_names())
def test_the_markdown_page_beside_the_sheet_is_current(name: str) -> None:
    scheme = scheme_of(name)
    path = beside(scheme)
    there = path.read_text("utf-8") if path.exists() else ""
    assert markdown_page(scheme) == there, "renew the pages with: tideover scheme pages --beside-sheets"


def test_the_list_of_schemes_leads_to_each_page() -> None:
    schemes = [scheme_of(name) for name in scheme_names()]
    found = {"th/sso": tuple(floors_of(scheme_of("th/sso")))}
    pages = dict(html_pages(schemes, found))
    assert [instrument for instrument, _ in found["th/sso"]] == ["C102", "C168"]
    assert all(counted in pages["index.html"] for _, counted in found["th/sso"])
    for scheme in schemes:
        assert f'<a href="{page_name(scheme)}">' in pages["index.html"]
        assert page_name(scheme) in pages


@pytest.mark.parametrize("name", scheme_names())
def test_what_came_of_the_check_against_the_conventions_is_kept_for_the_sheet_as_it_is(name: str) -> None:
    assert kept_counts(scheme_of(name)), "renew it with: python -m law.pages.convention_summary"


def test_what_is_kept_is_what_a_check_comes_to() -> None:
    scheme = scheme_of("de/kurzarbeitergeld")
    assert kept_counts(scheme) == dict(counted(scheme))


CONTRAST = "color-contrast"
MARKS_ONE_OF_EACH_KIND = """() => {
    document.querySelectorAll("[data-looked-at]").forEach(element => element.removeAttribute("data-looked-at"));
    const kinds = new Map(), seen = new Set();
    const kind = element => {
        if (!element) return "";
        if (!kinds.has(element)) {
            const style = getComputedStyle(element);
            kinds.set(element, [kind(element.parentElement), element.tagName, element.getAttribute("class"),
                style.color, style.fill, style.backgroundColor, style.backgroundImage, style.opacity,
                style.fontSize, style.fontWeight].join(" "));
        }
        return kinds.get(element);
    };
    for (const element of document.body.querySelectorAll("*")) {
        const speaks = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!speaks || seen.has(kind(element))) continue;
        seen.add(kind(element));
        element.setAttribute("data-looked-at", "");
    }
    return seen.size;
}"""
"""What has words, and whose classes and colours are those of no element before it, up to the root."""


def described(found: Any) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]


def violations(page: Page) -> list[str]:
    """What axe finds on a page, by rule; words are held against their background once for each kind of element.

    On a page with a thousand rows the comparison of all of them took four fifths of the time.
    """
    others = RULES | {"rules": {CONTRAST: {"enabled": False}}}
    return described(Axe().run(page, options=others)) + faint(page)


def faint(page: Page) -> list[str]:
    """Words that are hardly seen against what is behind them."""
    assert page.evaluate(MARKS_ONE_OF_EACH_KIND)
    only = RULES | {"runOnly": {"type": "rule", "values": [CONTRAST]}}
    return described(Axe().run(page, context="[data-looked-at]", options=only))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages, as a person would have them."""
    folder = tmp_path_factory.mktemp("pages")
    write_into(folder, [scheme_of(name) for name in scheme_names()])
    return folder


WIDE_TOO = ("index.html", "ilo-c168-complete.html")
"""Pages of both templates, whose wide layout is looked at as closely as the narrow one."""


def words_outside_their_box(page: Page) -> list[str]:
    """Lines of words in diagrams that reach over the edge of their box."""
    return page.locator(".diagram g").evaluate_all(  # type: ignore[no-any-return]
        """boxes => boxes.flatMap(box => {
            const edge = box.querySelector("rect.box").getBBox();
            return [...box.querySelectorAll("text")]
                .filter(text => text.getBBox().x + text.getBBox().width > edge.x + edge.width + 1)
                .map(text => text.textContent);
        })"""
    )


def test_a_barrier_planted_on_a_page_is_found(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    text = (folder / page_name(scheme_of("th/sso"))).read_text("utf-8")
    wider = re.sub(r'(<text class="t-title"[^>]*>)', r"\1a much longer line of words than fits in here ", text)
    page.set_content(wider.replace("</main>", '<img src="data:,"><p style="color:silver">faint</p></main>'))
    assert {one.partition(":")[0] for one in violations(page)} >= {"image-alt", "color-contrast"}
    assert words_outside_their_box(page)
    page.close()


def test_a_single_faint_word_is_found_among_words_of_its_class(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / page_name(scheme_of("th/sso"))).as_uri())
    assert not faint(page)
    page.evaluate("[...document.querySelectorAll('main p')].at(-1).style.color = 'silver'")
    assert len(faint(page)) == 1
    page.emulate_media(color_scheme="dark")
    page.evaluate("[...document.querySelectorAll('main p')].at(-1).style.color = '#222'")
    assert len(faint(page)) == 1
    page.close()


@pytest.mark.parametrize("file", ["index.html", *(name.replace("/", "-") + ".html" for name in scheme_names())])
def test_a_browser_finds_no_barrier_and_nothing_wider_than_a_phone_or_a_screen(
    browser: Browser, folder: Path, file: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 780}, color_scheme="light")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((folder / file).as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    assert not words_outside_their_box(page)
    assert not violations(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1300, "height": 900})
    assert not (violations(page) if file in WIDE_TOO else faint(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    assert not said
    page.close()
