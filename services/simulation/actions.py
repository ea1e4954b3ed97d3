"""What may happen in a simulated life, as plain data: each action stands for itself, so that any may be left out.

Actions that answer something the engine said (a question, an offer, a payment that came back) choose it by `pick`, the
number in the list of what stands open when it is their turn, counted round; where nothing stands open they do nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.simulation.life_action import LifeAction
from services.simulation.obligation_actions import ChoosesTax, LiftsOrder, OrdersAttachment
from services.simulation.participation_actions import ReportsDays
from services.simulation.programme_actions import SaysOfProgramme
from services.simulation.short_time_actions import TellsLine

How = Literal["two", "one", "same_twice", "proposer", "wrong_sum", "stops"]
"""What officers do with files: two release them, or one of the ways in which they must not go."""


class IsBorn(LifeAction):
    """The population registry states the person."""

    do: Literal["is_born"] = "is_born"
    month: str = "1980-05"
    region: str = "delta"
    version: int = 1


class Earns(LifeAction):
    """The insurance states the wages of a month."""

    do: Literal["earns"] = "earns"
    month: date
    minor: int
    currency: str = "USD"
    version: int = 1


class LosesWork(LifeAction):
    """The employer states the end of a job."""

    do: Literal["loses_work"] = "loses_work"
    job: str = "job-1"
    ended: date
    reason: str = "laid_off"
    version: int = 1


class AnnouncesLayoff(LifeAction):
    """The employer's list of those it lays off names the person, beside the end of the job."""

    do: Literal["announces_layoff"] = "announces_layoff"
    job: str = "job-1"
    ended: date
    scheme: str
    version: int = 1


class TellsOfOutage(LifeAction):
    """An operator declares an outage, makes it longer or shorter, or takes it back."""

    do: Literal["tells_of_outage"] = "tells_of_outage"
    outage: str
    since: date
    until: date | None
    of_a_registry: bool = False
    taken_back: bool = False
    version: int = 1


class Files(LifeAction):
    """A claim is filed."""

    do: Literal["files"] = "files"
    claim: str
    scheme: str
    filed: date
    job: str | None = None
    version: int = 1


