"""Every alert is tried twice by promtool: once it must fire, once it must not. An alert without both is a fault."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from deploy.prometheus.tools import tool

HERE = Path(__file__).parent
RULES = HERE / "rules"
CASES = HERE / "cases"
NEVER = "never"
"""In place of a quiet case for an alert that always fires."""
ALWAYS_FIRES = "Watchdog"


class CaseMissing(Exception):
    """An alert that was not tried both ways, or a case of an alert that is not there."""


def rules(folder: Path = RULES) -> Iterator[dict[str, Any]]:
    """Every rule of every file."""
    return (rule for path in sorted(folder.glob("*.yml")) for rule in rules_in(path))


def rules_in(path: Path) -> Iterator[dict[str, Any]]:
    """Every rule of a file."""
    for group in yaml.safe_load(path.read_text("utf-8"))["groups"]:
        yield from group["rules"]


def alerts(folder: Path = RULES) -> dict[str, dict[str, Any]]:
    """Every alert by its name; one that stands for a stage by `name[stage]`."""
    return {name_of(rule): rule for rule in rules(folder) if "alert" in rule}


def name_of(rule: Mapping[str, Any]) -> str:
    """The name of an alert, with its stage."""
    stage = rule.get("labels", {}).get("stage")
    return f"{rule['alert']}[{stage}]" if stage else rule["alert"]


def cases(folder: Path = CASES) -> dict[str, dict[str, Any]]:
    """The two cases of every alert."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.yml")):
        found |= yaml.safe_load(path.read_text("utf-8"))
    return found


def tried_both_ways(known: Mapping[str, Any], tried: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises `CaseMissing` unless every alert has a case in which it fires and one in which it is quiet."""
    if strange := sorted(tried.keys() - known.keys()):
        raise CaseMissing(f"There is no alert {', '.join(strange)}.")
    for name in known:
        both = tried.get(name, {})
        may_always = name == ALWAYS_FIRES and both.get("quiet") == NEVER
        if missing := [one for one in ("fires", "quiet") if not (isinstance(both.get(one), dict) or may_always)]:
            raise CaseMissing(f"{name} has no case: {', '.join(missing)}.")


def as_promtool(name: str, case: Mapping[str, Any], *, fires: bool) -> dict[str, Any]:
    """One case as a test of promtool: how many series of the alert fire, a missing one being none."""
    alert, _, stage = name.rstrip("]").partition("[")
    which = f'alertname="{alert}",alertstate="firing"' + (f',stage="{stage}"' if stage else "")
    count = f"clamp_max(count(ALERTS{{{which}}}), 1) or vector(0)"
    return {
        "name": f"{name} {'fires' if fires else 'is quiet'}",
        "interval": case.get("every", "1m"),
        "input_series": [{"series": series, "values": values} for series, values in case["series"].items()],
        "promql_expr_test": [
            {"expr": count, "eval_time": case["at"], "exp_samples": [{"labels": "{}", "value": int(fires)}]}
        ],
    }


def as_files(tried: Mapping[str, Mapping[str, Any]], folder: Path = RULES) -> Iterator[dict[str, Any]]:
    """The files that promtool runs, one for each file of rules and pace of samples.

    Rules are evaluated as often as samples come, all of a file for each test: so a test is given only the file in which
    its alert stands, a quarter of the work.
    """
    stands_in = {name_of(rule): path for path in folder.glob("*.yml") for rule in rules_in(path) if "alert" in rule}
    together: dict[tuple[Path, str], list[dict[str, Any]]] = defaultdict(list)
    for name, both in tried.items():
        for one, case in both.items():
            if case != NEVER:
                test = as_promtool(name, case, fires=one == "fires")
                together[stands_in[name], test["interval"]].append(test)
    for (path, pace), tests in sorted(together.items()):
        yield {"rule_files": [str(path)], "evaluation_interval": pace, "tests": tests}


def run(written_to: Path, tried: Mapping[str, Mapping[str, Any]], folder: Path = RULES) -> str:
    """What promtool finds wrong with the cases; empty when all are as they should be."""
    paths = []
    for number, file in enumerate(as_files(tried, folder)):
        paths.append(written_to / f"cases-{number}.yml")
        paths[-1].write_text(yaml.safe_dump(file), "utf-8")
    done = subprocess.run(
        [tool("promtool"), "test", "rules", *map(str, paths)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
