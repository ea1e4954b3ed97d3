"""Which tables stand on which page of the committee, and which of them also have rows of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from services.oversight.views import IN_WORK_AFTER, FigureTable


class FigureSection(StrEnum):
    """A page of figures, by the last part of its address."""

    COVERAGE = "coverage"
    PROMPTNESS = "promptness"
    REFUSALS = "refusals"
    FUNNEL = "funnel"
    PROGRAMMES = "programmes"
    MONEY = "money"


BY_CHOICE = ""
"""Told apart by what the reader chose."""

TABLES: Mapping[FigureSection, Sequence[tuple[FigureTable, str]]] = {
    FigureSection.COVERAGE: (
        (FigureTable.CLAIMS, BY_CHOICE),
        (FigureTable.RECIPIENTS, BY_CHOICE),
        (FigureTable.REPLACEMENT, BY_CHOICE),
    ),
    FigureSection.PROMPTNESS: (
        (FigureTable.FIRST_PAYMENTS, BY_CHOICE),
        (FigureTable.WAITING_PAYMENTS, BY_CHOICE),
        (FigureTable.DECISIONS, BY_CHOICE),
        (FigureTable.WAITING_CLAIMS, BY_CHOICE),
        (FigureTable.QUESTIONS, BY_CHOICE),
        (FigureTable.WAITING_QUESTIONS, BY_CHOICE),
    ),
    FigureSection.REFUSALS: (
        (FigureTable.REFUSALS_BY_RULE, "rule"),
        (FigureTable.REFUSALS, BY_CHOICE),
        (FigureTable.REFUSALS, "ground"),
        (FigureTable.SANCTIONS, "article"),
        (FigureTable.SANCTIONS, BY_CHOICE),
        (FigureTable.CONTESTS, BY_CHOICE),
        (FigureTable.WAITING_CONTESTS, BY_CHOICE),
        (FigureTable.CONTEST_OUTCOMES, BY_CHOICE),
        (FigureTable.REVIEWS, BY_CHOICE),
    ),
    FigureSection.FUNNEL: (
        (FigureTable.ASSESSED, BY_CHOICE),
        (FigureTable.REFERRED, BY_CHOICE),
        (FigureTable.OFFERED, BY_CHOICE),
        (FigureTable.ANSWERS, BY_CHOICE),
        (FigureTable.DECLINES, "reason"),
        (FigureTable.STARTS, BY_CHOICE),
        (FigureTable.ENDS, BY_CHOICE),
        (FigureTable.PLACED, BY_CHOICE),
        *((table, BY_CHOICE) for table in IN_WORK_AFTER.values()),
    ),
    FigureSection.PROGRAMMES: ((FigureTable.REFERRALS, BY_CHOICE), (FigureTable.REFERRALS, "programme")),
    FigureSection.MONEY: ((FigureTable.PAID, BY_CHOICE),),
}
"""What waits stands right behind what is finished: a share of finished cases looks best where hard ones are left."""

OF_TABLE: Mapping[FigureTable, FigureSection] = {
    table: section for section, tables in TABLES.items() for table, _ in tables
}
