"""A batch on the terminal and as JSON: what those see who release it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from services.payments.edge import batches, look

SHOWN_MAX = 20
"""Of one kind of what is pointed out; JSON has all."""
PER_CENT = 100
STANDS = {
    "waits": "waits for release",
    "released": "is released and goes next",
    "stopped": "is stopped; its payments go with the next run",
    "gone": "has gone to the bank",
}


def in_number(payments: int) -> str:
    """So many payments in words."""
    return "1 payment" if payments == 1 else f"{payments:,} payments"


def line_of(batch: batches.Batch) -> str:
    """A batch in a line: day, number, sum, and where it stands."""
    files = batch.stoppable or batch.files
    total = batches.total_of(files, batch.currency)
    by = sorted({officer for each in files for officer in each.released_by})
    released = f" Released by {' and '.join(by)}." if by else ""
    return f"{batch.day}  {in_number(batches.count_of(files))}, {total}: {STANDS[batch.standing]}.{released}"


def in_lines(batch: batches.Batch, overview: look.Overview) -> Iterator[str]:
    """The table of a batch."""
    yield line_of(batch)
    for each in batch.files:
        file = each.file
        yield f"  {file.name}  {in_number(file.count)}, {file.total}, {file.state}; SHA-256 begins {file.sha256[:12]}"
    yield ""
    yield f"Smallest and largest payment: {overview.smallest} and {overview.largest}."
    yield _compared(overview)
    yield "\nChecks:"
    for check in overview.checks:
        yield f"  {'fits' if check.passed else 'LOOK'}  {check.name} ({check.looked_at:,} looked at)"
        yield from (f"        {fault}" for fault in check.faults[:SHOWN_MAX])
    yield "\nPointed out:" if overview.outliers else "\nNothing is pointed out."
    for kind, count in sorted(look.kinds_of(overview.outliers).items()):
        yield f"  {kind.replace('_', ' ')}: {count:,}"
        shown = [each for each in overview.outliers if each.kind is kind][:SHOWN_MAX]
        yield from (f"        {each.payment.end_to_end}  {each.payment.money}  {each.says}" for each in shown)
    if batch.acts:
        yield "\nActs:"
    for judged in batch.acts:
        act = judged.act
        yield f"  {act.acted_on}  {act.officer} ({act.role}) {act.kind} {in_number(act.payments)}, {act.total}."
        yield f"        {act.reasons}"
        if judged.why_not:
            yield f"        It does not count: {judged.why_not}"


def _compared(overview: look.Overview) -> str:
    before = overview.before
    if before is None:
        return "There is no run of the same weekday to compare with."
    more = overview.payments - before.payments
    number = f"{in_number(abs(more))} {'more' if more >= 0 else 'fewer'}"
    change = _share(overview.total.minor - before.total.minor, before.total.minor)
    return f"Against {before.day} ({in_number(before.payments)}, {before.total}): {number}, sum {change}."


def _share(difference: int, whole: int) -> str:
    if not whole:
        return "from nothing"
    share = (Decimal(difference) * PER_CENT / whole).quantize(Decimal("0.1"))
    return f"{abs(share)} % {'more' if share >= 0 else 'less'}"


def as_dict(batch: batches.Batch, overview: look.Overview | None = None) -> dict[str, Any]:
    """Everything of a batch for a console: amounts in minor units, no account and no name."""
    files = batch.stoppable or batch.files
    told: dict[str, Any] = {
        "day": batch.day.isoformat(),
        "currency": batch.currency,
        "standing": batch.standing,
        "payments": batches.count_of(files),
        "total_minor": batches.total_of(files, batch.currency).minor,
        "files": [
            {
                "name": each.file.name,
                "sha256": each.file.sha256,
                "payments": each.file.count,
                "total_minor": each.file.total.minor,
                "state": each.file.state,
                "standing": each.standing.value,
                "needed": each.needed,
                "released_by": list(each.released_by),
            }
            for each in batch.files
        ],
        "acts": [
            {
                "kind": judged.act.kind.value,
                "officer": judged.act.officer,
                "role": judged.act.role,
                "on": judged.act.acted_on.isoformat(),
                "total_minor": judged.act.total.minor,
                "reasons": judged.act.reasons,
                "does_not_count_because": judged.why_not or None,
            }
            for judged in batch.acts
        ],
    }
    return told if overview is None else told | _of(overview)


def _of(overview: look.Overview) -> dict[str, Any]:
    before = overview.before
    return {
        "smallest_minor": overview.smallest.minor,
        "largest_minor": overview.largest.minor,
        "before": before and {"day": before.day.isoformat(), "payments": before.payments, "minor": before.total.minor},
        "checks": [
            {"name": check.name, "looked_at": check.looked_at, "passed": check.passed, "faults": list(check.faults)}
            for check in overview.checks
        ],
        "pointed_out": [
            {
                "kind": each.kind.value,
                "payment": each.payment.end_to_end,
                "person": each.payment.person,
                "claim": each.payment.claim,
                "minor": each.payment.money.minor,
                "says": each.says,
            }
            for each in overview.outliers
        ],
    }
