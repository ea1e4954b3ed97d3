"""A stranger's program follows every step of a decision, and catches each false one."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.decision import Result, check
from services.eligibility.proof import signed
from tests.checker.proofs import KEY, PUBLIC, SHEETS, Proof, proofs
from tests.shape.tree import ROOT

CHECKER = ROOT / "checker"
MAY_IMPORT = {"argparse", "collections", "cryptography", "dataclasses", "datetime", "fractions", "hashlib", "itertools"}
MAY_IMPORT |= {"json", "math", "pathlib", "re", "sys", "typing", "yaml", "checker", "__future__"}
PLANTED = 12
"""So many false steps are planted in the decisions under each sheet."""
Step = dict[str, Any]


def checked(statement: dict[str, Any]) -> Result:
    """What the checker says of a statement that its signer signed anew."""
    return check(signed(statement, KEY), PUBLIC)


def steps_of(steps: list[Step], question: str = "") -> Iterator[tuple[Step, str]]:
    """Every step, with the question whose answer it is part of."""
    for step in steps:
        within = step["what"] if step.get("kind") == "question" else question
        yield step, within
        yield from steps_of(step.get("inputs", []), within)


def another_value(step: Step) -> bool:
    value, unit = step["value"], step["unit"]
    if isinstance(value, dict):
        return False
    if isinstance(value, bool):
        step["value"] = not value
    elif unit == "date":
        step["value"] = str(date.fromisoformat(value) + timedelta(days=1))
    else:
        step["value"] = f"{value}x" if unit == "category" else str(Fraction(value) + 1)
    return True


def another_law(step: Step) -> bool:
    step["cites"] = f"{step.get('cites', '')} bis"
    return "see" not in step and step["kind"] in ("parameter", "quantity", "condition", "particular", "table", "week")


def another_name(step: Step) -> bool:
    if "what" not in step or step["kind"] == "part":
        return False
    step["what"] += "x"
    return True


def another_unit(step: Step) -> bool:
    step["unit"] = "week" if step["unit"] != "week" else "day"
    takes_a_number = step.get("kind") == "choice" and step["inputs"][-1].get("kind") == "constant"
    return "see" not in step and step["kind"] not in ("question", "part", "total", "table") and not takes_a_number


def no_such_fact(step: Step) -> bool:
    if not step.get("facts"):
        return False
    step["facts"][0] += "x"
    return True


def an_input_dropped(step: Step) -> bool:
    if not step.get("inputs") or step["kind"] in ("question", "total", "week"):
        return False
    step["inputs"].pop()
    return True


def inputs_swapped(step: Step) -> bool:
    inputs = step.get("inputs", [])
    if step.get("kind") != "operation" or len(inputs) < 2 or inputs[0]["value"] == inputs[1]["value"]:
        return False
    inputs[:2] = inputs[1::-1]
    return "see" not in inputs[0] and "see" not in inputs[1]


WAYS: tuple[Callable[[Step], bool], ...] = (
    another_value,
    another_law,
    another_name,
    another_unit,
    no_such_fact,
    an_input_dropped,
    inputs_swapped,
)


def planted(name: str, random: Random) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Statements with one false step, what was done to it, and the question whose answer it is part of."""
    every = proofs(name)
    count = 0
    while count < PLANTED:
        statement = deepcopy(random.choice(every)["statement"])
        step, question = random.choice(list(steps_of(statement["derivation"])))
        way = random.choice(WAYS)
        before = json.dumps({key: value for key, value in step.items() if key != "inputs"})
        if way(step):
            count += 1
            yield statement, f"{way.__name__}: {before}", question


@pytest.mark.parametrize("name", SHEETS)
def test_what_the_engine_decides_holds_step_by_step(name: str) -> None:
    assert {fault for proof in proofs(name) for fault in check(proof, PUBLIC).faults} == set()


@pytest.mark.parametrize("name", SHEETS)
def test_every_false_step_is_caught_but_in_answers_that_are_said_to_be_taken_as_given(name: str) -> None:
    for statement, done, question in planted(name, Random(name)):
        result = checked(statement)
        assert result.faults or question in result.given, (name, done)


def test_of_a_sheet_whose_questions_are_all_counted_again_nothing_but_words_and_balance_is_given() -> None:
    given = {what for proof in proofs("us/mississippi") for what in check(proof, PUBLIC).given}
    assert not {what for what in given if what.endswith(")")}, "no answer of the facts is taken on trust"


