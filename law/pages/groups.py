"""The rules of a sheet in the groups that every such law has, from qualifying to each period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from law.language.sheet.scheme import Scheme
from law.pages.rule_graph import WAITING, Rule, ancestors, rules_of

TITLES = {
    "qualifying": "Qualifying",
    "earnings": "Earnings",
    "rate": "Rate",
    "duration": "Duration",
    "waiting": "Waiting and rest",
    "period": "Each period",
    "other": "Also worked out",
}
MEANINGS = {
    "qualifying": "who has a right to benefit",
    "earnings": "what the benefit is measured by",
    "rate": "how much is paid",
    "duration": "for how long, or how much in all",
    "waiting": "what passes before the first payment",
    "period": "what is paid for a certified period",
    "other": "what decisions and notices name",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one group, each after those that it reads."""

    key: str
    rules: tuple[Rule, ...]

    @property
    def title(self) -> str:
        """Its heading."""
        return TITLES[self.key]

    @property
    def meaning(self) -> str:
        """What it answers."""
        return MEANINGS[self.key]


def groups_of(scheme: Scheme) -> tuple[Group, ...]:
    """The groups that have rules, each after those that it reads.

    A rule belongs to the first of earnings, rate, qualifying, duration, waiting and period that needs it, so no
    group ever reads a later one.
    """
    rules = rules_of(scheme)
    taken: set[str] = set()
    groups: dict[str, Group] = {}
    for key, ends in _ends(scheme, rules).items():
        names = ancestors(ends, rules) - taken
        taken |= names
        if names:
            groups[key] = Group(key, in_order(names, rules))
    return tuple(_qualifying_first(groups))


def _ends(scheme: Scheme, rules: Mapping[str, Rule]) -> dict[str, set[str]]:
    """What each group ends in."""
    benefit = scheme.benefit
    rests = {name for name in rules if name.startswith("rest-")}
    return {
        "earnings": {benefit.reference_earnings},
        "rate": {benefit.rate},
        "qualifying": set(scheme.conditions),
        "duration": {benefit.limit} | ({benefit.total} if benefit.total else set()),
        "waiting": {WAITING} | rests,
        "period": {*scheme.day_quantities, *scheme.week_quantities, *scheme.week_conditions},
        "other": set(rules),
    }


def in_order(names: set[str], rules: Mapping[str, Rule]) -> tuple[Rule, ...]:
    """Each rule right after what it reads, and apart from that as the sheet has them."""
    placed: dict[str, Rule] = {}

    def place(name: str) -> None:
        if name in placed or name not in names:
            return
        for read in sorted(rules[name].reads, key=list(rules).index):
            place(read)
        placed[name] = rules[name]

    for name in rules:
        place(name)
    return tuple(placed.values())


def _qualifying_first(groups: Mapping[str, Group]) -> Iterable[Group]:
    """As the law has it, where who qualifies needs no amount."""
    qualifying = groups.get("qualifying")
    if qualifying is None or reads_of(qualifying) & owned_by(groups.get(key) for key in ("earnings", "rate")):
        return groups.values()
    return (qualifying, *(group for key, group in groups.items() if key != "qualifying"))


def reads_of(group: Group) -> set[str]:
    """The names that the rules of a group read."""
    return {read for rule in group.rules for read in rule.reads}


def owned_by(groups: Iterable[Group | None]) -> set[str]:
    """The names of the rules of some groups."""
    return {rule.name for group in groups if group for rule in group.rules}
