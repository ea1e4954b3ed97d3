"""Which tables the committee has, into which columns each case of one falls, and by what its rows are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

BY_ALL = "all"
"""The one row of everybody."""


class FigureTable(StrEnum):
    """A table: every case of it stands in exactly one of its columns."""

    CLAIMS = "claims"
    """Claims filed in the last year and decided, by what became of them."""
    DECISIONS = "decisions"
    """First grants and refusals of the last year, against the limit."""
    WAITING_CLAIMS = "waiting-claims"
    """Claims without a first decision, by the days since they were filed."""
    RECIPIENTS = "recipients"
    """People to whom money was booked in the last fortnight."""
    FIRST_PAYMENTS = "first-payments"
    """First payments of the last year, by the days since the end of the first week that is paid for."""
    WAITING_PAYMENTS = "waiting-payments"
    """Claims without a first payment, by the days since the first week that is paid for ended."""
    QUESTIONS = "questions"
    """Questions that a named person answered in the last year, against the limit."""
    WAITING_QUESTIONS = "waiting-questions"
    """Open questions, by the days since they were opened."""
    CONTESTS = "contests"
    """Contests decided in the last year, against the day by which each was to be decided."""
    WAITING_CONTESTS = "waiting-contests"
    """Open contests, against that day."""
    CONTEST_OUTCOMES = "contest-outcomes"
    """Contests decided in the last year, by their outcome."""
    REFUSALS = "refusals"
    """Claims filed in the last year that are refused."""
    REFUSALS_BY_RULE = "refusals-by-rule"
    """Claims filed in the last year and ever refused, under each condition that was not met; some under several."""
    SANCTIONS = "sanctions"
    """Decisions of a named person against a claimant in the last year, by what became of them."""
    REVIEWS = "reviews"
    """Decisions against claimants that were drawn for a review and looked at again in the last year."""
    REFERRALS = "referrals"
    """Referrals of the last year, by the furthest step that each reached."""
    ASSESSED = "assessed"
    """Claims filed in the last year, by whether a placement officer talked with the person."""
    REFERRED = "referred"
    """Claims filed in the last year, by whether the person was referred to a programme."""
    OFFERED = "offered"
    """Of these the referred, by whether an officer took an offer up with the person."""
    ANSWERS = "answers"
    """The referred, by their answer."""
    DECLINES = "declines"
    """Those who declined, by the reason that they gave."""
    STARTS = "starts"
    """Those who accepted, by whether they began."""
    ENDS = "ends"
    """Those who accepted, by how the participation ended."""
    PLACED = "placed"
    """The referred, by whether they found work."""
    IN_WORK_3 = "in-work-3"
    """Participations whose person was looked at in the last year, three months after the end."""
    IN_WORK_6 = "in-work-6"
    IN_WORK_12 = "in-work-12"
    REPLACEMENT = "replacement"
    """Claims filed in the last year and granted, by the share of earlier earnings that the rate is."""
    PAID = "paid"
    """Payments of the last year; sums of money are told of them."""


ON_TIME, LATE, WAITING, OVERDUE = "on_time", "late", "waiting", "overdue"
AGES = ("0_to_7", "8_to_14", "15_to_21", "22_to_35", "over_35")
"""Days that something has waited."""
COLUMNS: Mapping[FigureTable, tuple[str, ...]] = {
    FigureTable.CLAIMS: ("granted", "exhausted", "refused"),
    FigureTable.DECISIONS: (ON_TIME, LATE),
    FigureTable.WAITING_CLAIMS: AGES,
    FigureTable.RECIPIENTS: ("first", "again"),
    FigureTable.FIRST_PAYMENTS: ("soon", "in_time", LATE),
    FigureTable.WAITING_PAYMENTS: AGES,
    FigureTable.QUESTIONS: (ON_TIME, LATE),
    FigureTable.WAITING_QUESTIONS: AGES,
    FigureTable.CONTESTS: (ON_TIME, LATE),
    FigureTable.WAITING_CONTESTS: (WAITING, OVERDUE),
    FigureTable.CONTEST_OUTCOMES: ("upheld", "changed", "overturned", "not_heard"),
    FigureTable.REFUSALS: ("automatic", "by_person"),
    FigureTable.REFUSALS_BY_RULE: ("automatic", "by_person", "granted_later"),
    FigureTable.SANCTIONS: ("stands", "contested", "changed", "overturned"),
    FigureTable.REVIEWS: ("right", "wrong"),
    FigureTable.REFERRALS: ("unanswered", "declined", "accepted", "left", "completed", "found_work"),
    FigureTable.ASSESSED: ("assessed", "not_assessed"),
    FigureTable.REFERRED: ("referred", "not_referred"),
    FigureTable.OFFERED: ("offered", "not_offered"),
    FigureTable.ANSWERS: ("offer_accepted", "declined", "unanswered"),
    FigureTable.DECLINES: ("declined",),
    FigureTable.STARTS: ("started", "not_started"),
    FigureTable.ENDS: ("completed", "found_work", "no_end", "dropped"),
    FigureTable.PLACED: ("placed", "not_placed"),
    FigureTable.IN_WORK_3: ("in_work", "not_in_work"),
    FigureTable.IN_WORK_6: ("in_work", "not_in_work"),
    FigureTable.IN_WORK_12: ("in_work", "not_in_work"),
    FigureTable.REPLACEMENT: ("under_40", "40_to_49", "50_to_59", "60_to_69", "70_and_over", "not_known"),
    FigureTable.PAID: ("kept", "returned"),
}
"""The columns of each table, in the order in which they are shown; together they are all its cases."""

IN_WORK_AFTER: Mapping[int, FigureTable] = {
    3: FigureTable.IN_WORK_3,
    6: FigureTable.IN_WORK_6,
    12: FigureTable.IN_WORK_12,
}
"""By the months after the end of a participation."""

DIMENSIONS = ("sex", "age-band", "region", "channel")
"""By these every table can be told apart: who the claim is of, and how it was filed."""
OWN_ROWS: Mapping[FigureTable, tuple[str, ...]] = {
    FigureTable.REFUSALS: ("ground",),
    FigureTable.REFUSALS_BY_RULE: ("rule",),
    FigureTable.SANCTIONS: ("article", "ground"),
    FigureTable.REFERRALS: ("programme",),
    FigureTable.DECLINES: ("reason",),
}
"""By what else a table is told apart."""


COARSER: Mapping[tuple[FigureTable, str], tuple[tuple[str, ...], ...]] = {
    (FigureTable.REFERRALS, "programme"): (
        ("unanswered", "declined"),
        ("accepted", "left", "completed"),
        ("found_work",),
    ),
}
"""Columns that are joined from the start where a table has many small rows, so that these need not be."""
OVERLAPPING = frozenset({FigureTable.REFUSALS_BY_RULE})
"""Tables in which a case stands in several rows, so that rows add up to nothing and no total is told."""


def columns_of(table: FigureTable, by: str) -> tuple[tuple[str, ...], ...]:
    """The columns of a table told apart so, before any is joined for being about few people."""
    return COARSER.get((table, by), tuple((column,) for column in COLUMNS[table]))


def rows_of(table: FigureTable) -> tuple[str, ...]:
    """By what a table can be told apart."""
    own = OWN_ROWS.get(table, ())
    return own if table in OVERLAPPING else (*DIMENSIONS, *own)