def granted() -> dict[str, Any]:
    every = (one["statement"] for one in proofs("us/mississippi"))
    return dict(deepcopy(next(one for one in every if one["decision"].get("benefit_rate"))))


def paid() -> dict[str, Any]:
    every = (one["statement"] for one in proofs("us/mississippi") if one["statement"]["kind"] == "assessment")
    return dict(deepcopy(next(one for one in every if one["decision"]["amount"]["minor"])))


def changed(statement: dict[str, Any], *path: str | int, to: Any) -> dict[str, Any]:
    inner: Any = statement
    for name in path[:-1]:
        inner = inner[name]
    assert inner[path[-1]] != to
    inner[path[-1]] = to
    if statement["kind"] == "determination":
        statement["determination"] = statement["decision"]
    return statement


def with_week_again() -> dict[str, Any]:
    """The last period stands there twice, each time paid."""
    statement = paid()
    for steps in (statement["decision"]["weeks"], statement["derivation"]):
        steps.append(deepcopy(steps[-1]))
    statement["decision"]["amount"]["minor"] += statement["decision"]["weeks"][-1]["amount"]["minor"]
    return statement


def unpaid(state: str) -> dict[str, Any]:
    """A period of which all conditions are met and an amount is due, as if nothing were."""
    statement = paid()
    week, root = statement["decision"]["weeks"][-1], statement["derivation"][-1]
    statement["decision"]["amount"]["minor"] -= week["amount"]["minor"]
    week["amount"]["minor"], week["state"] = 0, state
    root.update(what=f"week {week['period']['start']}: {state}", value="0")
    return statement


def decided_for_and_refused() -> dict[str, Any]:
    """A named person decided for the claimant, and the finding says otherwise."""
    statement = next(
        deepcopy(one["statement"])
        for one in proofs("us/mississippi")
        if one["statement"]["kind"] == "determination" and one["statement"]["decision"]["outcome"] == "needs_a_person"
    )
    made = statement["decision"]
    [name, *_] = [found["condition"] for found in made["findings"] if found["outcome"] == "needs_a_person"]
    says = {"claim": statement["claim"], "about": {"condition": name}, "verdict": "for_claimant", "question": "q"}
    statement["facts"].append({"event": "e", "kind": "claims.claim-decision", "key": "q", "version": 1, "says": says})
    return changed(statement, "decision", "automatic", to=False)


FALSE_DECISIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "another rate": lambda: changed(granted(), "decision", "benefit_rate", "minor", to=1),
    "another total": lambda: changed(granted(), "decision", "total_max", "minor", to=1),
    "another reference": lambda: changed(granted(), "decision", "reference_earnings", "minor", to=1),
    "a rate a day": lambda: changed(granted(), "decision", "benefit_rate_per", to="day"),
    "refused though all is met": lambda: changed(granted(), "decision", "outcome", to="refused"),
    "a condition not met": lambda: changed(granted(), "decision", "findings", 0, "outcome", to="not_met"),
    "another article": lambda: changed(granted(), "decision", "findings", 0, "cites", to="Art. 1"),
    "a finding left out": lambda: changed(granted(), "decision", "findings", to=granted()["decision"]["findings"][1:]),
    "a condition's steps left out": lambda: changed(granted(), "derivation", to=granted()["derivation"][1:]),
    "a shorter time to appeal": lambda: changed(granted(), "decision", "appeal", "within_days", to=1),
    "days without a state": lambda: changed(
        granted(), "decision", "timeline", to=granted()["decision"]["timeline"][1:]
    ),
    "a person who took no part": lambda: changed(granted(), "decision", "automatic", to=False),
    "another scheme": lambda: changed(granted(), "decision", "scheme", to="us/new-york"),
    "a sheet with another figure": lambda: changed(
        granted(), "sheet", "text", to=granted()["sheet"]["text"].replace("value: 235", "value: 236")
    ),
    "wages that nobody reported": lambda: changed(
        granted(), "facts", to=[fact for fact in granted()["facts"] if "contribution" not in fact["kind"]]
    ),
    "more for a week than its steps say": lambda: changed(
        paid(), "decision", "weeks", -1, "amount", "minor", to=99_999
    ),
    "another sum": lambda: changed(paid(), "decision", "amount", "minor", to=1),
    "a week paid twice": with_week_again,
    "a week longer than it was certified": lambda: changed(
        paid(), "decision", "weeks", -1, "period", "end", to="2099-01-01"
    ),
    "a week not paid for earnings that nobody had": lambda: unpaid("excess_earnings"),
    "a week not paid for a decision that nobody made": lambda: unpaid("disqualified"),
    "a week not paid under a claim that was granted": lambda: unpaid("not_entitled"),
    "a week not paid for no reason": lambda: unpaid("refused"),
    "a finding against what a named person decided": decided_for_and_refused,
    "neither a determination nor an assessment": lambda: granted() | {"kind": "order"},
    "a week that nobody certified": lambda: changed(
        paid(), "facts", to=[fact for fact in paid()["facts"] if "certification" not in fact["kind"]]
    ),
}


