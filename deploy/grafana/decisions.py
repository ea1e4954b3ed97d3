"""Decisions and legal clocks: what was decided on which ground, what waits for whom, and until when."""

from __future__ import annotations

from deploy.grafana.home import IN_WORDS, in_time, in_time_by_calendar
from deploy.grafana.panels import DAYS, GREEN, RED, SHARE, Dashboard, Panel
from services.oversight.views import Promise, Stage, standard_presets

NOTHING_RENEWED = (
    'label_replace(max(tideover_blind{place="eligibility"} == 0) - 1, "scheme", "no figure is set anew", "", "")'
)
"""Stands where no served sheet has such a figure, so that this is told from sheets that cannot be seen."""
SCHEME = 'scheme=~"$scheme"'
SCHEMES_MAX = 12
"""So many are shown, those that run out first; an institution may serve fifty."""


def decisions() -> Dashboard:
    """For those who answer for decisions and their deadlines."""
    presets = standard_presets()
    clocks = [_clock(stage, promise, presets.window_days) for stage, promise in presets.stages.items()]
    return Dashboard(
        "tideover-decisions",
        "Tideover / Decisions and legal clocks",
        "What was decided on which ground, what waits for whom, and whether people are served in time. Days are "
        "closed days, beside those of the calendar: legal time stands still while no day is closed.",
        [
            ("In time, over 7 and 28 closed days and by the calendar", clocks),
            ("What waits", [*_waiting(), *_before_a_person(), *_claims_that_wait()]),
            ("Decisions", _decided()),
            ("The law applied", [*_applied(), _computed_again(), _closing_audits()]),
        ],
        variables=("scheme",),
    )


def _clock(stage: Stage, promise: Promise, window_days: int) -> Panel:
    return Panel(
        IN_WORDS[stage],
        f"{promise.meaning} {promise.target:.0%} must be within {promise.limit_days} days, over 7 and {window_days} "
        f"closed days, and over {window_days} days of the calendar up to now. {promise.cites}.",
        SHARE,
        [
            (in_time(stage, 7), "7 days"),
            (in_time(stage, window_days), f"{window_days} days"),
            (in_time_by_calendar(stage), "calendar"),
        ],
        kind="number",
        width=8,
        height=5,
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
            height=15,
        ),
        Panel(
            "The oldest that waits",
            "For how many closed days the oldest case of each stage has waited, for how many of the calendar, and how "
            "many it may.",
            DAYS,
            [
                ("max by (stage) (tideover_pending_oldest_seconds) / 86400", "{{stage}}"),
                ("max by (stage) (tideover_calendar_pending_oldest_seconds) / 86400", "{{stage}}, calendar"),
                ("max by (stage) (tideover_deadline_limit_seconds) / 86400", "{{stage}}, limit"),
            ],
            kind="bars",
            height=15,
        ),
        Panel(
            "The law is known for",
            "For how long after the last closed day a scheme's sheet loses none of the values that it knows; the "
            "twelve that run out first.",
            DAYS,
            [
                (
                    f"bottomk({SCHEMES_MAX}, min by (scheme) (tideover_law_known_seconds{{{SCHEME}}})) / 86400",
                    "{{scheme}}",
                )
            ],
            kind="bars",
            height=7,
        ),
        Panel(
            "Figures are set anew in",
            "For how long after the last closed day the law sets no figure anew of which the sheet has no new value; "
            "the twelve that come first.",
            DAYS,
            [
                (
                    f"bottomk({SCHEMES_MAX}, min by (scheme) (tideover_law_renewal_seconds{{{SCHEME}}})) / 86400"
                    f" or on () {NOTHING_RENEWED}",
                    "{{scheme}}",
                )
            ],
            kind="bars",
            height=8,
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
            "Decisions against claimants that were contested since the beginning: where they stand, and how they ended.",
            "short",
            [("sum by (tier, standing) (tideover_contests)", "{{tier}}, {{standing}}")],
            kind="bars",
            height=12,
        ),
        Panel(
            "Letters",
            "Letters since the beginning by the best that is known of the ways they went; what came back, or lies unopened, "
            "told nobody.",
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
            "Claims by the outcome that holds, since the beginning.",
            "short",
            [("sum by (outcome) (tideover_determined_claims)", "{{outcome}}")],
            kind="bars",
        ),
        Panel(
            "Refusals, by ground",
            "Refused claims since the beginning by ground: the closed list, or the arithmetic of the qualifying rules.",
            "short",
            [('sum by (ground) (tideover_determined_claims{outcome="refused"})', "{{ground}}")],
            kind="bars",
            height=12,
        ),
        Panel(
            "Decided without a person",
            "The share of decisions since the beginning in which no person took part; of refusals these are arithmetic alone.",
            "percentunit",
            [(f"{alone} / {all_}", "{{outcome}}")],
            kind="bars",
        ),
        Panel(
            "Claims",
            "Claims since the beginning by where they stand in their life.",
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
