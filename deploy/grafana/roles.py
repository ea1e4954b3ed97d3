"""One dashboard a role of processes, all from one template: is it there, can it work, what does it take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from deploy.grafana.panels import COUNT, DAYS, GREEN, NO_DAY, NO_MESSAGE, ORANGE, RED, YES_OR_NO, Dashboard, Panel
from services.names import CHAINED, CONSOLE, FEED, group_of

RELAY, GATEWAY, EXPORTER = "relay", "gateway", "exporter"
SEEN_OR_NOT = {0: "seen", 1: "cannot see"}
OPEN_FILES_LIMIT = 0.8
"""Of the open files that a process may have; beyond it is nearly out of them."""


@dataclass(frozen=True)
class Role:
    """A role, what its processes are for, and the panels of what they do."""

    title: str
    says: str
    does: Callable[[], Sequence[Panel]]


def role_dashboards() -> list[Dashboard]:
    """A dashboard each, and one for the closing of days, which is a command that ends."""
    of_roles = [
        Dashboard(
            f"tideover-role-{name}",
            f"Tideover / Role {name}",
            role.says,
            [("The process", of_process(f'role="{name}"')), (role.title, role.does())],
        )
        for name, role in ROLES.items()
    ]
    return [*of_roles, _closing()]


def of_process(me: str) -> list[Panel]:
    """What every process shows of itself; `me` selects its role."""
    here = f'job="tideover",{me}'
    return [*_is_there(me, here), _version(me), *_takes(here)]


def _is_there(me: str, here: str) -> list[Panel]:
    return [
        Panel(
            "Answers",
            "Processes of this role that answer Prometheus, and those that say they can do their work.",
            COUNT,
            [(f"sum(up{{{here}}})", "answer"), (f"sum(tideover_ready{{{me}}})", "ready")],
            kind="number",
            width=6,
            height=5,
            shows="value_and_name",
            first=RED,
            levels=((1, GREEN),),
        ),
        Panel(
            "Last went round",
            "How long ago the loop of the slowest process last went round while its work moved on.",
            "s",
            [(f"time() - min(tideover_beat_timestamp_seconds{{{me}}} > 0)", "since")],
            kind="number",
            width=6,
            height=5,
            levels=((60, ORANGE), (120, RED)),
        ),
        Panel(
            "Starts",
            "How many times processes of this role were started in the time shown, those that run from before apart.",
            COUNT,
            [(f"sum(changes(process_start_time_seconds{{{here}}}[$__range]))", "starts")],
            kind="number",
            width=6,
            height=5,
            levels=((1, ORANGE), (5, RED)),
        ),
    ]


def _version(me: str) -> Panel:
    return Panel(
        "Version",
        "Which version of the program processes of this role run; two while one replaces the other.",
        COUNT,
        [(f"count by (version) (tideover_build_info{{{me}}})", "{{version}}")],
        kind="number",
        shows="name",
        width=6,
        height=5,
    )


def _takes(here: str) -> list[Panel]:
    return [
        Panel(
            "Processor",
            "Processors that each process keeps busy.",
            "short",
            [(f"sum by (instance) (rate(process_cpu_seconds_total{{{here}}}[$__rate_interval]))", "{{instance}}")],
            width=6,
            decimals=2,
        ),
        Panel(
            "Memory",
            "Resident memory of each process.",
            "bytes",
            [(f"sum by (instance) (process_resident_memory_bytes{{{here}}})", "{{instance}}")],
            width=6,
        ),
        Panel(
            "Open files",
            "Files and connections that each process holds open, of those that it may.",
            "percentunit",
            [(f"max by (instance) (process_open_fds{{{here}}} / process_max_fds{{{here}}})", "{{instance}}")],
            width=6,
            decimals=1,
            levels=((OPEN_FILES_LIMIT, RED),),
        ),
        Panel(
            "A scrape",
            "How long Prometheus waits for what each process shows.",
            "s",
            [(f"max by (instance) (scrape_duration_seconds{{{here}}})", "{{instance}}")],
            width=6,
        ),
    ]


def _all() -> list[Panel]:
    me = f'role="{CHAINED}"'
    age = f"sum by (le, service) (rate(tideover_event_to_effect_seconds_bucket{{{me}}}[$__rate_interval]))"
    none = f"0 * sum by (service) (rate(tideover_event_to_effect_seconds_count{{{me}}}[$__rate_interval]))"
    return [
        _effects(me),
        Panel(
            "From event to effect",
            "From an event's arrival in the log to the commit of its effect: 99 of 100 are faster; 0 while none comes.",
            "s",
            [(f"histogram_quantile(0.99, {age}) >= 0 or {none}", "{{service}}")],
        ),
        _stumbles(me),
    ]


def _feed() -> list[Panel]:
    me = f'role="{FEED}"'
    group = f'group="{group_of(FEED)}"'
    return [
        _effects(me),
        Panel(
            "Behind the registries",
            "How long ago the oldest message of a registry came that the feed has not acknowledged.",
            "s",
            [(f"max(tideover_lag_seconds{{{group}}})", "oldest")],
            levels=((120, RED),),
        ),
        _stumbles(me),
    ]


def _effects(me: str) -> Panel:
    done = f'sum by (service) (rate(tideover_events_total{{{me},became="done"}}[$__rate_interval]))'
    return Panel("Events", "Events that took effect, by the service that it carries.", "eps", [(done, "{{service}}")])


def _stumbles(me: str) -> Panel:
    return Panel(
        "Stumbles",
        "Batches that could not be committed because a server failed; each is tried again.",
        "ops",
        [(f"sum by (service) (rate(tideover_stumbles_total{{{me}}}[$__rate_interval]))", "{{service}}")],
    )


def _relay() -> list[Panel]:
    return [
        Panel(
            "Carried to the log",
            "Events of each outbox that the brokers have acknowledged.",
            "eps",
            [("sum by (service) (rate(tideover_relayed_total[$__rate_interval]))", "{{service}}")],
        ),
        Panel(
            "Waiting to be carried",
            "Events in each outbox that are not in the log.",
            COUNT,
            [("sum by (service) (tideover_outbox_waiting_events)", "{{service}}")],
        ),
        Panel(
            "The oldest that waits",
            "For how long the oldest event of each outbox has waited.",
            "s",
            [("max by (service) (tideover_outbox_age_seconds)", "{{service}}")],
            levels=((120, RED),),
        ),
    ]


def _gateway() -> list[Panel]:
    return [
        Panel(
            "The bank answers",
            "Whether the bank answered when it was last asked.",
            COUNT,
            [('min(tideover_server_answers{server="bank"})', "bank")],
            kind="number",
            first=RED,
            levels=((1, GREEN),),
            words=YES_OR_NO,
        ),
        Panel(
            "Payment files",
            "Sealed files since the beginning by what the bank is known to have done with them.",
            COUNT,
            [
                ("sum by (state) (tideover_payment_files)", "{{state}}"),
                ("max(tideover_payment_files_unreleased)", "of these to be released"),
            ],
            kind="bars",
        ),
        Panel(
            "The bank's last message",
            "How long ago the newest message of the bank came.",
            "s",
            [('time() - max(tideover_topic_newest_timestamp_seconds{topic="bank"})', "since")],
            nothing=NO_MESSAGE,
        ),
    ]


def _exporter() -> list[Panel]:
    return [
        Panel(
            "Places that it cannot see",
            "Places that cannot be seen, whose figures are then not shown.",
            COUNT,
            [("max by (place) (tideover_blind)", "{{place}}")],
            kind="bars",
            levels=((1, RED),),
            words=SEEN_OR_NOT,
            height=10,
        ),
        Panel(
            "Since each place was seen",
            "How long ago the exporter saw each place.",
            "s",
            [("time() - max by (place) (tideover_looked_timestamp_seconds)", "{{place}}")],
            kind="bars",
            height=10,
        ),
        Panel(
            "Series",
            "How many series a scrape of each process brings.",
            COUNT,
            [('sum by (role, instance) (scrape_samples_scraped{job="tideover"})', "{{role}} {{instance}}")],
            height=10,
        ),
    ]


def _console() -> list[Panel]:
    return [
        Panel(
            "Acts carried to the log",
            "What officers did in the console and the brokers have acknowledged.",
            "eps",
            [(f'sum(rate(tideover_relayed_total{{service="{CONSOLE}"}}[$__rate_interval]))', "acts")],
        ),
        Panel(
            "Open questions",
            "Questions about claims by who has to act: the office, or the claimant within the reply window.",
            COUNT,
            [("sum by (waiting_for) (tideover_open_questions)", "{{waiting_for}}")],
        ),
        Panel(
            "Acts that wait",
            "Acts of officers and claimants that name what is not known yet.",
            COUNT,
            [("sum by (act) (tideover_kept_acts)", "{{act}}")],
            kind="bars",
        ),
    ]


ROLES: Mapping[str, Role] = {
    CHAINED: Role("What it carries", "The worker that carries all services, and publishes what they say.", _all),
    FEED: Role("What it carries", "The worker that carries the bulk of the registries' facts.", _feed),
    RELAY: Role("What it carries", "Carries what services say to the log where each has a worker of its own.", _relay),
    GATEWAY: Role("The bank", "Sends payment files to the bank and collects what it reports.", _gateway),
    EXPORTER: Role("What it sees", "Looks at everything from outside, for a dead process reports nothing.", _exporter),
    CONSOLE: Role("What officers do", "The pages on which officers and claimants act.", _console),
}


def _closing() -> Dashboard:
    return Dashboard(
        "tideover-role-closing",
        "Tideover / Role closing",
        "The command that closes each day ends when it is done and is not scraped; its work is seen from outside.",
        [("Days", _days()), ("What waits for it", _waits_for_a_day())],
    )


def _days() -> list[Panel]:
    since = "(time() - {}(tideover_day_closed_timestamp_seconds)) / 86400"
    each = since.format("max by (partition) ")
    return [
        Panel(
            "Legal time stands still for",
            "Days since the end of the last day that was closed everywhere.",
            DAYS,
            [(since.format("min"), "days")],
            kind="number",
            levels=((1.5, ORANGE), (2, RED)),
            decimals=1,
            nothing=NO_DAY,
        ),
        Panel(
            "Partitions by their last day",
            "How many partitions closed their last day how many days ago; all belong on one line.",
            COUNT,
            [(f'count_values("days", floor({each}))', "{{days}} days ago")],
            kind="bars",
            nothing=NO_DAY,
        ),
        Panel(
            "The last day closed, over time",
            "Days since the end of the last closed day, of the partition that is furthest back and of the one that is "
            "furthest on.",
            DAYS,
            [(since.format("min"), "furthest back"), (since.format("max"), "furthest on")],
            decimals=1,
            nothing=NO_DAY,
        ),
    ]


def _waits_for_a_day() -> list[Panel]:
    return [
        Panel(
            "Overdue by closed days and by the calendar",
            "Cases whose deadline has passed; the calendar counts what the next closing will find.",
            COUNT,
            [
                ('sum by (stage) (tideover_pending_cases{due_in="overdue"})', "{{stage}}"),
                ("sum by (stage) (tideover_calendar_overdue_cases)", "{{stage}}, calendar"),
            ],
            kind="bars",
            width=12,
            height=10,
            levels=((1, RED),),
        ),
        Panel(
            "Who makes a session wait",
            "How long a session of the engine has waited for a lock, by whose session holds it.",
            "s",
            [("max by (holder) (tideover_lock_wait_seconds)", "{{holder}}")],
            width=12,
            height=10,
            levels=((10, RED),),
        ),
    ]
