"""Rules for what is promised: how fast the allowance of late cases is used up, with factors made from the target.

The share that may be late is `1 - target`. If every case is late, it is used up `1 / (1 - target)` times as fast as
allowed; a factor near that maximum can never be passed, so none above six tenths of it is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

from services.oversight.views import Presets, Stage, standard_presets
from services.runtime.delivery.metrics import EFFECT_SECONDS

FILE = Path(__file__).with_name("rules") / "promises.yml"
HEAD = "# Made by `python -m deploy.prometheus` from services/oversight/presets.yaml. Do not edit.\n"
OF_MAXIMUM_MAX = Decimal("0.6")
FAST, SLOW = Decimal(6), Decimal(2)
"""How many times as fast as allowed, where the target leaves room for it."""
CASES_MIN = 20
"""Fewer cases in the longer window are looked at one by one, not as a share."""
EVENTS_MIN = 100
PIPELINE = (("Fast", Decimal("14.4"), "5m", "1h"), ("Slow", Decimal(6), "30m", "6h"))

TOLD = (
    ' unless on () max(max_over_time(ALERTS{{alertname=~"PostgresqlAway|KafkaAway|ProcessDown|LoopHangs|BehindTheLog",'
    'alertstate="firing"}}[{window}])) > 0'
)
"""After an outage what waited counts as late, long after somebody was called for it and mended it."""

Rule = dict[str, Any]


def runbook(alert: str) -> str:
    """The link of an alert: an institution says once, among the external labels, where it serves the runbooks."""
    return f"{{{{ $externalLabels.runbooks }}}}/{alert}.md"


class FactorTooHigh(ValueError):
    """With this target the factor can hardly or never be passed: the alert would be silent for ever."""


def maximum(target: Decimal) -> Decimal:
    """How many times as fast as allowed the allowance is used up when everything is late."""
    return 1 / (1 - target)


def checked(factor: Decimal, target: Decimal) -> Decimal:
    """The factor, if an alert on it can fire. Raises `FactorTooHigh`."""
    highest = maximum(target) * OF_MAXIMUM_MAX
    if factor > highest:
        raise FactorTooHigh(f"a factor of {factor} with a target of {target} is above {highest:.1f}")
    return factor


def fitting(factor: Decimal, target: Decimal) -> Decimal:
    """The factor, or the highest one with which an alert can fire."""
    highest = (maximum(target) * OF_MAXIMUM_MAX).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return checked(min(factor, highest), target)


def as_yaml(presets: Presets | None = None) -> str:
    """The rules file of what is promised."""
    groups = list(_groups(presets or standard_presets()))
    return HEAD + yaml.safe_dump({"groups": groups}, sort_keys=False, width=118, allow_unicode=True)


def _groups(presets: Presets) -> Iterator[Mapping[str, Any]]:
    shares = [_late_share(window) for window in ("1d", "3d", "7d", "28d")]
    yield {"name": "late-shares", "rules": shares}
    legal = [rule for stage in Stage for rule in _of_stage(stage, presets.stages[stage].target)]
    yield {"name": "legal-clocks", "rules": legal}
    yield {"name": "pipeline", "rules": list(_of_pipeline(presets))}


def _late_share(window: str) -> Rule:
    late = f'sum by (stage) (tideover_deadlines_passed{{result="late",window="{window}"}})'
    all_ = f'clamp_min(sum by (stage) (tideover_deadlines_passed{{window="{window}"}}), 1)'
    return {"record": f"stage:tideover_late:ratio_{window}", "expr": f"{late} / {all_}"}


def _of_stage(stage: Stage, target: Decimal) -> Iterator[Rule]:
    for speed, wanted, short, long, severity in (
        ("Fast", FAST, "1d", "3d", "page"),
        ("Slow", SLOW, "7d", "28d", "ticket"),
    ):
        factor = fitting(wanted, target)
        late = (factor * (1 - target)).quantize(Decimal("0.001"))
        shares = (f'stage:tideover_late:ratio_{window}{{stage="{stage}"}} > {late}' for window in (short, long))
        enough = f'sum by (stage) (tideover_deadlines_passed{{stage="{stage}",window="{long}"}}) >= {CASES_MIN}'
        yield {
            "alert": f"Deadlines{speed}",
            "expr": " and ".join((*shares, enough)),
            "for": "15m",
            "labels": {"severity": severity, "of": "people", "stage": str(stage)},
            "annotations": {
                "summary": f"Too many cases are late: {stage.replace('_', ' ')}",
                "description": f"In the last {short} and {long} of closed days more than {late:.1%} of cases were "
                f"late, {factor} times what is allowed.",
                "runbook_url": runbook(f"Deadlines{speed}"),
            },
        }


def _of_pipeline(presets: Presets) -> Iterator[Rule]:
    pipeline, name = presets.pipeline, EFFECT_SECONDS.name
    for speed, wanted, short, long in PIPELINE:
        factor = checked(wanted, pipeline.target)
        late = factor * (1 - pipeline.target)
        shares = [
            f'1 - sum(increase({name}_bucket{{le="{pipeline.limit_seconds}"}}[{window}]))'
            f" / (sum(increase({name}_count[{window}])) > {EVENTS_MIN}) > {late.normalize()}"
            for window in (short, long)
        ]
        yield {
            "alert": f"Pipeline{speed}",
            "expr": " and ".join(f"({share})" for share in shares) + TOLD.format(window=long),
            "for": "2m" if speed == "Fast" else "15m",
            "labels": {"severity": "page" if speed == "Fast" else "ticket", "of": "engine"},
            "annotations": {
                "summary": "Events take too long to take effect",
                "description": f"In the last {short} and {long} more than {late:.1%} of events took longer than "
                f"{pipeline.limit_seconds} s, {factor} times what is allowed.",
                "runbook_url": runbook(f"Pipeline{speed}"),
            },
        }
