"""The platform's home: who is called, are people served in time, is the money right, does everything run."""

from __future__ import annotations

from decimal import Decimal

from deploy.grafana.money import DIFFERENCES
from deploy.grafana.panels import (
    COUNT,
    DAYS,
    GREEN,
    NO_CASE,
    NO_CASE_SAID,
    NO_DAY,
    ORANGE,
    RED,
    SHARE,
    Dashboard,
    Panel,
)
from services.oversight.views import Promise, Stage, standard_presets
from services.runtime.delivery.metrics import EFFECT_SECONDS

HOME_UID = "tideover-home"
IN_WORDS = {
    Stage.CLAIM_TO_DECISION: "Claim to decision",
    Stage.QUESTION_TO_DECISION: "Question to decision",
    Stage.DECISION_TO_PAYMENT: "Due to paid",
    Stage.FIRST_PAYMENT_SOON: "First money soon",
    Stage.FIRST_PAYMENT: "First money",
}
LEAST_LEFT = Decimal("0.25")
"""Of an error budget; below this its share is orange."""


def in_time(stage: Stage, window_days: int) -> str:
    """The share of cases of a stage that were in time; `NO_CASE` where none was counted, nothing where none is seen."""
    return _share_in_time("tideover_deadlines_passed", f'stage="{stage}",window="{window_days}d"')


def in_time_by_calendar(stage: Stage) -> str:
    """The same over the promise's window of days up to now, whether or not these were closed."""
    return _share_in_time("tideover_calendar_deadlines_passed", f'stage="{stage}"')


def _share_in_time(metric: str, of: str) -> str:
    late, all_ = f'sum({metric}{{{of},result="late"}})', f"sum({metric}{{{of}}})"
    return f"1 - {late} / ({all_} > 0) or 0 * {all_} + {NO_CASE}"


def promise_panel(stage: Stage, promise: Promise, window_days: int, *, width: int, height: int = 5) -> Panel:
    """One promise by closed days, and beside it by the calendar, which goes on while no day is closed."""
    return Panel(
        IN_WORDS[stage],
        f"{promise.meaning} In time is within {promise.limit_days} days, and {promise.target:.0%} must be, over "
        f"{window_days} closed days; beside it over as many days of the calendar up to now. "
        f"A case counts at its deadline, finished or not. {promise.cites}.",
        SHARE,
        [(in_time(stage, window_days), "closed days"), (in_time_by_calendar(stage), "calendar")],
        kind="number",
        width=width,
        height=height,
        shows="value_and_name",
        first=RED,
        levels=((float(promise.target), GREEN),),
        words=NO_CASE_SAID,
    )


def home() -> Dashboard:
    """The dashboard that is opened first."""
    presets = standard_presets()
    days = presets.window_days
    promises = [promise_panel(stage, promise, days, width=4) for stage, promise in presets.stages.items()]
    return Dashboard(
        HOME_UID,
        "Tideover / Home",
        "Are people served in time, is the money right, does everything run?",
        [
            (f"What is promised to people, over {days} closed days and by the calendar", [*promises, _pipeline()]),
            ("Who is called, and what is left of each promise", [_alerts(), *_budgets()]),
            ("What waits", [*_waiting(), *_behind()]),
            ("What must be nothing", _nothing()),
            ("What runs", _running()),
        ],
    )


def _pipeline() -> Panel:
    pipeline = standard_presets().pipeline
    name = EFFECT_SECONDS.name
    fast = f'sum(increase({name}_bucket{{le="{pipeline.limit_seconds}"}}[$__rate_interval]))'
    all_ = f"sum(increase({name}_count[$__rate_interval]))"
    return Panel(
        "Events in effect",
        f"{pipeline.meaning} In time is within {pipeline.limit_seconds} s, and {pipeline.target:.0%} must be, in the "
        "last minutes.",
        SHARE,
        [(f"1 - ({all_} - {fast}) / clamp_min({all_}, 1)", "in time")],
        kind="number",
        width=4,
        height=5,
        first=RED,
        levels=((float(pipeline.target), GREEN),),
    )


_OF_ALERTS = "alertname, severity, role, service, stage, scheme"
_QUIET = 'label_replace(vector(0), "alertname", "Watchdog", "", "")'
"""It stands where nothing else fires, as the alert that always fires."""


def _alerts() -> Panel:
    firing = 'ALERTS{alertstate="firing",alertname!="Watchdog"}'
    since = f"time() - ALERTS_FOR_STATE and ignoring (alertstate) {firing}"
    return Panel(
        "Alerts that fire",
        "What fires now, the longest first, and for how long it has been so. The name leads to the runbook. Where only "
        "the watchdog stands nothing else fires.",
        "s",
        [(f"sort_desc(max by ({_OF_ALERTS}) ({since})) or on () {_QUIET}", "{{alertname}}")],
        kind="alerts",
        width=12,
        height=7,
    )


