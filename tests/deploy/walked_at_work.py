"""The tasks of officers on an installation at work: what comes from outside comes from who may say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from contracts.base import Envelope
from deploy.waiting import until
from services.claims.views import closed_days
from tests import forked
from tests.deploy.at_work import EFFECT_SECONDS, AtWork, admits, keyed, knows
from tests.services.console.walking.people import ACCOUNTS, NAMED

SPEAKERS = {"registry": "social-security-fund", "intake": "tideover-portal", "providers": "training-centre"}
"""Who may say what comes on a topic."""
KEPT = "SELECT count(*) FROM eligibility.fact WHERE event_id IN ({})"
PARKED = "SELECT count(*) FROM eligibility.parked WHERE state = 'waiting'"
UNSETTLED = "SELECT count(*) FROM payments.instruction WHERE stage <> 'settled'"


@dataclass
class WorldAtWork:
    """An installation in which tasks are walked."""

    at_work: AtWork

    @property
    def address(self) -> str:
        """Where officers reach their pages."""
        return self.at_work.console

    def admits(self) -> None:
        """The desk keeps the accounts, and who people are."""
        knows(self.at_work, NAMED)
        for person, account in ACCOUNTS.items():
            admits(self.at_work, person, account)

    def tells(self, envelopes: Sequence[Envelope]) -> None:
        """What registries tell is kept before claims are filed, as in most lives."""
        for topic, told in groupby(envelopes, lambda envelope: envelope.type.split(".")[1]):
            said = list(told)
            self.at_work.hears(SPEAKERS[topic], topic, *(keyed(envelope) for envelope in said))
            if topic == "registry":  # by name: facts of what was filed before may still come
                named = ", ".join(f"'{envelope.id}'" for envelope in said)
                self.at_work.comes_to(KEPT.format(named), len(said))

    def parks(self, envelopes: Sequence[Envelope]) -> None:
        """They wait."""
        waiting = self.at_work.count(PARKED)
        self.at_work.hears(SPEAKERS["registry"], "registry", *(keyed(envelope) for envelope in envelopes))
        self.at_work.comes_to(PARKED, waiting + len(envelopes))

    def closes(self, day: date) -> None:
        """The clock closes a day, and claims has heard of it."""
        closer = self.at_work.being(None, "tideover-clock")
        forked.run("services", "close-day", str(day), "--over-gap", env=closer).check_returncode()
        claims = self.at_work.installation.database_as("tideover_console", "claims")

        def is_closed() -> bool:
            with claims.reading() as connection:
                return min(closed_days(connection).values(), default=date.min) >= day

        until(is_closed, f"{day} to be closed", seconds=EFFECT_SECONDS)
        claims.close()

    def bank_pays(self, day: date) -> None:
        """The gateway has sent what was released, and the bank books it."""
        self.at_work.comes_to("SELECT count(*) FROM payments.payment_file WHERE state IN ('sealed', 'sending')", 0)
        self.at_work.bank.advance_to(day)
        self.at_work.comes_to(UNSETTLED, 0)
