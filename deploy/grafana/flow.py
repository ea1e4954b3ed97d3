"""Kafka and parking: who is behind, what waits, who fell silent."""

from __future__ import annotations

from deploy.grafana.panels import COUNT, DAYS, NO_DAY, NO_MESSAGE, ORANGE, RED, Dashboard, Panel, of_the_most

PLACE = 'topic=~"$topic",partition=~"$partition"'
SERVICE = 'service=~"$service"'
CLOSED = 'tideover_day_closed_timestamp_seconds{partition=~"$partition"}'


def flow() -> Dashboard:
    """For those who run the log and look at what could not take effect."""
    return Dashboard(
        "tideover-flow",
        "Tideover / Kafka and parking",
        "Who is behind the log, what waits to be published, what is parked and why, and who fell silent.",
        [
            ("Behind the log, seen from outside", [*_lag(), *_gaps()]),
            ("Outboxes", _outbox()),
            ("Parked", [*_parked(), *_parked_since()]),
            ("Days", _days()),
        ],
        variables=("service", "topic", "partition"),
    )


def _furthest(how: str, metric: str) -> str:
    shown = f"{how} by (group, topic) ({metric}{{{PLACE}}})"
    ranked = f"{how} by (group, topic) (max_over_time({metric}{{{PLACE}}}[$__range] @ end()))"
    return of_the_most(shown, ranked, "group", "topic")


def _lag() -> list[Panel]:
    return [
        Panel(
            "Lag in seconds",
            "How long ago the oldest message came that a group has not acknowledged, of the six groups and topics that "
            "were furthest behind in the time shown.",
            "s",
            [(_furthest("max", "tideover_lag_seconds"), "{{group}}: {{topic}}")],
            width=12,
        ),
        Panel(
            "Lag in events",
            "Messages that a group has not acknowledged, of the six groups and topics that were furthest behind in the "
            "time shown.",
            COUNT,
            [(_furthest("sum", "tideover_lag_events"), "{{group}}: {{topic}}")],
            width=12,
        ),
        Panel(
            "Lag by partition",
            "The twelve partitions that are furthest behind in a group, by the oldest message that waits.",
            "s",
            [
                (
                    f"topk(12, max by (group, topic, partition) (tideover_lag_seconds{{{PLACE}}}))",
                    "{{group}}: {{topic}} {{partition}}",
                )
            ],
            kind="bars",
            width=12,
            height=10,
            levels=((60, ORANGE), (120, RED)),
        ),
    ]


def _gaps() -> list[Panel]:
    return [
        Panel(
            "Completeness gaps",
            "Messages acknowledged to the log that the database has not reached: each is an event without effect.",
            COUNT,
            [(f"sum by (service) (tideover_completeness_gap_events{{{SERVICE},{PLACE}}})", "{{service}}")],
            kind="bars",
            width=12,
            height=10,
            levels=((1, RED),),
        ),
        Panel(
            "Silence",
            "How long ago the newest message of each topic came.",
            "s",
            [('time() - max by (topic) (tideover_topic_newest_timestamp_seconds{topic=~"$topic"})', "{{topic}}")],
            width=24,
            nothing=NO_MESSAGE,
        ),
    ]


def _outbox() -> list[Panel]:
    return [
        Panel(
            "Waiting to be published",
            "Events in each outbox that the relay has not carried to the log.",
            COUNT,
            [(f"sum by (service) (tideover_outbox_waiting_events{{{SERVICE}}})", "{{service}}")],
        ),
        Panel(
            "Age of the oldest",
            "For how long the oldest unpublished event has waited.",
            "s",
            [(f"max by (service) (tideover_outbox_age_seconds{{{SERVICE}}})", "{{service}}")],
        ),
        Panel(
            "Relayed",
            "Events that the brokers have acknowledged to the relay.",
            "eps",
            [(f"sum by (service) (rate(tideover_relayed_total{{{SERVICE}}}[$__rate_interval]))", "{{service}}")],
        ),
    ]


def _parked() -> list[Panel]:
    parked = f"sum by (code) (rate(tideover_parked_total{{{SERVICE}}}[$__rate_interval]))"
    most = f"sum by (code) (increase(tideover_parked_total{{{SERVICE}}}[$__range] @ end()))"
    return [
        Panel(
            "Waiting, by reason",
            "Parked events that wait for a person, by the reason.",
            COUNT,
            [(f"sum by (code) (tideover_parked_waiting_events{{{SERVICE}}})", "{{code}}")],
            kind="bars",
            height=10,
        ),
        Panel(
            "Waiting, by service",
            "People and programmes whose events wait, and for how long the oldest has.",
            COUNT,
            [(f"sum by (service) (tideover_parked_waiting_people{{{SERVICE}}})", "{{service}}")],
            kind="bars",
            height=10,
            levels=((1, ORANGE), (100, RED)),
        ),
        Panel(
            "Newly parked",
            "Events parked a second, of the six reasons that came most in the time shown.",
            "eps",
            [(of_the_most(parked, most, "code"), "{{code}}")],
            height=10,
        ),
    ]


def _parked_since() -> list[Panel]:
    return [
        Panel(
            "The oldest that waits",
            "For how long the oldest parked event of each service has waited.",
            "s",
            [(f"max by (service) (tideover_parked_oldest_seconds{{{SERVICE}}})", "{{service}}")],
            width=12,
        ),
        Panel(
            "Duplicates",
            "Events that came again and took no effect again.",
            "eps",
            [(f"sum by (service) (rate(tideover_duplicates_total{{{SERVICE}}}[$__rate_interval]))", "{{service}}")],
            width=12,
        ),
    ]


def _days() -> list[Panel]:
    return [
        Panel(
            "Since each partition's last day closed",
            "Days since the end of the last closed day of each partition.",
            DAYS,
            [(f"(time() - max by (partition) ({CLOSED})) / 86400", "partition {{partition}}")],
            decimals=1,
            nothing=NO_DAY,
            width=12,
        ),
        Panel(
            "When each place was last seen",
            "How long ago the exporter saw each place; what it cannot see is not shown anywhere.",
            "s",
            [("time() - max by (place) (tideover_looked_timestamp_seconds)", "{{place}}")],
            width=12,
        ),
    ]
