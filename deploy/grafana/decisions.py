"""Decisions and legal clocks: what was decided on which ground, what waits for whom, and until when."""

from __future__ import annotations

from deploy.grafana.home import IN_WORDS, in_time
from deploy.grafana.panels import GREEN, RED, Dashboard, Panel
from services.oversight.views import Promise, standard_presets

NOTHING_RENEWED = 'label_replace(vector(-1), "scheme", "no figure is set anew", "", "")'
"""Stands where no served sheet has such a figure, so that this is told from a query that finds nothing."""


def decisions() -> Dashboard:
    """For those who answer for decisions and their deadlines."""
    presets = standard_presets()
    clocks = [
        _clock(IN_WORDS[stage], in_time(stage, 7), in_time(stage, presets.window_days), promise)
        for stage, promise in presets.stages.items()
    ]
    return Dashboard(
        "tideover-decisions",
        "Tideover / Decisions and legal clocks",
        "What was decided on which ground, what waits for whom, and whether people are served in time. Days are "
        "closed days: legal time stands still while no day is closed.",
        [
            ("In time", clocks),
            ("What waits", [*_waiting(), *_before_a_person(), *_claims_that_wait()]),
            ("Decisions", _decided()),
            ("The law applied", [*_applied(), _computed_again(), _closing_audits()]),
        ],
    )


def _clock(title: str, week: str, month: str, promise: Promise) -> Panel:
    return Panel(
        title,
        f"{promise.meaning} {promise.target:.0%} must be within {promise.limit_days} days. {promise.cites}.",
        "percentunit",
        [(week, "7 days"), (month, "28 days")],
        kind="number",
        width=6,
        height=6,
        first=RED,
        levels=((float(promise.target), GREEN),),
    )


def _waiting() -> list[Panel]:
    return [
        Panel(
            "Pending, by when they are due",
            "Cases that wait, by how soon they must be finished.",
            "short",
            [("sum by (stage, due_in) (tideover_pending_cases)", "{{stage}}: {{due_in}}")],
            kind="bars",
            height=12,
        ),
        Panel(
            "The oldest that waits",
            "For how many closed days the oldest case of each stage has waited, beside the limit.",
            "d",
            [
                ("max by (stage) (tideover_pending_oldest_seconds) / 86400", "{{stage}}"),
                ("max by (stage) (tideover_deadline_limit_seconds) / 86400", "{{stage}}, limit"),
            ],
            height=12,
        ),
        Panel(
            "The law is known for",
            "For how long after the last closed day a scheme's sheet loses none of the values that it knows.",
            "d",
            [("min by (scheme) (tideover_law_known_seconds) / 86400", "{{scheme}}")],
            kind="bars",
        ),
        Panel(
            "Figures are set anew in",
            "For how long after the last closed day the law sets no figure anew of which the sheet has no new value.",
            "d",
            [(f"min by (scheme) (tideover_law_renewal_seconds) / 86400 or on () {NOTHING_RENEWED}", "{{scheme}}")],
            kind="bars",
        ),
    ]


def _before_a_person() -> list[Panel]:
    return [
        Panel(
            "Open questions",
            "Questions about claims by who has to act: the office, or the claimant within the reply window.",
            "short",
            [("sum by (waiting_for) (tideover_open_questions)", "{{waiting_for}}")],
            kind="bars",
            height=12,
        ),
        Panel(
            "Contested decisions",
            "Decisions against claimants that were contested: where they stand, and how they ended.",
            "short",
            [("sum by (tier, standing) (tideover_contests)", "{{tier}}, {{standing}}")],
            kind="bars",
            height=12,
        ),
        Panel(
            "Letters",
            "Letters by the best that is known of the ways they went; what came back, or lies unopened, told nobody.",
            "short",
            [("sum by (standing) (tideover_letters)", "{{standing}}")],
            kind="bars",
            height=12,
        ),
    ]


def _claims_that_wait() -> list[Panel]:
    return [
        Panel(
            "Claims that wait",
            "Claims that lack a fact, whose next certification is due, late or overdue, or that wait for a registry.",
            "short",
            [("sum by (waiting_for) (tideover_waiting_claims)", "{{waiting_for}}")],
            kind="bars",
            height=12,
        ),
        Panel(
            "Outages that go on",
            "Outages of ours and of registries: on their days lateness counts against nobody.",
            "short",
            [
                ("sum by (of) (tideover_open_outages)", "{{of}}"),
                ("sum(tideover_silent_registries)", "registries that are overdue"),
            ],
            kind="bars",
        ),
        Panel(
            "Acts that wait",
            "Acts of officers and claimants that name what is not known yet; one that stays here is usually a slip.",
            "short",
            [("sum by (act) (tideover_kept_acts)", "{{act}}")],
            kind="bars",
        ),
        Panel(
            "Stopped decisions",
            "Offices that decide against nobody on a ground, since too many of their decisions were wrong; and reviews "
            "that wait.",
            "short",
            [
                ('sum by (ground) (tideover_error_budgets{standing="stopped"})', "{{ground}}"),
                ("sum(tideover_reviews_waiting)", "reviews that wait"),
            ],
            kind="bars",
            height=12,
        ),
    ]


def _decided() -> list[Panel]:
    decided = 'outcome=~"granted|refused"'
    alone = f'sum by (outcome) (tideover_determined_claims{{{decided},automatic="yes"}})'
    all_ = f"clamp_min(sum by (outcome) (tideover_determined_claims{{{decided}}}), 1)"
    return [
        Panel(
            "Outcomes",
            "Claims by the outcome that holds.",
            "short",
            [("sum by (outcome) (tideover_determined_claims)", "{{outcome}}")],
            kind="bars",
        ),
        Panel(
            "Refusals, by ground",
            "Refused claims by ground: the closed list, or the arithmetic of the qualifying rules.",
            "short",
            [('sum by (ground) (tideover_determined_claims{outcome="refused"})', "{{ground}}")],
            kind="bars",
            height=12,
        ),
        Panel(
            "Decided without a person",
            "The share of decisions in which no person took part; of refusals these are arithmetic alone.",
            "percentunit",
            [(f"{alone} / {all_}", "{{outcome}}")],
            kind="bars",
        ),
        Panel(
            "Claims",
            "Claims by where they stand in their life.",
            "short",
            [("sum by (state) (tideover_claims)", "{{state}}")],
        ),
    ]


def _applied() -> list[Panel]:
    return [
        Panel(
            "First and again",
            "Determinations and assessments a second: first ones, and recomputations because facts changed.",
            "eps",
            [
                (
                    "sum by (made, occasion) (rate(tideover_law_applied_total[$__rate_interval]))",
                    "{{made}}, {{occasion}}",
                )
            ],
            width=24,
        )
    ]


def _computed_again() -> Panel:
    return Panel(
        "Computed again",
        "Decisions of the last nightly sample by what came of computing them again, and the hours since.",
        "short",
        [
            ("sum by (result) (tideover_replayed_decisions)", "{{result}}"),
            ("(time() - max(tideover_replayed_timestamp_seconds)) / 3600", "hours ago"),
        ],
        kind="bars",
    )


def _closing_audits() -> Panel:
    return Panel(
        "Closing audits",
        "Lines of short-time work that were drawn and nobody has looked at, and the days since the oldest order.",
        "short",
        [
            ("sum(tideover_closing_audit_lines_waiting)", "lines that wait"),
            ("max(tideover_closing_audit_oldest_seconds) / 86400", "days since the oldest order"),
        ],
        kind="bars",
    )
