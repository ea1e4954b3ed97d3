"""What may be collected of a debt, from the words of services/payments/recoveries/README.md and the bare messages.

A debt is the sum of a decision against the person on an overpayment. Nothing of it is withheld by the last day to
contest, nor from the day on which a contest or a request to waive was filed to the day on which it was answered, nor
while an officer suspends it; a request that comes soon after another does not count. Never more than a tenth of a
payment is withheld, never so that less than the floor is left of it, and never more than was decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from services.simulation.printed_law.evidence import Fields, Stated, day

SHARE = Fraction(1, 10)
FLOOR_A_WEEK = {"USD": 3_000, "BHD": 35_000, "EUR": 10_000}
"""In minor units."""
OPENS = ("claims.contest-opened", "intake.waiver-requested")
SUSPENDS = "casework.collection-suspended"


def against(said: Sequence[Stated]) -> dict[str, Fields]:
    """The decisions against a person on an overpayment, by the question."""
    return {
        one.fields["question"]: one.fields
        for one in said
        if one.name == "claims.claim-decision"
        and one.fields["about"]["kind"] == "overpayment"
        and one.fields["verdict"] == "against_claimant"
    }


def withheld(said: Sequence[Stated]) -> list[Fields]:
    """What was told as withheld."""
    return [one.fields for one in said if one.name == "payments.recovery-collected" and one.fields["by"] == "offset"]


def withheld_elsewhere(said: Sequence[Stated]) -> int:
    """What the accounts of the person's other pseudonyms last told as withheld there for debts here, in minor units."""
    return sum(int(entry["amount"]["minor"]) for one in _accounts(said) for entry in one.get("withheld", ()))


def withheld_for_another(person: str, said_of_others: Sequence[Stated]) -> int:
    """What was last told of a person's account as withheld there for debts under other pseudonyms, in minor units."""
    own = [one for one in said_of_others if one.fields.get("other") == person]
    return withheld_elsewhere(own)


def _accounts(said: Sequence[Stated]) -> list[Fields]:
    """The last statement of each other account, of those that are told to one person."""
    newest: dict[str, Fields] = {}
    for one in said:
        if one.name == "payments.account-shared":
            before = newest.get(one.fields["other"])
            if before is None or before["number"] < one.fields["number"]:
                newest[one.fields["other"]] = one.fields
    return list(newest.values())


def owed_again(said: Sequence[Stated], question: str) -> int:
    """What was told as owed again since the payment it was withheld from was not due, in minor units."""
    again = [one.fields for one in said if one.name == "payments.recovery-owed-again"]
    return sum(int(one["amount"]["minor"]) for one in again if one["question"] == question)


def repaid(said: Sequence[Stated]) -> int:
    """What the person paid in, in minor units: each of the bank's references once."""
    paid_in = [one.fields for one in said if one.name == "casework.repayment-received"]
    return sum({one["payment"]: int(one["amount"]["minor"]) for one in paid_in}.values())


def faults(said: Sequence[Stated]) -> Iterator[str]:
    """Everything that was withheld and must not have been; where two are one person, of what is said of both."""
    decided = against(said)
    sums: dict[str, int] = {}
    whole: dict[str, int] = {}
    for taken in withheld(said):
        question, on = taken["question"], day(taken["collected_on"])
        decision = decided.get(question)
        if decision is None:
            yield f"something was withheld for question {question}, which nobody decided against the person"
            continue
        sums[question] = sums.get(question, 0) + taken["amount"]["minor"]
        if on <= day(decision["contest_by"]):
            yield f"something was withheld on {on}, and the decision may be contested until {decision['contest_by']}"
        whole[taken["instruction"]] = whole.get(taken["instruction"], 0) + taken["amount"]["minor"]
        yield from _of_the_payment(taken, whole[taken["instruction"]], said)
    for question, withheld_in_all in sums.items():
        total = withheld_in_all - owed_again(said, question)
        if total > decided[question]["amount"]["minor"]:
            yield f"{total} were withheld for question {question}, and {decided[question]['amount']['minor']} decided"


def _of_the_payment(taken: Fields, minor: int, said: Sequence[Stated]) -> Iterator[str]:
    """The share and the floor of the payment from which so much was withheld, as it was ordered before that."""
    orders = [
        one.fields
        for one in said
        if one.name == "payments.payment-instructed" and one.fields["instruction"] == taken["instruction"]
    ]
    whole = max((order["amount"]["minor"] for order in orders), default=0)
    currency = taken["amount"]["currency"]
    if minor > SHARE * whole:
        yield f"{minor} were withheld of {whole}"
    days = (day(orders[-1]["period"]["end"]) - day(orders[-1]["period"]["start"])).days if orders else 0
    if whole - minor < Fraction(FLOOR_A_WEEK[currency] * days, 7):
        yield f"of {whole} only {whole - minor} were left for {days} days"


def disputed(said: Sequence[Stated], question: str, on: date) -> bool:
    """Whether a contest, a request to waive a debt that counts, or a suspension was open on a day."""
    answered = _answered(said)
    opened = [one for one in said if one.name in OPENS and _debt(one.fields) == question]
    asked = sorted(day(one.fields["filed_on"]) for one in opened if "request" in one.fields)
    stops = [one for one in said if one.name == SUSPENDS and one.fields["question"] == question]
    return any(
        day(one.fields["filed_on"]) <= on < answered.get(_key(one.fields), date.max)
        for one in opened
        if "contest" in one.fields or day(one.fields["filed_on"]) == asked[0]
    ) or any(day(one.fields["suspended_on"]) <= on <= day(one.fields["until"]) for one in stops)


def _answered(said: Sequence[Stated]) -> dict[str, date]:
    """The day on which each contest or request was answered."""
    answered: dict[str, date] = {}
    for one in said:
        if one.name == "claims.contest-closed":
            answered[one.fields["contest"]] = day(one.fields["closed_on"])
        elif one.name == "claims.claim-decision" and one.fields["about"]["kind"] == "waiver":
            answered.setdefault(one.fields["request"], day(one.fields["decided_on"]))
    return answered


def _debt(fields: Fields) -> str:
    """The question of the debt that a contest or a request is about."""
    about = fields.get("about", {})
    return str(about.get("debt") or fields["question"])


def _key(fields: Fields) -> str:
    return str(fields.get("contest") or fields["request"])
