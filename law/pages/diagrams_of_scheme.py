"""The two kinds of pictures of a scheme: the groups and how they hang together, and the rules of each group."""

from __future__ import annotations

from collections.abc import Sequence

from law.language.sheet.scheme import Scheme
from law.pages.diagram import Node, Picture, picture
from law.pages.groups import Group, groups_of, owned_by, reads_of
from law.pages.rule_graph import BY_A_PERSON, BY_ARITHMETIC, Rule

BENEFIT = "benefit"
TOWARDS_BENEFIT = ("qualifying", "duration", "waiting", "period")


def overview(scheme: Scheme, groups: Sequence[Group]) -> Picture:
    """From facts and figures through the groups to the benefit."""
    nodes = [_of_group(group, groups) for group in groups if group.key != "other"]
    paid = owned_by(groups) and scheme.benefit.week_amount
    meaning = next(rule.meaning for group in groups for rule in group.rules if rule.name == paid)
    reads = tuple(node.key for node in nodes if node.key in TOWARDS_BENEFIT)
    nodes.append(Node(BENEFIT, "The benefit", meaning, (), reads, "benefit"))
    return picture(f"{scheme.title}: from facts and figures to the benefit", nodes)


def of_group(group: Group, groups: Sequence[Group]) -> Picture:
    """The rules of a group; what lies in another group is named with it."""
    homes = {rule.name: other for other in groups for rule in other.rules}
    return picture(f"{group.title}: {group.meaning}", [_of_rule(rule, group, homes) for rule in group.rules])


def _of_group(group: Group, groups: Sequence[Group]) -> Node:
    counts = [("fact", _counted({fact for rule in group.rules for fact in rule.facts}, "fact"))]
    figures = {source for rule in group.rules for source in (*rule.figures, *rule.tables)}
    counts.append(("figure", _counted(figures, "figure or table", "figures and tables")))
    reads = tuple(other.key for other in groups if other is not group and owned_by([other]) & reads_of(group))
    rules = _counted({rule.name for rule in group.rules}, "rule")
    sources = tuple((kind, words) for kind, words in counts if words)
    return Node(group.key, group.title, f"{group.meaning}; {rules}", sources, reads, "group")


def _of_rule(rule: Rule, group: Group, homes: dict[str, Group]) -> Node:
    meanings = {one.name: one.meaning for home in homes.values() for one in home.rules}
    elsewhere = tuple(
        ("elsewhere", f"{homes[read].title}: {meanings[read]}") for read in rule.reads if homes[read] is not group
    )
    shape = "condition" if rule.kind in (BY_A_PERSON, BY_ARITHMETIC) else "rule"
    return Node(rule.name, rule.meaning, rule.kind, elsewhere + rule.sources, rule.reads, shape)


def _counted(things: set[str], one: str, many: str = "") -> str:
    if not things:
        return ""
    return f"{len(things)} {one if len(things) == 1 else many or one + 's'}"


def pictures(scheme: Scheme) -> tuple[Picture, tuple[tuple[Group, Picture], ...]]:
    """The overview, and each group with its picture."""
    groups = groups_of(scheme)
    return overview(scheme, groups), tuple((group, of_group(group, groups)) for group in groups)
