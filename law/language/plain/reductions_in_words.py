"""What a sheet says of reductions: by how much, for how long, what ends one, and what it uses up."""

from __future__ import annotations

from law.language.plain.cited import Cited
from law.language.plain.prose import figure_of, meaning_of
from law.language.sheet.reductions import COMPLIANCE, Reduction
from law.language.sheet.scheme import Scheme

USES_UP = {
    "in full": "a reduced period uses up as much of the limit as one that is paid in full",
    "by the share paid": "a reduced period uses up only as much of the limit as is paid for it",
}


def of_reduction(reduction: Reduction, scheme: Scheme) -> Cited:
    """What a decision on a ground may take, and for how long."""
    ground = reduction.ground.replace("_", " ")
    share = _between(reduction.by_at_least, reduction.by_at_most, scheme) or ""
    lasts = _between(reduction.lasts_at_least, reduction.lasts_at_most, scheme)
    time = f" for {lasts}" if lasts else ""
    ends = f"{',' if lasts else ''} until {COMPLIANCE}" if reduction.until_compliance else ""
    text = f"{reduction.meaning} ({ground}): the benefit is reduced by {share}{time}{ends}. Only a person decides it."
    return Cited(text, reduction.cites, reduction.unverified, notes=(f"{USES_UP[reduction.uses_up].capitalize()}.",))


def _between(least: str | None, most: str | None, scheme: Scheme) -> str | None:
    if least == most:
        return _figure(most, scheme) if most else None
    bounds = (("at least", least), ("at most", most))
    return " and ".join(f"{words} {_figure(name, scheme)}" for words, name in bounds if name)


def _figure(name: str, scheme: Scheme) -> str:
    return f"[{meaning_of(name, scheme)}: {figure_of(name, scheme)}]"