def _budgets() -> list[Panel]:
    presets = standard_presets()
    left = [(_budget_left(stage, one, presets.window_days), IN_WORDS[stage]) for stage, one in presets.stages.items()]
    burn = [(_burn(stage, one), IN_WORDS[stage]) for stage, one in presets.stages.items()]
    return [
        Panel(
            "Error budget left",
            f"What is left of the late cases that each promise allows, over {presets.window_days} closed days; below "
            "zero the promise is broken.",
            SHARE,
            left,
            kind="bars",
            width=6,
            height=7,
            first=RED,
            nothing=NO_DAY,
            levels=((0, ORANGE), (float(LEAST_LEFT), GREEN)),
        ),
        Panel(
            "Error budget burn",
            "How many times the allowed share of cases was late, over 7 closed days: above 1 the budget gets less.",
            "suffix:times",
            burn,
            kind="bars",
            width=6,
            height=7,
            nothing=NO_DAY,
            levels=((1, ORANGE), (2, RED)),
        ),
    ]


def _budget_left(stage: Stage, promise: Promise, window_days: int) -> str:
    used, none = _allowance_used(stage, promise, window_days)
    return f"1 - {used} or {none} + 1"


def _burn(stage: Stage, promise: Promise) -> str:
    used, none = _allowance_used(stage, promise, 7)
    return f"{used} or {none}"


def _allowance_used(stage: Stage, promise: Promise, window_days: int) -> tuple[str, str]:
    """The late share in parts of what is allowed, and zero for where no case was counted."""
    of = f'stage="{stage}",window="{window_days}d"'
    all_ = f"sum(tideover_deadlines_passed{{{of}}})"
    late = f'sum(tideover_deadlines_passed{{{of},result="late"}})'
    return f"{late} / ({all_} > 0) / {1 - promise.target}", f"0 * {all_}"


def _waiting() -> list[Panel]:
    return [
        Panel(
            "Overdue now",
            "Cases whose deadline has passed and that still wait, by closed days and by the calendar.",
            COUNT,
            [
                ('sum by (stage) (tideover_pending_cases{due_in="overdue"})', "{{stage}}"),
                ("sum by (stage) (tideover_calendar_overdue_cases)", "{{stage}}, calendar"),
            ],
            kind="bars",
            width=7,
            levels=((1, RED),),
            height=9,
        ),
        Panel(
            "People behind a parked event",
            "People whose events wait until somebody looks at the first of them.",
            COUNT,
            [("sum(tideover_parked_waiting_people)", "people")],
            kind="number",
            width=5,
            height=9,
            levels=((1, ORANGE), (100, RED)),
        ),
    ]


def _behind() -> list[Panel]:
    return [
        Panel(
            "Behind the log",
            "How long ago the oldest message came that a group of readers has not acknowledged.",
            "s",
            [("max by (group) (tideover_lag_seconds)", "{{group}}")],
            width=6,
            height=9,
        ),
        Panel(
            "Behind the log, by partition",
            "The eight partitions of topics that are furthest behind, by the oldest message that waits.",
            "s",
            [("topk(8, max by (topic, partition) (tideover_lag_seconds))", "{{topic}} {{partition}}")],
            kind="bars",
            width=6,
            height=9,
            levels=((60, ORANGE), (120, RED)),
        ),
    ]


def _nothing() -> list[Panel]:
    return [
        _zero("Alerts", "Alerts that fire now, the watchdog apart.", _FIRING),
        _zero("Ledger off balance", "Minor units that appeared or vanished.", _SUM_OFF),
        _zero(
            "Differences of the books",
            "Between ledger, payments and files.",
            DIFFERENCES,
        ),
        _zero("Lost messages", "Acknowledged and not in effect.", "sum(tideover_completeness_gap_events)"),
        _zero("Blind spots", "Places that the exporter cannot see.", "sum(tideover_blind)"),
        Panel(
            "Since the last day closed",
            "Days since the end of the last day that was closed everywhere; legal clocks stand still until it is.",
            DAYS,
            [("(time() - min(tideover_day_closed_timestamp_seconds)) / 86400", "days")],
            kind="number",
            width=4,
            height=5,
            levels=((1.5, ORANGE), (2, RED)),
            decimals=1,
            nothing=NO_DAY,
        ),
    ]


_FIRING = f'count(max by ({_OF_ALERTS}) (ALERTS{{alertstate="firing",alertname!="Watchdog"}})) or vector(0)'
_SUM_OFF = "sum(abs(tideover_ledger_off_balance_minor_units))"


def _zero(title: str, says: str, expression: str) -> Panel:
    return Panel(title, says, COUNT, [(expression, title)], kind="number", width=4, height=5, levels=((1, RED),))


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
            COUNT,
            [('sum(up{job="tideover"})', "answer"), ("sum(tideover_ready)", "ready")],
        ),
        Panel(
            "Memory",
            "Resident memory of each process.",
            "bytes",
            [('sum by (role, instance) (process_resident_memory_bytes{job="tideover"})', "{{role}} {{instance}}")],
        ),
    ]
