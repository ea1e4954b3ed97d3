"""The six figures of the front page, each with its target, its trend, its rule, and the table it is taken from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts.currencies import MINOR_DIGITS
from services.console.plain_figures import PlainFigure, in_per_cent, in_units
from services.console.staff.figures.asked import AskedFigures
from services.console.staff.figures.sections import OF_TABLE
from services.console.staff.figures.view import cites_of, rule_in_words, share_in_words, value_in_words
from services.console.staff.figures.weeks import weeks_without_money
from services.console.staff_page import Visit
from services.oversight.views import (
    AGES,
    BY_ALL,
    PAID_WEEKLY,
    FigureTable,
    ShownTable,
    shown,
    told_weeks,
    wilson,
)

MONTHS = 12
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the front page; shares are out of a hundred, None where there is no bar or no target."""

    key: str
    title: str
    value: str
    sentences: tuple[str, ...]
    rule: str
    cites: str
    table: str
    """The title of the table it is taken from."""
    address: str
    figures: tuple[PlainFigure, ...] = ()
    """The same for a file; nothing where there is nothing to tell, or only the least that it can be."""
    share: int | None = None
    target: int | None = None
    target_in_words: str = ""
    trend: tuple[int, ...] = ()
    """Heights of the weeks, out of a hundred."""
    trend_in_words: str = ""


def six_figures(visit: Visit, asked: AskedFigures) -> list[KeyFigure]:
    """All six, in the order in which they are shown."""
    making: Sequence[Callable[[Visit, AskedFigures], KeyFigure]] = (
        _recipients,
        _money,
        _payment,
        _accuracy,
        _contests,
        _work,
    )
    return [make(visit, asked) for make in making]


def _all(asked: AskedFigures, table: FigureTable, by: str = BY_ALL) -> ShownTable:
    return shown(asked.figures, table, by, asked.rules.minimum)


def _figure(
    visit: Visit, asked: AskedFigures, key: str, table: FigureTable, value: str, *sentences: str, **more: object
) -> KeyFigure:
    section = OF_TABLE[table]
    address = visit.address(f"/figures/{section}", **{"as-of": visit.query.get("as-of", "")})
    return KeyFigure(
        key=key,
        title=visit.say(f"figures.six.{key}", days=visit.language.number(asked.rules.first_payment_soon.limit_days)),
        value=value,
        sentences=tuple(filter(None, sentences)),
        rule=rule_in_words(visit, asked, table),
        cites=cites_of(asked, table),
        table=visit.say(f"figures.table.{table}"),
        address=f"{address}#{table}-sex",
        **more,  # type: ignore[arg-type]  # the drawing's fields, each given by name
    )


def _recipients(visit: Visit, asked: AskedFigures) -> KeyFigure:
    by_sex = _all(asked, FigureTable.RECIPIENTS, "sex")
    number, total = visit.language.number, by_sex.total
    few = visit.say("figures.few", n=number(asked.rules.minimum))
    separator = visit.say("figures.separator")
    items = [
        visit.say(
            "figures.six.recipients.item",
            value=separator.join(value_in_words(visit, asked, "sex", value) for value in row.values),
            number=few if row.total is None else number(row.total),
        )
        for row in by_sex.rows
    ]
    sentence = visit.say("figures.six.recipients.by", list=separator.join(items)) if items else ""
    trend = _trend(asked, {week: asked.figures.weeks[PAID_WEEKLY, week] for week in told_weeks(asked.figures.day)})
    told = visit.say("figures.six.recipients.trend")
    value = few if total is None else number(total)
    return _figure(
        visit,
        asked,
        "recipients",
        FigureTable.RECIPIENTS,
        value,
        sentence,
        figures=(PlainFigure(total),),
        trend=trend,
        trend_in_words=told,
    )


def _money(visit: Visit, asked: AskedFigures) -> KeyFigure:
    paid = _all(asked, FigureTable.PAID)
    language, separator = visit.language, visit.say("figures.separator")
    sums: Mapping[str, int] = {}
    sentences: list[str] = []
    if paid.everybody and paid.columns and "kept" in paid.columns[0]:
        sums = paid.everybody.sums[0]
        if paid.columns[0] != ("kept",):
            sentences = [visit.say("figures.six.money.joined", n=language.number(asked.rules.minimum))]
    value = separator.join(_rounded(visit, minor, currency) for currency, minor in sorted(sums.items()))
    sentences += [_contributions(visit, asked, currency, minor) for currency, minor in sorted(sums.items())]
    weeks = {week: asked.figures.week_sums[PAID_WEEKLY, week] for week in told_weeks(asked.figures.day)}
    return _figure(
        visit,
        asked,
        "money",
        FigureTable.PAID,
        value or (language.number(0) if paid.is_empty else visit.say("figures.not_known")),
        *(sentences or [visit.say("figures.six.money.none")]),
        figures=tuple(in_units(minor, currency) for currency, minor in sorted(sums.items())),
        trend=_trend(asked, weeks),
        trend_in_words=visit.say("figures.weeks.amount", currency=separator.join(sorted(sums))) if sums else "",
    )


def _rounded(visit: Visit, minor: int, currency: str) -> str:
    """An amount without its minor units: a front page is read from afar; the table has them."""
    whole = round(Fraction(minor, 10 ** MINOR_DIGITS[currency]))
    return f"{visit.language.number(whole)}\u00a0{currency}"


