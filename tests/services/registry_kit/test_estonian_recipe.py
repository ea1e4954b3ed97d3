"""The Estonian register (TÖR): entries that are edited or deleted, ends by article, a rate of time without hours."""

from __future__ import annotations

import pytest

from tests.services.registry_kit.recipes import all_told, changed, lines_of

ENDED, FIXED_TERM, ABROAD = lines_of("tor.csv")
LATER = "2020-01-15T12:00:00+02:00"


def test_a_rate_of_working_time_gives_no_minutes_and_an_agreed_end_is_the_day_after_the_last() -> None:
    [started] = all_told("tor", "employment", [FIXED_TERM]).facts("employment-started")
    assert started.keys() & {"minutes_weekly", "full_post"} == set()
    assert (started["agreed_end"], started["occupation"]) == ("2020-03-01", "isco08:94")


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        ("TLS § 79", "mutual_agreement"),
        ("TLS § 85 lg 1", "voluntary"),
        ("TLS § 88 lg 1 p 3", "misconduct"),
        ("TLS § 89 lg 1", "laid_off"),
        ("TLS § 86 lg 1", "not_said"),
        ("TLS § 91 lg 3", "not_said"),
    ],
)
def test_an_end_is_told_by_its_article_and_an_article_of_two_reasons_is_not_said(article: str, reason: str) -> None:
    [ended] = all_told("tor", "employment", [changed(ENDED, lopp_alus=article)]).facts("employment-ended")
    assert (ended["reason"], ended["code"], ended["ended_on"]) == (reason, f"tls:{article}", "2019-11-01")


def test_tax_that_moves_abroad_ends_the_entry_and_not_the_job() -> None:
    told = all_told("tor", "employment", [ABROAD])
    assert (len(told.facts("employment-started")), told.facts("employment-ended")) == (1, [])


def test_a_ground_that_changes_after_a_dispute_restates_the_end_alone() -> None:
    told = all_told("tor", "employment", [ENDED])
    [restated] = told.report(changed(ENDED, lopp_alus="TLS § 79", muudetud=LATER))
    assert (restated.data["reason"], restated.data["source_version"]) == ("mutual_agreement", 2)
    assert told.report(ENDED) == [], "the earlier word comes late and changes nothing"


def test_an_entry_that_is_deleted_takes_back_both_facts_as_two_messages() -> None:
    told = all_told("tor", "employment", [ENDED])
    gone = told.report(changed(ENDED, kustutatud="jah", muudetud=LATER))
    assert {sent.data["kind"] for sent in gone} == {"registry.employment-started", "registry.employment-ended"}
    assert len({sent.id for sent in gone}) == 2
    assert told.holding() == {}
