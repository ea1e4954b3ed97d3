"""Whether a decision follows from its steps: signature, sheet, findings, outcome, amounts, periods."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from yaml import YAMLError

from checker.arithmetic import UNKNOWN, False_, minor_digits, value_of
from checker.formula import parse
from checker.sheet import Sheet
from checker.steps import Step, Steps, expanded

WEEKS_OF = {"week": Fraction(1), "day": Fraction(1, 7), "working_day": Fraction(1, 5), "month": Fraction(52, 12)}
STATES = {"granted": "payable", "needs_a_person": "held", "refused": "closed", "withdrawn": "closed"}
OUTSIDE_THE_SHEET = {"one_claim_in_a_benefit_year", "filed_in_lifetime", "same_spell"}
ARITHMETIC = "on the arithmetic of the qualifying conditions"
PAID = ("paid", "partly_paid")
TAKEN_ON_TRUST = {
    "waiting": "which days are waited for",
    "exhausted": "what was left of the limit",
    "held": "why it waits for a person",
    "outside": "why its days are not those of the claim",
}
"""Why nothing is paid for a period, where no step and no fact of the list shows it."""
MALFORMED: tuple[type[Exception], ...] = (
    *(False_, ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError),
    YAMLError,
)
"""What reading a text raises that is no decision, or none of this form."""


@dataclass
class Result:
    """What does not hold, and what was taken as given, with why."""

    faults: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    steps: int = 0
    facts: int = 0


def check(proof: dict[str, Any], *keys: str) -> Result:
    """Check an exported decision; `keys` are the institution's public keys, one of which must have signed it."""
    result = Result()
    if not keys:
        result.given["the key"] = "say --key to know who signed"
    try:
        if (fault := _signature_fault(proof, keys)) is not None:
            result.faults.append(fault)
        _follow(proof["statement"], result)
    except MALFORMED as fault:
        result.faults.append(f"it does not have the form of a decision: {fault!r}")
    return result


def _follow(statement: dict[str, Any], result: Result) -> None:
    result.facts = len(statement["facts"])
    sheet = Sheet(statement["sheet"]["text"])
    roots = expanded(statement["derivation"])
    result.steps = _count(roots)
    under = statement["determination"]
    steps = Steps(sheet, statement["facts"], date.fromisoformat(under["benefit_year"]["start"]))
    result.given = result.given | steps.given
    steps.given = result.given
    checks = CHECKS[statement["kind"]]
    result.faults += _cited(statement, sheet)
    result.faults += _each_root(roots, steps, statement)
    result.faults += checks(statement, sheet, roots, steps)


def _signature_fault(proof: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    signature = proof["signature"]
    if keys and signature["public_key"] not in keys:
        return "another key has signed this"
    signed = json.dumps(proof["statement"], sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["public_key"]))
        public.verify(bytes.fromhex(signature["value"]), signed)
    except (InvalidSignature, ValueError):
        return "the signature is not that of this statement"
    return None


def _each_root(roots: list[Step], steps: Steps, statement: dict[str, Any]) -> Iterator[str]:
    for number, root in enumerate(roots):
        weeks = statement["decision"].get("weeks", ())
        start = date.fromisoformat(weeks[number]["period"]["start"]) if number < len(weeks) else None
        try:
            steps.hold(root, start)
        except False_ as fault:
            yield str(fault)
        except MALFORMED as fault:
            yield f"{root.get('what')}: a step below it does not have the form of a step: {fault!r}"


def _count(steps: list[Step]) -> int:
    seen: set[int] = set()

    def count(step: Step) -> None:
        if id(step) not in seen:
            seen.add(id(step))
            for inner in step["inputs"]:
                count(inner)

    for step in steps:
        count(step)
    return len(seen)


def _cited(statement: dict[str, Any], sheet: Sheet) -> Iterator[str]:
    under = statement["determination"]
    if len({sheet.digest, statement["sheet"]["digest"], under["scheme_digest"]}) > 1:
        yield "the sheet is not the one that the decision cites"
    if sheet.head["name"] != under["scheme"]:
        yield "the sheet is that of another scheme"
    claims = [fact for fact in statement["facts"] if fact["key"] == statement["claim"]]
    if not any(fact["kind"] == "intake.claim-filed" and fact["says"]["scheme"] == under["scheme"] for fact in claims):
        yield "no fact says that this claim was filed under this scheme"


