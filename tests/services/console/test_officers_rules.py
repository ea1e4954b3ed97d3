"""What an officer may see and do, by role and by the case itself."""

from __future__ import annotations

import pytest

from contracts.console import ViewPurpose
from services.console.officers.officer import SignedIn
from services.console.officers.roles import NEVER_A_PERSON, PURPOSES, Role
from services.console.officers.rules import CaseAtHand, Denied, Sight, may_break_glass, sight_of, why_not_act

EVERYBODY = frozenset(Role)
ANN = CaseAtHand("ann", office="delta", provider="job-club")


def officer(*roles: Role, office: str | None = "delta", person: str | None = None) -> SignedIn:
    return SignedIn("officer-1", "One", frozenset(roles), office, person, "job-club")


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_people_for_the_purpose_it_is_there_for_or_not_at_all(role: Role) -> None:
    expected = Sight(role, PURPOSES[role]) if role in PURPOSES else Denied.ROLE
    assert sight_of(officer(role), EVERYBODY, ANN) == expected


@pytest.mark.parametrize("role", Role)
def test_nobody_sees_a_page_that_their_role_is_not_named_for(role: Role) -> None:
    assert sight_of(officer(role), EVERYBODY - {role}, ANN) is Denied.ROLE


@pytest.mark.parametrize("role", Role)
def test_nobody_looks_at_their_own_case_or_acts_in_it_whatever_their_role(role: Role) -> None:
    own = officer(role, person="ann")
    assert sight_of(own, EVERYBODY, ANN) is Denied.OWN_CASE
    assert not may_break_glass(own, ANN)
    assert why_not_act(own, role, ANN) is Denied.OWN_CASE


def test_a_case_of_another_office_is_not_seen_but_by_an_auditor_and_whoever_serves_all() -> None:
    elsewhere = CaseAtHand("ann", office="coast")
    assert sight_of(officer(Role.CLAIMS_EXAMINER), EVERYBODY, elsewhere) is Denied.OFFICE
    assert why_not_act(officer(Role.CLAIMS_EXAMINER), Role.CLAIMS_EXAMINER, elsewhere) is Denied.OFFICE
    assert sight_of(officer(Role.AUDITOR), EVERYBODY, elsewhere) == Sight(Role.AUDITOR, ViewPurpose.AUDIT)
    serving_all = officer(Role.CLAIMS_EXAMINER, office=None)
    assert sight_of(serving_all, EVERYBODY, elsewhere) == Sight(Role.CLAIMS_EXAMINER, ViewPurpose.CASEWORK)
    assert why_not_act(officer(Role.CLAIMS_EXAMINER), Role.CLAIMS_EXAMINER, CaseAtHand("ann", office="Delta")) is None


@pytest.mark.parametrize("provider", [None, "another"])
def test_a_provider_sees_the_people_of_its_own_programmes_alone(provider: str | None) -> None:
    assert sight_of(officer(Role.PROVIDER), EVERYBODY, CaseAtHand("ann", provider=provider)) is Denied.PROVIDER


def test_nobody_approves_what_they_did_themselves_however_their_number_is_written() -> None:
    proposed = CaseAtHand("ann", took_part=frozenset({"OFFICER-1"}))
    assert why_not_act(officer(Role.SECOND_OFFICER), Role.SECOND_OFFICER, proposed) is Denied.TOOK_PART
    assert why_not_act(officer(Role.SECOND_OFFICER), Role.SECOND_OFFICER, CaseAtHand("ann")) is None
    assert why_not_act(officer(Role.CLAIMS_EXAMINER), Role.SECOND_OFFICER, CaseAtHand("ann")) is Denied.ROLE


@pytest.mark.parametrize("role", Role)
def test_who_may_say_why_they_look_is_everybody_but_the_committee_and_providers(role: Role) -> None:
    assert may_break_glass(officer(role), ANN) is (role not in NEVER_A_PERSON)
