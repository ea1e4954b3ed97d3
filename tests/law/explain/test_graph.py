"""A derivation is read back as a graph: complete, every step once, and each week with its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from law.catalogue import load_scheme, scheme_names
from law.explain.graph import DerivationNode, Graph, unit_of
from law.language.terms.derivation import Step, to_json
from law.language.terms.units import Unit, money
from law.language.terms.values import Unknown
from tests.law.explain.compared import stored
from tests.law.schemes.person import in_mississippi


def steps_below(steps: tuple[Step, ...]) -> dict[int, Step]:
    """Every step of a derivation once, however often it is pointed to."""
    by_id: dict[int, Step] = {}
    waiting = list(steps)
    while waiting:
        step = waiting.pop()
        if id(step) not in by_id:
            by_id[id(step)] = step
            waiting += step.inputs
    return by_id


def below(node: DerivationNode) -> Iterator[DerivationNode]:
    """A node and all steps below it."""
    yield node
    for inner in node.inputs:
        yield from below(inner)


def test_every_step_with_its_value_unit_citation_and_facts_is_in_the_graph() -> None:
    person = in_mississippi("5200", "5200")
    person.certifies(person.week(1), person.week(2, earned="50"), person.week(3, earned="70"))
    for steps in (person.determination().steps, *(one.steps for one in person.assessments())):
        graph = stored(to_json(steps))
        nodes = {(node.what, node.value, node.unit.written, node.cites, node.facts) for node in graph.nodes}
        for step in steps_below(steps).values():
            assert (step.what, step.value, step.unit.written, step.cites, step.facts) in nodes


def descended(node: DerivationNode) -> Iterator[DerivationNode]:
    """The node and all below it, each once."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        below = waiting.pop()
        if below.number not in seen:
            seen.add(below.number)
            yield below
            waiting += reversed(below.inputs)


def test_the_weeks_of_one_certification_have_each_their_own_payment() -> None:
    person = in_mississippi("5200", "5200")
    person.certifies(person.week(1), person.week(2, earned="50"), person.week(3, earned="70"))
    graph = stored(person.assessments()[0].derivation)
    paid = [next(node for node in week.inputs if node.what == "weekly_payment") for week in graph.roots]
    assert [node.value for node in paid] == [200, 190, 170]
    earned = [next(node for node in below(payment) if node.what == "week_earnings()").value for payment in paid]
    assert earned == [0, 50, 70]


def test_a_step_that_many_use_is_one_node_with_one_id() -> None:
    written = stored(in_mississippi("5200", "5200").determination().derivation).as_json()
    ids = [node["id"] for node in written["nodes"]]
    assert len(ids) == len(set(ids))
    assert sum(node["what"] == "weekly_benefit_amount" for node in written["nodes"]) == 1
    assert {below for node in written["nodes"] for below in node["inputs"]} <= set(ids)
    assert set(written["roots"]) <= set(ids)
    json.dumps(written)


def test_a_graph_that_doubles_at_every_step_stays_as_small_as_its_steps() -> None:
    step = Step("quantity", "q0", 1, money("USD"))
    for number in range(1, 60):
        step = Step("quantity", f"q{number}", number, money("USD"), None, (step, step))
    graph = stored(to_json((step,)))
    assert len(graph.nodes) == 60


def test_doubt_comes_back_with_its_question() -> None:
    person = in_mississippi("5200", "5200")
    person.facts = [fact for fact in person.facts if fact.name != "registry.employment-ended"]
    node = stored(person.determination().derivation).root("not_discharged_for_misconduct")
    assert node is not None
    assert isinstance(node.value, Unknown)
    assert "No end of an employment is reported" in str(node.as_json()["value"])


@pytest.mark.parametrize("name", scheme_names())
def test_every_unit_of_every_sheet_comes_back_as_it_was(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    units = {parameter.unit for parameter in scheme.parameters.values()}
    for rules in (scheme.quantities, scheme.week_quantities, scheme.day_quantities):
        units |= {rule.unit for rule in rules.values()}
    for unit in (unit for unit in units if unit.kind != "category"):
        assert unit_of(unit.written) == unit
    assert unit_of(Unit().written) == Unit()


def test_an_older_derivation_that_points_to_another_value_is_still_read() -> None:
    week = {"kind": "week", "what": "week 1", "value": "5", "unit": "USD"}
    first = {**week, "inputs": [{"kind": "quantity", "what": "pay", "value": "5", "unit": "USD"}]}
    second = {**week, "what": "week 2", "value": "3", "inputs": [{"see": "pay", "value": "3", "unit": "USD"}]}
    graph = Graph.of([first, second])
    assert [root.inputs[0].value for root in graph.roots] == [5, 3]
