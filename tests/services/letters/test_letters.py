"""A letter goes out for every decision and every payment, and says what the decision says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from contracts.claims import ClaimDecision, ClaimMoved, ClaimState, NoticeIssued
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.payments import PaymentInstructed
from contracts.values import Money
from contracts.waiting import CertificationAwaited, FilingReceived
from services.letters.case_file import CaseFile
from services.letters.every_letter import letters_of, letters_with
from services.letters.favourable import pays_all
from services.letters.language import LANGUAGES, language_of
from services.letters.model import Letter, LetterFigure, LetterLine, Phrase
from services.letters.text import as_text
from services.letters.writing import title_in, written
from tests.services.letters.case import PERSON, case_of, named, opened_life, taken_back
from tests.services.letters.readability import GRADE_MAX, grade, prose, syllables_of

AMOUNT = re.compile(r"([0-9][0-9,]*\.[0-9]{2})\u00a0USD|USD ([0-9][0-9,]*\.[0-9]{2})")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    with opened_life(tmp_path_factory.mktemp("life")) as laptop:
        taken_back(laptop)
        return case_of(laptop)


@pytest.fixture(scope="module")
def letters(case: CaseFile) -> list[Letter]:
    return letters_of(case)


def test_every_decision_every_notice_and_every_payment_has_its_letter(case: CaseFile, letters: list[Letter]) -> None:
    ids = [letter.ids[0] for letter in letters]
    due = [str(event.determination) for _, event in case.of(DeterminationMade)]
    due += [str(event.assessment) for _, event in case.of(AssessmentMade)]
    due += [event.question for _, event in case.of(NoticeIssued)]
    due += [event.question for _, event in case.of(ClaimDecision)]
    due += list({str(event.instruction) for _, event in case.of(PaymentInstructed)})
    due += [event.claim for _, event in case.of(ClaimMoved) if event.after is ClaimState.WITHDRAWN]
    due += [event.receipt for _, event in case.of(FilingReceived)]
    due += [event.claim for _, event in case.of(CertificationAwaited)]
    assert sorted(ids) == sorted(due)
    kinds = {letter.name for letter in letters}
    assert kinds == {
        "granted",
        "weeks",
        "payment",
        "overpayment",
        "recovery",
        "taken_back",
        "closure",
        "receipt",
        "awaited",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_written_and_is_the_same_each_time(case: CaseFile, language: str) -> None:
    first = [as_text(written(letter, language)) for letter in letters_of(case)]
    assert first == [as_text(written(letter, language)) for letter in letters_of(case)]
    assert all(PERSON in text for text in first)


@pytest.mark.parametrize("name", ["granted", "weeks", "payment", "overpayment", "recovery", "closure"])
def test_a_letter_says_what_why_by_whom_what_would_change_it_and_how_to_contest_or_reply(
    letters: list[Letter], name: str
) -> None:
    headings = {section.heading for section in named(letters, name).sections}
    assert headings & {"what", "asked"}
    assert headings & {"who", "who_decides"}
    assert "change" in headings
    assert headings & {"contest", "reply"}
    if name != "closure":
        assert headings & {"facts", "known"}


def test_who_got_all_they_asked_for_reads_shortly_that_it_may_be_contested_and_where_that_stands(
    letters: list[Letter],
) -> None:
    granted = as_text(written(named(letters, "granted"), "en")).replace("\n", " ")
    assert "You may contest this as well. The last day is" in granted
    assert "[C102 Art. 70(1), C168 Art. 27(1)]" in granted
    assert "Any office gives you the text." in granted
    assert "Administrative Law Judge" not in granted


def test_who_is_decided_against_or_paid_less_reads_the_whole_way(case: CaseFile, letters: list[Letter]) -> None:
    recovery = as_text(written(named(letters, "recovery"), "en"))
    assert "You have the right to contest this." in recovery
    less = [str(event.assessment) for _, event in case.of(AssessmentMade) if not pays_all(event)]
    assert less
    for letter in letters:
        if letter.ids[0] in less:
            assert "You have the right to contest this." in as_text(written(letter, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_alone_is_the_title_of_the_letter(letters: list[Letter], language: str) -> None:
    assert [title_in(letter, language) for letter in letters] == [written(each, language).title for each in letters]


def amounts_in(value: object) -> Iterator[Money | LetterFigure]:
    match value:
        case Money() | LetterFigure():
            yield value
        case Phrase():
            for inner in value.values.values():
                yield from amounts_in(inner)
        case LetterLine():
            for phrase in (*value.says, *value.instead_of_original):
                yield from amounts_in(phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_is_the_decision_s_own_in_every_language(letters: list[Letter], language: str) -> None:
    for letter in letters:
        text = as_text(written(letter, language)).replace("\n  ", " ").replace("\n", " ")
        for section in letter.sections:
            for line in section.lines:
                for amount in (found for found in amounts_in(LetterLine(line.says)) if isinstance(found, Money)):
                    assert language_of(language, letter.country).money(amount.minor, amount.currency) in text


def test_no_amount_stands_in_a_letter_that_its_decision_does_not_hold(case: CaseFile, letters: list[Letter]) -> None:
    for letter in letters:
        held = "".join(str(archived.decision.derivation) for archived in case.decisions.values())
        held += "".join(dated.event.model_dump_json() for dated in case.events)
        for written_amount in AMOUNT.findall(as_text(written(letter, "en"))):
            minor = "".join(written_amount).replace(",", "").replace(".", "")
            assert minor.lstrip("0") in held or minor.removesuffix("00") in held, (letter.name, written_amount)


def test_the_sentence_of_a_sheet_is_quoted_as_english_where_the_letter_is_not(letters: list[Letter]) -> None:
    paper = written(named(letters, "granted"), "ar")
    why = next(section for section in paper.sections if section.heading == "لماذا")
    assert all(any(run.language == "en" for run in line.note) for line in why.lines)
    english = written(named(letters, "granted"), "en")
    assert not any(line.note for section in english.sections for line in section.lines)


def test_an_article_is_cited_as_the_decision_cites_it(letters: list[Letter]) -> None:
    for language in LANGUAGES:
        paper = written(named(letters, "granted"), language)
        assert "[Miss. Code Ann. § 71-5-517]" in [
            run.text for section in paper.sections for line in section.lines for run in line.runs
        ]


def test_a_payment_s_letter_says_for_which_days_how_much_and_what_was_withheld(letters: list[Letter]) -> None:
    text = as_text(written(named(letters, "payment"), "en"))
    assert "We paid you" in text
    assert "January 19, 2020 to January 25, 2020" in text
    assert "Nothing was taken off." in text


def test_a_letter_is_asked_for_by_the_beginning_of_its_id(case: CaseFile, letters: list[Letter]) -> None:
    for letter in letters:
        assert letter in letters_with(case, letter.ids[0][:12])
        assert letter in letters_with(case, letter.ids[0].replace("-", "").upper())


def test_an_english_letter_is_easy_to_read(letters: list[Letter]) -> None:
    for letter in letters:
        assert grade(prose(letter)) <= GRADE_MAX, (letter.name, grade(prose(letter)))


def test_a_later_version_says_what_changed_and_why(case: CaseFile, letters: list[Letter]) -> None:
    later = next(event for _, event in case.of(AssessmentMade) if event.number > 1)
    letter = next(one for one in letters if one.ids == (str(later.assessment),))
    changed = next(section for section in written(letter, "en").sections if section.heading == "What has changed")
    before = next(
        event for _, event in case.of(AssessmentMade) if (event.certification, event.number) == (later.certification, 1)
    )
    assert changed.lines[0].text == f"Before: {nbsp(before.amount)}. Now: {nbsp(later.amount)}."
    assert any("because" in line.text for line in changed.lines[1:])


def nbsp(amount: Money) -> str:
    return str(amount).replace(" ", "\u00a0")


def test_what_was_certified_for_one_week_alone_is_told_with_its_days(case: CaseFile, letters: list[Letter]) -> None:
    later = next(event for _, event in case.of(AssessmentMade) if event.number > 1)
    letter = next(one for one in letters if one.ids == (str(later.assessment),))
    text = as_text(written(letter, "en")).replace("\n  ", " ")
    assert "For January 26, 2020 to February 1, 2020: What you earned in the week: 100.00\u00a0USD a week." in text
    assert "For February 2, 2020 to February 8, 2020: What you earned in the week: 0.00\u00a0USD a week." in text


def test_the_measure_of_readability_bites() -> None:
    hard = "Notwithstanding the aforementioned determination, entitlement remains contingent upon verification."
    assert grade(hard) > 2 * GRADE_MAX
    assert [syllables_of(word) for word in ("week", "payment", "decided", "made", "table", "entitlement")] == [
        1,
        2,
        3,
        1,
        2,
        4,
    ]
