"""What a file does not know is left out, codes go under the name of their list, and sums may be told in parts."""

from __future__ import annotations

from contracts.base import derived_id
from tests.services.registry_kit.office import body, mapping, reason, told_by


def test_a_start_may_leave_the_hours_out() -> None:
    rules = mapping(employment="key", employer="e", started_on="from", minutes_weekly={"column": "h", "unit": "hours"})
    started = body("employment-started", rules, id="1", key="k-1", e="E1", **{"from": "2019-05-02", "h": None})
    assert "minutes_weekly" not in started


def test_codes_go_under_the_name_of_their_list_and_the_source_s_own_stands_beside_ours() -> None:
    rules = mapping(
        employment="key",
        ended_on="to",
        reason={"column": "why", "codes": {"R": "laid_off"}},
        code={"column": "why", "list": "stp2"},
    )
    ended = body("employment-ended", rules, id="1", key="k-1", to="2020-01-01", why="R")
    assert (ended["reason"], ended["code"]) == ("laid_off", "stp2:R")
    rules = mapping(employment="key", employer="e", started_on="from", occupation={"column": "job", "list": "isco08"})
    cells = {"id": "1", "key": "k-1", "e": "E1", "from": "2019-05-02"}
    assert body("employment-started", rules, **cells, job="2221")["occupation"] == "isco08:22"
    says = reason("employment-started", rules, **cells, job="nurse")
    assert says == "occupation: a code of ISCO-08 is written isco08:2221, and one of ISIC Rev. 4 isic4:8610 or isic4:Q"


def test_a_code_travels_whole_only_where_the_mapping_says_so() -> None:
    cells = {"id": "1", "key": "k-1", "e": "E1", "from": "2019-05-02", "nace": "86.10", "job": "nurse"}
    start = {"employment": "key", "employer": "e", "started_on": "from"}
    industry = {"column": "nace", "list": "nace2"}
    assert body("employment-started", mapping(**start, industry=industry), **cells)["industry"] == "nace2:86"
    whole = mapping(**start, industry=industry | {"digits": "all"}, occupation={"column": "job", "list": "own"})
    assert reason("employment-started", whole, **cells) == (
        "occupation: the code does not begin with digits or a letter that two could be cut to"
    )
    whole = mapping(**start, industry=industry | {"digits": "all"})
    assert body("employment-started", whole, **cells)["industry"] == "nace2:86.10"


def test_colleagues_cannot_be_put_together_by_a_hidden_employer() -> None:
    rules = mapping(employment="key", employer={"hidden": "e", "under": "employers"}, started_on="from")
    start = {"key": "k-1", "from": "2019-05-02"}
    ann, again, bob = (
        body("employment-started", rules, id=number, e=employer, **start)["employer"]
        for number, employer in (("1", "Works Ltd"), ("1", " works ltd"), ("2", "Works Ltd"))
    )
    assert ann == again, "in one person's books an employer is the same"
    assert ann != bob


PARTS = [
    {"kind": {"constant": "basic"}, "amount": {"column": "base", "currency": "EUR"}},
    {"kind": {"constant": "overtime"}, "amount": {"column": "extra", "currency": "EUR"}},
]
SHARES = [
    {"by": {"constant": "employee"}, "amount": {"column": "own", "currency": "EUR"}},
    {"by": {"constant": "employer"}, "amount": {"column": "theirs", "currency": "EUR"}},
]
PAY = {
    **mapping(
        employer="e",
        period={"month": "month"},
        earnings={"column": "sum", "currency": "EUR"},
        contribution={"column": "paid", "currency": "EUR"},
    ),
    "parts": PARTS,
    "shares": SHARES,
}
PAID = {"id": "1", "key": "k-1", "e": "E1", "month": "2019-12", "sum": "2500.00", "paid": "60.00"}


def test_pay_and_contribution_may_be_told_in_parts_and_an_empty_part_is_left_out() -> None:
    stated = body("contribution", PAY, **PAID, base="2500.00", extra=None, own="30.00", theirs="30.00")
    assert stated["parts"] == [{"kind": "basic", "amount": {"minor": 250_000, "currency": "EUR"}}]
    assert [share["by"] for share in stated["shares"]] == ["employee", "employer"]
    none = body("contribution", PAY, **PAID, base=None, extra=None, own=None, theirs=None)
    assert none.keys() & {"parts", "shares"} == set()


def test_parts_that_do_not_add_up_are_refused() -> None:
    says = reason("contribution", PAY, **PAID, base="2400.00", extra="99.00", own="30.00", theirs="30.00")
    assert says == "message: the parts must add up to the earnings, in their currency"
    says = reason("contribution", PAY, **PAID, base=None, extra=None, own="30.00", theirs="31.00")
    assert says == "message: the shares must add up to the contribution, in its currency"


def test_a_line_of_an_event_that_has_a_later_version_comes_as_another_message() -> None:
    rules = mapping(employment="key", employer="e", started_on="from")
    told = told_by("employment-started", rules, id="1", key="k-1", e="E1", **{"from": "2019-05-02"})
    assert isinstance(told, list)
    person = told[0].subject
    of_version_1 = derived_id(told[0].source, person, "registry.employment-started", "k-1", 1)
    assert told[0].id == derived_id(told[0].source, person, "registry.employment-started.v2", "k-1", 1) != of_version_1
