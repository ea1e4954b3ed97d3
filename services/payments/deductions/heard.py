"""What courts order and people choose, as it is heard; it takes effect on what is paid from its day on."""

from __future__ import annotations

from dataclasses import replace

from contracts.attachments import OrderLifted, OrderMade
from contracts.base import Envelope
from contracts.fact import Fact
from contracts.intake import TaxChoiceFiled
from services.payments.claimant import Claimant
from services.payments.obligations import TaxChoice
from services.runtime.handling import Consequences, Refused


def order_made(event: OrderMade, state: Claimant, _cause: Envelope) -> Consequences:
    """A court or agency ordered something, or corrects what it ordered."""
    known = state.attachment(event.key)
    if _is_news(known.made, event):
        state.attachments[event.key] = replace(known, made=event)
    return ()


def order_lifted(event: OrderLifted, state: Claimant, _cause: Envelope) -> Consequences:
    """An order ends; what was taken before stays taken."""
    known = state.attachment(event.key)
    if _is_news(known.lifted, event):
        state.attachments[event.key] = replace(known, lifted=event)
    return ()


def tax_choice_filed(event: TaxChoiceFiled, state: Claimant, _cause: Envelope) -> Consequences:
    """The person wants a tax withheld, or no longer."""
    state.choices.append(TaxChoice(event.tax, event.filed_on, event.withhold))
    return ()


def _is_news(known: Fact | None, fact: Fact) -> bool:
    """Whether the fact is a higher version. Raises `Refused` for a version that says two things."""
    if known is None or fact.source_version > known.source_version:
        return True
    same_time = {"recorded_at": fact.recorded_at}
    if fact.source_version == known.source_version and known.model_copy(update=same_time) != fact:
        raise Refused("conflicting-fact", "the same key and source version came before with other content")
    return False
