"""How a story tells of what goes to others: what a court ordered, what the person chose, what was taken."""

from __future__ import annotations

from contracts import attachments, intake, payments
from services.letters.figures import share
from services.oversight.story_phrases import Said, Sentences, Told, named, say, told


def _ordered(e: attachments.OrderMade) -> Told:
    until = say("until", day=e.until) if e.until else None
    order: dict[str, Said] = {"order": e.key, "kind": e.kind, "creditor": e.creditor, "since": e.since, "until": until}
    if e.weekly:
        return told(say("order.weekly", amount=e.weekly, **order), cites=(e.legal_basis,))
    return told(say("order.share", share=share(e.share) if e.share else None, **order), cites=(e.legal_basis,))


def _chose(e: intake.TaxChoiceFiled) -> Told:
    key = "tax.withhold" if e.withhold else "tax.no_longer"
    return told(say(key, tax=named(e.tax), channel=e.channel))


def _taken(e: payments.DeductionMade) -> Told:
    whom = say("deduction.for_order", creditor=e.creditor, order=e.order) if e.order else e.creditor
    if not e.amount.minor:
        return told(say("deduction.nothing", whom=whom), cites=(e.cites,))
    return told(say("deduction.made", gross=e.gross, amount=e.amount, whom=whom), cites=(e.cites,))


def _short(e: payments.OrderNotMet) -> Told:
    if e.asked:
        gets = say("order.partly_met", order=e.order, taken=e.taken, asked=e.asked, why=e.because)
    else:
        gets = say("order.not_met", order=e.order, why=e.because)
    return told(gets, cites=(e.cites,))


DEDUCTIONS: Sentences = {
    attachments.OrderMade: _ordered,
    attachments.OrderLifted: lambda e: told(say("order.lifted", order=e.key, day=e.lifted_on)),
    intake.TaxChoiceFiled: _chose,
    payments.DeductionMade: _taken,
    payments.OrderNotMet: _short,
}
