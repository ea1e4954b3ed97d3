"""Lines of employers' lists that need a person: the employer is told, heard, and a named officer decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.about import of_a_line
from contracts.base import Envelope, Event, derived_id
from contracts.short_time_answers import ShortTimeDoubted
from services.claims.person import Applicant
from services.claims.procedure import Procedure
from services.claims.question_lifecycle import Asking
from services.claims.questions import Matter


@dataclass(frozen=True, slots=True)
class ShortTimeLines:
    """The handler of doubts about lines; the sum in question is what hangs on the line."""

    procedure: Procedure

    def line_doubted(self, event: ShortTimeDoubted, employer: Applicant, cause: Envelope) -> list[Event]:
        """Ask what is doubted of the line by now, and drop what no longer is; a higher number replaces every lower."""
        claim = employer.claim(event.scheme)
        source = f"line:{derived_id('line', event.worker, event.line).hex}"
        if event.number <= claim.numbers.get(source, 0):
            return []
        claim.numbers[source] = event.number
        asking = Asking(employer, source, employer.effective_day(cause), self.procedure)
        return asking.exactly(_matters(event), claim)


def _matters(event: ShortTimeDoubted) -> Iterator[Matter]:
    if (asked := event.doubt) is not None:
        about = of_a_line(asked.doubt)
        yield Matter(
            event.scheme, about, asked.asks, asked.cites, asked.because, period=event.month, amount=asked.amount
        )
