"""Decisions and legal clocks: what was decided on which ground, what waits for whom, and until when."""

from __future__ import annotations

from deploy.grafana.home import IN_WORDS, in_time, in_time_by_calendar
from deploy.grafana.panels import (
    COUNT,
    DAYS,
    GREEN,
    NO_CASE,
    NO_CASE_SAID,
    NO_DAY,
    RED,
    SHARE,
    Dashboard,
    Panel,
)
from services.oversight.views import Promise, Stage, standard_presets
from services.watching.law import NO_END_DAYS

NOTHING_RENEWED = (
    'label_replace((max(tideover_blind{place="eligibility"}) == 0) - 1, "scheme", "no figure is set anew", "", "")'
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
            ("What waits", [*_waiting(), *_before_a_person(), *_stopped_and_kept()]),
            ("Decisions", [*_decided(), _claims()]),
            ("The law applied", [_applied(), *_computed_again(), _closing_audits()]),
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
        words=NO_CASE_SAID,
    )


def _waiting() -> list[Panel]:
    others = 'sum by (stage, due_in) (tideover_pending_cases{due_in!="overdue"})'
    return [
        Panel(
            "Pending, by when they are due",
            "Cases that wait, by how soon they must be finished: those that are overdue first.",
            COUNT,
            [
                ('sum by (stage) (tideover_pending_cases{due_in="overdue"})', "{{stage}}: overdue"),
                (others, "{{stage}}: {{due_in}}"),
            ],
            kind="bars",
            height=15,
            nothing=NO_DAY,
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
            "Contested decisions",
            "Decisions against claimants that were contested since the beginning: where they stand, or how they ended.",
            COUNT,
            [("sum by (tier, standing) (tideover_contests)", "{{tier}}, {{standing}}")],
            kind="bars",
            height=15,
        ),
    ]


def _before_a_person() -> list[Panel]:
    return [
        _short_bars(
            "Claims that wait",
            "Claims that lack a fact, whose next certification is due, late or overdue, or that wait for a registry.",
            ("sum by (waiting_for) (tideover_waiting_claims)", "{{waiting_for}}"),
        ),
        _short_bars(
            "Open questions",
            "Questions about claims by who has to act: the office, or the claimant within the reply window.",
            ("sum by (waiting_for) (tideover_open_questions)", "{{waiting_for}}"),
        ),
        _short_bars(
            "Letters",
            "Letters since the beginning by the best that is known of their ways; what came back, or lies unopened, "
            "told nobody.",
            ("sum by (standing) (tideover_letters)", "{{standing}}"),
        ),
        _short_bars(
            "Outages that go on",
            "Outages of ours and of registries: on their days lateness counts against nobody.",
            ("sum by (of) (tideover_open_outages)", "{{of}}"),
            ("sum(tideover_silent_registries)", "overdue registries"),
        ),
    ]


def _short_bars(title: str, says: str, *queries: tuple[str, str]) -> Panel:
    """Four of them stand in a row."""
    return Panel(title, says, COUNT, queries, kind="bars", width=6, height=6)


def _stopped_and_kept() -> list[Panel]:
    return [
        Panel(
            "Stopped decisions",
            "Offices that decide against nobody on a ground, since too many of their decisions were wrong; and reviews "
            "that wait.",
            COUNT,
            [
                ('sum by (ground) (tideover_error_budgets{standing="stopped"})', "{{ground}}"),
                ("sum(tideover_reviews_waiting)", "reviews that wait"),
            ],
            kind="bars",
            width=6,
            height=11,
        ),
        Panel(
            "Acts that wait",
            "Acts of officers and claimants that name what is not known yet; one that stays here is usually a slip.",
            COUNT,
            [("sum by (act) (tideover_kept_acts)", "{{act}}")],
            kind="bars",
            width=8,
            height=11,
        ),
        *_known_law(),
    ]


def _known_law() -> list[Panel]:
    known = f"bottomk({SCHEMES_MAX}, min by (scheme) (tideover_law_known_seconds{{{SCHEME}}})) / 86400"
    renewed = f"bottomk({SCHEMES_MAX}, min by (scheme) (tideover_law_renewal_seconds{{{SCHEME}}})) / 86400"
    return [
        Panel(
            "The law is known for",
            "For how long after the last closed day a scheme's sheet loses none of the values that it knows; the "
            "twelve that run out first.",
            DAYS,
            [(known, "{{scheme}}")],
            kind="bars",
            width=5,
            height=11,
            words={NO_END_DAYS: "no end is known"},
            nothing=NO_DAY,
        ),
        Panel(
            "Figures are set anew in",
            "For how long after the last closed day the law sets no figure anew of which the sheet has no new value; "
            "the twelve that come first.",
            DAYS,
            [(f"{renewed} or on () {NOTHING_RENEWED}", "{{scheme}}")],
            kind="bars",
            width=5,
            height=11,
            words={NO_CASE: "none"},
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
            COUNT,
            [("sum by (outcome) (tideover_determined_claims)", "{{outcome}}")],
            kind="bars",
            width=6,
            height=11,
        ),
        Panel(
            "Refusals, by ground",
            "Refused claims since the beginning by ground: the closed list, or the arithmetic of the qualifying rules.",
            COUNT,
            [('sum by (ground) (tideover_determined_claims{outcome="refused"})', "{{ground}}")],
            kind="bars",
            width=6,
            height=11,
        ),
        Panel(
            "Decided without a person",
            "The share of decisions since the beginning in which no person took part; of refusals these are arithmetic "
            "alone.",
            SHARE,
            [(f"{alone} / {all_}", "{{outcome}}")],
            kind="bars",
            width=6,
            height=11,
        ),
    ]


def _claims() -> Panel:
    return Panel(
        "Claims",
        "Claims since the beginning by where they stand in their life.",
        COUNT,
        [("sum by (state) (tideover_claims)", "{{state}}")],
        width=6,
        height=11,
    )


def _applied() -> Panel:
    applied = "sum by (made, occasion) (rate(tideover_law_applied_total[$__rate_interval]))"
    return Panel(
        "First and again",
        "Determinations and assessments a second: first ones, and recomputations because facts changed.",
        "eps",
        [(applied, "{{made}}, {{occasion}}")],
        width=12,
    )


def _computed_again() -> list[Panel]:
    asked = "max(tideover_replayed_timestamp_seconds)"
    return [
        Panel(
            "Computed again",
            "Decisions of the last nightly sample by what came of computing them again.",
            COUNT,
            [("sum by (result) (tideover_replayed_decisions)", "{{result}}")],
            kind="bars",
            width=4,
        ),
        Panel(
            "Since the last sample",
            "How long ago the last sample of decisions was computed again.",
            "s",
            [(f"time() - ({asked} > 0) or 0 * {asked} + {NO_CASE}", "since")],
            kind="number",
            width=4,
            words={NO_CASE: "never"},
        ),
    ]


def _closing_audits() -> Panel:
    return Panel(
        "Closing audits",
        "Lines of short-time work that were drawn and nobody has looked at, and the days since the oldest order.",
        COUNT,
        [
            ("sum(tideover_closing_audit_lines_waiting)", "lines that wait"),
            ("max(tideover_closing_audit_oldest_seconds) / 86400", "days"),
        ],
        kind="number",
        width=4,
    )
