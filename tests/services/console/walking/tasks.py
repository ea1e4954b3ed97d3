"""The tasks of officers, each walked in a browser by the people whose work it is, from their first page to its effect.

A task says who does it and how many clicks it may take; what is typed is counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser

from contracts.contest import Tier
from deploy.waiting import seconds_of
from tests.services.console.walking.hand import Hand
from tests.services.console.walking.money_back import (
    asks_to_waive,
    confirms_the_repayment,
    notes_a_repayment,
    stops_the_collection,
)
from tests.services.console.walking.people import (
    AFTER_THE_WINDOW,
    CERTIFIED_ON,
    CONTESTS,
    EARNS,
    HALTED,
    LEFT,
    ON_PAPER,
    PAYDAY,
    SEEKS,
    certifies,
    claim_of,
    contests,
    contradictory,
)
from tests.services.console.walking.taking_part import marks_the_days, reports_the_start
from tests.services.console.walking.world import WalkedWorld
from tests.stories.town import FIRST

EXAMINER, COLLEAGUE, SECOND = "Amina Diallo", "Ben Okafor", "Chen Li"
PROVIDER, DESK = "Lena Sato", "Dora Novak"
PAYMENTS, OTHER_PAYMENTS = "Farid Haddad", "Grace Kim"


@dataclass(frozen=True)
class Task:
    """What is done, by whom, with how many clicks at most; `before` is what the world does first."""

    name: str
    officers: Sequence[str]
    clicks_most: int
    walk: Callable[..., None]
    before: Callable[[WalkedWorld, Callable[[str], Hand]], None] | None = None


@dataclass(frozen=True)
class Walked:
    """What a task took: clicks, fields that were typed into, seconds from the first page to the effect."""

    task: Task
    clicks: int
    fields: int
    seconds: float


def walked(task: Task, world: WalkedWorld, hand: Callable[[str], Hand]) -> Walked:
    """Walk a task; signing in is not part of it. Raises `TimedOut` where its effect does not come."""
    if task.before:
        task.before(world, hand)
    hands = [hand(name) for name in task.officers]
    for each in hands:
        each.begins()
    seconds = seconds_of(lambda: task.walk(*hands))
    return Walked(task, sum(each.clicks for each in hands), sum(each.fields for each in hands), seconds)


def _reviews_a_claim(examiner: Hand) -> None:
    examiner.menu("My work")
    examiner.row(claim_of(LEFT))
    examiner.click(examiner.page.locator("ol.crumbs").get_by_role("link", name="Claim"))
    examiner.reads("It waits for a person\N{RIGHT SINGLE QUOTATION MARK}s answer.")


def _answers_for_the_person(examiner: Hand) -> None:
    examiner.menu("My work")
    examiner.row(claim_of(LEFT))
    examiner.choose("For the person")
    examiner.fill("Reasons", "The workshop moved; nobody is asked to follow it.")
    examiner.press("Send the answer")
    examiner.reads("Decided for the person")


def _accepts(officer: Hand) -> None:
    officer.menu("Referrals")
    officer.row(SEEKS[:10])
    officer.choose("The person accepts")
    officer.press("Record it")
    officer.reads("The answer is recorded.")
    officer.reads("The provider says when the person begins.")


def _looks_up(desk: Hand) -> None:
    desk.searches("Okoye")
    desk.fill("Name, or a part of it", "Maya Okoye")
    desk.fill("What for", "She telephones about her claim.")
    desk.press("Look the person up")
    desk.reads("1 found")
    desk.reads(SEEKS[:10])


def _files_on_paper(officer: Hand) -> None:
    officer.menu("File a claim")
    officer.fill("Person", ON_PAPER)
    officer.pick("Insurance", "us/mississippi")
    officer.choose("On paper")
    officer.fill("Received on", str(FIRST + timedelta(days=10)))
    officer.fill("First day without work", str(FIRST))
    officer.press("File the claim")
    officer.reads("The claim is filed.")
    officer.reads("Receipt")


def _lets_go_on(operator: Hand) -> None:
    operator.menu("Parked messages")
    operator.row(HALTED[:10])
    operator.choose("Set this message aside")
    operator.fill("Reasons", "Sent in euros by mistake; the registry knows.")
    operator.press("Give the order")
    operator.reads("What came later about the same still waits.")
    operator.click(operator.page.get_by_role("link", name="To the first of them"))
    operator.choose("Try it again")
    operator.fill("Reasons", "What held it up is set aside.")
    operator.press("Give the order")
    operator.reads("It was tried again and has taken effect.")


def _releases(first: Hand, second: Hand) -> None:
    for officer in (first, second):
        officer.menu("Payment files")
        officer.row(str(PAYDAY.day))
        officer.choose("Release what waits")
        officer.choose("the checks, and what is pointed out")
        amount = officer.page.locator("p.lead bdi").inner_text().split()[0]
        officer.fill("Sum", amount)
        officer.fill("Reasons", "I looked at every line.")
        officer.press("Send")
        officer.reads("It is done")
    second.reads("Released")


def _decides_against(examiner: Hand, second: Hand) -> None:
    examiner.row(claim_of(EARNS))
    examiner.choose("Against the person")
    examiner.choose("The claim as it was filed")
    examiner.fill("Reasons", "More was earned in each of these weeks than anything is paid beside.")
    examiner.fill("First day", str(FIRST))
    examiner.fill("Last day", str(CERTIFIED_ON - timedelta(days=1)))
    examiner.choose("A record of a registry")
    examiner.pick("What caused it", "the claimant did not report earnings or work")
    examiner.press("Send the answer")
    examiner.reads("Waits for a second officer")
    second.begins()
    second.row(claim_of(EARNS))
    second.choose("I agree, and decide with the first officer")
    second.fill("Your reasons", "The record bears it.")
    second.press("Send the answer")
    second.reads("Decided against the person")


def _decides_that_leaving_counts(examiner: Hand) -> None:
    examiner.row(claim_of(CONTESTS))
    examiner.choose("Against the person")
    examiner.choose("The claim as it was filed")
    examiner.fill("Reasons", "You left for a course that had no date yet.")
    examiner.fill("First day", str(FIRST))
    examiner.fill("Last day", str(FIRST + timedelta(days=27)))
    examiner.choose("A document")
    examiner.press("Send the answer")
    examiner.reads("Decided against the person")


def _decides_a_complaint(examiner: Hand) -> None:
    examiner.menu("Complaints and appeals")
    examiner.row(claim_of(CONTESTS))
    _hears(examiner)
    _decides(examiner, "The decision stands")


def _decides_an_appeal(member: Hand) -> None:
    member.menu("Complaints and appeals")
    member.row(claim_of(CONTESTS))
    _hears(member)
    _decides(member, "The person was right; nothing stands against them")


def _hears(officer: Hand) -> None:
    today = str(AFTER_THE_WINDOW + timedelta(days=1))
    officer.fill("Invited on", today)
    officer.fill("Heard on", today)
    officer.choose("The person came")
    officer.fill("What was said", "The pay slips of two months show nothing.")
    officer.press("Note the hearing")
    officer.reads("The person was heard, and it can be decided.")


def _decides(officer: Hand, outcome: str) -> None:
    officer.choose(outcome)
    officer.choose("The claim as it was filed")
    officer.fill("Reasons", "Wages were not paid for two months.")
    officer.press("Send the decision")
    officer.reads(outcome.partition(";")[0])


def _sets_aside(administrator: Hand) -> None:
    administrator.row("registry.contribution-recorded")
    administrator.choose("Set this message aside")
    administrator.fill("Reasons", "The registry sends the correction as a higher version.")
    administrator.press("Give the order")
    administrator.reads("operator-1 set it aside.")
    administrator.click(administrator.page.get_by_role("link", name="To the first of them"))
    administrator.choose("Try it again")
    administrator.fill("Reasons", "What it waited for was set aside.")
    administrator.press("Give the order")
    administrator.reads("It was tried again and has taken effect.")


def _contradicted(world: WalkedWorld, _hand: Callable[[str], Hand]) -> None:
    world.parks(contradictory())


def _days_pass(world: WalkedWorld, _hand: Callable[[str], Hand]) -> None:
    world.tells(certifies(earned=0))
    world.closes(PAYDAY)


def _paid_and_corrected(world: WalkedWorld, _hand: Callable[[str], Hand]) -> None:
    world.bank_pays(PAYDAY + timedelta(days=3))
    world.tells(certifies(earned=900, version=2))
    world.closes(AFTER_THE_WINDOW)


def _complains(world: WalkedWorld, hand: Callable[[str], Hand]) -> None:
    key = hand(EXAMINER).page.url.rpartition("/questions/")[2].partition("?")[0]
    world.tells(contests(key, Tier.COMPLAINT, AFTER_THE_WINDOW + timedelta(days=1)))


def _appeals(world: WalkedWorld, hand: Callable[[str], Hand]) -> None:
    key = hand(COLLEAGUE).page.url.rpartition("/contests/")[2].partition("?")[0]
    world.tells(contests(key, Tier.APPEAL, AFTER_THE_WINDOW + timedelta(days=1)))


TASKS = (
    Task("Claim reviewed", (EXAMINER,), 2, _reviews_a_claim),
    Task("Question answered for the person", (EXAMINER,), 3, _answers_for_the_person),
    Task("Offer's answer recorded", ("Elena Cruz",), 3, _accepts),
    Task("Start of a participation reported", (PROVIDER,), 3, reports_the_start),
    Task("Days of attendance reported", (PROVIDER,), 3, marks_the_days),
    Task("Person found by name", (DESK,), 2, _looks_up),
    Task("Claim filed that came on paper", (DESK,), 3, _files_on_paper),
    Task("Parked message set aside, the next tried again", ("Kofi Mensah",), 6, _lets_go_on),
    Task("Payment files released, by two", (PAYMENTS, OTHER_PAYMENTS), 8, _releases, _days_pass),
    Task("Decided against a person, by two", (EXAMINER, SECOND), 8, _decides_against, _paid_and_corrected),
    Task("Collection of a debt stopped for some days", (COLLEAGUE,), 3, stops_the_collection),
    Task("Request to waive a debt filed", (DESK,), 4, asks_to_waive),
    Task("Repayment of a debt noted", (PAYMENTS,), 3, notes_a_repayment),
    Task("Repayment above the debt confirmed by another", (OTHER_PAYMENTS,), 3, confirms_the_repayment),
    Task("Decided against a person, by one", (EXAMINER,), 5, _decides_that_leaving_counts),
    Task("Complaint heard and decided", (COLLEAGUE,), 7, _decides_a_complaint, _complains),
    Task("Appeal heard and decided", ("Henrik Dahl",), 6, _decides_an_appeal, _appeals),
    Task("Parked message set aside, the next tried again", ("Kofi Mensah",), 6, _sets_aside, _contradicted),
)
"""In the order of the story: each leaves the world as the next one needs it."""


def walks(browser: Browser, world: WalkedWorld) -> list[Walked]:
    """Walk all of them, each officer in a browser of their own."""
    hands: dict[str, Hand] = {}

    def hand(name: str) -> Hand:
        if name not in hands:
            hands[name] = Hand.of(browser, f"{world.address}/en", name)
        return hands[name]

    try:
        return [walked(task, world, hand) for task in TASKS]
    finally:
        for each in hands.values():
            each.page.context.close()
