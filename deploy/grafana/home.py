"""The platform's home: are people served in time, is the money right, does everything run."""

from __future__ import annotations

from deploy.grafana.panels import GREEN, NO_CASE, ORANGE, RED, Dashboard, Panel
from services.oversight.views import Stage, standard_presets
from services.runtime.delivery.metrics import EFFECT_SECONDS

HOME_UID = "tideover-home"
IN_WORDS = {
    Stage.CLAIM_TO_DECISION: "Claim to decision",
    Stage.QUESTION_TO_DECISION: "Question to decision",
    Stage.DECISION_TO_PAYMENT: "Due to paid",
    Stage.FIRST_PAYMENT_SOON: "First money soon",
    Stage.FIRST_PAYMENT: "First money",
}


def in_time(stage: Stage, window_days: int) -> str:
    """The share of cases of a stage that were in time; `NO_CASE` where none was counted, nothing where none is seen."""
    of = f'stage="{stage}",window="{window_days}d"'
    late = f'sum(tideover_deadlines_passed{{{of},result="late"}})'
    all_ = f"sum(tideover_deadlines_passed{{{of}}})"
    return f"1 - {late} / ({all_} > 0) or 0 * {all_} + {NO_CASE}"


def home() -> Dashboard:
    """The dashboard that is opened first."""
    return Dashboard(
        HOME_UID,
        "Tideover / Home",
        "Are people served in time, is the money right, does everything run?",
        [
            ("What is promised to people, over 28 closed days", [*_promises(), _pipeline()]),
            ("What waits", _waiting()),
            ("What must be nothing", _nothing()),
            ("What runs", _running()),
        ],
    )


def _promises() -> list[Panel]:
    presets = standard_presets()
    return [
        Panel(
            IN_WORDS[stage],
            f"{promise.meaning} In time is within {promise.limit_days} days, and {promise.target:.0%} must be. "
            f"A case counts at its deadline, finished or not. {promise.cites}.",
            "percentunit",
            [(in_time(stage, presets.window_days), "in time")],
            kind="number",
            width=5,
            height=5,
            first=RED,
            levels=((float(promise.target), GREEN),),
        )
        for stage, promise in presets.stages.items()
    ]


def _pipeline() -> Panel:
    pipeline = standard_presets().pipeline
    name = EFFECT_SECONDS.name
    fast = f'sum(increase({name}_bucket{{le="{pipeline.limit_seconds}"}}[$__rate_interval]))'
    all_ = f"sum(increase({name}_count[$__rate_interval]))"
    return Panel(
        "Events in effect",
        f"{pipeline.meaning} In time is within {pipeline.limit_seconds} s, and {pipeline.target:.0%} must be.",
        "percentunit",
        [(f"1 - ({all_} - {fast}) / clamp_min({all_}, 1)", "in time")],
        kind="number",
        width=4,
        height=5,
        first=RED,
        levels=((float(pipeline.target), GREEN),),
    )


def _waiting() -> list[Panel]:
    return [
        Panel(
            "Overdue now",
            "Cases whose deadline has passed and that still wait, by stage.",
            "short",
            [('sum by (stage) (tideover_pending_cases{due_in="overdue"})', "{{stage}}")],
            kind="bars",
            levels=((1, RED),),
        ),
        Panel(
            "People behind a parked event",
            "People whose events wait until somebody looks at the first of them.",
            "short",
            [("sum(tideover_parked_waiting_people)", "people")],
            kind="number",
            levels=((1, ORANGE), (100, RED)),
        ),
        Panel(
            "Behind the log",
            "How long ago the oldest message came that a group of readers has not acknowledged.",
            "s",
            [("max by (group) (tideover_lag_seconds)", "{{group}}")],
        ),
    ]


def _nothing() -> list[Panel]:
    return [
        _zero("Alerts", "Alerts that fire now, the watchdog apart.", _FIRING),
        _zero("Ledger off balance", "Minor units that appeared or vanished.", _SUM_OFF),
        _zero(
            "Differences of the books",
            "Between ledger, payments and files.",
            "max(tideover_reconciliation_differences)",
        ),
        _zero("Lost messages", "Acknowledged and not in effect.", "sum(tideover_completeness_gap_events)"),
        _zero("Blind spots", "Places that the exporter cannot see.", "sum(tideover_blind)"),
        Panel(
            "Since the last day closed",
            "Days since the end of the last day that was closed everywhere; legal clocks stand still until it is.",
            "d",
            [("(time() - min(tideover_day_closed_timestamp_seconds)) / 86400", "days")],
            kind="number",
            width=4,
            height=5,
            levels=((1.5, ORANGE), (2, RED)),
        ),
    ]


_FIRING = 'count(ALERTS{alertstate="firing",alertname!="Watchdog"}) or vector(0)'
_SUM_OFF = "sum(abs(tideover_ledger_off_balance_minor_units))"


def _zero(title: str, says: str, expression: str) -> Panel:
    return Panel(title, says, "short", [(expression, title)], kind="number", width=4, height=5, levels=((1, RED),))


def _running() -> list[Panel]:
    return [
        Panel(
            "Events a second",
            "Events that took effect, by service.",
            "eps",
            [('sum by (service) (rate(tideover_events_total{became="done"}[$__rate_interval]))', "{{service}}")],
        ),
        Panel(
            "Processes",
            "Processes that answer, and those that say they can do their work.",
            "short",
            [("sum(up)", "answer"), ("sum(tideover_ready)", "ready")],
        ),
        Panel(
            "Memory",
            "Resident memory of each process.",
            "bytes",
            [("sum by (job, instance) (process_resident_memory_bytes)", "{{job}} {{instance}}")],
        ),
    ]
