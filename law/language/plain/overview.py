"""How a claim runs, from its first day to a dispute: a few sentences that open every page, each with its articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from law.language.plain.by_article import headings_of
from law.language.plain.cited import Cited
from law.language.plain.sentences import of_appeal, of_benefit, of_claim, of_waiting
from law.language.sheet.scheme import Condition, Scheme, Section


def how_a_claim_runs(scheme: Scheme) -> Iterator[Cited]:
    """The course of a claim; the citation of each sentence is the articles under which more is said."""
    claim = of_claim(scheme)
    keys = ("begins", "benefit_year")
    yield _of(scheme, " ".join(claim[key][0].text for key in keys), "claim", *keys)
    yield from _needs("Needed for a right to benefit", scheme.conditions, scheme, "conditions")
    yield _of(scheme, of_waiting(scheme).text, "waiting")
    yield _of(scheme, claim["certified_every"][0].text, "claim", "certified_every")
    yield from _needs("Needed in each certified period", scheme.week_conditions, scheme, "each_week.conditions")
    yield _of(scheme, next(of_benefit(scheme)).text, "benefit")
    yield _of(scheme, of_appeal(scheme).text, "appeal")


def _needs(begins: str, conditions: Mapping[str, Condition], scheme: Scheme, section: Section) -> Iterator[Cited]:
    if conditions:
        listed = "; ".join(condition.meaning[0].lower() + condition.meaning[1:] for condition in conditions.values())
        yield _of(scheme, f"{begins}: {listed}.", section)


def _of(scheme: Scheme, text: str, section: Section, *names: str) -> Cited:
    return Cited(text, "; ".join(headings_of(scheme, section, names)))
