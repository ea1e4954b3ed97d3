"""The pictures of a scheme: how its parts lead to the benefit, and the rules of each article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from law.language.sheet.scheme import Scheme
from law.pages.contents import Chapter, chapters_of
from law.pages.diagram import Node, Picture, picture
from law.pages.groups import Group, groups_of, in_order, owned_by, reads_of
from law.pages.rule_graph import BY_A_PERSON, BY_ARITHMETIC, Rule, rules_of

BENEFIT = "benefit"
TOWARDS_BENEFIT = ("qualifying", "duration", "waiting", "period")
Homes = Mapping[str, Chapter]
"""The article of each rule."""


def overview(scheme: Scheme) -> Picture:
    """From facts and figures to the benefit: what is worked out, and under which articles."""
    groups, homes = groups_of(scheme), homes_of(scheme)
    nodes = [_of_group(group, groups, homes) for group in groups if group.key != "other"]
    paid = scheme.benefit.week_amount
    meaning = next(rule.meaning for group in groups for rule in group.rules if rule.name == paid)
    reads = tuple(node.key for node in nodes if node.key in TOWARDS_BENEFIT)
    nodes.append(Node(BENEFIT, "The benefit", meaning, (), reads, "benefit"))
    return picture(f"{scheme.title}: from facts and figures to the benefit", nodes)


def homes_of(scheme: Scheme) -> Homes:
    """The article under which each rule stands."""
    return {name: chapter for chapter in chapters_of(scheme) for name in chapter.rules}


def of_articles(scheme: Scheme) -> dict[str, Picture]:
    """The rules of each article whose rules read each other, by its anchor; where none does, its sentences say it all.

    What a rule reads under another article is named with that article.
    """
    rules, homes = rules_of(scheme), homes_of(scheme)
    return {
        chapter.anchor: picture(
            f"{chapter.article.heading}: what its rules are found from",
            [_of_rule(rule, rules, homes) for rule in in_order(set(chapter.rules), rules)],
        )
        for chapter in chapters_of(scheme)
        if any(homes[read] == chapter for name in chapter.rules for read in rules[name].reads)
    }


def _of_group(group: Group, groups: Sequence[Group], homes: Homes) -> Node:
    counts = [("fact", _counted({fact for rule in group.rules for fact in rule.facts}, "fact"))]
    figures = {source for rule in group.rules for source in (*rule.figures, *rule.tables)}
    counts.append(("figure", _counted(figures, "figure or table", "figures and tables")))
    reads = tuple(other.key for other in groups if other is not group and owned_by([other]) & reads_of(group))
    articles = sorted({homes[rule.name].anchor: homes[rule.name] for rule in group.rules}.values(), key=_place)
    under = ", ".join(chapter.short for chapter in articles)
    sources = tuple((kind, words) for kind, words in counts if words)
    return Node(group.key, group.title, f"{group.meaning}; {under}", sources, reads, "group")


def _place(chapter: Chapter) -> int:
    return int(chapter.anchor.rpartition("-")[2])


def _of_rule(rule: Rule, rules: Mapping[str, Rule], homes: Homes) -> Node:
    elsewhere = tuple(
        ("elsewhere", f"{homes[read].short}: {rules[read].meaning}")
        for read in rule.reads
        if homes[read] is not homes[rule.name]
    )
    shape = "condition" if rule.kind in (BY_A_PERSON, BY_ARITHMETIC) else "rule"
    return Node(rule.name, rule.meaning, rule.kind, elsewhere + rule.sources, rule.reads, shape)


def _counted(things: set[str], one: str, many: str = "") -> str:
    if not things:
        return ""
    return f"{len(things)} {one if len(things) == 1 else many or one + 's'}"
