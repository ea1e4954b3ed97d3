"""Who else was decided against in the same way: on the same ground, by the same rule, under the same sheet.

A decision that was found wrong is seldom alone. Whoever is listed is looked at by a person, whose answers, contests,
corrected facts and orders (`casework.recall-ordered`) make everything after them anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from contracts.eligibility import Outcome
from contracts.in_words import no_such
from services.claims.views import DecidedQuestion, decided_against
from services.eligibility.archive import (
    SheetsOfClaim,
    conditions_known,
    recalls_ordered,
    refused_by_rule,
    sheets_of,
)

KINDS = ("week", "overpayment", "referral", "waiver")
"""What a question may be about beside the conditions of a sheet."""
RECALLED = "worked out anew"
Claim = tuple[str, str]
"""A person and the key of a claim of theirs."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What the decisions that are looked for have in common; None asks for nothing."""

    ground: str | None = None
    rule: str | None = None
    """A condition of the sheet, by its name, or what a question was about, with its day or without."""
    sheet: str | None = None
    """The digest of a sheet, or its beginning."""

    def holds(self, about: str) -> bool:
        """Whether a question about this, such as `week:2020-03-29`, is of the rule that is looked for."""
        return self.rule in {None, about, about.partition(":")[0]}


@dataclass(frozen=True, slots=True)
class Recalled:
    """A decision against a person, and what came of it since."""

    person: str
    claim: str
    rule: str
    ground: str
    decided_on: date | None
    """None where no person decided: by arithmetic alone, or before decisions were kept here."""
    officer: str
    """Who made the latest decision of it, which after a contest is who decided that."""
    standing: str
    """Where it stands: stands, contested, upheld, final, overturned; `not refused any more` where the law has changed
    its answer since."""
    sheet: str
    under_newer_sheet: bool
    """Whether the claim was determined since under another sheet."""
    recalled_on: date | None = None
    """The last day on which a named officer had the claim worked out anew on that account."""


def recall(claims: Connection, eligibility: Connection, sought: Sought) -> list[Recalled]:
    """The decisions that have in common what is sought, by person and claim."""
    sheets, ordered = sheets_of(eligibility), recalls_ordered(eligibility)
    lines = [*_by_officers(decided_against(claims), sheets, sought), *_by_arithmetic(eligibility, sheets, sought)]
    recalled = (replace(line, recalled_on=ordered.get((line.person, line.claim))) for line in lines)
    return sorted(recalled, key=in_order)


def in_order(line: Recalled) -> tuple[str, ...]:
    """By which decisions are listed."""
    return line.person, line.claim, line.rule, line.ground


def progress_of(lines: Iterable[Recalled]) -> Mapping[str, int]:
    """How many stand where."""
    standings = Counter(line.standing for line in lines)
    recalled = sum(line.recalled_on is not None for line in lines)
    return standings + Counter({RECALLED: recalled})


def why_no_rule(sought: Sought, eligibility: Connection) -> str | None:
    """Why nothing can be of the rule that is sought, with the nearest names; None where something can."""
    if sought.rule is None:
        return None
    known = {*KINDS, *conditions_known(eligibility)}
    if sought.rule in known or sought.rule.partition(":")[0] in KINDS:
        return None
    return no_such("rule", sought.rule, sorted(known))


def _by_officers(
    questions: Iterable[DecidedQuestion], sheets: Mapping[Claim, SheetsOfClaim], sought: Sought
) -> Iterator[Recalled]:
    for question in questions:
        own = sheets.get((question.person, question.claim))
        if own is None or sought.ground not in {None, question.ground} or not sought.holds(question.about):
            continue
        under = own.with_beginning(sought.sheet)
        if under is not None:
            yield Recalled(
                person=question.person,
                claim=question.claim,
                rule=question.about,
                ground=question.ground or "",
                decided_on=question.decided_on,
                officer=question.officer or "",
                standing=question.standing,
                sheet=under,
                under_newer_sheet=own.latest != under,
            )


def _by_arithmetic(
    eligibility: Connection, sheets: Mapping[Claim, SheetsOfClaim], sought: Sought
) -> Iterator[Recalled]:
    """Claims that a rule refused by itself, which has no ground of the closed list."""
    if sought.rule is None or sought.ground is not None:
        return
    for person, claim, digest, outcome in refused_by_rule(eligibility, sought.rule):
        own = sheets[person, claim]
        if sought.sheet is not None and not digest.startswith(sought.sheet):
            continue
        yield Recalled(
            person=person,
            claim=claim,
            rule=sought.rule,
            ground="",
            decided_on=None,
            officer="",
            standing="stands" if outcome is Outcome.NOT_MET else "not refused any more",
            sheet=digest,
            under_newer_sheet=own.latest != digest,
        )
