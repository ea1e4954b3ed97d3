"""How a page is made: its template, its language, and the links to the same page in other languages.

Templates lie in `templates/`; those of officers' pages beside their code, below `staff/`; that of a derivation in
`law/explain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from contracts.occupations import title_of
from services.console.asked_words import asked_in_letters
from services.console.language import LANGUAGES, page_language, say
from services.letters.language import Language
from services.letters.model import LAW_LANGUAGE
from services.letters.writing import OF_NO_LANGUAGE
from services.letters.written import LetterRun, WrittenLine
from services.oversight.views import title_of_page


def page(
    request: Request, template: str, language: Language, content: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """A template filled for a request; `queries` of the content are what its address says in each language."""
    queries: Mapping[str, Mapping[str, str]] = content.get("queries", {})
    context = {
        "say": lambda key, count=None, **values: say(language, key, values, count),
        "original": lambda text: _original(text, language),
        "page_title": lambda name: title_of_page(name, language.words.language),
        "told": lambda line: _told(line, language),
        "asked_in_letters": lambda about, ground: asked_in_letters(language, about, ground),
        "language": language,
        "languages": [_other(request, code, queries.get(code, {})) for code in LANGUAGES],
        "faults": False,
        "officer": None,
        **content,
    }
    return HTMLResponse(_TEMPLATES.get_template(template).render(context), status)


def _other(request: Request, code: str, asked: Mapping[str, str]) -> Mapping[str, str]:
    """The same page in a language: the first part of the address is its code."""
    rest = request.url.path.removeprefix("/").partition("/")[2]
    query = f"?{urlencode(asked)}" if asked else ""
    return {"code": code, "address": f"/{code}/{rest}{query}", "name": say(page_language(code), "language.name", {})}


def _original(text: str, language: Language) -> Markup:
    """Words that exist in the sheet's language only, marked as such in a page of another."""
    if language.words.language == LAW_LANGUAGE:
        return escape(text)
    return Markup('<bdi lang="en" dir="ltr" class="original">{}</bdi>').format(text)


def _told(line: WrittenLine, language: Language) -> Markup:
    """A line of a story: what belongs to no language keeps its own direction, what is in another one says which."""
    if language.words.language == LAW_LANGUAGE:
        return escape(line.text)
    return Markup("").join(_as_told(run) for run in line.runs)


def _as_told(run: LetterRun) -> Markup:
    if run.language == OF_NO_LANGUAGE:
        return Markup("<bdi>{}</bdi>").format(run.text)
    return _run(run)


def _runs(runs: Iterable[LetterRun]) -> Markup:
    return Markup("").join(_run(run) for run in runs)


def _run(run: LetterRun) -> Markup:
    if run.language is None:
        return escape(run.text)
    if run.language:
        return Markup('<bdi lang="{0}" dir="ltr">{1}</bdi>').format(run.language, run.text)
    return Markup('<bdi dir="ltr"><cite>{}</cite></bdi>').format(run.text)


def _line(line: WrittenLine) -> Markup:
    return _runs(line.runs)


def _note(line: WrittenLine) -> Markup:
    return _runs(line.note)


_TEMPLATES = jinja2.Environment(
    loader=jinja2.ChoiceLoader(
        [
            jinja2.PackageLoader("services.console"),
            jinja2.PackageLoader("services.console", "staff"),
            jinja2.PackageLoader("law.explain"),
        ]
    ),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(runs=_line, note=_note, occupation=title_of)
