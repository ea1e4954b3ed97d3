"""Acts that name what is not known here yet: they are kept, and take effect with it. Whoever acted is told."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.base import Event
from contracts.casework import Officer
from contracts.values import Key, Sentence

ActName = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^(casework|intake|providers)\.[a-z][a-z\-]*$")]
"""An event's name: `casework.hearing-held`."""


class ActKept(Event):
    """What an officer or a claimant did names something that claims does not know yet."""

    name: ClassVar[str] = "claims.act-kept"
    act: ActName
    about: Key
    """What it names: the key of a question, of a contest or of a request."""
    officer: Officer | None = None
    """Who acted; none where the claimant did."""
    reason: Sentence


class PaymentActKept(Event):
    """What an officer ordered names a payment that was never instructed for this person, as far as payments knows."""

    name: ClassVar[str] = "payments.act-kept"
    act: ActName
    about: Key
    """The id of the payment that it names."""
    officer: Officer
    reason: Sentence


class ReferralActKept(Event):
    """What an officer or a provider told names what is not known of this person yet, or can have no effect."""

    name: ClassVar[str] = "almp_referral.act-kept"
    act: ActName
    about: Key
    """What it names: the key of a referral, a claim or a proposal."""
    officer: Officer | None = None
    """Who acted; none where a provider did."""
    reason: Sentence
