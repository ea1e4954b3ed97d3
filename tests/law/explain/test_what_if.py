"""Other facts are supposed on a copy, the law is applied again, and the difference is printed; nothing is written."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from contracts.registry import ContributionRecorded, Separation
from law.catalogue import load_scheme
from law.explain.determined import determined_claims
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.explain.supposed_names import refuse_misspelt_names
from law.explain.what_if import Supposition
from law.explain.what_if_words import VERBS, SuppositionError, Verb
from services.__main__ import app
from services.runtime.process.settings import Settings
from services.worlds import laptop_in
from tests.law.schemes.person import Person, in_mississippi, mississippi

RUNNER = CliRunner()
WAGE = "job/2018-10-01"


def claimant(*quarters: str, reason: Separation = Separation.LAID_OFF) -> Person:
    person = in_mississippi(*(quarters or ("5200", "5200")), reason=reason)
    return person.certifies(person.week(1), person.week(2), person.week(3))


def suppose(person: Person, *changes: tuple[Verb, str]) -> str:
    """What would differ, in words."""
    supposition = Supposition(list(person.facts))
    for verb, text in changes:
        supposition.change(verb, text)
    schemes = {person.scheme.name: person.scheme}
    schemes |= {name: load_scheme(name, accept_unverified=True) for verb, name in changes if verb == "scheme"}
    before, after = (determined_claims(schemes, facts) for facts in (person.facts, supposition.facts))
    return "\n".join(line for claim in before for line in changes_in_words(difference(before[claim], after[claim])))


def test_a_lower_wage_lowers_the_weekly_amount_and_every_paid_week() -> None:
    words = suppose(claimant("4890", "3000"), ("set", f"contribution {WAGE} earnings=4680"))
    assert "Your weekly amount fell by USD 8.00 from 22 March 2020, from USD 188.00 to USD 180.00" in words
    assert "Your payment for each of the 2 benefit periods from 29 March 2020 fell by USD 8.00" in words
    assert f"[restated: {WAGE}]" in words


def test_an_answer_about_one_week_touches_that_week_alone() -> None:
    words = suppose(claimant(), ("set", "week 2020-04-05 earnings=60.50"))
    assert words.startswith("Your payment for the benefit period from 5 April 2020 fell by USD 21.00")
    assert "\n" not in words
    assert "is now held" in suppose(claimant(), ("set", "week 2020-04-05 able=no")) or "it is held" in suppose(
        claimant(), ("set", "week 2020-04-05 able=no")
    )


def test_a_fact_is_added_and_another_retracted() -> None:
    added = "contribution extra employer=works period=2019-04-01..2019-07-01 earnings=6000"
    assert "now counts extra" in suppose(claimant(), ("add", added))
    assert f"no longer counts {WAGE}" in suppose(claimant(), ("retract", f"contribution {WAGE}"))


def test_a_named_persons_answer_is_supposed() -> None:
    person = claimant(reason=Separation.VOLUNTARY)
    words = suppose(person, ("decide", "did_not_leave_without_good_cause for"))
    assert "Your claim was waiting for a person and is now granted, because it was decided on" in words
    days = "from=2020-03-22 until=2020-04-05 ground=quit"
    against = suppose(person, ("decide", f"did_not_leave_without_good_cause against {days}"))
    assert "is now disqualified" in against
    reduced = suppose(person, ("decide", f"did_not_leave_without_good_cause against {days} by=0.3"))
    assert "Of USD 200.00 for the period USD 140.00 is paid: reduced by 30 % on 7 days" in reduced
    assert "is now payable, reduced by 30 %" in reduced


def test_a_particular_is_supposed_where_nobody_stated_it_and_where_somebody_did() -> None:
    supposition = Supposition(list(claimant().facts))
    supposition.change("state", "regional_rate=0.07")
    supposition.change("state", "regional_rate=0.09")
    assert supposition.changes[1].endswith("value 0.07 -> 0.09")


def test_another_scheme_is_supposed() -> None:
    supposition = Supposition(list(claimant().facts))
    supposition.change("scheme", "us/states-2020")
    assert supposition.changes == ["claim-filed claim-1: scheme us/mississippi -> us/states-2020"]


@pytest.mark.parametrize(
    ("verb", "text", "why"),
    [
        ("set", "contribution nobody earnings=1", "No registry.contribution-recorded nobody holds"),
        ("set", f"contribution {WAGE}", "No field is given a value"),
        ("set", f"contribution {WAGE} wages=1", "'wages=1' is not a field with a value"),
        ("set", f"contribution {WAGE} earnings=much", "'much' is not an amount in USD"),
        ("set", f"contribution {WAGE} earnings=1.0050", "is not a whole number of minor units"),
        ("set", f"contribution {WAGE} earnings=-1", "must be 0 or more"),
        (
            "set",
            "employment-s x reason=other",
            "does not name exactly one kind of fact; it may be employment-started or employment-suspended",
        ),
        ("set", "week 2021-01-01 able=no", "No week that begins on 2021-01-01"),
        ("add", f"contribution {WAGE} earnings=1", "exists already"),
        ("state", "regional_rate", "has no value"),
        (
            "state",
            "regional_rate=0.07 since=2020-01-01",
            "'since=2020-01-01' stands behind a change",
        ),
        ("retract", f"contribution {WAGE} earnings=1", "'earnings=1' stands behind a change that takes no more"),
        ("scheme", "us/states-2020 no/dagpenger", "'no/dagpenger' stands behind a change that takes no more"),
        ("decide", "able for form=2020-03-22", "'form=2020-03-22' says nothing of a decision; claim, ground, article"),
        ("decide", "able against from=2020-03-22", "Days are named by both ends: from=DAY until=DAY"),
        ("decide", "able against ground=quitt", "There is no ground quitt; do you mean quit?"),
        ("decide", "anything", "for or against"),
        ("set", "contribution 'half", "is not understood"),
        ("retract", "", "The change is empty"),
    ],
)
def test_what_is_not_understood_is_refused_in_one_sentence_with_an_example(verb: Verb, text: str, why: str) -> None:
    with pytest.raises(SuppositionError) as fault:
        Supposition(list(claimant().facts)).change(verb, text)
    assert why in str(fault.value)
    assert f"For example: --{verb}" in str(fault.value) or "For example: --set" in str(fault.value)


@given(st.sampled_from(VERBS), st.text(max_size=60))
def test_no_words_at_all_end_in_a_traceback(verb: Verb, text: str) -> None:
    try:
        Supposition(list(claimant().facts)).change(verb, text)
    except SuppositionError as fault:
        sentence = str(fault)
    else:
        sentence = "For example: none was needed"
    assert "For example: " in sentence


CENTS = st.integers(min_value=0, max_value=9_000_00).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@given(st.tuples(CENTS, CENTS, CENTS, CENTS))
def test_supposing_what_is_so_already_makes_no_difference(quarters: tuple[str, ...]) -> None:
    person = claimant(*quarters)
    assert suppose(person) == ""
    wages = [fact for fact in person.facts if isinstance(fact, ContributionRecorded)]
    same = [f"contribution {fact.key} earnings={str(fact.earnings).split()[0].replace(',', '')}" for fact in wages]
    assert suppose(person, *(("set", words) for words in same)) == ""


def test_the_facts_that_were_given_are_as_they_were() -> None:
    person = claimant()
    before = [fact.model_dump_json() for fact in person.facts]
    suppose(person, ("set", f"contribution {WAGE} earnings=1"), ("scheme", mississippi().name))
    assert [fact.model_dump_json() for fact in person.facts] == before


def bytes_in(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.db"))}


def test_the_command_prints_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert RUNNER.invoke(app, ["demo", "--people", "12", "--folder", str(folder), "--json"]).exit_code == 0
    laptop = laptop_in(folder, Settings())
    with laptop.databases["eligibility"].reading() as connection:
        subject, key = connection.exec_driver_sql(
            "select f.subject, f.key from fact f join determination d on d.subject = f.subject and d.latest "
            "where f.kind = 'registry.contribution-recorded' and f.key like '%2019-05' limit 1"
        ).one()
    laptop.close()
    before = bytes_in(folder)
    (tmp_path / "changes.yaml").write_text(f"set: [contribution {key} earnings=7777.77]\n", "utf-8")
    words = ["what-if", subject, "--folder", str(folder), "--changes", str(tmp_path / "changes.yaml")]
    result = RUNNER.invoke(app, words, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert "-> 7,777.77 USD" in result.output
    assert "because" in result.output
    printed = json.loads(RUNNER.invoke(app, [*words, "--json"]).stdout)
    assert any(change["causes"] for changes in printed["claims"].values() for change in changes)
    assert bytes_in(folder) == before, "what-if never writes"
    with (folder / "eligibility.db").open("ab") as file:
        file.write(b"!")
    assert bytes_in(folder) != before, "a byte that was written is noticed"

    for words_of_option, says in (
        (("--decide", "overpayment:2020-03-22 against"), "a decision about an overpayment changes nothing that is due"),
        (("--decide", "week:2019-01-06 against"), "No week that begins on 2019-01-06 was certified"),
        (("--scheme", ""), "--scheme has nothing in it"),
        (("--scheme=",), "--scheme has nothing in it"),
        (("--changes", str(tmp_path / "number.yaml")), "a change under set is a line of text"),
    ):
        (tmp_path / "number.yaml").write_text("set: [{week: 7}]\n", "utf-8")
        silent = RUNNER.invoke(app, ["what-if", subject, "--folder", str(folder), *words_of_option])
        assert silent.exit_code == 2, silent.output
        assert says in " ".join(silent.output.replace("│", " ").split())

    for option, name, nearest in (
        ("--state", "regional_rat=0.07", "regional_rate"),
        ("--decide", "able_to_wrok for", "able"),
        ("--scheme", "us/states", "us/states-2020"),
    ):
        refused = RUNNER.invoke(app, ["what-if", subject, "--folder", str(folder), option, name])
        assert refused.exit_code == 2, refused.output
        assert "do you mean" in refused.output or option == "--state", refused.output
        assert nearest in " ".join(refused.output.split())


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("regional_rate=7%", "'7%' is no value of regional_rate: '7%' is not a number: a share is a part of one. "),
        ("regional_rate=7.125", "may be read as 7125 or 7.1250"),
    ],
)
def test_a_value_that_the_particular_cannot_have_is_refused_as_it_would_be_in_a_sheet(stated: str, why: str) -> None:
    supposed = {"ca/ei-regular": load_scheme("ca/ei-regular", accept_unverified=True)}
    with pytest.raises(SuppositionError) as fault:
        refuse_misspelt_names([("state", stated)], {}, supposed)
    assert why in str(fault.value)


def test_amounts_of_two_schemes_are_told_each_in_its_own_currency() -> None:
    words = suppose(claimant(), ("scheme", "no/dagpenger"))
    other_money = "Your payment for each of the 2 benefit periods from 29 March 2020 was USD 200.00 and is now NOK 0.00"
    assert other_money in words
    assert "was NOK" not in words
    other_limit = suppose(claimant(), ("scheme", "ilo/c168-reference"))
    assert "Your length of benefit was USD 3,466.00 and is now 26 weeks" in other_limit


def test_a_person_who_is_not_there_is_said_to_be_nobody(tmp_path: Path) -> None:
    laptop_in(tmp_path, Settings()).close()
    result = RUNNER.invoke(app, ["what-if", "p-zzzz", "--folder", str(tmp_path)], env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert "nobody begins with p-zzzz" in result.output


def test_a_supposed_day_is_a_day() -> None:
    supposition = Supposition(list(claimant().facts))
    supposition.change("set", "claim-filed claim-1 filed_on=2020-04-01")
    assert supposition.changes == [f"claim-filed claim-1: filed_on 2020-03-25 -> {date(2020, 4, 1)}"]