class CertifiedSpan(BaseModel):
    """One certified period."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: date
    end: date
    earned: int = 0
    able: bool = True
    available: bool = True
    sought: bool = True


class Certifies(LifeAction):
    """Periods are certified, or an earlier certification is corrected."""

    do: Literal["certifies"] = "certifies"
    claim: str
    key: str
    filed: date
    currency: str = "USD"
    periods: tuple[CertifiedSpan, ...]
    version: int = 1


class Withdraws(LifeAction):
    """The claimant takes the claim back."""

    do: Literal["withdraws"] = "withdraws"
    claim: str
    day: date
    version: int = 1


class Retracts(LifeAction):
    """A source says that a fact never was, in any version below this one."""

    do: Literal["retracts"] = "retracts"
    kind: str
    key: str
    version: int


class IsDetained(LifeAction):
    """A registry reports days in custody."""

    do: Literal["is_detained"] = "is_detained"
    start: date
    end: date
    version: int = 1


class Dies(LifeAction):
    """The population registry reports a death, or another day of it than before; `is_born`, told later, denies it."""

    do: Literal["dies"] = "dies"
    died: date
    month: str = "1980-05"
    region: str = "delta"
    version: int = 1


class SaysOfPersons(LifeAction):
    """The population registry says, under this pseudonym, that persons 1 and 2 are one, or are two."""

    do: Literal["says_of_persons"] = "says_of_persons"
    one: bool = True
    version: int = 1


class SendsAgain(LifeAction):
    """A message that was sent before comes again: the same bytes, as bridges change them, or under another id."""

    do: Literal["repeats"] = "repeats"
    of: str
    """The id of the action that sent it."""
    how: Literal["same", "newline", "extension", "upper_case", "another_id"] = "same"


class Speaks(LifeAction):
    """Something is said that must have no effect: not JSON, an unknown version, in another's name.

    A version as large as a moment counts like any other: it states a further record of the population registry.
    """

    do: Literal["speaks"] = "speaks"
    what: Literal[
        "not_json", "unknown_version", "superscript", "decision_by_registry", "assessment_by_registry", "large_version"
    ]
    claim: str = "c1"


class Replies(LifeAction):
    """The claimant replies to the notice on an open question."""

    do: Literal["replies"] = "replies"
    pick: int = 0


class Answers(LifeAction):
    """An officer answers an open question, after the days that are needed or before."""

    do: Literal["answers"] = "answers"
    pick: int = 0
    verdict: Literal["for", "against"] = "for"
    extent: Literal["as_heard", "part", "wider", "elsewhere"] = "as_heard"
    early: bool = False
    """Before the time to reply has passed."""
    future: bool = False
    """Dated long after the last closed day."""


class FilesContest(LifeAction):
    """The claimant contests a decision against them."""

    do: Literal["contests"] = "contests"
    pick: int = 0
    tier: Literal["complaint", "appeal"] = "complaint"
    taken_back: Literal["no", "afterwards", "told_first"] = "no"
    """Whether it is taken back on the same day, and whether that is told before the contest itself."""


class Reviews(LifeAction):
    """An open contest is heard and decided; `unheard`, the decision comes without a hearing."""

    do: Literal["reviews"] = "reviews"
    pick: int = 0
    outcome: Literal["upheld", "overturned"] = "overturned"
    unheard: bool = False


class LooksAgain(LifeAction):
    """Somebody reviews a decision that was drawn for it."""

    do: Literal["looks_again"] = "looks_again"
    pick: int = 0
    finds: Literal["right", "wrong"] = "right"


class Reopens(LifeAction):
    """A quality officer reopens an error budget that was spent."""

    do: Literal["reopens"] = "reopens"
    pick: int = 0


class OrdersReissue(LifeAction):
    """An officer checked the account of a payment that came back, and orders another attempt."""

    do: Literal["orders_reissue"] = "orders_reissue"
    pick: int = 0


class SaysOfDebt(LifeAction):
    """Something is said of a debt that an officer decided: the person repays or asks, an officer agrees or ends it."""

    do: Literal["says_of_debt"] = "says_of_debt"
    pick: int = 0
    what: Literal[
        "repays",
        "confirms",
        "asks_waiver",
        "asks_again",
        "grants_waiver",
        "refuses_waiver",
        "decider_refuses_waiver",
        "contests_refusal",
        "suspends",
        "writes_off",
        "agrees",
    ] = "repays"
    minor: int = 500


class AnswersOffer(LifeAction):
    """A caseworker records what became of an offer."""

    do: Literal["answers_offer"] = "answers_offer"
    pick: int = 0
    answer: Literal["accepted", "refused"] = "accepted"


class RecordsOutcome(LifeAction):
    """A programme reports how a participation ended."""

    do: Literal["records_outcome"] = "records_outcome"
    pick: int = 0
    outcome: Literal["completed", "found_work", "left_early", "did_not_attend"] = "completed"


class ClosesDay(LifeAction):
    """A day is over; what is due is sealed into files."""

    do: Literal["closes_day"] = "closes_day"
    day: date


class Sends(LifeAction):
    """The gateway sends sealed files; perhaps the line breaks before or after the bank has the file, or we die."""

    do: Literal["sends"] = "sends"
    line: Literal["good", "broken_before", "broken_after"] = "good"
    again: bool = False
    """Doubtful files are sent again, on a person's order."""
    release: How = "two"
    """What officers do with the files before: two release them, or nothing may go."""
    crash: int = 0


BankAct = Literal["books", "books_some", "returns", "closes_account", "opens_account", "refuses_files", "contradicts"]


class BankActs(LifeAction):
    """The bank does something with payments that it has."""

    do: Literal["bank_acts"] = "bank_acts"
    what: BankAct
    pick: int = 0


class Collects(LifeAction):
    """The gateway fetches the bank's messages: what is new, or everything once more."""

    do: Literal["collects"] = "collects"
    again: bool = False
    reversed: bool = False
    crash: int = 0


class Carries(LifeAction):
    """The transport works until nothing is left to read."""

    do: Literal["carries"] = "carries"
    shuffle: int = 0
    """The seed of the order between topics and services; 0 is the usual order."""
    again: int = 0
    """So many messages of each topic come once more."""
    crash: int = 0
    """The statement or commit at which the processes die."""


Action = Annotated[
    IsBorn
    | Earns
    | LosesWork
    | AnnouncesLayoff
    | TellsOfOutage
    | Files
    | Certifies
    | Withdraws
    | Retracts
    | IsDetained
    | Dies
    | SaysOfPersons
    | ChoosesTax
    | OrdersAttachment
    | LiftsOrder
    | TellsLine
    | SendsAgain
    | Speaks
    | Replies
    | Answers
    | FilesContest
    | Reviews
    | LooksAgain
    | Reopens
    | OrdersReissue
    | SaysOfDebt
    | AnswersOffer
    | RecordsOutcome
    | ReportsDays
    | SaysOfProgramme
    | ClosesDay
    | Sends
    | BankActs
    | Collects
    | Carries,
    Field(discriminator="do"),
]
