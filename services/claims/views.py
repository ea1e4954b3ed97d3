"""What others may read of claims: counts and days without a name, and the tables that no event fills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, func, select

from contracts.claims import ClaimDecision
from contracts.contest import ContestOutcome, Tier
from contracts.outages import OURSELVES, everybody_in
from contracts.waiting import AwaitedStep, MissingFact
from services.claims import tallies
from services.claims.adverse_states import AdverseState, adverse_states, unlawful
from services.claims.budget_views import (
    GOES_ON,
    STOPPED,
    ErrorBudgetView,
    budgets_by_standing,
    error_budgets,
    reviews_waiting,
    why_not_reopened,
)
from services.claims.contest_lists import DecidedContest, UnopenedContest, decided_contests, unopened_contests
from services.claims.contest_views import (
    ContestInHand,
    WaitingContest,
    contest_in_hand,
    waiting_contests,
    why_no_effect_on,
)
from services.claims.delivery_views import LETTERS, RETURNED, UNPROVED, letters_by_standing
from services.claims.early_act_store import KEEPABLE, early_acts_by_kind
from services.claims.employers_words import employers_words, words_read
from services.claims.error_budget import OVERPAYMENT, WAIVER
from services.claims.file_note_views import (
    ContactInLog,
    MatterInHand,
    assigned_to,
    contacts_of,
    hands_of,
    in_hand,
)
from services.claims.key_search import FoundKey, FoundKind, found_by
from services.claims.question_views import (
    QUESTION_WAITS,
    ClaimInShort,
    QuestionInHand,
    WaitingQuestion,
    claims_of,
    debt_to_be_waived,
    decide_question_by,
    question_in_hand,
    waiting_questions,
    why_no_effect,
    why_no_waiver,
    would_decide,
)
from services.claims.receipts import sha256_of
from services.claims.silences import PREFIX as SILENCE
from services.claims.steps import AGAINST, CONTESTED, OPEN, QuestionStep
from services.claims.tables import claim, closed_day, contest, outage, question
from services.claims.tallies import MOOT, TALLIES
from services.claims.vault import vault
from services.claims.waiting_store import as_missing
from services.claims.ways_to_contest import last_day_to_contest

__all__ = [
    "CLAIMANT",
    "GOES_ON",
    "INCOMPLETE",
    "IN_TIME",
    "KEEPABLE",
    "LETTERS",
    "MOOT",
    "OPEN",
    "OUTAGES_OF",
    "OVERDUE",
    "OVERPAYMENT",
    "PROVISIONAL",
    "RETURNED",
    "STANDINGS",
    "STOPPED",
    "UNPROVED",
    "US",
    "WAITING_FOR",
    "WAITS",
    "WAIVER",
    "AdverseState",
    "ClaimInShort",
    "ContactInLog",
    "ContestInHand",
    "DecidedContest",
    "DecidedQuestion",
    "ErrorBudgetView",
    "FoundKey",
    "FoundKind",
    "KnownOutage",
    "MatterInHand",
    "QuestionInHand",
    "QuestionStep",
    "UnopenedContest",
    "WaitingContest",
    "WaitingQuestion",
    "adverse_states",
    "assigned_to",
    "budgets_by_standing",
    "claims_by_state",
    "claims_of",
    "closed_days",
    "contacts_of",
    "contest_in_hand",
    "contests_by_standing",
    "debt_to_be_waived",
    "decide_question_by",
    "decided_against",
    "decided_contests",
    "early_acts_by_kind",
    "employers_words",
    "error_budgets",
    "everybody_in",
    "found_by",
    "hands_of",
    "in_hand",
    "keys_beginning_with",
    "lacking_claims",
    "last_day_to_contest",
    "letters_by_standing",
    "open_outages",
    "open_questions",
    "outages",
    "question_in_hand",
    "questions_beginning_with",
    "reviews_waiting",
    "sha256_of",
    "silent_registries",
    "unlawful",
    "unopened_contests",
    "vault",
    "waiting_claims",
    "waiting_contests",
    "waiting_questions",
    "why_no_effect",
    "why_no_effect_on",
    "why_no_waiver",
    "why_not_reopened",
    "words_read",
    "would_decide",
]

US, CLAIMANT = "us", "claimant"
"""Who has to act next on an open question: the office, or the claimant within the reply window."""

WAITS, IN_TIME, OVERDUE = "waits", "open", "overdue"
STANDINGS = (WAITS, IN_TIME, OVERDUE, MOOT, *ContestOutcome)
"""Where a contest stands: not open yet, open, open after the day by which it had to be decided, left without anything
to contest, or how it ended."""

INCOMPLETE, PROVISIONAL = "incomplete", "provisional"
WAITING_FOR = (INCOMPLETE, *AwaitedStep, PROVISIONAL)
"""What a claim waits for: a fact that it lacks, a certification and for how long, or a silent registry."""
OURS, REGISTRY = "us", "registry"
OUTAGES_OF = (OURS, REGISTRY)


@dataclass(frozen=True, slots=True)
class KnownOutage:
    """An outage in its highest version; without days where it was taken back."""

    outage: str
    version: int
    institution: str
    since: date | None
    until: date | None


def outages(connection: Connection, *, all_: bool = False) -> list[KnownOutage]:
    """The outages that hold, by first day; with `all_`, those that were taken back as well."""
    columns = (outage.c.outage, outage.c.version, outage.c.institution, outage.c.since, outage.c.until)
    rows = [KnownOutage(*row) for row in connection.execute(select(*columns).distinct())]
    held = [known for known in rows if all_ or known.since is not None]
    return sorted(held, key=lambda known: (known.since or date.min, known.outage, known.version))


def open_outages(connection: Connection) -> Mapping[str, int]:
    """How many outages go on, of ours and of registries."""
    counts = Counter(dict.fromkeys(OUTAGES_OF, 0))
    for key, institution in {(known.outage, known.institution) for known in outages(connection) if not known.until}:
        counts[OURS if key and institution == OURSELVES else REGISTRY] += 1
    return counts


def silent_registries(connection: Connection) -> int:
    """How many registries have not sent for longer than was agreed with them."""
    silences = [known for known in outages(connection) if known.outage.startswith(SILENCE)]
    return len({silence.institution for silence in silences if not silence.until})


def waiting_claims(connection: Connection) -> Mapping[str, int]:
    """How many claims wait for what; a claim may wait for several things."""
    counts = Counter(dict.fromkeys(WAITING_FOR, 0))
    counts[INCOMPLETE] = TALLIES.total(connection, tallies.INCOMPLETE)
    counts[PROVISIONAL] = TALLIES.total(connection, tallies.PROVISIONAL)
    return {**counts, **TALLIES.of(connection, tallies.AWAITED)}


def lacking_claims(connection: Connection) -> Mapping[tuple[str, str], tuple[MissingFact, ...]]:
    """By person and claim, what claims lack."""
    columns = claim.c
    query = select(columns.subject, columns.claim, columns.told_missing).where(columns.told_missing.is_not(None))
    return {(row.subject, row.claim): as_missing(row.told_missing) for row in connection.execute(query)}


def claims_by_state(connection: Connection) -> Mapping[str, int]:
    """How many claims stand where."""
    return TALLIES.of(connection, tallies.CLAIMS)


def open_questions(connection: Connection) -> Mapping[str, int]:
    """Open questions by who has to act next."""
    query = select(question.c.step, func.count()).where(QUESTION_WAITS).group_by(question.c.step)
    counts = Counter({US: 0, CLAIMANT: 0})
    for step, count in connection.execute(query):
        counts[CLAIMANT if step == QuestionStep.NOTICED else US] += count
    return counts


def contests_by_standing(connection: Connection) -> Mapping[tuple[str, str], int]:
    """How many contests of each tier stand where."""
    over = select(func.max(closed_day.c.day)).scalar_subquery()
    standing = case(
        (contest.c.opened_on.is_(None), WAITS),
        (contest.c.decide_by <= over, OVERDUE),
        else_=IN_TIME,
    )
    goes_on = contest.c.closed_on.is_(None)
    query = select(contest.c.tier, standing, func.count()).where(goes_on).group_by(contest.c.tier, standing)
    counts = Counter({(tier.value, place): 0 for tier in Tier for place in STANDINGS})
    counts.update({(tier, place): count for tier, place, count in connection.execute(query)})
    ended = TALLIES.by_parts(connection, tallies.ENDED_CONTESTS)
    counts.update({(tier, outcome): count for (tier, outcome), count in ended.items()})
    return counts


def open_contests_of(connection: Connection, person: str) -> int:
    """How many contests of a person wait to be opened or decided."""
    own = contest.c
    is_open = own.outcome.is_(None) & own.closed_on.is_(None)
    return connection.scalar(select(func.count()).where(own.subject == person, is_open)) or 0


def closed_days(connection: Connection) -> Mapping[int, date]:
    """The last closed day of each partition."""
    return {row.partition: row.day for row in connection.execute(select(closed_day))}


def questions_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people of whom the id of a question or of a contest begins so; two are enough to tell that it is not one."""
    columns = (question.c.question, contest.c.contest)
    begins = [(key.table.c.subject, key.startswith(beginning, autoescape=True)) for key in columns]
    queries = [select(subject).where(condition).distinct().limit(2) for subject, condition in begins]
    return {person for query in queries for person in connection.scalars(query)}


