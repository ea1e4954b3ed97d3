"""The forms on the page of a debt: who sends each, when it is there, and what stands above its fields. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from services.console.officers.roles import Role
from services.payments.views import ListedRecovery


class DebtForm(StrEnum):
    """What is sent from the page, by the field that tells its forms apart."""

    WAIVER = "waiver"
    """A request to waive it is decided."""
    CONFIRM = "confirm"
    """Another officer finds money in the bank's books that was told as repaid."""
    REPAID = "repaid"
    SUSPEND = "suspend"
    PLAN = "plan"
    GIVE_UP = "give_up"


MAY: Mapping[DebtForm, tuple[Role, ...]] = {
    DebtForm.WAIVER: (Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER),
    DebtForm.CONFIRM: (Role.PAYMENTS_OFFICER, Role.SECOND_OFFICER),
    DebtForm.REPAID: (Role.PAYMENTS_OFFICER,),
    DebtForm.SUSPEND: (Role.PAYMENTS_OFFICER, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER),
    DebtForm.PLAN: (Role.PAYMENTS_OFFICER, Role.CLAIMS_EXAMINER),
    DebtForm.GIVE_UP: (Role.PAYMENTS_OFFICER, Role.SECOND_OFFICER),
}
"""In which roles each form is sent, in the order in which they stand; the first that somebody may send is unfolded."""
ANY_TIME = frozenset({DebtForm.REPAID, DebtForm.CONFIRM})
"""Money may come in when nothing is left of a debt; the other forms need something that is left."""
LABELS = {
    "each": "debt.each",
    "by": "debt.by",
    "request": "debt.request",
    "verdict": "debt.verdict",
    "ground": "debt.ground",
    "fact": "question.fact",
    "until": "debt.until",
    "payment": "debt.payment",
    "paid": "debt.paid",
    "received_on": "debt.received_on",
    "waiting": "debt.payment",
    "found": "debt.found",
    "reasons": "question.reasons",
    "article": "question.rule",
}
"""What stands above each field, in the order of the forms."""
FIRST_FIELD = {
    DebtForm.WAIVER: "verdict",
    DebtForm.CONFIRM: "found",
    DebtForm.SUSPEND: "until",
    DebtForm.PLAN: "each",
    DebtForm.REPAID: "payment",
    DebtForm.GIVE_UP: "reasons",
}
"""Where it is told that an act would have no effect."""


def unconfirmed(listed: ListedRecovery) -> list[str]:
    """The bank's references of what one officer told as repaid, and nothing else shows."""
    return [money.reference for money in listed.debt.collections if money.is_unconfirmed]


def forms_for(listed: ListedRecovery, requests: Collection[str], roles: Collection[Role]) -> list[DebtForm]:
    """The forms that somebody in these roles finds on the page of a debt as it is, in their order."""
    needs = {DebtForm.WAIVER: bool(requests), DebtForm.CONFIRM: bool(unconfirmed(listed))}
    is_open = bool(listed.left.minor)
    return [
        form
        for form, senders in MAY.items()
        if any(role in roles for role in senders) and (is_open or form in ANY_TIME) and needs.get(form, True)
    ]
