"""What a map says of one kind of case: the person, what is told of them, what the law is asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from contracts.in_words import ended
from law.language.terms.errors import FormulaError
from law.packs.formulas import refuse_unreadable


class MapRule(ValueError):
    """What a part of a map says of itself that does not fit together."""


def _readable(written: str) -> str:
    try:
        refuse_unreadable(written)
    except FormulaError as fault:
        raise MapRule(f"{ended(fault.sentence)} Right is: {fault.example}") from None
    return written


Written = Annotated[str, AfterValidator(_readable)]
"""A formula; or a figure, a day (`2026-01-05`) or a month as it stands."""
NOTHING = "nothing"
"""Written where something is left out."""


class MapPart(BaseModel):
    """A part of a map; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedPay(MapPart):
    """Pay that a case states, once or for `each` item of a list, whose own names may then be used.

    Of a list, `value` is the item and `number` counts from one. With `by: month` the pay is that of every calendar
    month from `from` until `until`. `amount` and `hours` may name the days of each stretch, `begins` and `ends`.
    """

    each: str | None = None
    since: Written = Field(alias="from")
    until: Written
    amount: Written
    hours: Written | None = None
    by: str | None = None


class MappedStatement(MapPart):
    """A particular of the sheet that is stated, once or for `each` item of a list."""

    name: str
    value: Written = Field(alias="is")
    each: str | None = None
    since: Written | None = Field(default=None, alias="from")
    until: Written | None = None


class MappedLife(MapPart):
    """The person: what is left out is not known of them."""

    born: Written | None = None
    region: Written | None = None
    ended: Written | None = None
    """The first day without the job."""
    began: Written | None = None
    reason: Written | None = None
    contract: Written | None = None
    earned: tuple[MappedPay, ...] = ()
    stated: tuple[MappedStatement, ...] = ()


class MappedPeriods(MapPart):
    """So many benefit periods that the person certifies, as the law counts them from the first day of the claim.

    An expectation may then name `paid`, the amount of each, and `period_begins` and `period_ends`, the first and the
    last day of the first of them.
    """

    periods: Written
    """A formula over the sheet's names, as in an expectation."""
    earned: Written = "0"


class MappedReport(MapPart):
    """One period that the person certifies; one from the same first day corrects it."""

    since: Written = Field(alias="from")
    until: Written
    """The day after the last."""
    earned: Written = "0"
    hours: Written = "0"


class MappedWeek(MappedReport):
    """One certified period of the claim, before which so much was used up."""

    used: Written = "0"
    waiting: Written = "0"


class MappedEvent(MapPart):
    """What one event tells: particulars that are stated, and a period that is certified."""

    stated: tuple[MappedStatement, ...] = ()
    reports: MappedReport | None = None


class MappedEvents(MapPart):
    """A list of events that are told one after another: each of the same kind (`every`), or of the kind that the event
    itself says under the name `by`.
    """

    each: str
    every: MappedEvent | None = None
    by: str | None = None
    events: dict[str, MappedEvent] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_what_is_told(self) -> MappedEvents:
        if (self.every is None) is not (self.by is not None and bool(self.events)):
            raise MapRule("says what its events tell: either `every`, or `by: event` with `events: {grant: ...}`")
        return self


class MappedAfterEach(MapPart):
    """The case expects something after each event: under this name, by the number of the event."""

    under: str
    counted_from: int = 1


class LikeCase(MapPart):
    """A case that does not state `lacks` takes what it lacks from one that does, and agrees with it in `agreeing`."""

    lacks: str
    agreeing: tuple[str, ...]


class MappedKind(MapPart):
    """One kind of case."""

    like: str | None = None
    """The kind that says all else; with `each` and `carries`, of each item of a list."""
    each: str | None = None
    """A list whose items are cases of their own, which follow each other; the answer is the list of theirs."""
    carries: dict[str, str] = Field(default_factory=dict)
    """What an item takes from the answer before it: by its own name, the name of an expectation."""
    claims: Written = ""
    """The day of the claim."""
    sheet: str | None = None
    """Where another sheet than that of the map answers."""
    unless_stated: dict[str, Written] = Field(default_factory=dict)
    """What a name means in a case that does not state it; `nothing`: what needs it is left out."""
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By name, the sheet's words for those of the pack."""
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By name, the words that the law knows; a case with another is not answered."""
    life: MappedLife = MappedLife()
    like_case: LikeCase | None = None
    given: dict[str, Written] = Field(default_factory=dict)
    """Quantities, questions (`insured_days(six_years)`) and particulars of the sheet, with what they come to."""
    replaces: dict[str, Written] = Field(default_factory=dict)
    """Quantities that the source of the pack works out in another way, as formulas over what the sheet says first."""
    week: MappedWeek | None = None
    certifies: MappedPeriods | None = None
    told: tuple[MappedEvents, ...] = ()
    """Events, list after list, each told to the engine as facts."""
    after_each: MappedAfterEach | None = None
    of_period: str | None = None
    """The name under which a case says, by its first day, which certified period it is about; else it is the last."""
    unless_asked: dict[str, Written] = Field(default_factory=dict)
    """What a rule of a period comes to where nothing in the period asked for it."""
    without: tuple[str, ...] = ()
    """Conditions of the sheet that the source of the pack does not apply."""
    expect: dict[str, Written] = Field(default_factory=dict)
    """What a case expects, by the pack's names, as formulas over the sheet's names and those of the case."""
    in_words: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By name of an expectation, the words with which the pack says what comes of it."""
    quoted: tuple[str, ...] = ()
    """Names that a case only quotes: nothing is held against them."""
    quotes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Figures of somebody else that a case quotes under a name: only these of them are held against the law."""
    tolerance: Written | None = None
    """By how much a figure may differ beside the rounding that the pack's own digits show."""
    noise: Written | None = None
    """The same in proportion to the figure."""

    @model_validator(mode="after")
    def _is_one_of_three_kinds(self) -> MappedKind:
        own = self.model_fields_set - {"like", "each", "carries"}
        if self.like is not None and own:
            raise MapRule(f"is answered like {self.like}, so it says nothing of its own: leave out {min(own)}")
        if self.each is not None and self.like is None:
            raise MapRule("says which kind each item is like: `like: month`")
        if self.like is None and not (self.claims and self.expect):
            raise MapRule("names the day of the claim (`claims: 2026-01-05`) and what is expected (`expect: {...}`)")
        if self.carries and self.each is None:
            raise MapRule("carries from one item to the next: name their list, `each: months`")
        return self

    @model_validator(mode="after")
    def _asks_of_periods_in_one_way(self) -> MappedKind:
        ways = [name for name in ("week", "certifies", "told") if getattr(self, name)]
        if len(ways) > 1:
            raise MapRule(f"tells its periods in one way: {ways[0]} or {ways[1]}")
        for name in ("after_each", "of_period", "unless_asked"):
            if getattr(self, name) and not self.told:
                raise MapRule(f"has {name}, so it lists the events: `told: [{{each: events, ...}}]`")
        if self.after_each and (self.of_period or len(self.told) > 1):
            raise MapRule("is answered after each event of one list, or of one period")
        if self.replaces and self.told:
            raise MapRule("has events, so nothing is replaced")
        return self
