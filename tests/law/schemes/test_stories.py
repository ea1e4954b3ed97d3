"""Stories written as data: every scheme has some, all pass, and what the law contradicts is told in words."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from law.catalogue import STORIES, load_scheme, scheme_names, stories_of
from law.language.sheet.load import load_text
from law.people.story import Stories, StoryFault
from law.people.story_file import read_stories
from law.people.try_story import try_story
from law.questions.vocabulary import VOCABULARY
from services.__main__ import app

FILES = {path.relative_to(STORIES).with_suffix("").as_posix(): path for path in sorted(STORIES.glob("*/*.yaml"))}
TEXT = FILES["uy/desempleo"].read_text("utf-8")
SHEET = Path("law/schemes/uy/desempleo.yaml").read_text("utf-8")
FEWEST = 3
ENGLISH_OF_PYDANTIC = ("Input should", "Extra inputs", "Field required", "valid string", "Value error")


def stories_read_from(tmp_path: Path, text: str) -> Stories:
    path = tmp_path / "people.yaml"
    path.write_text(text, encoding="utf-8")
    return read_stories(path)


def stories_in(name: str) -> int:
    """How many stories are kept beside a sheet."""
    return len(read_stories(FILES[name]).stories)


def tried(path: Path, scheme: str = "uy/desempleo") -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["scheme", "try", scheme, str(path)])
    return ran.exit_code, " ".join(ran.output.split())


class TestTheStoriesOfAScheme:
    def test_exist_for_every_scheme_and_for_no_other(self) -> None:
        assert set(FILES) == set(scheme_names())

    @pytest.mark.parametrize("name", FILES)
    def test_pass(self, name: str) -> None:
        stories = read_stories(FILES[name])
        scheme = load_scheme(name, accept_unverified=True)

        assert stories.scheme == name
        assert len(stories.stories) >= FEWEST
        for story in stories.stories:
            assert not try_story(story, scheme).differences, story.person

    @pytest.mark.parametrize("name", FILES)
    def test_tell_of_someone_granted_and_someone_who_is_not_and_say_what_says_so(self, name: str) -> None:
        stories = read_stories(FILES[name]).stories

        assert {"granted", "refused"} <= {story.expect.outcome for story in stories}
        assert all(story.because for story in stories)
        assert len({story.person for story in stories}) == len(stories)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("outcome", "refused", "outcome: expected refused, but the law says granted"),
        ("rate", Decimal(1), "rate: expected 1.00, but the law says 33,000.00"),
        ("lasts", "7 months", "lasts: expected 7 months, but the law says 6 months"),
        ("total", Decimal(1), "total: expected 1.00, but the law says 150,000.00"),
        ("paid", (Decimal(1),), "paid: expected 1.00, but the law says 33,000.00, 28,500.00"),
        ("periods", ("held",), "periods: expected held, but the law says paid, paid"),
        ("unmet", ("insured_long_enough",), "unmet: expected insured_long_enough, but the law says none"),
        ("asked", ("not_on_strike",), "asked: expected not_on_strike, but the law says none"),
    ],
)
def test_an_expectation_that_the_law_contradicts_is_a_difference(field: str, value: object, sentence: str) -> None:
    story = read_stories(FILES["uy/desempleo"]).stories[0]
    wrong = story.model_copy(update={"expect": story.expect.model_copy(update={field: value})})
    differences = try_story(wrong, load_scheme("uy/desempleo", accept_unverified=True)).differences
    assert any(difference.startswith(sentence) for difference in differences), differences


class TestWhatTheFormatSays:
    def test_pay_counts_by_week_and_by_quarter_as_by_month(self, tmp_path: Path) -> None:
        for stretch in ("months: 12", "weeks: 52", "quarters: 4"):
            text = TEXT.replace("months: 12, amount: 50000", f"{stretch}, amount: 50000", 1)
            assert stories_read_from(tmp_path, text).stories[0].earned[0].pay()

        with pytest.raises(StoryFault, match="must say how many months, or weeks, or quarters: one of the three"):
            stories_read_from(tmp_path, TEXT.replace("months: 12", "months: 12, weeks: 52", 1))

    def test_what_is_certified_follows_the_benefit_periods_of_the_law(self) -> None:
        """A claim in the middle of a month is certified to the end of the month where the law pays by it."""
        middle = next(story for story in read_stories(FILES["th/sso"]).stories if story.claims.day == 15)
        results = try_story(middle, load_scheme("th/sso", accept_unverified=True)).results

        assert results[0].paid == (Decimal(2000), Decimal(6000))

    def test_a_value_that_repeats_is_written_once(self, tmp_path: Path) -> None:
        text = TEXT.replace("paid: [33000, 28500", "paid: [3 x 33000, 28500", 1)
        paid = stories_read_from(tmp_path, text).stories[0].expect.paid
        assert paid is not None
        assert [str(amount) for amount in paid[:4]] == ["33000", "33000", "33000", "28500"]

    def test_the_claim_of_a_person_who_comes_back_is_held_against_its_own_expectation(self, tmp_path: Path) -> None:
        text = FILES["fr/are"].read_text("utf-8").replace("lasts: 525 days", "lasts: 526 days")
        stories = stories_read_from(tmp_path, text).stories
        wrong = next(story for story in stories if story.again)
        differences = try_story(wrong, load_scheme("fr/are", accept_unverified=True)).differences
        assert differences == ("again: lasts: expected 526 days, but the law says 525 days",)

    def test_a_claim_in_the_middle_of_a_month_asks_nobody_where_the_sheet_splits_pay_by_days(
        self, tmp_path: Path
    ) -> None:
        """Of September 16 of 30 days count: 276,666.67 in six months, of whose average 66 per cent is paid."""
        whole_months = "earnings_of_latest_with_any(year_by_month, months_averaged)"
        split = SHEET.replace(f"max(earnings_in(last_six), {whole_months})", "earnings_in(last_six)")
        scheme = load_text(split, file="uy.yaml", vocabulary=VOCABULARY, accept_unverified=True)
        middle = TEXT.replace("claims: 2025-03-01", "claims: 2025-03-15", 1).replace("total: 150000", "unmet: []", 1)
        results = try_story(stories_read_from(tmp_path, middle).stories[0], scheme).results

        assert (results[0].outcome, results[0].rate) == ("granted", Decimal("30433.33"))

    def test_what_is_given_need_not_be_worked_out_from_facts(self, tmp_path: Path) -> None:
        text = TEXT.replace("claims: 2025-03-01", 'claims: 2025-03-15\n    given: {average_pay: "50000"}', 1)
        results = try_story(
            stories_read_from(tmp_path, text).stories[0], load_scheme("uy/desempleo", accept_unverified=True)
        ).results

        assert (results[0].outcome, results[0].rate) == ("granted", Decimal("33000.00"))

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ('averge_pay: "50000"', "no question, particular or quantity averge_pay; do you mean average_pay"),
            (
                'average_pay: "50,000"',
                "'50,000' is no value of average_pay: '50,000' has a sign between its thousands.",
            ),
            ('"insured_days(last_year)": many', "'many' is no value of insured_days(last_year)"),
        ],
    )
    def test_what_is_given_under_another_name_or_as_no_value_is_refused(
        self, tmp_path: Path, given: str, sentence: str
    ) -> None:
        text = TEXT.replace("claims: 2025-03-01", f"claims: 2025-03-01\n    given: {{{given}}}", 1)
        (difference,) = try_story(
            stories_read_from(tmp_path, text).stories[0], load_scheme("uy/desempleo", accept_unverified=True)
        ).differences

        assert sentence in difference


class TestAFileOfStoriesThatIsWrong:
    @pytest.mark.parametrize(
        ("piece", "other", "sentence"),
        [
            ("claims: 2025-03-01", "claims: tomorrow", "{line}: {person}: stories.1.claims: must be a day"),
            ("born: 1985-06", "born: 1985-13", "{line}: {person}: stories.1.born: must be a year and a month"),
            ("born: 1985-06", "bron: 1985-06", "stories.1.bron: there is no field bron; do you mean born"),
            ("reason: laid_off", "reason: layed_off", "there is no word layed_off; do you mean laid_off?"),
            ("reason: laid_off", "raison: laid_off", "there is no field raison; do you mean reason?"),
            ("amount: 50000", "amount: 1e30", "amount: must be 1000000000000000 or less"),
            ("rate: 33000", "rate: NaN", "stories.1.expect.rate: must be a number"),
            ("claims: 2025-03-01", "claims: 9999-12-31", "must be a day from 1910 to 2080"),
            ("amount: 50000", "amount: 50.000", "stories.1.earned.1.amount: may be read as 50000 or 50."),
            ("amount: 50000", "amount: much", "stories.1.earned.1.amount: must be a number"),
            ("outcome: granted", "outcome: rich", "there is no word rich; there are granted, refused, needs a person"),
            ("amount: 50000", "amount: 50.000,00", "write decimals with a point"),
            ("periods: 6", "periods: six", "stories.1.certifies.1.periods: must be a whole number"),
            ("claims: 2025-03-01", "claims: 2025-03-01\n    claims: 2025-03-02", "'claims' stands twice"),
            ("    claims: 2025-03-01\n", "", "stories.1.claims: is missing"),
        ],
    )
    def test_is_told_of_in_one_sentence_with_line_and_person(
        self, tmp_path: Path, piece: str, other: str, sentence: str
    ) -> None:
        line = TEXT[: TEXT.index(piece)].count("\n") + 1
        person = read_stories(FILES["uy/desempleo"]).stories[0].person
        with pytest.raises(StoryFault) as fault:
            stories_read_from(tmp_path, TEXT.replace(piece, other, 1))

        said = str(fault.value)
        assert sentence.format(line=line, person=person) in said
        assert "people.yaml:" in said
        assert not any(english in said for english in ENGLISH_OF_PYDANTIC)

    def test_is_refused_where_a_person_comes_back_before_the_first_claim(self, tmp_path: Path) -> None:
        text = FILES["fr/are"].read_text("utf-8").replace("claims: 2026-06-01", "claims: 2025-06-01")
        with pytest.raises(StoryFault, match="the claim under 'again' must be later than the first"):
            stories_read_from(tmp_path, text)

    def test_is_refused_where_a_decision_is_about_nothing(self, tmp_path: Path) -> None:
        text = FILES["de/alg1"].read_text("utf-8").replace("about: did_not_give_up_work", "about: week:tomorrow")
        with pytest.raises(StoryFault, match="about: must be a condition of the sheet, or as week:2020-03-29"):
            stories_read_from(tmp_path, text)

    def test_is_named_by_the_line_of_the_wrong_word(self, tmp_path: Path) -> None:
        line = TEXT[: TEXT.index("rate: 39600")].count("\n") + 1
        with pytest.raises(StoryFault, match=rf"people\.yaml:{line}: .*there is no field raet; do you mean rate"):
            stories_read_from(tmp_path, TEXT.replace("rate: 39600", "raet: 39600"))

    @pytest.mark.parametrize(
        "text", ["", "stories", "- a", "scheme: x", "scheme: x\nstories: []", "a: [", "a: *b", "\0"]
    )
    def test_is_refused_whatever_it_holds(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(StoryFault) as fault:
            stories_read_from(tmp_path, text)
        assert not any(english in str(fault.value) for english in ENGLISH_OF_PYDANTIC)

    def test_with_bytes_of_no_text_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "people.yaml"
        path.write_bytes(TEXT.encode("utf-16"))
        with pytest.raises(StoryFault, match="the file cannot be read"):
            read_stories(path)

    @given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=8))
    @settings(max_examples=60)
    def test_with_a_piece_torn_out_is_read_or_refused(
        self, tmp_path_factory: pytest.TempPathFactory, start: int, length: int, junk: str
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "torn.yaml"
        path.write_text(TEXT[:start] + junk + TEXT[start + length :], encoding="utf-8", errors="replace")
        with contextlib.suppress(StoryFault):
            read_stories(path)


class TestTheCommand:
    def test_tries_every_scheme_where_none_is_named_one_line_each(self) -> None:
        ran = CliRunner().invoke(app, ["scheme", "try"])

        lines = ran.output.splitlines()
        assert ran.exit_code == 0
        assert [line.split()[1].rstrip(":") for line in lines[:-1]] == list(scheme_names())
        assert lines[-1] == f"{len(scheme_names())} of {len(scheme_names())} schemes passed"

    def test_ends_with_a_failure_where_one_scheme_of_all_has_no_stories_and_one_has_a_wrong_figure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("uy/desempleo", "vn/bhtn"):
            (tmp_path / name).parent.mkdir()
            (tmp_path / f"{name}.yaml").write_text(FILES[name].read_text("utf-8"), encoding="utf-8")
        planted = tmp_path / "uy/desempleo.yaml"
        planted.write_text(TEXT.replace("rate: 33000", "rate: 33001", 1), encoding="utf-8")
        monkeypatch.setattr("law.catalogue.STORIES", tmp_path)
        ran = CliRunner().invoke(app, ["scheme", "try"])

        lines = ran.output.splitlines()
        assert ran.exit_code == 1
        assert f"passed  vn/bhtn: {stories_in('vn/bhtn')} stories" in lines
        failed = f"FAILED  uy/desempleo: 1 of {stories_in('uy/desempleo')} stories: A shop assistant of 39"
        assert any(line.startswith(failed) for line in lines)
        assert any(line.startswith("FAILED  za/uif: za/uif has no stories yet") for line in lines)
        assert lines[-1] == f"1 of {len(scheme_names())} schemes passed"

    def test_says_so_where_the_law_comes_to_an_amount_that_cannot_be_stated(self, tmp_path: Path) -> None:
        path = tmp_path / "people.yaml"
        text = FILES["es/contributiva"].read_text("utf-8").replace('base_as_stated: "50"', 'base_as_stated: "-1"', 1)
        path.write_text(text, encoding="utf-8")
        code, said = tried(path, "es/contributiva")

        assert code == 1
        assert "comes to less than nothing for these facts" in said
        assert said.endswith(f"{stories_in('es/contributiva') - 1} passed, 1 failed")

    def test_says_what_a_particular_may_be_where_a_story_states_something_else(self, tmp_path: Path) -> None:
        path = tmp_path / "people.yaml"
        path.write_text(TEXT.replace('has_family: "yes"', "has_family: 45%", 1), encoding="utf-8")

        code, said = tried(path)

        assert code == 1
        assert "'45%' is no value of has_family: it is yes or no" in said

    def test_gives_the_reason_for_each_period_without_pay_where_a_story_fails(self, tmp_path: Path) -> None:
        path, sheet = tmp_path / "people.yaml", tmp_path / "sheet.yaml"
        path.write_text(TEXT.replace("claims: 2025-03-01", "claims: 2025-03-15", 1), encoding="utf-8")
        sheet.write_text(SHEET.replace("        across_an_edge: by days\n", ""), encoding="utf-8")

        code, said = tried(path, str(sheet))

        assert code == 1
        assert "benefit_at_first: Contribution job/2024-09-01 runs from 2024-09-01 to 2024-10-01 and so across" in said
        assert "held: Nothing is refused and nothing is paid until a person has decided" in said

    def test_shows_a_wrong_figure_and_ends_with_a_failure(self, tmp_path: Path) -> None:
        planted = tmp_path / "planted.yaml"
        planted.write_text(TEXT.replace("rate: 33000", "rate: 33001", 1), encoding="utf-8")

        code, said = tried(planted)

        assert code == 1
        assert "rate: expected 33,001.00, but the law says 33,000.00" in said
        assert f"{stories_in('uy/desempleo') - 1} passed, 1 failed" in said

    def test_says_in_one_sentence_that_there_are_no_stories(self, tmp_path: Path) -> None:
        sheet = tmp_path / "draft.yaml"
        sheet.write_text(SHEET, encoding="utf-8")
        ran = CliRunner().invoke(app, ["scheme", "try", str(sheet)])

        assert tried(tmp_path / "vanished.yaml")[0] == ran.exit_code == 2
        assert "there is no file of stories" in tried(tmp_path / "vanished.yaml")[1]
        assert "no stories are kept with" in ran.output

    def test_refuses_the_stories_of_another_scheme(self) -> None:
        code, said = tried(stories_of("th/sso"))

        assert code == 2
        assert "these are stories of th/sso, and the sheet is that of uy/desempleo" in said

    @pytest.mark.parametrize(
        ("piece", "other", "why"),
        [
            ("amount: 50000", "amount: 50000.001", "50000.001 is not a whole number of the smallest unit of UYU"),
            ("claims: 2025-03-01", "claims: 1925-03-01", "1925"),
            ("reason: laid_off}", "reason: laid_off}\n    stated: {has_famly: 'yes'}", "do you mean has_family?"),
            ("amount: 50000", "amount: 999999999999999", "the pay of job job"),
            (
                "reason: laid_off}",
                "reason: laid_off}\n    decided: [{about: not_on_strik, verdict: for the person, article: Art. 4}]",
                "there is no condition not_on_strik; do you mean not_on_strike?",
            ),
            (
                "reason: laid_off}",
                "reason: laid_off, began: 2026-01-01}",
                "the job that began on 2026-01-01 cannot have ended on 2025-03-01",
            ),
        ],
    )
    def test_fails_a_story_that_cannot_be_tried_by_its_name_and_goes_on_with_the_others(
        self, tmp_path: Path, piece: str, other: str, why: str
    ) -> None:
        path = tmp_path / "people.yaml"
        path.write_text(TEXT.replace(piece, other, 1), encoding="utf-8")

        code, said = tried(path)

        assert code == 1
        assert "FAILED A shop assistant of 39" in said
        assert why in said
        assert said.endswith(f"{stories_in('uy/desempleo') - 1} passed, 1 failed")
