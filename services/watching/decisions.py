"""Decisions and legal clocks: what was decided on which ground, what waits for whom, and whether it is in time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from contracts.claims import ClaimState, Ground
from contracts.contest import Tier
from contracts.eligibility import DeterminationOutcome
from services.claims import views as claims
from services.oversight import views as oversight
from services.oversight.views import (
    DUE_WITHIN_DAYS,
    LATE,
    LATER,
    NO_GROUND,
    ON_TIME,
    OVERDUE,
    QUALIFYING_RULES,
    WINDOWS_DAYS,
    Presets,
    Stage,
    Timeliness,
    timeliness_on,
)
from services.runtime.metrics.catalogue import Metric
from services.watching.kept_acts import KEPT_ACTS
from services.watching.snapshot import MILLI, Snapshot

STAGES = tuple(Stage)
DAY_SECONDS = 86_400
YES, NO = "yes", "no"

DETERMINED = Metric(
    "tideover_determined_claims",
    "gauge",
    "Claims by the outcome that holds, the ground of a refusal, and whether no person took part.",
    "claims",
    {
        "outcome": tuple(DeterminationOutcome),
        "ground": (NO_GROUND, QUALIFYING_RULES, *Ground),
        "automatic": (YES, NO),
    },
    some=frozenset(
        {(outcome, NO_GROUND, automatic) for outcome in DeterminationOutcome for automatic in (YES, NO)}
        | {
            (DeterminationOutcome.REFUSED, ground, automatic)
            for ground in (QUALIFYING_RULES, *Ground)
            for automatic in (YES, NO)
        }
    ),
)
CLAIMS = Metric("tideover_claims", "gauge", "Claims by where they stand.", "claims", {"state": tuple(ClaimState)})
QUESTIONS = Metric(
    "tideover_open_questions",
    "gauge",
    "Open questions about claims, by who has to act next: the office, or the claimant within the reply window.",
    "claims",
    {"waiting_for": (claims.US, claims.CLAIMANT)},
)
CONTESTS = Metric(
    "tideover_contests",
    "gauge",
    "Contested decisions by tier: not open yet, open, open beyond the day for deciding them, or how they ended.",
    "claims",
    {"tier": tuple(Tier), "standing": claims.STANDINGS},
)
WAITING = Metric(
    "tideover_waiting_claims",
    "gauge",
    "Claims by what they wait for: a missing fact, a certification and for how long, or a registry that is silent.",
    "claims",
    {"waiting_for": claims.WAITING_FOR},
)
OUTAGES = Metric(
    "tideover_open_outages",
    "gauge",
    "Outages that go on, of ours or of a registry: lateness counts against nobody meanwhile.",
    "1",
    {"of": claims.OUTAGES_OF},
)
SILENT = Metric(
    "tideover_silent_registries",
    "gauge",
    "Registries that have not sent for longer than was agreed with them; decisions are provisional until they do.",
    "1",
)
BUDGETS = Metric(
    "tideover_error_budgets",
    "gauge",
    "Error budgets, each of an office and a ground: those that go on, and those that were spent and are stopped.",
    "1",
    {"ground": (*Ground, claims.OVERPAYMENT, claims.WAIVER), "standing": (claims.GOES_ON, claims.STOPPED)},
)
REVIEWS = Metric(
    "tideover_reviews_waiting",
    "gauge",
    "Decisions against claimants that were drawn for a review and stand, and nobody has looked at them again.",
    "decisions",
)
WEEKS = Metric("tideover_week_payments", "gauge", "Certified weeks for which benefit is due.", "payments")
DEADLINES = Metric(
    "tideover_deadlines_passed",
    "gauge",
    "Cases that were finished in time, or were overdue, in the last so many closed days.",
    "claims",
    {"stage": STAGES, "result": (ON_TIME, LATE), "window": tuple(f"{days}d" for days in WINDOWS_DAYS)},
)
PENDING = Metric(
    "tideover_pending_cases",
    "gauge",
    "Cases that wait, by how soon they must be finished.",
    "claims",
    {"stage": STAGES, "due_in": (OVERDUE, *(f"{days}d" for days in DUE_WITHIN_DAYS), LATER)},
)
OLDEST = Metric(
    "tideover_pending_oldest_seconds",
    "gauge",
    "For how long the oldest waiting case has waited, in closed days.",
    "seconds",
    {"stage": STAGES},
)
LIMIT = Metric("tideover_deadline_limit_seconds", "gauge", "How long a stage may take.", "seconds", {"stage": STAGES})
CALENDAR_DEADLINES = Metric(
    "tideover_calendar_deadlines_passed",
    "gauge",
    "Cases that were finished in time, or were overdue, in the promise's window of days up to now, closed or not.",
    "claims",
    {"stage": STAGES, "result": (ON_TIME, LATE)},
)
CALENDAR_OVERDUE = Metric(
    "tideover_calendar_overdue_cases",
    "gauge",
    "Cases that wait and whose deadline has passed by the calendar, whether or not the days since were closed.",
    "claims",
    {"stage": STAGES},
)
CALENDAR_OLDEST = Metric(
    "tideover_calendar_pending_oldest_seconds",
    "gauge",
    "For how long the oldest waiting case has waited by the calendar: today, less the day on which it began.",
    "seconds",
    {"stage": STAGES},
)
OF_CLAIMS = (CLAIMS, QUESTIONS, CONTESTS, WAITING, OUTAGES, SILENT, BUDGETS, REVIEWS, KEPT_ACTS)
OF_OVERSIGHT = (DETERMINED, WEEKS)
OF_THE_CALENDAR = (CALENDAR_DEADLINES, CALENDAR_OVERDUE, CALENDAR_OLDEST)
OF_DEADLINES = (DEADLINES, PENDING, OLDEST, LIMIT, *OF_THE_CALENDAR)


def look_at_claims(connection: Connection, snapshot: Snapshot) -> None:
    """Where claims stand, and who has to act."""
    snapshot.put_all(CLAIMS, {**dict.fromkeys(ClaimState, 0), **claims.claims_by_state(connection)})
    snapshot.put_all(QUESTIONS, claims.open_questions(connection))
    snapshot.put_all(WAITING, claims.waiting_claims(connection))
    snapshot.put_all(OUTAGES, claims.open_outages(connection))
    snapshot.put(SILENT, claims.silent_registries(connection))
    for (tier, standing), count in claims.contests_by_standing(connection).items():
        snapshot.put(CONTESTS, count, tier, standing)
    for labels in BUDGETS.combinations():
        snapshot.put(BUDGETS, 0, *labels)
    for (ground, standing), count in claims.budgets_by_standing(connection).items():
        snapshot.put(BUDGETS, count, ground, standing)
    snapshot.put_all(KEPT_ACTS, claims.early_acts_by_kind(connection))
    snapshot.put(REVIEWS, sum(claims.reviews_waiting(connection).values()))


def look_at_outcomes(connection: Connection, snapshot: Snapshot) -> None:
    """What was decided, on which ground, and by whom."""
    for labels in DETERMINED.combinations():
        snapshot.put(DETERMINED, 0, *labels)
    for (outcome, ground, automatic), count in oversight.determinations(connection).items():
        snapshot.put(DETERMINED, count, outcome, ground, YES if automatic else NO)
    snapshot.put(WEEKS, oversight.weeks_paid(connection))


def look_at_deadlines(connection: Connection, presets: Presets, closed: date | None, snapshot: Snapshot) -> None:
    """Whether people are served in time, as of the last closed day and as of today.

    Before the first closed day there is no legal time, and while no day closes it stands still; the calendar goes on.
    """
    calendar = datetime.fromtimestamp(snapshot.now_ms / MILLI).astimezone().date()
    for stage, promise in presets.stages.items():
        snapshot.put(LIMIT, promise.limit_days * DAY_SECONDS, stage)
        days = [calendar, *([] if closed is None else [closed])]
        by_calendar, *by_closed = timeliness_on(connection, stage, promise.limit_days, days)
        for result in (ON_TIME, LATE):
            passed = by_calendar.passed.get((result, presets.window_days), 0)
            snapshot.put(CALENDAR_DEADLINES, passed, stage, result)
        snapshot.put(CALENDAR_OVERDUE, by_calendar.pending.get(OVERDUE, 0), stage)
        snapshot.put(CALENDAR_OLDEST, by_calendar.oldest_days * DAY_SECONDS, stage)
        for figures in by_closed:
            _put_closed(stage, figures, snapshot)


def _put_closed(stage: Stage, figures: Timeliness, snapshot: Snapshot) -> None:
    """The figures of closed days."""
    for result in (ON_TIME, LATE):
        for days in WINDOWS_DAYS:
            snapshot.put(DEADLINES, figures.passed.get((result, days), 0), stage, result, f"{days}d")
    for due_in in PENDING.labels["due_in"]:
        snapshot.put(PENDING, figures.pending.get(due_in, 0), stage, due_in)
    snapshot.put(OLDEST, figures.oldest_days * DAY_SECONDS, stage)
