"""What must have been taken from each payment for others, from the words of the terms and the bare messages.

Of the made-up scheme a contribution of 4.7 % of what is due; of a payment a tenth for tax where the person chose it; of
what is left after the contribution at most half for those whom a court named, and never so that less than the floor is
left of the benefit. Every sum is cut to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from services.simulation.printed_law.evidence import Fields, Stated, day

CONTRIBUTION = {"simulated/dated": Fraction(47, 1000)}
TAXED = {"simulated/dated", "us/mississippi"}
TENTH, HALF = Fraction(1, 10), Fraction(1, 2)
FLOOR_A_WEEK = {"simulated/dated": 2_000, "us/mississippi": 3_000}
"""In minor units of the scheme's currency."""
WEEK = 7


@dataclass(frozen=True)
class SentPayment:
    """A payment as the bank has it: its identifier, the day on which it was sealed, and its sum."""

    end_to_end: str
    sealed_on: date
    minor: int


def taken(said: Sequence[Stated]) -> dict[str, Fields]:
    """The last word on each deduction."""
    return {one.fields["deduction"]: one.fields for one in said if one.name == "payments.deduction-made"}


def total(said: Sequence[Stated]) -> int:
    """All that went to others, in minor units."""
    return sum(fields["amount"]["minor"] for fields in taken(said).values())


def faults(
    said: Sequence[Stated], sent: Sequence[SentPayment], heard: Mapping[date, Sequence[Stated]]
) -> Iterator[str]:
    """Everything that was taken and must not have been, or was not taken and must have been.

    `heard` is what was certainly known of orders and choices when a day was closed; a day is missing where nobody can
    say.
    """
    orders = {one.fields["end_to_end"]: one.fields for one in said if one.name == "payments.payment-instructed"}
    for payment in sent:
        order = orders.get(payment.end_to_end)
        if order is not None and order["kind"] in {"original", "supplement"}:
            yield from _of_a_payment(said, order, payment, heard.get(payment.sealed_on))
    yield from _contributions(said)


def _of_a_payment(
    said: Sequence[Stated], order: Fields, payment: SentPayment, heard: Sequence[Stated] | None
) -> Iterator[str]:
    assessed = _assessed(said, order["assessment"])
    first = [
        fields
        for fields in _as_it_was_sealed(said, order["instruction"], payment.sealed_on)
        if fields["certification"] == assessed.get("certification", fields["certification"])
    ]
    if any(day(fields["deducted_on"]) != payment.sealed_on for fields in first):
        return  # its file was stopped, and it was sealed again
    whole = payment.minor + sum(one["amount"]["minor"] for one in first) + _offset(said, order["instruction"])
    if any(one["gross"]["minor"] != whole for one in first):
        yield f"{payment.end_to_end}: net and deductions are {whole}, and another gross was told"
    scheme = assessed.get("scheme", "")
    tax = sum(one["amount"]["minor"] for one in first if one["creditor"] == "tax")
    wanted = int(whole * TENTH) if scheme in TAXED and _chooses(heard or (), payment.sealed_on) else 0
    if heard is not None and tax != wanted:
        yield f"{payment.end_to_end}: {tax} were taken for tax of {whole}, and the choice says {wanted}"
    if assessed and assessed["amount"]["minor"] == whole and order["kind"] == "original":
        yield from _of_orders(heard, first, assessed, payment)