def _determined(statement: dict[str, Any], sheet: Sheet, roots: list[Step], steps: Steps) -> Iterator[str]:
    made = statement["decision"]
    if made != statement["determination"]:
        yield "the determination is not the one that stands"
    by_name = {root["what"]: root for root in roots}
    if [root["what"] for root in roots if root["kind"] == "condition"] != sheet.names("conditions"):
        yield "its conditions are not those of the sheet, in the sheet's order"
    every = [fact["says"] for fact in statement["facts"] if fact["kind"] == "claims.claim-decision"]
    decided = [decision for decision in every if decision["claim"] == statement["claim"]]
    found = [finding["condition"] for finding in made["findings"]]
    if [name for name in found if name in by_name and by_name[name]["kind"] == "condition"] != sheet.names(
        "conditions"
    ):
        yield "it does not find on every condition once"
    for finding in made["findings"]:
        yield from _finding(finding, by_name, sheet, decided, steps)
    yield from _outcome(made, statement, decided, steps)
    yield from _amounts(made, sheet, by_name)
    yield from _waiting(sheet, roots, steps)
    yield from _timeline(made, steps)
    yield from _appeal(made, sheet, steps)


def _finding(
    finding: dict[str, Any], by_name: dict[str, Step], sheet: Sheet, decided: list[Any], steps: Steps
) -> Iterator[str]:
    name, outcome = finding["condition"], finding["outcome"]
    rules = [rule for rule, _ in sheet.rules(name, "conditions")]
    if not rules:
        steps.given[name] = "found beside the sheet's conditions"
        if name not in OUTSIDE_THE_SHEET and name not in sheet.names("quantities"):
            yield f"{name}: the sheet has no such condition"
        return
    value, by_a_person = value_of(by_name[name]), rules[0].fields["decided_by"] == "a person"
    automatic = sheet.sections["claim"]["refusal"][0]["automatic"] == ARITHMETIC
    may_be_decided = by_a_person or value is UNKNOWN or not automatic
    said = [decision for decision in decided if _settles(decision, name, value)]
    if found := {
        outcome for decision in said if may_be_decided or decision.get("contest") for outcome in _found(decision)
    }:
        steps.given[name] = "a named person decided, as a fact says"
        if outcome not in found:
            yield f"{name}: a named person's decision comes to {' or '.join(sorted(found))}, not {outcome}"
        return
    unmet = "not_met" if automatic and not by_a_person else "needs_a_person"
    wanted = {True: "met", False: unmet}.get(value, "needs_a_person") if value is not UNKNOWN else "needs_a_person"
    if outcome != wanted:
        yield f"{name}: its steps come to {by_name[name]['value']}, so it is {wanted}, not {outcome}"
    if finding["cites"] not in {rule.cites for rule in rules}:
        yield f"{name}: the sheet cites something else"
    if finding["ground"] != (None if outcome == "met" else rules[0].fields.get("ground")):
        yield f"{name}: the sheet names another ground"


def _settles(decision: dict[str, Any], name: str, value: object) -> bool:
    """Whether a named person decided on the condition, or on what is missing while it is."""
    if decision.get("missing") is not None:
        return value is UNKNOWN
    return bool(decision["about"].get("condition") == name)


def _found(decision: dict[str, Any]) -> Iterator[str]:
    """What a finding may be after a decision; one on a missing fact may be on another than this condition waits for."""
    if decision.get("missing") is not None:
        yield "needs_a_person"
    if decision["verdict"] == "for_claimant":
        yield "met"
    else:
        yield "not_met" if decision.get("applies") else "needs_a_person"


def _outcome(made: dict[str, Any], statement: dict[str, Any], decided: list[Any], steps: Steps) -> Iterator[str]:
    findings = made["findings"]
    if any(finding["outcome"] == "not_met" and not finding["ground"] for finding in findings):
        outcome = {"refused"}
    elif any(finding["outcome"] == "needs_a_person" for finding in findings):
        outcome = {"needs_a_person"}
    elif any(decision.get("applies") for decision in decided):
        outcome = {"granted", "refused"}
        steps.given["outcome"] = "for which days a person decided against the claimant"
    else:
        outcome = {"granted"}
    if any(fact["kind"] == "intake.claim-withdrawn" for fact in statement["facts"]):
        outcome.add("withdrawn")
    if made["outcome"] not in outcome:
        yield f"its findings come to {' or '.join(sorted(outcome))}, not {made['outcome']}"
    of_claim = [decision for decision in decided if decision["claim"] == statement["claim"]]
    if made["automatic"] != (not of_claim):
        yield "whether a person took part is not what the facts say"


