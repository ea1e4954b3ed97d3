"""What creditors must have by now of what was taken for them, from the bare messages and the bank's own books."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from services.simulation.printed_law.evidence import Fields, Stated, day

Reference = tuple[str, str]
"""A rule or an order, and a currency."""


def faults(said: Sequence[Stated], paid: Mapping[str, int], until: date) -> Iterator[str]:
    """Everything that creditors have too much, or lack of what was taken before a day.

    `paid` is what the bank booked and did not get back, by identifier. Who had more than a later correction left keeps
    it until it is made up.
    """
    words: defaultdict[str, list[Fields]] = defaultdict(list)
    sent: Counter[Reference] = Counter()
    for one in said:
        if one.name == "payments.deduction-made":
            words[one.fields["deduction"]].append(one.fields)
        elif one.name == "payments.remittance-ordered":
            sent[one.fields["reference"], one.fields["amount"]["currency"]] += paid.get(one.fields["end_to_end"], 0)
    least, most = _bounds(words.values(), until)
    for reference in sorted({*sent, *most}):
        if not least[reference] <= sent[reference] <= most[reference]:
            bounds = f"between {least[reference]} and {most[reference]} were taken"
            yield f"creditors under {' in '.join(reference)} have {sent[reference]}, and {bounds}"


def _bounds(deductions: Iterable[Sequence[Fields]], until: date) -> tuple[Counter[Reference], Counter[Reference]]:
    """What must have been sent, and what may have been: all that was taken, and what was given back later."""
    least: Counter[Reference] = Counter()
    most: Counter[Reference] = Counter()
    for words in deductions:
        sums = [fields["amount"]["minor"] for fields in words]
        reference = (words[-1].get("order") or words[-1]["rule"], words[-1]["amount"]["currency"])
        most[reference] += max(sums)
        if all(day(fields["deducted_on"]) < until for fields in words):
            least[reference] += sums[-1]
    return least, most
