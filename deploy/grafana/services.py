"""One dashboard a service, all from one template: rate, errors, duration, and what delivery had to deal with."""

from __future__ import annotations

from deploy.grafana.panels import COUNT, ORANGE, RED, Dashboard, Panel, of_the_most
from deploy.grafana.roles import of_process
from services.names import CHAINED, SERVICES


def service_dashboards() -> list[Dashboard]:
    """The dashboards of all services."""
    return [_of(service) for service in SERVICES]


def _of(service: str) -> Dashboard:
    me = f'service="{service}"'
    return Dashboard(
        f"tideover-service-{service.replace('_', '-')}",
        f"Tideover / Service {service}",
        f"Rate, errors and duration of {service}, and what was delivered to it.",
        [
            ("Rate, errors, duration", [*_by_kind(me), *_durations(me)]),
            ("Delivery", _delivery(me)),
            ("What follows", _after(me)),
            ("The process", of_process(f'role=~"{service}|{CHAINED}"')),
        ],
    )


def _by_kind(me: str) -> list[Panel]:
    done = f'sum by (event) (rate(tideover_events_total{{{me},became="done"}}[$__rate_interval]))'
    spent = f"sum by (event) (rate(tideover_event_seconds_total{{{me}}}[$__rate_interval]))"
    all_ = f"sum by (event) (rate(tideover_events_total{{{me}}}[$__rate_interval]))"
    parked = f'sum by (event) (rate(tideover_events_total{{{me},became="parked"}}[$__rate_interval]))'
    came = f"sum by (event) (increase(tideover_events_total{{{me}}}[$__range] @ end()))"
    failed = f'sum by (event) (increase(tideover_events_total{{{me},became="parked"}}[$__range] @ end()))'
    return [
        Panel(
            "Events",
            "Events that took effect, of the six kinds that came most in the time shown.",
            "eps",
            [(of_the_most(done, came, "event"), "{{event}}")],
            height=10,
        ),
        Panel(
            "Parked",
            "Events that could not take effect, of the six kinds of which most could not in the time shown.",
            "eps",
            [(of_the_most(parked, failed, "event"), "{{event}}")],
            height=10,
        ),
        Panel(
            "Time an event",
            "The mean share of its batch's time that an event took, of the six kinds that came most in the time shown; "
            "0 while none comes.",
            "s",
            [(of_the_most(f"({spent} / ({all_} > 0) or 0 * {all_})", came, "event"), "{{event}}")],
            height=10,
        ),
    ]


def _durations(me: str) -> list[Panel]:
    return [
        Panel(
            "Time a batch",
            "From the receipt of a batch to its commit: half, and 99 of 100, are faster; 0 while none comes.",
            "s",
            _quantiles("tideover_batch_seconds", me),
        ),
        Panel(
            "From event to effect",
            "From an event's arrival in the log to the commit of its effect: half, and 99 of 100, are faster; 0 while "
            "none comes.",
            "s",
            _quantiles("tideover_event_to_effect_seconds", me),
        ),
        Panel(
            "Stumbles",
            "Batches that could not be committed because a server failed; each is tried again.",
            "ops",
            [(f"sum(rate(tideover_stumbles_total{{{me}}}[$__rate_interval]))", "stumbles")],
        ),
    ]


def _quantiles(metric: str, me: str) -> list[tuple[str, str]]:
    """Below which time half, and 99 of 100, lie; of nothing it is zero: so a quiet service is told from a lost one."""
    each = f"sum by (le) (rate({metric}_bucket{{{me}}}[$__rate_interval]))"
    none = f"0 * sum(rate({metric}_count{{{me}}}[$__rate_interval]))"
    return [
        (f"histogram_quantile({share}, {each}) >= 0 or {none}", words)
        for share, words in ((0.5, "half"), (0.99, "99 of 100"))
    ]


def _delivery(me: str) -> list[Panel]:
    size = f"sum(rate(tideover_batch_size_events_sum{{{me}}}[$__rate_interval]))"
    number = f"sum(rate(tideover_batch_size_events_count{{{me}}}[$__rate_interval]))"
    return [
        Panel(
            "Batch size",
            "How many messages share one transaction, on average; 0 while none comes.",
            "short",
            [(f"{size} / ({number} > 0) or 0 * {number}", "messages")],
        ),
        Panel(
            "Duplicates",
            "Events that came again and took no effect again.",
            "eps",
            [(f"sum(rate(tideover_duplicates_total{{{me}}}[$__rate_interval]))", "duplicates")],
        ),
        Panel(
            "Passed over",
            "Messages of the topics that were for other readers.",
            "eps",
            [(f"sum(rate(tideover_passed_over_total{{{me}}}[$__rate_interval]))", "for others")],
        ),
    ]


def _after(me: str) -> list[Panel]:
    return [
        Panel(
            "Published",
            "Events that the service wrote to its outbox, and those of them that the relay carried on.",
            "eps",
            [
                (f"sum(rate(tideover_published_total{{{me}}}[$__rate_interval]))", "written"),
                (f"sum(rate(tideover_relayed_total{{{me}}}[$__rate_interval]))", "relayed"),
            ],
        ),
        Panel(
            "Waiting in the outbox",
            "For how long the oldest event has waited to be published.",
            "s",
            [(f"max(tideover_outbox_age_seconds{{{me}}})", "oldest")],
            levels=((30, ORANGE), (300, RED)),
        ),
        Panel(
            "Parked, by reason",
            "The five commonest reasons for which events wait for a person now.",
            COUNT,
            [(f"topk(5, sum by (code) (tideover_parked_waiting_events{{{me}}}))", "{{code}}")],
            kind="bars",
        ),
    ]
