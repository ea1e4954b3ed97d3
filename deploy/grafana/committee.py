"""The payout overview of the oversight committee: outcomes, money and time, and nothing of machines."""

from __future__ import annotations

from typing import Literal

from deploy.grafana.home import promise_panel
from deploy.grafana.money import in_units
from deploy.grafana.panels import COUNT, MONEY, Dashboard, Panel
from services.oversight.views import standard_presets


def committee() -> Dashboard:
    """For the tripartite committee."""
    return Dashboard(
        "tideover-committee",
        "Tideover / Payout overview",
        "What was decided and paid, how fast, and what was put right. Every figure is a count of cases; none is of a "
        "person.",
        [
            ("Paid, since the beginning", _paid()),
            ("Decided, since the beginning", _decided()),
            ("In time, over 28 closed days and by the calendar", _in_time()),
            ("Put right, since the beginning", _put_right()),
        ],
        marks_operations=False,
    )


def _number(title: str, says: str, unit: str, expression: str) -> Panel:
    shows: Literal["auto", "value_and_name"] = "value_and_name" if unit == MONEY else "auto"
    legend = "{{currency}}" if unit == MONEY else title
    return Panel(title, says, unit, [(expression, legend)], kind="number", width=6, height=5, shows=shows)


def _paid() -> list[Panel]:
    settled = 'sum by (currency) (tideover_payments_minor_units{stage="settled"})'
    return [
        _number(
            "Paid", "Money that left the account and did not come back, since the beginning.", MONEY, in_units(settled)
        ),
        _number(
            "Weeks",
            "Certified weeks for which benefit is due, since the beginning.",
            COUNT,
            "sum(tideover_week_payments)",
        ),
        _number(
            "A payment",
            "What a settled payment is on average since the beginning, as a rule for two weeks.",
            MONEY,
            in_units(f'{settled} / clamp_min(sum by (currency) (tideover_payments{{stage="settled"}}), 1)'),
        ),
        _number(
            "On its way",
            "Ordered, and not yet settled by the bank.",
            MONEY,
            in_units('sum by (currency) (tideover_payments_minor_units{stage=~"due|batched"})'),
        ),
    ]


def _decided() -> list[Panel]:
    return [
        Panel(
            "Outcomes",
            "Claims by the outcome that holds, since the beginning.",
            COUNT,
            [("sum by (outcome) (tideover_determined_claims)", "{{outcome}}")],
            kind="bars",
            height=11,
        ),
        Panel(
            "Refused, on which ground",
            "Refused claims since the beginning by the five commonest grounds: a closed list, or the qualifying rules.",
            COUNT,
            [('topk(5, sum by (ground) (tideover_determined_claims{outcome="refused"}))', "{{ground}}")],
            kind="bars",
            height=11,
        ),
        Panel(
            "Referrals to programmes",
            "Referrals since the beginning by how they ended, in work too, or where they stand.",
            COUNT,
            [('sum by (standing) (tideover_referrals{standing!~"asked|none"})', "{{standing}}")],
            kind="bars",
            height=11,
        ),
    ]


def _in_time() -> list[Panel]:
    presets = standard_presets()
    return [promise_panel(stage, promise, presets.window_days, width=8) for stage, promise in presets.stages.items()]


def _put_right() -> list[Panel]:
    back = 'sum by (currency) (tideover_payments_minor_units{stage=~"returned|rejected"})'
    return [
        Panel(
            "Overpayments",
            "Paid above what is due since the beginning: proposed, confirmed by a named person, or waived.",
            MONEY,
            [(in_units("sum by (standing, currency) (tideover_overpaid_minor_units)"), "{{standing}} {{currency}}")],
            kind="bars",
            width=12,
            height=6,
        ),
        Panel(
            "Came back from banks",
            "Payments that a bank returned or refused since the beginning, and what of it waits to be sent again.",
            MONEY,
            [
                (in_units(back), "came back {{currency}}"),
                (in_units("sum by (currency) (tideover_payments_held_minor_units)"), "waits {{currency}}"),
            ],
            kind="bars",
            width=12,
            height=6,
        ),
    ]
