"""Short-time work: what an employer's list says of one worker in one month, at first as expected, then as it was.

Published with the registries' facts, under the worker's pseudonym.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from contracts.base import can_be_subject
from contracts.fact import Fact, MinutesWeekly
from contracts.values import Key, Money, Period

MINUTES_OF_A_MONTH = 31 * 24 * 60


class ShortTimeReported(Fact):
    """A line of an employer's list: hours and pay that a worker lost in a calendar month, the employment going on."""

    name: ClassVar[str] = "registry.short-time-reported"
    scheme: Key
    """The scheme of short-time benefit, for example `de/kurzarbeitergeld`."""
    employer: Key
    establishment: Key | None = None
    """The establishment of the employer at which work is short; months are counted for each. None for the only one."""
    employment: Key
    month: Period
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")
    """Where the work is done, as ISO 3166-2 has it: its public holidays are no days on which work was lost."""
    minutes_agreed_weekly: MinutesWeekly
    minutes_lost: Annotated[StrictInt, Field(ge=0, le=MINUTES_OF_A_MONTH)]
    should_pay: Money
    """Gross pay of the month without the lack of work."""
    pay: Money
    """Gross pay that is left, with pay from work that was taken up meanwhile."""
    net_of_should_pay: Money
    """What the authority's table gives for `should_pay`."""
    net_of_pay: Money
    """What it gives for `pay`."""
    children: Annotated[StrictInt, Field(ge=0, le=30)] = 0
    workplace_decided: StrictBool
    """Whether the authority decided that work is short at the workplace."""
    is_final: StrictBool
    """False while the figures are expected ones, for which a provisional sum is paid."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not can_be_subject(self.employer):
            raise ValueError("an employer is paid under its key: at most 64 letters, digits, and the signs : _ . -")
        start, end = self.month.start, self.month.end
        if start.day != 1 or end.day != 1 or (end - timedelta(days=1)).month != start.month or self.month.days > 31:
            raise ValueError("a list is of one calendar month, from its first day to the first of the next")
        if len({sum_.currency for sum_ in (self.should_pay, self.pay, self.net_of_should_pay, self.net_of_pay)}) > 1:
            raise ValueError("all sums of a line are in one currency")
        if self.pay.minor > self.should_pay.minor or self.net_of_pay.minor > self.net_of_should_pay.minor:
            raise ValueError("the pay that is left is no more than the pay without the lack of work, gross and net")
        return self

    def valid(self) -> Period | None:
        """The month."""
        return self.month
