"""How a story tells that two pseudonyms are one person, or are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from contracts import eligibility, joined_accounts, merged_persons
from contracts.values import Money
from services.letters.model import Phrase
from services.oversight.story_phrases import Sentences, Told, in_a_row, prose, say, told


def _merged(e: merged_persons.PersonsMerged) -> Told:
    return told(_said_by(e.said_by, "merger.merged", e.joins, e.stays), prose(e.reason))


def _separated(e: merged_persons.PersonsSeparated) -> Told:
    return told(_said_by(e.said_by, "merger.separated", e.joins, e.stays), prose(e.reason))


def _said_by(officer: str | None, key: str, joins: str, stays: str) -> Phrase:
    if officer is None:
        return say(f"{key}.by_registry", joins=joins, stays=stays)
    return say(key, staff=officer, joins=joins, stays=stays)


def _linked(e: eligibility.PersonsLinked) -> Told:
    if not e.holds:
        return told(say("merger.unlinked", other=e.other), prose(e.reason))
    through = say("merger.through", through=e.through) if e.through else None
    return told(say("merger.linked", other=e.other), through, prose(e.reason))


def _account(e: joined_accounts.AccountShared) -> Told:
    return told(
        say("merger.account", other=e.other),
        say("merger.withholdable", sums=_sums(e.withholdable)) if e.withholdable else None,
        say("merger.debts", n=len(e.debts), sums=_sums(one.amount for one in e.debts)) if e.debts else None,
        say("merger.withheld", sums=_sums(one.amount for one in e.withheld)) if e.withheld else None,
    )


def _sums(amounts: Iterable[Money]) -> Phrase:
    sums = Counter[str]()
    for amount in amounts:
        sums[amount.currency] += amount.minor
    each = [say("sum", sum=Money(minor=minor, currency=currency)) for currency, minor in sorted(sums.items())]
    return in_a_row(each, "with_and")


MERGERS: Sentences = {
    merged_persons.PersonsMerged: _merged,
    merged_persons.PersonsSeparated: _separated,
    eligibility.PersonsLinked: _linked,
    joined_accounts.AccountShared: _account,
}
