"""The servers that the engine stands on: PostgreSQL, Kafka, and the hosts of both."""

from __future__ import annotations

from deploy.grafana.panels import COUNT, DAYS, GREEN, NO_MESSAGE, ORANGE, RED, YES_OR_NO, Dashboard, Panel

NO_TLS = "cannot see, or nobody asks for TLS"
IDS_MAX = 2**31
"""Transaction ids that PostgreSQL has."""


def servers() -> Dashboard:
    """For whoever runs them."""
    return Dashboard(
        "tideover-servers",
        "Tideover / Servers",
        "Whether PostgreSQL and Kafka answer, how full they are, and what their hosts have left.",
        [
            ("PostgreSQL", [*_postgresql(), *_waits()]),
            ("Kafka", _kafka()),
            ("Certificates", [_certificates()]),
            ("Hosts", _hosts()),
        ],
    )


def _answers(name: str, places: str) -> Panel:
    return Panel(
        "PostgreSQL answers" if name == "PostgreSQL" else "Kafka answers",
        f"Whether the exporter sees anything of {name}.",
        COUNT,
        [(f"1 - min(tideover_blind{{{places}}})", name)],
        kind="number",
        width=6,
        first=RED,
        levels=((1, GREEN),),
        words=YES_OR_NO,
    )


def _postgresql() -> list[Panel]:
    return [
        _answers("PostgreSQL", 'place!~"log|books|letters|deadlines|kafka-certificate|postgresql-certificate"'),
        Panel(
            "Sessions",
            "Sessions that are open, anybody's, and how many PostgreSQL admits.",
            COUNT,
            [("max(tideover_database_sessions)", "open"), ("max(tideover_database_sessions_max)", "admitted")],
            width=6,
        ),
        Panel(
            "Size",
            "How large the engine's database is.",
            "bytes",
            [("max(tideover_database_bytes)", "database")],
            width=6,
        ),
        Panel(
            "Transaction ids",
            "The share of all transaction ids that rows not yet frozen hold; at the end PostgreSQL writes no more.",
            "percentunit",
            [(f"max(tideover_database_transaction_ids) / {IDS_MAX}", "held")],
            width=6,
            decimals=1,
            levels=((0.5, ORANGE), (0.8, RED)),
        ),
    ]


def _waits() -> list[Panel]:
    return [
        Panel(
            "Waiting for locks",
            "How long a session of the engine has waited for a lock, by whose session holds it.",
            "s",
            [("max by (holder) (tideover_lock_wait_seconds)", "{{holder}}")],
            width=12,
            levels=((10, RED),),
        ),
        Panel(
            "Stumbles",
            "Batches that could not be committed because a server failed; each is tried again.",
            "ops",
            [("sum by (service) (rate(tideover_stumbles_total[$__rate_interval]))", "{{service}}")],
            width=12,
        ),
    ]


def _kafka() -> list[Panel]:
    return [
        _answers("Kafka", 'place="log"'),
        Panel(
            "Brokers",
            "Brokers that hold a copy of our topics in sync.",
            COUNT,
            [("max(tideover_log_brokers)", "brokers")],
            width=6,
        ),
        Panel(
            "Partitions with a copy behind",
            "Partitions of our topics of which a copy is not in sync, and those that no broker leads.",
            COUNT,
            [
                ("max(tideover_log_partitions_behind)", "a copy is behind"),
                ("max(tideover_log_partitions_leaderless)", "nobody leads"),
            ],
            width=6,
            levels=((1, RED),),
        ),
        Panel(
            "Newest message",
            "How long ago the newest message of each topic came.",
            "s",
            [("time() - max by (topic) (tideover_topic_newest_timestamp_seconds)", "{{topic}}")],
            kind="bars",
            width=6,
            nothing=NO_MESSAGE,
        ),
    ]


def _certificates() -> Panel:
    return Panel(
        "Certificates end in",
        "How long the certificate that each server shows is still good, of several brokers the first that ends.",
        DAYS,
        [("(min by (server) (tideover_certificate_end_timestamp_seconds) - time()) / 86400", "{{server}}")],
        kind="bars",
        width=24,
        height=5,
        first=RED,
        levels=((3, ORANGE), (14, GREEN)),
        nothing=NO_TLS,
    )


REAL = 'fstype!~"tmpfs|ramfs|overlay|squashfs"'

DISK_LEFT = f"node_filesystem_avail_bytes{{{REAL}}} / node_filesystem_size_bytes{{{REAL}}}"


def _hosts() -> list[Panel]:
    """What node_exporter shows of each host; an institution runs it beside its servers."""
    return [
        Panel(
            "Disk left",
            "The share of each file system that is free, by Prometheus' node_exporter on the hosts.",
            "percentunit",
            [
                (f"min by (instance, mountpoint) ({DISK_LEFT})", "{{instance}} {{mountpoint}}"),
            ],
            kind="bars",
            first=RED,
            levels=((0.1, ORANGE), (0.2, GREEN)),
        ),
        Panel(
            "Memory left",
            "The share of each host's memory that programs may still have.",
            "percentunit",
            [("min by (instance) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)", "{{instance}}")],
        ),
        Panel(
            "Processors busy",
            "The share of each host's processors that work.",
            "percentunit",
            [
                (
                    '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))',
                    "{{instance}}",
                )
            ],
        ),
    ]