def _amounts(made: dict[str, Any], sheet: Sheet, by_name: dict[str, Step]) -> Iterator[str]:
    benefit = sheet.whole("benefit").fields
    names = [benefit[key] for key in ("rate", "limit", "reference_earnings", "total") if key in benefit]
    if missing := [name for name in names if name not in by_name]:
        yield f"no steps lead to {', '.join(missing)}"
        return
    values = {name: value_of(by_name[name]) for name in names}
    if UNKNOWN in values.values():
        if made["benefit_rate"] is not None:
            yield "an amount stands where its steps leave it open"
        return
    currency = sheet.head["currency"]
    whole = 10 ** minor_digits(currency)
    rate, limit = values[benefit["rate"]], values[benefit["limit"]]
    per, unit = by_name[benefit["rate"]]["unit"].rpartition("/")[2], by_name[benefit["limit"]]["unit"]
    per, unit = per.replace(" ", "_"), unit.replace(" ", "_")
    total = values[benefit["total"]] if "total" in benefit else limit
    if "total" not in benefit and unit != currency:
        periods = limit if unit == per else limit * WEEKS_OF[unit] / WEEKS_OF[per]
        total = Fraction(math.floor(periods * rate * whole), whole)
    reference = Fraction(math.floor(values[benefit["reference_earnings"]] * whole + Fraction(1, 2)), whole)
    for field_name, exact in (("benefit_rate", rate), ("total_max", total), ("reference_earnings", reference)):
        if made[field_name] != {"minor": exact * whole, "currency": currency}:
            yield f"{field_name} is not what its steps come to, {exact} {currency}"
    if made["benefit_rate_per"] != ("day" if per == "working_day" else per):
        yield f"the rate is that of a {per}"
    earned_per = by_name[benefit["reference_earnings"]]["unit"].rpartition("/")[2]
    if made["reference_earnings_per"] != earned_per:
        yield f"the earnings are those of a {earned_per}"


def _waiting(sheet: Sheet, roots: list[Step], steps: Steps) -> Iterator[str]:
    formula = parse(sheet.whole("waiting").fields["lasts"])
    if not any(steps.matches(formula, root) for root in roots):
        yield "no steps say how long is waited for"


def _timeline(made: dict[str, Any], steps: Steps) -> Iterator[str]:
    periods = [interval["period"] for interval in made["timeline"]]
    joined = all(one["end"] == other["start"] for one, other in pairwise(periods))
    year = made["benefit_year"]
    if not periods or not joined or (periods[0]["start"], periods[-1]["end"]) != (year["start"], year["end"]):
        yield "its timeline does not cover the benefit year day for day"
    own = STATES[made["outcome"]]
    if any(interval["state"] in ("closed", "disqualified", "waiting") for interval in made["timeline"]):
        steps.given["timeline"] = "for which days nothing is paid, and why"
    for interval in made["timeline"]:
        if interval["state"] in STATES.values() and interval["state"] not in (own, "closed", "payable"):
            yield f"days are {interval['state']} under a claim that is {made['outcome']}"
        if interval["state"] == "payable" and made["outcome"] in ("refused", "needs_a_person"):
            yield f"days are payable under a claim that is {made['outcome']}"


def _appeal(made: dict[str, Any], sheet: Sheet, steps: Steps) -> Iterator[str]:
    rule = sheet.whole("appeal")
    days = {value.fields["value"] for value, _ in sheet.values("parameters", rule.fields["within"])}
    appeal = made["appeal"]
    if (appeal["to"], appeal["cites"]) != (rule.fields["to"], rule.cites) or str(appeal["within_days"]) not in days:
        yield "the sheet says otherwise where and within how many days it may be contested"
    steps.given["words"] = "the sentences for people, and statistics"


