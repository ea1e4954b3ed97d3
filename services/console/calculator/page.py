"""The pages of the calculator: which scheme, and the form of one with what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from law.catalogue import load_scheme
from law.conventions.files import default_declaration
from law.language.sheet.horizon import last_change
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.people.life import LifeFault
from law.people.steady_worker import StatedParticular
from services.console.calculator.answer import shown_answer
from services.console.calculator.answers import Read, ToldFigures, read, retyped
from services.console.calculator.asked import Field, Form, form_of
from services.console.calculator.estimate import Estimate, curve, estimated
from services.console.calculator.fields import shown_fields
from services.console.calculator.picture import EarningsCurve, picture_of
from services.console.language import LANGUAGES, page_language
from services.letters.language import Language


def schemes_listed(names: tuple[str, ...], language: Language) -> list[Mapping[str, str]]:
    """Each scheme with its title and the day of its last change of law."""
    schemes = (load_scheme(name, accept_unverified=True) for name in names)
    return [
        {"name": scheme.name, "title": scheme.title, "about": scheme.about, "law": language.day(last_change(scheme))}
        for scheme in schemes
    ]


def calculator_page(scheme: Scheme, query: Mapping[str, str], language: Language, today: date) -> dict[str, Any]:
    """What the page of a scheme shows; `query` is empty where nobody has told anything yet."""
    form = form_of(scheme)
    told = read(query, form, language.locale, _defaults(scheme, today))
    shown = told if query else replace(told, faults={})
    estimate, fault = _tried(scheme, form, told, asked=bool(query))
    return {
        "scheme": scheme,
        "fields": list(shown_fields(form, shown, scheme, language)),
        "faults": bool(query) and bool(told.faults or fault),
        "refusal": fault,
        "answer": shown_answer(estimate, language) if estimate else None,
        "picture": _picture(estimate, form, language) if estimate else None,
    }


def in_each_language(scheme: Scheme, query: Mapping[str, str], language: Language) -> dict[str, dict[str, str]]:
    """What was typed, as each language writes it."""
    form = form_of(scheme)
    return {
        code: retyped(query, form, language.locale, page_language(code, scheme.country).locale) for code in LANGUAGES
    }


def _defaults(scheme: Scheme, today: date) -> dict[str, str]:
    """What an address that says nothing stands for: today, and where a region is asked, the usual one."""
    circumstances = default_declaration(scheme.name).circumstances
    region = circumstances.region if circumstances else None
    return {Field.ON: today.isoformat(), Field.REGION: region or ""}


def _assumed(scheme: Scheme, form: Form, told: ToldFigures) -> dict[str, StatedParticular]:
    """What a sheet must know and nobody told: as it stands for the standard beneficiary of the Conventions."""
    circumstances = default_declaration(scheme.name).circumstances
    declared = circumstances.particulars if circumstances else {}
    missing = [particular.name for particular in form.needed if particular.name not in told.particulars]
    return {
        name: StatedParticular(declared[name].value, declared[name].share, declared[name].per)
        for name in missing
        if name in declared
    }


def _tried(scheme: Scheme, form: Form, told: Read, *, asked: bool) -> tuple[Estimate | None, str]:
    """The estimate, or why there is none, in the sheet's language."""
    if not asked or told.answers is None:
        return None, ""
    try:
        return estimated(scheme, told.answers, _assumed(scheme, form, told.answers)), ""
    except (OutsideKnownLaw, LifeFault) as fault:
        return None, str(fault)


def _picture(estimate: Estimate, form: Form, language: Language) -> EarningsCurve | None:
    if Field.EARNED not in form.fields:
        return None
    earned = int(estimate.answers.earned * estimate.scheme.minor_units)
    yours = (earned, estimate.whole(estimate.work).minor) if earned and estimate.granted else None
    return picture_of(curve(estimate), yours, estimate.scheme.currency, language)