KEYS_SHOWN = 4
"""Of ids that begin alike so many are told."""


def keys_beginning_with(connection: Connection, beginning: str) -> Mapping[str, str]:
    """The ids of questions and contests that begin so, each with its person; of many only the first."""
    found: dict[str, str] = {}
    for key in (question.c.question, contest.c.contest):
        begins = key.startswith(beginning, autoescape=True)
        query = select(key, key.table.c.subject).where(begins).order_by(key).limit(KEYS_SHOWN)
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


@dataclass(frozen=True, slots=True)
class DecidedQuestion:
    """A question that was decided against a person, and what came of the decision."""

    person: str
    claim: str
    about: str
    ground: str | None
    decided_on: date | None
    """The day of the first decision; None where it was made before decisions were kept here."""
    officer: str | None
    standing: str


def decided_against(connection: Connection) -> Iterator[DecidedQuestion]:
    """Every question that was ever decided against a person, those that were overturned since included."""
    columns = question.c
    query = select(columns.subject, columns.claim, columns.about, columns.ground, columns.step, columns.decision)
    for row in connection.execute(query.where(columns.step.in_(_WERE_AGAINST))):
        decision = None if row.decision is None else ClaimDecision.model_validate_json(row.decision)
        overturned = row.step == QuestionStep.DECIDED_FOR
        if overturned and (decision is None or decision.contest is None):
            continue  # decided for the person from the start
        decided_on = None if decision is None else decision.first_decided_on or decision.decided_on
        officer = None if decision is None else decision.officer.staff
        standing = "overturned" if overturned else _STANDING[QuestionStep(row.step)]
        yield DecidedQuestion(row.subject, row.claim, row.about, row.ground, decided_on, officer, standing)


_STANDING = {
    **dict.fromkeys(CONTESTED, "contested"),
    QuestionStep.DECIDED_AGAINST: "stands",
    QuestionStep.UPHELD: "upheld",
    QuestionStep.FINAL_AGAINST: "final",
}
_WERE_AGAINST = (*AGAINST, QuestionStep.DECIDED_FOR)