def _assessed(statement: dict[str, Any], sheet: Sheet, roots: list[Step], steps: Steps) -> Iterator[str]:
    made = statement["decision"]
    if len(roots) != len(made["weeks"]):
        yield "a period has no steps, or steps no period"
        return
    filed = [fact["says"] for fact in statement["facts"] if fact["key"] == statement["certification"]]
    certified = [week["period"] for says in filed for week in says.get("weeks", ())]
    periods = [week["period"] for week in made["weeks"]]
    if any(one["end"] > other["start"] for one, other in pairwise(sorted(periods, key=lambda period: period["start"]))):
        yield "the same days stand in it twice"
    for week, root in zip(made["weeks"], roots, strict=True):
        if week["period"] not in certified:
            yield f"week {week['period']['start']}: nobody certified it"
        not_paid = _nothing_due(week, root, statement, steps)
        faults = [*_week(week, root, made), *(_payment(root, sheet, steps) if week["state"] in PAID else not_paid)]
        yield from (f"week {week['period']['start']}: {fault}" for fault in faults)
    if made["amount"]["minor"] != sum(week["amount"]["minor"] for week in made["weeks"]):
        yield "its weeks add up to something else"
    steps.given["balance"] = "what was left before and after, and which days are waited for"
    steps.given["words"] = "the sentences for people"


def _week(week: dict[str, Any], root: Step, made: dict[str, Any]) -> Iterator[str]:
    currency = made["amount"]["currency"]
    amount = Fraction(week["amount"]["minor"], 10 ** minor_digits(currency))
    named = f"week {week['period']['start']}: {week['state']}"
    if (root["kind"], root["what"], value_of(root), root["unit"]) != ("week", named, amount, currency):
        yield f"its steps come to {root['what']}, {root['value']} {root['unit']}"
    if root.get("cites") != week["cites"]:
        yield "its steps cite something else"
    if amount and week["state"] not in PAID:
        yield "money for days that are not paid"


def _nothing_due(week: dict[str, Any], root: Step, statement: dict[str, Any], steps: Steps) -> Iterator[str]:
    """Nothing is paid for a period because of its steps, the claim, or a decision; else the reason is given."""
    state, period, under = week["state"], week["period"], statement["determination"]
    if state in TAKEN_ON_TRUST:
        steps.given[root["what"]] = TAKEN_ON_TRUST[state]
        return
    decided = [fact["says"] for fact in steps.facts if fact["kind"] == "claims.claim-decision"]
    shown = {
        "excess_earnings": bool(root["inputs"])
        and (not value_of(root["inputs"][0]) or any(value_of(inner) is False for inner in root["inputs"][1:])),
        "not_entitled": under["outcome"] == "refused",
        "disqualified": any(
            interval["state"] == "disqualified" and _meet(interval["period"], period) for interval in under["timeline"]
        )
        or any(said["about"].get("first_day") == period["start"] for said in decided),
    }
    if not shown.get(state):
        yield f"neither its steps nor the facts show why it is {state}"


def _meet(one: dict[str, str], other: dict[str, str]) -> bool:
    return one["start"] < other["end"] and other["start"] < one["end"]


def _payment(root: Step, sheet: Sheet, steps: Steps) -> Iterator[str]:
    """A period is paid what its steps come to, and its conditions are met, or a person decided."""
    benefit, inputs = sheet.whole("benefit").fields, root["inputs"]
    if not inputs or inputs[0]["what"] != benefit["week_amount"]:
        yield "no steps lead to its amount"
        return
    due, paid = value_of(inputs[0]), value_of(root)
    if due is not UNKNOWN and paid > due:
        yield "more than its steps come to"
    if due != paid:
        steps.given[root["what"]] = "less than its steps come to: what was left of the limit, or a reduction"
    conditions = [inner for inner in inputs if inner["kind"] == "condition"]
    if [inner["what"] for inner in conditions] != sheet.names("each_week.conditions"):
        yield "its conditions are not those of the sheet"
    served = sheet.whole("waiting").fields.get("served_when", "yes")
    if not any(steps.matches(parse(served), inner) for inner in inputs):
        yield "no steps say whether it would serve the waiting"
    decided = any(fact["kind"] == "claims.claim-decision" for fact in steps.facts)
    if not decided and any(value_of(inner) is not True for inner in conditions):
        yield "it is paid although a condition is not met"


CHECKS = {"assessment": _assessed, "determination": _determined}