def _contributions(visit: Visit, asked: AskedFigures, currency: str, paid: int) -> str:
    told = sum(amount for (_, own), amount in asked.figures.funds.items() if own == currency)
    if currency not in {own for _, own in asked.figures.funds}:
        return visit.say("figures.six.money.none")
    share = share_in_words(visit, Fraction(paid, told)) if told > 0 else visit.say("figures.not_known")
    words = visit.say("figures.six.money.in", amount=visit.language.money(told, currency), share=share)
    left = asked.figures.funds_ever[currency] - asked.figures.paid_ever[currency]
    if paid <= 0 or left <= 0:
        return words
    months = visit.language.number(Fraction(left * MONTHS, paid), digits=1)
    return f"{words} {visit.say('figures.six.money.reserve', months=months)}"


def _trend(asked: AskedFigures, weeks: Mapping[date, int]) -> tuple[int, ...]:
    """Weeks as heights, the fullest a hundred; a week of which nothing is told is not drawn."""
    hidden = weeks_without_money(asked)
    safe = [0 if week in hidden else amount for week, amount in sorted(weeks.items())]
    most = max(safe, default=0)
    return tuple(round(Fraction(HUNDRED * amount, most)) for amount in safe) if most else ()


class Hits(NamedTuple):
    """The share of some columns: in words, how many cases they are, the share out of a hundred, and for a file."""

    value: str
    cases: int | None
    share: int
    figures: tuple[PlainFigure, ...]


def _hits(visit: Visit, asked: AskedFigures, of: ShownTable, *columns: str) -> Hits:
    """Where the other columns are about few people, only the least that the share can be is told."""
    total = of.total or 0
    hits = of.number(*columns)
    if hits is not None:
        share = Fraction(hits, total)
        return Hits(share_in_words(visit, share), hits, round(share * HUNDRED), (in_per_cent(share),))
    least = Fraction(max(total - asked.rules.minimum + 1, 0), total)
    return Hits(visit.say("figures.at_least", share=share_in_words(visit, least)), None, int(least * HUNDRED), ())


def _none(visit: Visit, asked: AskedFigures, key: str, of: ShownTable, *sentences: str) -> KeyFigure:
    """A figure of which there is nothing to tell, and why."""
    few = visit.say("figures.too_few", n=visit.language.number(asked.rules.minimum))
    why = visit.say(f"figures.six.{key}.none") if of.is_empty else few
    return _figure(visit, asked, key, of.table, visit.say("figures.not_known"), why, *sentences)


def _waiting(visit: Visit, asked: AskedFigures, table: FigureTable, *columns: str) -> str:
    """How many wait, in words."""
    number = _all(asked, table).number(*columns)
    few = visit.say("figures.few", n=visit.language.number(asked.rules.minimum))
    return few if number is None else visit.language.number(number)


def _payment(visit: Visit, asked: AskedFigures) -> KeyFigure:
    of, number, rules = _all(asked, FigureTable.FIRST_PAYMENTS), visit.language.number, asked.rules
    wait = visit.say("figures.six.payment.waiting", number=_waiting(visit, asked, FigureTable.WAITING_PAYMENTS, *AGES))
    if not of.total:
        return _none(visit, asked, "payment", of, wait)
    soon, longer = _hits(visit, asked, of, "soon"), _hits(visit, asked, of, "soon", "in_time")
    if soon.cases is None:
        words = visit.say("figures.six.payment.few", total=number(of.total), n=number(rules.minimum))
    else:
        words = visit.say(
            "figures.six.payment.of",
            number=number(soon.cases),
            total=number(of.total),
            share=longer.value,
            days=number(rules.first_payment.limit_days),
        )
    target = Fraction(rules.first_payment_soon.target)
    return _figure(
        visit,
        asked,
        "payment",
        of.table,
        soon.value,
        words,
        wait,
        figures=soon.figures,
        share=soon.share,
        target=round(target * HUNDRED),
        target_in_words=visit.say("figures.target", share=visit.language.percent(target)),
    )


def _accuracy(visit: Visit, asked: AskedFigures) -> KeyFigure:
    of, number = _all(asked, FigureTable.REVIEWS), visit.language.number
    right = of.number("right")
    if not of.total or right is None:
        return _none(visit, asked, "accuracy", of)
    low, high = (share_in_words(visit, Fraction(bound)) for bound in wilson(right, of.total))
    words = visit.say("figures.six.accuracy.of", number=number(right), total=number(of.total), low=low, high=high)
    hits = _hits(visit, asked, of, "right")
    return _figure(visit, asked, "accuracy", of.table, hits.value, words, figures=hits.figures, share=hits.share)


def _contests(visit: Visit, asked: AskedFigures) -> KeyFigure:
    of, number = _all(asked, FigureTable.CONTESTS), visit.language.number
    if not of.total:
        return _none(visit, asked, "contests", of)
    hits = _hits(visit, asked, of, "on_time")
    words = visit.say(
        "figures.six.contests.of",
        number=hits.value if hits.cases is None else number(hits.cases),
        total=number(of.total),
        waiting=_waiting(visit, asked, FigureTable.WAITING_CONTESTS, "waiting", "overdue"),
    )
    return _figure(visit, asked, "contests", of.table, hits.value, words, figures=hits.figures, share=hits.share)


def _work(visit: Visit, asked: AskedFigures) -> KeyFigure:
    of, number = _all(asked, FigureTable.REFERRALS), visit.language.number
    hits = of.number("found_work")
    if not of.total or hits is None:
        return _none(visit, asked, "work", of)
    share = Fraction(hits * HUNDRED, of.total)
    words = visit.say("figures.six.work.of", number=number(hits), total=number(of.total))
    figures = (in_per_cent(Fraction(hits, of.total)),)
    value = number(share, digits=1)
    return _figure(visit, asked, "work", of.table, value, words, figures=figures, share=round(share))
