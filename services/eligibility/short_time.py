"""Short-time work: each worker's line of an employer's list is answered, and the answer is told to the employer.

The newest version of a line holds, and a retraction takes back the versions below its own, as of every other fact
(`law.case.facts`): a line that is told again under the very version of its retraction counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from contracts.registry import FactRetracted
from contracts.short_time import ShortTimeReported
from contracts.short_time_answers import LineOutcome, ShortTimeDue
from contracts.values import Money
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.people.short_time import LineDue, due_of_line
from services.eligibility.model import ReceivedFact
from services.runtime.handling import Refused, To

RETRACTED = f"{FactRetracted.name}:{ShortTimeReported.name}"
OF_A_LINE = frozenset({ShortTimeReported.name, RETRACTED})
TAKEN_BACK = "The employer took the line back."
MOVED = "The line was corrected, and is another employer's now."
Schemes = Mapping[str, Scheme]


def lines_answered(
    worker: str, facts: Collection[ReceivedFact], news: Collection[ReceivedFact], schemes: Schemes
) -> Iterator[To]:
    """The answers to the lines of a worker that are new or were taken back, each for its employer.

    Whom another version names, earlier or told of late, learns that the line is not theirs any more. Raises `Refused`
    for a line under a scheme that is not served, or of a month of which its sheet knows no law.
    """
    for key in sorted({fact.key for fact in news if fact.kind in OF_A_LINE}):
        told = [fact for fact in facts if fact.kind in OF_A_LINE and fact.key == key]
        lines = [fact.event for fact in told if isinstance(fact.event, ShortTimeReported)]
        if not lines:
            continue
        newest = max(lines, key=lambda line: line.source_version)
        version = max(fact.source_version for fact in told)
        answer = _answer(worker, newest, version, schemes).model_copy(update={"number": len(told)})
        yield To(newest.employer, answer)
        nothing = Money(minor=0, currency=answer.amount.currency)
        moved = {"because": MOVED, "outcome": LineOutcome.NOT_DUE, "amount": nothing, "amount_if_accepted": None}
        for employer in sorted({line.employer for line in lines} - {newest.employer}):
            yield To(employer, answer.model_copy(update=moved))


def _answer(worker: str, line: ShortTimeReported, version: int, schemes: Schemes) -> ShortTimeDue:
    scheme = schemes.get(line.scheme)
    if scheme is None:
        raise Refused("unknown-scheme", f"claims are served under {', '.join(sorted(schemes))}")
    if line.pay.currency != scheme.currency:
        raise Refused("wrong-currency", f"{line.scheme} pays in {scheme.currency}")
    due = LineDue(LineOutcome.NOT_DUE, Money(minor=0, currency=scheme.currency), TAKEN_BACK, scheme.benefit.cites)
    if version == line.source_version:
        try:
            due = due_of_line(line, scheme)
        except OutsideKnownLaw as fault:
            raise Refused("outside-known-law", str(fault)) from None
    return ShortTimeDue(
        worker=worker,
        line=line.key,
        version_said=version,
        scheme=line.scheme,
        establishment=line.establishment,
        month=line.month,
        is_final=line.is_final,
        outcome=due.outcome,
        amount=due.amount,
        amount_if_accepted=due.if_accepted,
        because=due.because,
        cites=due.cites,
        told_on=line.recorded_at.date(),
    )
