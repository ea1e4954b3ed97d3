"""A story: a person under a scheme, and what the law must say of them. `story_file.py` reads it from YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from contracts.about import ConditionAbout, from_short
from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.in_words import InWords
from contracts.values import Period, Share
from law.people.life import (
    CLAIM,
    LONG_AGO,
    MINUTES_OF_AN_HOUR,
    BenefitClaim,
    CertifiedPeriod,
    Job,
    Life,
    OfficerDecision,
    Statement,
)
from law.people.told_days import Abroad, Absent, Day, Programme, StoryPart
from law.people.told_work import Amount, Earned, Hours, KeptWork, LostWork, Times

AGAIN = "again"
"""The key of the claim of a person who comes back."""
REPEATED = re.compile(r"([1-9][0-9]{0,2}) x (.+)")


class StoryFault(InWords):
    """A file of stories that cannot be read; the message is one sentence with the file, the line and an example."""


def _written_out(values: Any) -> Any:
    """`[0, 26 x 300]` stands for zero, and then 26 times 300."""
    if not isinstance(values, list | tuple):
        return values
    return tuple(single for value in values for single in _repeated(value))


def _repeated(value: Any) -> Iterator[Any]:
    times = REPEATED.fullmatch(value) if isinstance(value, str) else None
    yield from [times[2]] * int(times[1]) if times else [value]


def _in_full(value: Any) -> Any:
    """`has_family: "yes"` is short for `has_family: {is: "yes"}`."""
    return {"is": value} if isinstance(value, str) else value


def _about(written: str) -> str:
    try:
        from_short(written)
    except ValidationError:
        raise ValueError(
            "must be a condition of the sheet, or as week:2020-03-29 a week, or as referral:7 a referral"
        ) from None
    return written


def _year_and_month(written: str) -> str:
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", written):
        raise ValueError("must be a year and a month, as in 1985-06")
    return written


class StatedFor(StoryPart):
    """What an institution states of a particular; from long ago and without end unless days are named."""

    value: Annotated[str, Field(alias="is")]
    since: Annotated[Day, Field(alias="from")] = LONG_AGO
    until: Day | None = None


class DecidedByPerson(StoryPart):
    """What a named person decided; a decision against the person covers so many days from a day on."""

    about: Annotated[str, AfterValidator(_about)]
    verdict: Literal["for the person", "against the person"]
    article: str
    ground: Ground | None = None
    since: Annotated[Day | None, Field(alias="from")] = None
    days: Times | None = None
    reduced_by: Share | None = None
    """The share of the benefit that a decision against the person takes; all of it where none is named."""

    def decision(self, claimed: date) -> OfficerDecision:
        """The decision, on the day of the claim."""
        against = self.verdict == "against the person"
        applies = Period.of_days(self.since or claimed, self.days) if self.days else None
        verdict = Verdict.AGAINST_CLAIMANT if against else Verdict.FOR_CLAIMANT
        return OfficerDecision(
            from_short(self.about), verdict, claimed, self.article, applies, self.ground, self.reduced_by
        )


class CertifiedAlike(StoryPart):
    """Benefit periods of the law that the person certifies one after another; all alike."""

    periods: Annotated[int, Field(ge=1, le=120)]
    earned: Amount = Decimal(0)
    hours: Hours = Decimal(0)
    able: bool = True
    available: bool = True
    sought_work: bool = True

    def certified(self, period: Period) -> CertifiedPeriod:
        """One of the periods."""
        minutes = int(self.hours * MINUTES_OF_AN_HOUR)
        return CertifiedPeriod(period, self.earned, minutes, self.able, self.available, self.sought_work)


BecameOf = Literal[
    "waiting", "paid", "partly paid", "excess earnings", "held", "disqualified", "exhausted", "outside", "not entitled"
]


class Expected(StoryPart):
    """What the law must say; what is left out is not looked at."""

    outcome: Literal["granted", "refused", "needs a person"]
    rate: Amount | None = None
    lasts: str | None = None
    total: Amount | None = None
    paid: Annotated[tuple[Amount, ...] | None, BeforeValidator(_written_out)] = None
    periods: Annotated[tuple[BecameOf, ...] | None, BeforeValidator(_written_out)] = None
    unmet: tuple[str, ...] | None = None
    asked: tuple[str, ...] | None = None


class ToldClaim(StoryPart):
    """A claim, what is certified under it, and what the law must say of it."""

    claims: Day
    lost_work: LostWork | None = None
    decided: tuple[DecidedByPerson, ...] = ()
    certifies: tuple[CertifiedAlike, ...] = ()
    expect: Expected

    def claim(self, key: str, without_work_from: Day | None = None) -> BenefitClaim:
        """The claim as it is filed, with what was decided of it."""
        decisions = tuple(decided.decision(self.claims) for decided in self.decided)
        return BenefitClaim(self.claims, without_work_from or self.last_work(), key=key, decisions=decisions)

    def last_work(self) -> date:
        """The first day without work; the day of the claim if the story names none."""
        return (self.lost_work and self.lost_work.on) or self.claims

    def certified(self, periods: Iterator[Period]) -> Iterator[CertifiedPeriod]:
        """What the person certifies of the benefit periods of the claim, in order."""
        for alike in self.certifies:
            for _ in range(alike.periods):
                yield alike.certified(next(periods))


class Story(ToldClaim):
    """One person."""

    person: Annotated[str, Field(min_length=10)]
    because: str = ""
    """What says so: the article with the arithmetic, or the published example."""
    without_work_from: Day | None = None
    born: Annotated[str, AfterValidator(_year_and_month)] | None = None
    died_on: Day | None = None
    region: str = "here"
    dependants: Annotated[int, Field(ge=0)] = 0
    keeps_work: KeptWork | None = None
    earned: tuple[Earned, ...] = ()
    absent: tuple[Absent, ...] = ()
    programmes: tuple[Programme, ...] = ()
    abroad: tuple[Abroad, ...] = ()
    stated: dict[str, Annotated[StatedFor, BeforeValidator(_in_full)]] = Field(default_factory=dict)
    given: dict[str, str] = Field(default_factory=dict)
    """What need not be worked out, by the name of a question, a particular or a quantity, as the sheet writes it."""
    again: ToldClaim | None = None
    """The claim of the person who comes back later."""

    @model_validator(mode="after")
    def _comes_back_later(self) -> Self:
        if self.again and self.given:
            raise ValueError("what is given holds for one claim, so nothing may stand under 'again'")
        if self.again and self.again.claims <= self.claims:
            raise ValueError("the claim under 'again' must be later than the first")
        return self

    def conditions_decided(self) -> Iterator[str]:
        """The conditions of which something was decided."""
        for told, _ in self.told_claims():
            abouts = (from_short(decided.about) for decided in told.decided)
            yield from (about.condition for about in abouts if isinstance(about, ConditionAbout))

    def told_claims(self) -> Iterator[tuple[ToldClaim, BenefitClaim]]:
        """Each claim with what is told of it, the first filed first."""
        yield self, self.claim(CLAIM, self.without_work_from)
        if self.again:
            yield self.again, self.again.claim(AGAIN)

    def life(self) -> Life:
        """The person without any claim."""
        return Life(
            born=self.born,
            region=self.region,
            dependants=self.dependants,
            died_on=self.died_on,
            jobs=tuple(self._jobs()),
            absences=tuple(absent.days() for absent in self.absent),
            took_part=tuple(programme.taken_part() for programme in self.programmes),
            abroad=tuple(abroad.worked() for abroad in self.abroad),
            stated=tuple(Statement(name, said.value, said.since, said.until) for name, said in self.stated.items()),
        )

    def _jobs(self) -> Iterator[Job]:
        """The pay is that of the job that was lost, or else of the one that goes on."""
        pay = tuple(stretch for earned in self.earned for stretch in earned.pay())
        if self.lost_work:
            yield self.lost_work.job("job", self.claims, pay)
        if self.keeps_work:
            yield self.keeps_work.job(() if self.lost_work else pay)
        if not self.lost_work and not self.keeps_work:
            yield Job(pay=pay)
        if self.again and self.again.lost_work:
            yield self.again.lost_work.job("later-job", self.again.claims)


class Stories(StoryPart):
    """The stories of one scheme."""

    scheme: str
    stories: Annotated[tuple[Story, ...], Field(min_length=1)]
