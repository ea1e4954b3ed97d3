"""An installation at work under least rights: every process, then everything that an operator asks of it."""

from __future__ import annotations

import re

import httpx2
import pytest

from contracts.base import Envelope
from contracts.registry import Separation
from services.names import SERVICES
from services.operations.findings import EFFECT, ROWS
from tests.deploy.at_work import AtWork, keyed
from tests.services.console.house import fields, leads_to, sign_in
from tests.stories.town import PERSON, born, files_claim, lost_work, said, wages

WHO_LEFT = "p-" + "7" * 32

OPERATOR = ("tideover_operator", "tideover-operator")
AUDITOR = ("tideover_auditor", "tideover-operator")
BY_HAND = ("--officer", "staff-1", "--reason", "Sent in euros by mistake.")
REFUSED = [
    ("tideover_operator", None, ("parked", "replay", "eligibility"), "tideover_operator may not do this"),
    ("tideover_relay", None, ("parked", "discard", "eligibility", "1", *BY_HAND), "tideover_relay may not do this"),
    ("tideover_claims", None, ("parked", "list"), "The role tideover_claims may not look into the schema"),
    ("tideover_exporter", "tideover-operator", ("audit",), "tideover_exporter may not look into the schema console"),
    ("tideover_operator", "tideover-operator", ("audit",), "tideover_operator may not look into the schema console"),
    ("tideover_auditor", "tideover-exporter", ("audit",), "refused tideover-exporter"),
    ("tideover_auditor", None, ("parked", "discard", "eligibility", "1", *BY_HAND), "tideover_auditor may not do this"),
    (None, "tideover-clock", ("lag",), "refused tideover-clock"),
]
"""Role, user at the broker, command, and what the one sentence says."""


@pytest.fixture(scope="module")
def world(working: AtWork) -> AtWork:
    """A contribution in a wrong currency waits, and another behind it."""
    for event in (in_euros(said(wages(1, version=2))), said(wages(2, version=2))):
        working.hears("social-security-fund", "registry", keyed(event))
    working.comes_to("SELECT count(*) FROM eligibility.parked WHERE state = 'waiting'", 2)
    return working


def in_euros(one: Envelope) -> Envelope:
    """The same contribution in a currency that the scheme does not have."""
    return Envelope.from_bytes(one.to_bytes().replace(b'"USD"', b'"EUR"'))


def test_money_reaches_a_person_though_nobody_may_do_more_than_their_work(world: AtWork) -> None:
    for service in SERVICES:
        ours = f"SELECT count(*) FROM {service}.parked WHERE code IN ('refused-by-database', 'handler-failed')"
        assert world.count(ours) == 0, f"{service} failed for want of a right"
    for log in world.folder.glob("*.log"):
        words = log.read_text("utf-8")
        assert not [fault for fault in ("InsufficientPrivilege", "Authorization") if fault in words], words


def test_an_officer_answers_a_question_in_a_browser_and_the_services_hear_it_from_the_log(world: AtWork) -> None:
    """The console reads under a role that may write in its own schema alone, and publishes as its own principal."""
    facts = (born(), lost_work(Separation.VOLUNTARY), *(wages(month) for month in range(1, 25)), files_claim())
    for topic, user, told in (
        ("registry", "social-security-fund", facts[:-1]),
        ("intake", "tideover-portal", facts[-1:]),
    ):
        world.hears(user, topic, *(keyed(said(fact, person=WHO_LEFT)) for fact in told))
    world.comes_to(f"SELECT count(*) FROM claims.question WHERE subject = '{WHO_LEFT}' AND step = 'noticed'", 1)
    with httpx2.Client(base_url=world.console, follow_redirects=True) as browser:
        sign_in(browser, "officer-101")
        address = leads_to(browser.get("/en/work").text, "questions")
        page = browser.get(address).text
        assert "the employer reports: left of own will" in page, "the facts that eligibility keeps"
        chosen = {"verdict": "for_claimant", "fact": "claim-1", "reasons": "The works moved.", "article": "71-5-513"}
        assert browser.post(address, data={**fields(page), **chosen}).status_code == 200
        world.comes_to(f"SELECT count(*) FROM claims.claim WHERE subject = '{WHO_LEFT}' AND state = 'granted'", 1)
        assert "Decided for the person" in browser.get(address).text
        looks = browser.get(f"/en/people/{WHO_LEFT}/looks").text
    assert looks.count("officer-101") >= 4


@pytest.mark.parametrize(("role", "user", "words", "sentence"), REFUSED)
def test_who_may_not_is_told_so_in_one_sentence(
    world: AtWork, role: str | None, user: str | None, words: tuple[str, ...], sentence: str
) -> None:
    waiting = "SELECT count(*) FROM eligibility.parked WHERE state = 'waiting'"
    before = world.count(waiting)
    assert sentence in world.asks(world.being(role, user), *words, status=2)
    assert world.count(waiting) == before, "nothing was done"


