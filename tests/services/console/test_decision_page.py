"""A decision: why, what is different from the one before, what would change it, and that it is made again the same."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from services.console.tables import act
from services.eligibility.views import assessment, determination
from tests.services.console.house import House, words
from tests.stories.town import CLAIM, PERSON

OTHER = f"p-{'6' * 32}"


@pytest.fixture
def examiner(case: House) -> TestClient:
    return case.signed_in("officer-101")


def decisions(browser: TestClient) -> list[str]:
    """The addresses of the decisions on a claim, the newest first."""
    page = browser.get(f"/en/people/{PERSON}/claims/{CLAIM}").text
    return [unescape(address) for address in re.findall(r'href="(/en/people/[^"]+/decisions/[^"]+)"', page)]


def test_an_assessment_says_what_is_different_from_the_one_before_in_words_and_in_money(examiner: TestClient) -> None:
    page = words(examiner.get(decisions(examiner)[0]).text)
    assert "Assessment 2" in page
    differs = page.partition("What is different from the one before")[2]
    assert "138.00 USD 88.00 USD \N{MINUS SIGN}50.00 USD" in differs
    assert "earned" in differs.partition("The weeks, before and now")[0]


def test_a_decision_is_made_again_from_the_log_and_says_that_it_is_the_same(examiner: TestClient) -> None:
    for address in decisions(examiner):
        assert "the same, to the last byte" in words(examiner.get(address).text), address


def test_a_decision_opens_into_its_steps_and_says_how_to_contest_it(examiner: TestClient) -> None:
    page = examiner.get(decisions(examiner)[-1])
    assert page.text.count("<details") > 10
    assert "You may contest this within 14 days" in words(page.text)
    assert "automatically" in words(page.text)


@pytest.mark.parametrize(
    ("code", "typed", "due"), [("en", "10.00", "138.00"), ("fr", "140,00", "38,00"), ("en", "1,000", "0.00")]
)
def test_a_sum_is_supposed_on_a_copy_and_nothing_is_written(
    code: str, typed: str, due: str, case: House, examiner: TestClient
) -> None:
    address = decisions(examiner)[0].replace("/en/", f"/{code}/")
    before = rows(case)
    page = examiner.get(address, params={"what": "week 2020-01-19", "earned": typed})
    assert page.status_code == 200
    told = page.text.partition('role="status"')[2].partition("</div>")[0]
    assert re.findall(r"<b><bdi>([0-9.,]+)", told)[-1] == due
    assert rows(case) == before


def due(page: str) -> list[str]:
    """What is due as it is and as supposed."""
    return re.findall(r"<b><bdi>([0-9.,]+)", page.partition('role="status"')[2].partition("</div>")[0])


def test_an_employment_is_supposed_to_have_ended_for_another_reason_and_a_person_to_have_answered(
    case: House, examiner: TestClient
) -> None:
    address, before = decisions(examiner)[-1], rows(case)
    form = examiner.get(address).text
    (reason,) = re.findall(r'<select id="f-[^"]+" name="(reason\.[^"]+)"', form)
    left = examiner.get(address, params={reason: "voluntary"})
    assert "reason laid_off -&gt; voluntary" in left.text
    assert "Open," in words(left.text)
    assert due(left.text)[1] == "0.00"
    answers = re.findall(r'name="(answer\.[^"]+)"', form)
    answered = examiner.get(address, params={reason: "voluntary", **dict.fromkeys(answers, "for")})
    assert due(answered.text)[0] == due(answered.text)[1]
    assert rows(case) == before


def test_other_days_and_other_answers_of_a_week_are_supposed(examiner: TestClient) -> None:
    assessment, determined = decisions(examiner)[0], decisions(examiner)[-1]
    page = examiner.get(assessment, params={"what": "week 2020-01-19", "able": "no"}).text
    assert due(page)[1] < due(page)[0]
    (ended,) = re.findall(r'name="(ended\.[^"]+)"', page)
    later = examiner.get(determined, params={ended: "2020-01-10"})
    assert "ended_on" in later.text
    assert later.status_code == 200


@pytest.mark.parametrize(
    "asked", [{"answer.x": "for"}, {"filed": "yesterday"}, {"what": "week 1999-01-01", "able": "no"}]
)
def test_what_cannot_be_supposed_is_told_in_words_and_nothing_fails(
    asked: dict[str, str], examiner: TestClient
) -> None:
    page = examiner.get(decisions(examiner)[0], params=asked)
    assert page.status_code == 200
    assert 'role="status"' not in page.text


def rows(case: House) -> list[int | None]:
    """How many decisions and acts there are."""
    with case.console.laptop.databases["eligibility"].reading() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table)) for table in (assessment, determination)]
    with case.console.own.reading() as connection:
        return [*counts, connection.scalar(select(func.count()).select_from(act))]


@pytest.mark.parametrize("typed", ["", "much", "-5", "0.001", "9" * 40])
def test_a_sum_that_cannot_be_read_is_told_beside_its_field_and_kept(typed: str, examiner: TestClient) -> None:
    page = examiner.get(decisions(examiner)[0], params={"what": "week 2020-01-19", "earned": typed})
    assert page.status_code == 200
    assert f'value="{typed}" aria-invalid="true"' in page.text
    assert 'class="error"' in page.text


def test_a_decision_of_another_person_and_what_is_no_decision_are_not_there(case: House, examiner: TestClient) -> None:
    address = decisions(examiner)[0]
    assert examiner.get(address.replace(PERSON, OTHER)).status_code == 404
    assert examiner.get(f"{address[:-4]}0000").status_code == 404
    assert examiner.get(f"{address}x").status_code == 404
    assert case.signed_in("committee-1").get(address).status_code == 403
    assert case.signed_in("member-1").get(address).status_code == 200