def _of_orders(
    heard: Sequence[Stated] | None, first: list[Fields], assessed: Fields, payment: SentPayment
) -> Iterator[str]:
    """The whole benefit of a period in one payment: each order in its turn, within share and floor."""
    scheme, whole = assessed["scheme"], assessed["amount"]["minor"]
    days = sum(_days(week["period"]) for week in assessed["weeks"] if week["amount"]["minor"])
    disposable = whole - int(whole * CONTRIBUTION.get(scheme, Fraction(0)))
    got = {one["order"]: one["amount"]["minor"] for one in first if one["creditor"] == "third_party"}
    tax = sum(one["amount"]["minor"] for one in first if one["creditor"] == "tax")
    kept = -(-FLOOR_A_WEEK.get(scheme, 0) * days // WEEK)
    if sum(got.values()) > int(disposable * HALF):
        yield f"{payment.end_to_end}: third parties got {sum(got.values())} of {disposable}"
    if got and disposable - tax - sum(got.values()) < kept:
        yield f"{payment.end_to_end}: less than the floor of {kept} was left of {whole}"
    if heard is None:
        return
    left = min(int(disposable * HALF), disposable - tax - kept)
    for order in _orders(heard, assessed["claim"], payment.sealed_on):
        known = scheme in FLOOR_A_WEEK and order["kind"] == "child_support"
        wanted = max(0, min(order["weekly"]["minor"] * days // WEEK, left)) if known else 0
        left -= wanted
        served = got.pop(order["key"], 0)
        if served != wanted:
            yield f"{payment.end_to_end}: order {order['key']} got {served}, and {wanted} are due to it"
    yield from (f"{payment.end_to_end}: order {key} got {minor}, and holds no longer" for key, minor in got.items())


def _contributions(said: Sequence[Stated]) -> Iterator[str]:
    """In the end, of each period the share of what is due for it by then, however it was paid."""
    last: dict[tuple[str, str], Fields] = {}
    for one in said:
        if one.name == "eligibility.assessment-made":
            key = (one.fields["claim"], one.fields["certification"])
            last[key] = max(last.get(key, one.fields), one.fields, key=lambda fields: int(fields["number"]))
    for (claim, certification), assessed in last.items():
        share = CONTRIBUTION.get(assessed.get("scheme", ""), Fraction(0))
        wanted = int(assessed["amount"]["minor"] * share)
        got = sum(
            one["amount"]["minor"]
            for one in taken(said).values()
            if one["creditor"] == "contributions" and (one["claim"], one["certification"]) == (claim, certification)
        )
        if not wanted - 1 <= got <= wanted:  # a day that moved to it was paid net and cut to the cent before
            yield f"{certification}: contributions of {got} were taken, and {wanted} are due"


def _as_it_was_sealed(said: Sequence[Stated], instruction: str, sealed_on: date) -> list[Fields]:
    """The deductions from a payment on the day on which it was sealed, before a later correction changed them."""
    first: dict[str, Fields] = {}
    for one in said:
        fields = one.fields
        is_of_it = one.name == "payments.deduction-made" and fields["instruction"] == instruction
        if is_of_it and day(fields["deducted_on"]) <= sealed_on:
            first.setdefault(fields["deduction"], fields)
    return list(first.values())


def _offset(said: Sequence[Stated], instruction: str) -> int:
    """What was withheld from a payment for debts."""
    return sum(
        one.fields["amount"]["minor"]
        for one in said
        if one.name == "payments.recovery-collected" and one.fields.get("instruction") == instruction
    )


def _assessed(said: Sequence[Stated], assessment: str) -> Fields:
    found = (one.fields for one in said if one.name == "eligibility.assessment-made")
    return next((fields for fields in found if fields["assessment"] == assessment), {})


def _chooses(said: Sequence[Stated], on: date) -> bool:
    filed = [one.fields for one in said if one.name == "intake.tax-choice-filed" and day(one.fields["filed_on"]) <= on]
    last = max((fields["filed_on"] for fields in filed), default="")
    return bool(filed) and all(fields["withhold"] for fields in filed if fields["filed_on"] == last)


def _orders(said: Sequence[Stated], claim: str, on: date) -> list[Fields]:
    """The orders in force for a claim on a day, in the order in which they are served."""
    made, lifted = _newest(said, "attachments.order-made"), _newest(said, "attachments.order-lifted")
    in_force = [
        fields
        for key, fields in made.items()
        if day(fields["since"]) <= on
        and on < day(fields.get("until") or "9999-12-31")
        and (key not in lifted or on < day(lifted[key]["lifted_on"]))
        and fields.get("claim") in {None, claim}
    ]
    return sorted(in_force, key=lambda fields: (fields["priority"], fields["since"], fields["key"]))


def _newest(said: Sequence[Stated], name: str) -> Mapping[str, Fields]:
    newest: dict[str, Fields] = {}
    for one in said:
        if one.name == name:
            known = newest.get(one.fields["key"])
            if known is None or known["source_version"] < one.fields["source_version"]:
                newest[one.fields["key"]] = one.fields
    return newest


def _days(period: Fields) -> int:
    return (day(period["end"]) - day(period["start"])) // timedelta(days=1)