def test_an_operator_sets_aside_and_the_service_lets_go_on(world: AtWork) -> None:
    operator = world.being(*OPERATOR)
    first, behind = world.asks(operator, "parked", "list")
    assert [(one["about"], one["code"]) for one in (first, behind)] == [
        (PERSON, "wrong-currency"),
        (PERSON, "behind-parked"),
    ]
    number = str(first["number"])
    assert '"EUR"' in world.asks(operator, "parked", "show", "eligibility", number)["body"]
    assert world.asks(operator, "parked", "discard", "eligibility", number, *BY_HAND)["officer"] == "staff-1"
    [done] = world.asks(world.being("tideover_eligibility", None), "parked", "replay", "eligibility")
    assert (done["done"], done["parked"], done["refused"]) == (1, 0, False)


def test_what_an_administrator_orders_in_the_console_the_service_carries_out_under_its_own_role(world: AtWork) -> None:
    """The console may write in no service's schema: whoever parked an event reads the order, and does it."""
    other = said(wages(1, minor=1), person=WHO_LEFT)
    world.hears("social-security-fund", "registry", keyed(other))
    world.comes_to("SELECT count(*) FROM eligibility.parked WHERE code = 'conflicting-fact' AND state = 'waiting'", 1)
    with httpx2.Client(base_url=world.console, follow_redirects=True) as browser:
        sign_in(browser, "operator-1")
        listed = browser.get("/en/parked?code=conflicting-fact").text
        address = re.search(r'href="(/en/parked/eligibility/[0-9]+)"', listed)
        assert address, listed
        page = browser.get(address[1]).text
        told = {"act": "discard", "reasons": "It was sent under another key."}
        assert browser.post(address[1], data={**fields(page), **told}).status_code == 200
        aside = "SELECT count(*) FROM eligibility.parked WHERE state = 'discarded' AND closed_by = 'operator-1'"
        world.comes_to(aside, 1)
        assert "operator-1 set it aside." in browser.get(address[1]).text


def test_an_operator_sees_who_is_behind_and_that_everything_is_there(world: AtWork) -> None:
    assert world.asks(world.being(*OPERATOR), "lag")["partitions"]
    owner = world.being("tideover_migrator", "tideover-operator")
    assert set(world.asks(owner, "prune")["rows"].values()) == {0}, "the log keeps everything yet"
    found = world.asks(world.being(*AUDITOR), "audit")
    assert found["findings"] == []
    assert {one["service"] for one in found["looked_at"] if one["rule"] == EFFECT} == set(SERVICES)


def test_decisions_are_computed_again_by_who_may_read_them_and_note_the_counts(world: AtWork) -> None:
    replayer = world.being("tideover_replayer", None)
    found = world.asks(replayer, "replay", "--sample", "20", "--keep")
    assert found["equal"] > 0
    assert (found["differing"], found["not_replayable"]) == (0, 0)
    kept = "SELECT equal FROM eligibility.replay_sample ORDER BY number DESC LIMIT 1"
    assert world.count(kept) == found["equal"], "as the exporter sees it"
    assert "tideover_replayer may not look into the schema" in world.asks(replayer, "parked", "list", status=2)


def test_a_rebuild_reads_as_who_copies_and_no_operator_may(world: AtWork) -> None:
    """Payments' holds the most that comes through no topic: accounts, sealed files, the bank's words."""
    into = world.new_database("rebuilt")
    words = ("rebuild", "payments", "--into", into)
    operator = world.being(*OPERATOR) | world.keys()
    operator |= world.passwords("tideover_operator", "tideover_migrator", "tideover_payments")
    operator |= {
        "TIDEOVER_KEYS_URL": operator["TIDEOVER_DATABASE_URL"].replace("tideover_operator", "tideover_payments")
    }
    assert "tideover_operator may not do this" in world.asks(operator, *words, status=2)
    reader = world.being("tideover_backup", "tideover-operator") | world.keys()
    reader |= world.passwords("tideover_backup", "tideover_migrator", "tideover_payments")
    reader |= {"TIDEOVER_KEYS_URL": reader["TIDEOVER_DATABASE_URL"].replace("tideover_backup", "tideover_payments")}
    assert world.asks(reader, *words)["equal"] is True


def test_a_dump_by_who_copies_restored_and_held_against_the_log(world: AtWork) -> None:
    dump = world.installation.server.folder / "tideover.dump"
    world.installation.script("dump", str(dump))
    world.restores(dump, "restored")
    auditor = world.being(*AUDITOR, database="restored") | world.passwords("tideover_auditor")
    hold = world.asks(auditor, "audit", status=1)["findings"]
    assert [found["says"] for found in hold] == [
        "In payments restored-copy may be at the bank and is not known here as sent."
    ], "a restored copy sends nothing before the gateway has looked, and says so"

    world.say(
        "DELETE FROM claims.inbox WHERE event_id = (SELECT min(event_id::text)::uuid FROM claims.inbox)", "restored"
    )
    lost = world.asks(auditor, "audit", status=1)["findings"]
    assert [(found["rule"], found["service"]) for found in lost if found not in hold] == [
        (EFFECT, "claims"),
        (ROWS, "claims"),
    ]