@pytest.mark.parametrize("what", FALSE_DECISIONS)
def test_a_decision_that_does_not_follow_is_caught(what: str) -> None:
    assert checked(FALSE_DECISIONS[what]()).faults


def test_for_what_is_not_paid_and_no_step_shows_why_the_reason_is_said_to_be_given() -> None:
    for state in ("waiting", "held", "outside", "exhausted"):
        result = checked(unpaid(state))
        assert any(what.endswith(f": {state}") for what in result.given), state
    closed = granted()
    for interval in closed["decision"]["timeline"]:
        interval["state"] = "closed"
    assert "timeline" in checked(closed).given


def test_a_step_of_another_kind_hides_no_false_value() -> None:
    statement, kinds = granted(), cycle(("part", "week", "given", "hold"))
    for place, (step, question) in enumerate(list(steps_of(statement["derivation"]))):
        kind, false = next(kinds), deepcopy(statement)
        own, _ = list(steps_of(false["derivation"]))[place]
        if "see" in step or kind == step["kind"] or not another_value(own):
            continue
        own["kind"] = kind
        result = checked(false)
        assert result.faults or question in result.given, (kind, step["what"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("facts",), None),
        (("facts", 0), 5),
        (("determination", "benefit_year"), None),
        (("sheet", "text"), "["),
        (("decision",), None),
        (("derivation", 0, "inputs"), 5),
        (("derivation", 0, "value"), "1e999999999"),
        (("derivation",), [[[[]]]]),
    ],
)
def test_what_is_no_decision_is_told_in_words(path: tuple[str | int, ...], value: Any) -> None:
    assert checked(changed(granted() | {"kind": "assessment"}, *path, to=value)).faults


def test_a_file_that_is_no_proof_is_told_in_words(tmp_path: Path) -> None:
    for name, text in (("cut.json", '{"statement": {'), ("list.json", "[]"), ("deep.json", "[" * 100_000)):
        (tmp_path / name).write_text(text, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "checker", str(tmp_path / name)], capture_output=True, cwd=ROOT, check=False
        )
        assert (done.returncode in (1, 2), done.stderr) == (True, b"")
    assert subprocess.run([sys.executable, "-m", "checker", "nowhere.json"], cwd=ROOT, check=False).returncode == 2


def test_other_wages_in_the_facts_are_caught() -> None:
    statement = granted()
    wages = [fact for fact in statement["facts"] if fact["kind"] == "registry.contribution-recorded"]
    wages[-1]["says"]["earnings"]["minor"] += 100_000
    wages[len(wages) // 2]["says"]["earnings"]["minor"] += 100_000
    assert checked(statement).faults


def test_one_changed_byte_breaks_the_signature_and_another_key_is_not_trusted() -> None:
    proof: Proof = deepcopy(proofs("us/mississippi")[0])
    assert not check(proof, PUBLIC).faults
    by_another_key = signed(proof["statement"], bytes(32))
    assert check(by_another_key, PUBLIC).faults == ["another key has signed this"]
    assert not check(by_another_key, PUBLIC, by_another_key["signature"]["public_key"]).faults, "of the years before"
    proof["statement"]["person"] = "q"
    assert check(proof, PUBLIC).faults == ["the signature is not that of this statement"]


def test_it_imports_nothing_of_ours() -> None:
    for path in CHECKER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= MAY_IMPORT, path


def test_it_is_a_program_that_says_what_holds_and_what_it_did_not_check(tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proofs("us/mississippi")[0]), "utf-8")
    command = [sys.executable, "-m", "checker", str(file), "--key", PUBLIC]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, "Every step holds." in run.stdout, "given  words" in run.stdout) == (0, True, True)
    file.write_text(json.dumps(signed(FALSE_DECISIONS["another rate"](), KEY)), "utf-8")
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.startswith("FALSE  benefit_rate")) == (1, True)
