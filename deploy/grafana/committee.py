"""The payout overview of the oversight committee: outcomes, money and time, and nothing of machines."""

from __future__ import annotations

from deploy.grafana.home import IN_WORDS, in_time
from deploy.grafana.money import UNIT, in_units
from deploy.grafana.panels import GREEN, RED, Dashboard, Panel
from services.oversight.views import standard_presets


def committee() -> Dashboard:
    """For the tripartite committee."""
    return Dashboard(
        "tideover-committee",
        "Tideover / Payout overview",
        "What was decided and paid, how fast, and what was put right. Every figure is a count of cases; none is of a "
        "person.",
        [
            ("Paid", _paid()),
            ("Decided", _decided()),
            ("In time, over 28 closed days", _in_time()),
            ("Put right", _put_right()),
        ],
        marks_operations=False,
    )


def _number(title: str, says: str, unit: str, expression: str) -> Panel:
    legend = f"{title} {{{{currency}}}}" if "by (currency)" in expression else title
    return Panel(title, says, unit, [(expression, legend)], kind="number", width=6, height=5)


def _paid() -> list[Panel]:
    settled = 'sum by (currency) (tideover_payments_minor_units{stage="settled"})'
    return [
        _number("Paid", "Money that left the account and did not come back.", UNIT, in_units(settled)),
        _number("Weeks", "Certified weeks for which benefit is due.", "short", "sum(tideover_week_payments)"),
        _number(
            "A payment",
            "What a settled payment is on average, as a rule for two weeks.",
            UNIT,
            in_units(f'{settled} / clamp_min(sum by (currency) (tideover_payments{{stage="settled"}}), 1)'),
        ),
        _number(
            "On its way",
            "Ordered, and not yet settled by the bank.",
            UNIT,
            in_units('sum by (currency) (tideover_payments_minor_units{stage=~"due|batched"})'),
        ),
    ]


def _decided() -> list[Panel]:
    return [
        Panel(
            "Outcomes",
            "Claims by the outcome that holds.",
            "short",
            [("sum by (outcome) (tideover_determined_claims)", "{{outcome}}")],
            kind="bars",
        ),
        Panel(
            "Refused, on which ground",
            "Refused claims by ground: the closed list, or the qualifying rules.",
            "short",
            [('topk(5, sum by (ground) (tideover_determined_claims{outcome="refused"}))', "{{ground}}")],
            kind="bars",
        ),
        Panel(
            "Referrals to programmes",
            "Referrals that were accepted or completed, ended in work, were left early, refused or not taken up.",
            "short",
            [('sum by (standing) (tideover_referrals{standing!~"asked|none"})', "{{standing}}")],
            kind="bars",
        ),
    ]


def _in_time() -> list[Panel]:
    presets = standard_presets()
    return [
        Panel(
            IN_WORDS[stage],
            f"{promise.meaning} {promise.target:.0%} must be within {promise.limit_days} days. {promise.cites}.",
            "percentunit",
            [(in_time(stage, presets.window_days), "in time")],
            kind="number",
            width=6,
            height=5,
            first=RED,
            levels=((float(promise.target), GREEN),),
        )
        for stage, promise in presets.stages.items()
    ]


def _put_right() -> list[Panel]:
    back = 'sum by (currency) (tideover_payments_minor_units{stage=~"returned|rejected"})'
    return [
        Panel(
            "Overpayments",
            "Paid above what is due: proposed, confirmed by a named person, or waived.",
            UNIT,
            [(in_units("sum by (standing, currency) (tideover_overpaid_minor_units)"), "{{standing}} {{currency}}")],
            kind="bars",
            width=12,
        ),
        Panel(
            "Came back from banks",
            "Payments that a bank returned or refused, and what of it still waits to be sent again.",
            UNIT,
            [
                (in_units(back), "came back {{currency}}"),
                (in_units("sum by (currency) (tideover_payments_held_minor_units)"), "waits {{currency}}"),
            ],
            kind="bars",
            width=12,
        ),
    ]
