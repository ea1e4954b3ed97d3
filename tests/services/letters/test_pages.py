"""Pages and PDFs of letters can be read by everybody, in every language and from either side."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.model import Letter
from services.letters.page import as_page
from services.letters.pdf import CannotMakePdf, as_pdf
from services.letters.writing import written
from tests.law.explain.browser import chromium
from tests.services.letters.case import PERSON, case_of, named, opened_life


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> list[Letter]:
    with opened_life(tmp_path_factory.mktemp("life")) as laptop:
        return letters_of(case_of(laptop))


def test_pages_are_accessible_and_fit_and_run_in_their_direction(tmp_path: Path, letters: list[Letter]) -> None:
    with chromium() as browser:
        for language in LANGUAGES:
            file = tmp_path / f"{language}.html"
            file.write_text(as_page(written(named(letters, "recovery"), language)), "utf-8")
            page = browser.new_page(viewport={"width": 360, "height": 800})
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing is cut off"
            assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
            if language in ("ar", "en"):
                assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
            page.close()


def test_a_page_shows_what_it_is_given_and_runs_nothing_of_it(letters: list[Letter]) -> None:
    page = as_page(written(named(letters, "granted"), "en", name="<script>alert(1)</script>"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_holds_the_letter_s_text_in_its_language(letters: list[Letter], language: str, tmp_path: Path) -> None:
    letter = named(letters, "granted")
    file = tmp_path / "letter.pdf"
    file.write_bytes(as_pdf(written(letter, language), letter.day))
    pdf = pypdf.PdfReader(file)
    text = "".join(page.extract_text() for page in pdf.pages)
    assert str(pdf.root_object["/Lang"]) == language
    assert PERSON in text
    assert "71-5-511" in text
    assert "\ufffd" not in text


def test_every_sign_of_every_language_is_in_the_font() -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  comes with what makes PDFs

    from services.letters.language import words_of  # noqa: PLC0415  as above
    from services.letters.pdf import FONTS  # noqa: PLC0415  as above

    needed = {sign for language in LANGUAGES for text in words_of(language).texts.values() for sign in str(text)}
    for file in FONTS.glob("*.ttf"):
        assert {sign for sign in needed if ord(sign) not in TTFont(file).getBestCmap()} == set(), file.name


@pytest.mark.parametrize("name", ["Nguyễn Văn Ánh", "Ольга Иванова", "Αλέξης", "Şahin Żak"])
def test_a_pdf_names_people_of_many_languages(letters: list[Letter], name: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(as_pdf(written(letters[0], "en", name), letters[0].day))
    assert name in pypdf.PdfReader(file).pages[0].extract_text()


def test_a_sign_that_the_font_lacks_is_no_gap_on_paper(letters: list[Letter]) -> None:
    with pytest.raises(CannotMakePdf, match=r"U\+660E"):
        as_pdf(written(letters[0], "en", "李明"), letters[0].day)
