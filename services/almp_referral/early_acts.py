"""What officers and providers tell of what is not known yet: kept as it came, and taking effect once it is known.

A matching and what an officer or a provider says of it come by different topics, and either may be late. What names
nothing there ever was stays kept and is counted. What can have no effect is told to be so. Neither holds up anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.base import Envelope, Event
from contracts.kept_acts import ReferralActKept
from services.runtime.early_acts import KeepsEarlyActs
from services.runtime.handling import Consequences, Handler, Refused, State, To

TOLD_FROM_OUTSIDE = frozenset({"casework", "intake", "providers"})
KEPT = "the act is kept, and takes effect as soon as there is one"


class NotKnownYet(Refused):
    """An act names a referral, a claim or a proposal that is not known of its subject. Nothing was changed before."""

    def __init__(self, about: str, what: str) -> None:
        super().__init__("out-of-order", f"no such {what} is known here so far: {KEPT}")
        self.about = about


class WithoutEffect(Refused):
    """An act that can have no effect, whatever comes later: whoever acted is told why. Nothing was changed before."""

    def __init__(self, reason: str) -> None:
        super().__init__("bad-data", reason)


def came_before() -> WithoutEffect:
    """The refusal of other content under one key and version; the first counts, in the order of the one topic."""
    return WithoutEffect("this version came before with other content, which counts: tell it again as the next version")


Handlers = Mapping[type[Event], Handler[State, Any]]


def with_early_acts(handlers: Handlers) -> dict[type[Event], Handler[State, Any]]:
    """The handlers, each with what waited for its event; an act that names what is not known yet waits itself.

    One that can have no effect is answered in words.
    """
    return {kind: _after(handler, handlers) for kind, handler in handlers.items()}


def _after(handler: Handler[State, Any], handlers: Handlers) -> Handler[State, Any]:
    def handled(event: Any, state: State, cause: Envelope, /) -> Consequences:
        if not isinstance(state, KeepsEarlyActs):
            return handler(event, state, cause)
        try:
            follows = list(handler(event, state, cause))
        except NotKnownYet as early:
            if event.publisher() not in TOLD_FROM_OUTSIDE:
                raise
            state.early_acts[cause.id] = cause
            state.acts_kept.add(cause.id)
            return [_kept(event, early)]
        except WithoutEffect as refusal:
            return [_without_effect(event, f"it has no effect: {refusal.reason}")]
        return [*follows, *_taken_up(state, handlers)]

    return handled


def _taken_up(person: KeepsEarlyActs, handlers: Handlers) -> list[Event | To]:
    """What kept acts cause that wait for nothing any more, in the order of their times."""
    follows: list[Event | To] = []
    for act, cause in person.acts_in_order():
        try:
            follows += handlers[type(act)](act, person, cause)
        except NotKnownYet:
            continue
        except Refused as refusal:  # the event at hand is not to blame for it
            reason = f"what it waited for is known, and it has no effect: {refusal.reason}"
            follows.append(_without_effect(act, reason))
        person.no_longer_waits(cause)
    return follows


def _without_effect(act: Any, reason: str) -> ReferralActKept:
    named = (getattr(act, name, None) for name in ("referral", "proposal", "claim", "key"))
    about = next((key for key in named if key), act.name)
    return ReferralActKept(act=act.name, about=about, officer=getattr(act, "officer", None), reason=reason)


def _kept(act: Any, early: NotKnownYet) -> ReferralActKept:
    return ReferralActKept(act=act.name, about=early.about, officer=getattr(act, "officer", None), reason=early.reason)
