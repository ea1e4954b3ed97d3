"""Follows every step of a derivation: leaves against the facts and the sheet, all others from their inputs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from checker.arithmetic import (
    ROUNDED,
    UNKNOWN,
    False_,
    cell_of,
    dimensions,
    minor_digits,
    unit_of,
    value_of,
    worked_out,
)
from checker.formula import Formula, parse
from checker.sheet import Days, Rule, Sheet, citation, holding

NAMED = ("quantity", "parameter", "particular")
KINDS = {*NAMED, "constant", "condition", "question", "part", "choice", "total", "operation", "table", "week", "given"}
QUANTITIES = ("quantities", "each_week.quantities", "each_day.quantities")
CONDITIONS = ("conditions", "each_week.conditions")
SUMS = {"total", "total_before", "total_same"}
CONTRIBUTION = "registry.contribution-recorded"
OF_A_WEEK = {
    "week_earnings": "earnings",
    "able_to_work": "able",
    "available_for_work": "available",
    "sought_work": "sought_work",
}
"""Questions that a certified period answers with one of its fields."""
Step = dict[str, Any]


def expanded(derivation: list[Step]) -> list[Step]:
    """The steps with each `see` replaced by the step of that name written last before, which must say the same."""
    latest: dict[str, Step] = {}

    def one(step: Step) -> Step:
        if "see" in step:
            before = latest.get(step["see"])
            if before is None or (before["value"], before["unit"]) != (step["value"], step["unit"]):
                raise False_(f"{step['see']} = {step['value']}: no step before says so")
            return before
        whole = {**step, "inputs": [one(inner) for inner in step.get("inputs", ())]}
        if step["kind"] in NAMED:
            latest[step["what"]] = whole
        return whole

    return [one(step) for step in derivation]


class Steps:
    """Checks steps by a sheet, the facts and the days whose law may count. `given` lists what is taken on trust."""

    def __init__(self, sheet: Sheet, facts: list[dict[str, Any]], begins: date) -> None:
        self.sheet = sheet
        self.facts = facts
        self.begins = begins
        self.given: dict[str, str] = {}
        self.days: list[Days] = []
        self.start: date | None = None
        self._held: set[int] = set()

    def hold(self, root: Step, start: date | None = None) -> None:
        """Check a step and all below it; of a period that starts on a day. Raises `False_`."""
        self.start, self.days = start, self.sheet.law_days(self.begins, start)
        self._hold(root, "")

    def _hold(self, step: Step, above: str) -> None:
        """`above` is the kind of the step that this one is an input of; a part is one of a question, a week of none."""
        kind = step["kind"]
        if kind not in KINDS or (kind == "part" and above not in ("question", "part")) or (kind == "week" and above):
            raise False_(f"{step['what']}: there are no steps of the kind {kind} here")
        if id(step) in self._held:
            return
        self._held.add(id(step))
        for inner in step["inputs"]:
            self._hold(inner, kind)
        check = getattr(self, f"_{kind}")
        for key in step.get("facts", ()):
            if not any(
                key in (fact["key"], fact["says"].get("question"), fact["says"].get("employment"))
                for fact in self.facts
            ):
                raise False_(f"{step['what']}: {key} is no fact of the list")
        check(step)

    def _need(self, step: Step, ok: bool, why: str) -> None:  # noqa: FBT001
        if not ok:
            raise False_(f"{step['kind']} {step['what']} = {step['value']}: {why}")

    def _constant(self, step: Step) -> None:
        said = {"True": True, "False": False}.get(step["what"], step["what"])
        self._need(step, said == step["value"] and not step["inputs"], "a constant says its own value")
        unit = "yes_no" if isinstance(said, bool) else "share" if str(said).isdigit() else "category"
        self._need(step, step["unit"] == unit, "that is another kind of thing")

    def _part(self, step: Step) -> None:
        """What a question is made of; the question says how."""

    def _sum_of_contributions(self, part: Step) -> None:
        """A quarter, month or year is what the contributions earned that lie within it."""
        bucket, own = bucket_of(part["what"]), [self._newest(key, CONTRIBUTION) for key in part.get("facts", ())]
        facts = [fact["says"] for fact in own if fact]
        inside = bucket and all(
            bucket[0] <= fact["period"]["start"] and fact["period"]["end"] <= bucket[1] for fact in facts
        )
        if not inside or len(facts) < len(own) or value_of(part) is UNKNOWN:
            self.given[part["what"]] = "a contribution that lies in it in part, or none"
            return
        minor = sum(fact["earnings"]["minor"] for fact in facts)
        digits = minor_digits(facts[0]["earnings"]["currency"]) if facts else 0
        self._need(part, Fraction(minor, 10**digits) == value_of(part), "its contributions add up to something else")

    def _newest(self, key: str, kind: str) -> dict[str, Any] | None:
        own = [fact for fact in self.facts if fact["key"] == key and fact["kind"] == kind]
        return max(own, key=lambda fact: fact["version"], default=None)

    def _question(self, step: Step) -> None:
        name, _, inside = step["what"].partition("(")
        windows = [word.strip() for word in inside.rstrip(")").split(",") if word.strip()]
        cites = [holding(self.sheet.rules(word, "windows"), self.days) for word in windows]
        if any(cites) and not name.startswith("the day"):
            ways = {"; ".join(rule.cites for rule in way) for way in _ways([rules for rules in cites if rules])}
            self._need(step, step.get("cites") in ways, "its windows stand elsewhere in the law")
        parts = [value_of(inner) for inner in step["inputs"] if inner["kind"] == "part"]
        value = value_of(step)
        if value is not UNKNOWN and parts and UNKNOWN not in parts and len(parts) == len(step["inputs"]):
            expected = {
                "earnings_in": lambda: sum(parts),
                "highest_quarter": lambda: max(parts),
                "quarters_with_earnings": lambda: sum(part > 0 for part in parts),
            }.get(name)
            if expected is not None:
                self._need(step, value == expected(), "its parts come to something else")
                for inner in step["inputs"]:
                    self._sum_of_contributions(inner)
                return
        if not self._plainly_stated(name, step):
            self.given[step["what"]] = "what the facts say"

    def _plainly_stated(self, name: str, step: Step) -> bool:
        """Questions that one fact answers with one of its fields."""
        if name in OF_A_WEEK and self.start is not None:
            return self._certified(OF_A_WEEK[name], step)
        if name != "separation_reason":
            return False
        own = [fact for key in step.get("facts", ()) for fact in self.facts if fact["key"] == key]
        ended = [fact for fact in own if fact["kind"] == "registry.employment-ended"]
        if not ended:
            return False
        newest = max(ended, key=lambda fact: fact["version"])["says"]
        self._need(step, step["value"] == newest["reason"], "the fact gives another reason")
        return True

    def _certified(self, field: str, step: Step) -> bool:
        """What the person certified of the period; False where two statements may count."""
        filed = [fact for fact in self.facts if fact["key"] in step.get("facts", ()) and "weeks" in fact["says"]]
        newest = max((fact["version"] for fact in filed), default=0)
        weeks = [week for fact in filed if fact["version"] == newest for week in fact["says"]["weeks"]]
        own = [week for week in weeks if week["period"]["start"] == str(self.start)]
        if len(own) != 1 or value_of(step) is UNKNOWN or own[0].get(field) is None:
            return False
        said = own[0][field]
        if isinstance(said, dict):
            said = Fraction(said["minor"], 10 ** minor_digits(said["currency"]))
        self._need(step, value_of(step) == said, "the person certified something else")
        return True

    def _parameter(self, step: Step) -> None:
        name, _, on = step["what"].partition(" on ")
        days = self.days
        if on:
            day = date.fromisoformat(on)
            self._need(step, [value_of(inner) for inner in step["inputs"]] == [day], "its input says another day")
            days = [Days(day, day, day)]
        held = holding(self.sheet.values("parameters", name), days)
        same = [rule for rule in held if Fraction(rule.fields["value"]) == value_of(step)]
        self._need(step, bool(same), "the sheet has another value, or none, on that day")
        self._need(step, step.get("cites") in {rule.cites for rule in same}, "the sheet cites something else")
        self._counted_in(step, self.sheet.sections["parameters"][name][0]["unit"])

    def _counted_in(self, step: Step, unit: str) -> None:
        self._need(step, dimensions(step["unit"]) == dimensions(unit), f"it is counted in {unit}")

    def _particular(self, step: Step) -> None:
        name = step["what"].removeprefix("stated(").removesuffix(")")
        rules = self.sheet.rules(name, "particulars")
        self._need(step, bool(rules), "the sheet has no such particular")
        self._need(step, step.get("cites") == rules[0][0].cites, "the sheet cites something else")
        stated = {str(fact["says"].get("value")) for fact in self.facts if fact["says"].get("particular") == name}
        value = {True: "yes", False: "no"}.get(step["value"]) if isinstance(step["value"], bool) else step["value"]
        fields = rules[0][0].fields
        self._counted_in(step, "yes_no" if step["what"] != name else fields.get("unit", "category"))
        if step["what"] != name:
            self._need(step, step["value"] is bool(stated) or bool(stated), "it is stated, or is not")
        elif step["inputs"]:
            self._need(
                step, len(step["inputs"]) == 1 and value_of(step["inputs"][0]) == value_of(step), "not its input"
            )
            self._one_of(step, [fields[key] for key in ("from_facts", "if_unsaid") if key in fields], step["inputs"][0])
        elif value_of(step) is not UNKNOWN:
            self._need(step, value in stated or _equal(value, stated), "nobody states that")

    def _quantity(self, step: Step) -> None:
        name, _, day = step["what"].partition(" on ")
        self._need(step, not day or date.fromisoformat(day) >= (self.start or self.begins), "that is no day of these")
        rules = holding(self.sheet.rules(name, *QUANTITIES), self.days)
        self._rule(step, rules)
        self._counted_in(step, rules[0].fields["unit"])

    def _condition(self, step: Step) -> None:
        self._rule(step, holding(self.sheet.rules(step["what"], *CONDITIONS), self.days))
        self._counted_in(step, "yes_no")

    def _rule(self, step: Step, rules: list[Rule]) -> None:
        """A named step is its formula in one of the versions that may hold, rounded as that one says."""
        self._need(step, bool(rules) and len(step["inputs"]) == 1, "the sheet has no such rule on that day")
        faults = [fault for rule in rules if (fault := self._fault(step, rule)) is not None]
        self._need(step, len(faults) < len(rules), "; ".join(dict.fromkeys(faults)))

    def _fault(self, step: Step, rule: Rule) -> str | None:
        inner = step["inputs"][0]
        exact, value = value_of(inner), value_of(step)
        if exact is not UNKNOWN and "round" in rule.fields and isinstance(exact, Fraction):
            way, _, to = rule.fields["round"].rpartition(" to ")
            exact = ROUNDED[way](exact / Fraction(to)) * Fraction(to)
        if exact != value:
            return f"its formula comes to {inner['value']}, rounded {rule.fields.get('round', 'not at all')}"
        if step.get("cites") != rule.cites:
            return "the sheet cites something else"
        return None if self._is_rule(inner, rule) else f"the sheet's formula is another: {rule.fields['is']}"

    def _is_rule(self, step: Step, rule: Rule) -> bool:
        """Whether a step is the formula of a rule, inside its exceptions."""
        article = rule.cites
        for exception in rule.fields.get("except", ()):
            if step["kind"] != "choice" or not self.matches(parse(exception["when"]), step["inputs"][0]):
                return False
            if step["what"] == "then":
                cites = citation(exception, article) if "cites" in exception else step.get("cites")
                return step.get("cites") == cites and self.matches(parse(exception["is"]), step["inputs"][1])
            if step["what"] == "if":
                return True
            step = step["inputs"][1]
        return self.matches(parse(rule.fields["is"]), step)

    def _one_of(self, step: Step, formulas: list[str], inner: Step) -> None:
        fits = any(self.matches(parse(text), inner) for text in formulas)
        self._need(step, fits, "no formula of the sheet reads so")

    def matches(self, formula: Formula, step: Step) -> bool:  # noqa: C901, PLR0911  a branch a kind
        """Whether a step is this formula worked out."""
        kind, what, inputs, below = step["kind"], step["what"], step["inputs"], formula.below
        match formula.kind:
            case "number" | "word":
                return bool(kind == "constant" and what == formula.text)
            case "truth":
                return bool(kind == "constant" and step["value"] is (formula.text == "yes"))
            case "name":
                return kind in NAMED and what.partition(" on ")[0] == formula.text
            case "among":
                said = f"{formula.text} [{', '.join(formula.words)}]"
                return bool(kind == "operation" and what == said and self._each(below, inputs))
            case "if":
                if kind != "choice" or not self.matches(below[0], inputs[0]):
                    return False
                return what == "if" or self.matches(below[1 if what == "then" else 2], inputs[1])
            case "at":
                return self._is_at(below[0], below[1], step)
            case "call" if formula.text == "stated":
                return bool(kind == "particular" and what == f"stated({below[0].text})")
            case "call" if formula.text in SUMS:
                return bool(kind == "total" and what.endswith(f" {below[0].text}"))
            case "call" if formula.text in ("min", "max", "floor", "ceil", "round", "power"):
                return kind == "operation" and what == formula.text and self._each(below, inputs)
            case "call" if kind == "table":
                return what == formula.text and self._each(below, inputs[: len(below)])
            case "call":
                return bool(kind == "question" and what.partition("(")[0] == formula.text and _asks(formula, what))
        times = ("days", "weeks", "months", "years")
        names = {
            "-": ("-", "days from", *(f"{time} before" for time in times)),
            "+": ("+", *(f"{time} after" for time in times)),
        }
        return kind == "operation" and what in names.get(formula.kind, (formula.kind,)) and self._each(below, inputs)

    def _is_at(self, dated: Formula, day: Formula, step: Step) -> bool:
        if dated.kind == "name":
            return (
                step["kind"] == "parameter"
                and step["what"].startswith(f"{dated.text} on ")
                and self._each((day,), step["inputs"])
            )
        return (
            step["kind"] == "table" and step["what"] == dated.text and self._each((*dated.below, day), step["inputs"])
        )

    def _each(self, formulas: tuple[Formula, ...], steps: list[Step]) -> bool:
        return len(formulas) == len(steps) and all(map(self.matches, formulas, steps))

    def _choice(self, step: Step) -> None:
        test = value_of(step["inputs"][0])
        wanted = {"then": True, "else": False, "if": UNKNOWN}.get(step["what"])
        self._need(step, wanted is not None and test is wanted, "its test says otherwise")
        same = test is UNKNOWN or value_of(step["inputs"][1]) == value_of(step)
        self._need(step, same and (test is not UNKNOWN or value_of(step) is UNKNOWN), "the branch taken says otherwise")
        if test is not UNKNOWN and step["inputs"][1]["kind"] != "constant":
            self._counted_in(step, step["inputs"][1]["unit"])

    def _total(self, step: Step) -> None:
        values = [value_of(inner) for inner in step["inputs"]]
        wanted = UNKNOWN if UNKNOWN in values else sum(values, Fraction(0))
        self._need(step, value_of(step) == wanted, "the days add up to something else")
        self.given[f"{step['what']}, the days"] = "which days are added up"

    def _operation(self, step: Step) -> None:
        what, values = step["what"], [value_of(inner) for inner in step["inputs"]]
        self._need(step, value_of(step) == worked_out(what, values), "worked out from its inputs it is something else")
        unit = unit_of(what, [inner["unit"] for inner in step["inputs"]])
        self._need(step, dimensions(step["unit"]) == unit, "its inputs are counted in something else")

    def _table(self, step: Step) -> None:
        tables = self.sheet.sections.get("tables", {})
        name = next(
            (name for name, (entry, _) in tables.items() if step["what"] in (name, *entry.get("columns", ()))), None
        )
        self._need(step, name is not None, "the sheet has no such table")
        entry, keys, days = tables[str(name)][0], [value_of(inner) for inner in step["inputs"]], self.days
        if len(keys) > (2 if "across" in entry else 1):
            days = [Days(keys[-1], keys[-1], keys[-1])] if isinstance(keys[-1], date) else days
        if UNKNOWN in keys or value_of(step) is UNKNOWN:
            self._need(step, value_of(step) is UNKNOWN, "it was looked up by what nobody knows")
            return
        sheets = holding(self.sheet.values("tables", str(name)), days)
        cells = {(str(cell_of(entry, rule, step["what"], keys)), rule.cites) for rule in sheets}
        said = (str(step["value"] if step["unit"] == "category" else value_of(step)), step.get("cites"))
        self._need(step, said in cells, "the table says something else for these")

    def _week(self, step: Step) -> None:
        """The root of a period, which is held against the assessment."""

    def _given(self, step: Step) -> None:
        self._need(step, False, "a value was put in by hand")


def bucket_of(what: str) -> tuple[str, str] | None:
    """The first day and the day after the last of `2018 quarter 4`, `2018-11` or `2018`."""
    year, _, quarter = what.partition(" quarter ")
    if quarter in ("1", "2", "3", "4") and year.isdigit():
        month = 3 * int(quarter) - 2
        return f"{year}-{month:02d}-01", f"{year}-{month + 3:02d}-01" if month < 10 else f"{int(year) + 1}-01-01"
    if len(what) == 7 and what[4] == "-" and what.replace("-", "").isdigit():
        year, month = what[:4], int(what[5:])
        return f"{what}-01", f"{year}-{month + 1:02d}-01" if month < 12 else f"{int(year) + 1}-01-01"
    return (f"{what}-01-01", f"{int(what) + 1}-01-01") if len(what) == 4 and what.isdigit() else None


def _asks(formula: Formula, what: str) -> bool:
    """Whether a question is asked about the windows, parameters and words of the formula."""
    asked = [word.strip().strip('"') for word in what.partition("(")[2].rstrip(")").split(",") if word.strip()]
    plain = [part.text for part in formula.below if part.kind in ("name", "word")]
    return all(word in plain for word in asked)


def _ways(choices: list[list[Rule]]) -> Iterator[tuple[Rule, ...]]:
    if not choices:
        yield ()
        return
    for rule in choices[0]:
        yield from ((rule, *rest) for rest in _ways(choices[1:]))


def _equal(value: Any, stated: set[str]) -> bool:
    try:
        return any(Fraction(word) == Fraction(str(value)) for word in stated)
    except (ValueError, ZeroDivisionError):
        return False
