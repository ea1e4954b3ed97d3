"""Officers sign in with an issuer, by the code flow; a session is one browser's, and it ends."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from services.console.demo_officers import OFFICERS
from services.console.secrets import challenge_of, digest_of
from services.console.signin.development import CLIENT, DevelopmentIssuer, NotLoopback, must_be_loopback
from services.console.signin.https import ask
from services.console.signin.issuer import Answer, Issuer, SignInFault
from services.console.signin.private_way import is_private_way
from services.console.tables import broken_glass, session
from tests.services.console.house import BASE, House, fields, house, sign_in, words

VERIFIER, NONCE, REDIRECT = "v" * 43, "n" * 43, f"{BASE}/signed-in"
ASKED = {"redirect_uri": REDIRECT, "nonce": NONCE, "code_challenge": challenge_of(VERIFIER), "state": "s"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as one:
        yield one


def issuer_of(development: DevelopmentIssuer, **changes: str) -> Issuer:
    values = {"issuer": development.issuer, "client": CLIENT} | changes
    return Issuer(values["issuer"], values["client"], None, development.ask)


def test_the_issuer_names_the_officer_that_was_chosen_and_a_code_is_worth_one_sign_in() -> None:
    development = DevelopmentIssuer(BASE, OFFICERS)
    code = development.grant("officer-101", ASKED)
    assert issuer_of(development).who(code, VERIFIER, NONCE, REDIRECT) == OFFICERS[0]
    with pytest.raises(SignInFault, match="used before"):
        issuer_of(development).who(code, VERIFIER, NONCE, REDIRECT)


@pytest.mark.parametrize(
    ("changes", "verifier", "nonce", "says"),
    [
        ({}, "w" * 43, NONCE, "another browser"),
        ({}, VERIFIER, "m" * 43, "another sign-in"),
        ({"client": "another"}, VERIFIER, NONCE, "cannot be believed"),
        ({"issuer": "https://elsewhere"}, VERIFIER, NONCE, "no such page|otherwise"),
    ],
)
def test_a_token_of_another_browser_sign_in_client_or_issuer_signs_nobody_in(
    changes: dict[str, str], verifier: str, nonce: str, says: str
) -> None:
    development = DevelopmentIssuer(BASE, OFFICERS)
    code = development.grant("officer-101", ASKED)
    with pytest.raises(SignInFault, match=says):
        issuer_of(development, **changes).who(code, verifier, nonce, REDIRECT)


@pytest.mark.parametrize("forged", ["another key", "no signature", "its public key as a secret", "too old", "no role"])
def test_a_forged_token_signs_nobody_in(forged: str) -> None:
    development = DevelopmentIssuer(BASE, OFFICERS)
    code = development.grant("officer-101", ASKED)
    token = development.ask(
        f"{development.issuer}/token", {"code": code, "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
    )["id_token"]
    said = jwt.decode(token, options={"verify_signature": False})
    head = {"kid": "development"}
    other = DevelopmentIssuer(BASE, OFFICERS)._key
    forgeries = {
        "another key": lambda: jwt.encode(said, other, "ES256", head),
        "no signature": lambda: jwt.encode(said, None, "none", head),  # type: ignore[arg-type]
        "its public key as a secret": lambda: jwt.encode(said, "x" * 64, "HS256", head),
        "too old": lambda: jwt.encode(said | {"exp": said["iat"] - 3600}, development._key, "ES256", head),
        "no role": lambda: jwt.encode(said | {"roles": []}, development._key, "ES256", head),
    }

    def answering(address: str, _form: object) -> object:
        return {"id_token": forgeries[forged]()} if address.endswith("/token") else development.ask(address, None)

    with pytest.raises(SignInFault):
        Issuer(development.issuer, CLIENT, None, answering).who(code, VERIFIER, NONCE, REDIRECT)  # type: ignore[arg-type]


def described(development: DevelopmentIssuer, **changes: object) -> Issuer:
    """The issuer as it describes itself otherwise; None takes something out."""

    def answering(address: str, form: Mapping[str, str] | None) -> Answer:
        answer = development.ask(address, form)
        if not address.endswith("/openid-configuration"):
            return answer
        return {name: value for name, value in {**answer, **changes}.items() if value is not None}

    return Issuer(development.issuer, CLIENT, None, answering)


def test_a_browser_is_sent_to_an_endpoint_that_has_a_query_of_its_own() -> None:
    issuer = described(DevelopmentIssuer(BASE, OFFICERS), authorization_endpoint="https://id.example/a?realm=staff#top")
    assert issuer.authorize_at({"state": "s"}) == "https://id.example/a?realm=staff&state=s"


NOWHERE = (None, "", 7, "http://[", "ftp://id.example/")


@pytest.mark.parametrize("says", NOWHERE)
def test_nobody_is_sent_to_an_issuer_that_does_not_say_where_and_that_is_said(says: object) -> None:
    with pytest.raises(SignInFault):
        described(DevelopmentIssuer(BASE, OFFICERS), authorization_endpoint=says).authorize_at({"state": "s"})


@pytest.mark.parametrize("says", NOWHERE)
@pytest.mark.parametrize("place", ["token_endpoint", "jwks_uri"])
def test_an_issuer_that_does_not_say_where_it_is_asked_signs_nobody_in_and_that_is_said(
    place: str, says: object
) -> None:
    development = DevelopmentIssuer(BASE, OFFICERS)
    code = development.grant("officer-101", ASKED)
    with pytest.raises(SignInFault):
        described(development, **{place: says}).who(code, VERIFIER, NONCE, REDIRECT)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "example.org", ""])  # noqa: S104 - that is the point
def test_the_development_issuer_refuses_to_be_served_to_others(host: str) -> None:
    with pytest.raises(NotLoopback):
        must_be_loopback(host)
    must_be_loopback("127.0.0.1")


def test_an_issuer_is_spoken_to_over_https_or_on_this_machine() -> None:
    assert [
        is_private_way(address) for address in ("https://a.org", "http://127.0.0.1:8600", "http://a.org", "ftp://x")
    ] == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(SignInFault, match="over HTTPS"):
        ask("http://example.org/", None)


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back_to_where_they_were(office: House) -> None:
    browser = office.browser()
    chooser = browser.get("/en/work?stage=ready")
    assert "Who do you want to be?" in words(chooser.text)
    landed = browser.post("/development-issuer/authorize", data={**fields(chooser.text), "staff": "officer-101"})
    assert str(landed.url) == f"{BASE}/en/work?stage=ready"
    assert "Amina Diallo" in landed.text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_on_to_another_site(office: House, back: str) -> None:
    browser = office.browser()
    chooser = browser.get("/en/sign-in", params={"back": back})
    landed = browser.post("/development-issuer/authorize", data={**fields(chooser.text), "staff": "officer-101"})
    assert str(landed.url) == f"{BASE}/en/work"


@pytest.mark.parametrize(
    "held",
    [
        "x",
        "[" * 9000,
        json.dumps({"state": "\ud800", "nonce": "n", "verifier": "v", "back": "/en/work"}),
        json.dumps({"state": "s" * 43, "nonce": "n" * 43, "verifier": "\u00e9" * 43, "back": "/en/work"}),
        json.dumps({"state": "s" * 43, "nonce": "n" * 43, "verifier": ["v"], "back": None}),
    ],
)
def test_a_cookie_that_was_tampered_with_signs_nobody_in_and_fails_nothing(office: House, held: str) -> None:
    cookie = "sign-in=" + urlsafe_b64encode(held.encode()).decode()
    answer = office.browser().get("/signed-in", params={"state": "s" * 43, "code": "c"}, headers={"cookie": cookie})
    assert answer.status_code == 403
    assert "not begun in this browser" in words(answer.text)


def test_a_cookie_from_elsewhere_sends_nobody_on_to_another_site(office: House) -> None:
    browser = office.browser()
    chooser = browser.get("/en/sign-in")
    begun = json.loads(urlsafe_b64decode(browser.cookies["sign-in"].strip('"')))
    tampered = urlsafe_b64encode(json.dumps({**begun, "back": "https://evil.example/"}).encode()).decode()
    browser.cookies.clear()
    browser.cookies.set("sign-in", tampered)
    landed = browser.post("/development-issuer/authorize", data={**fields(chooser.text), "staff": "officer-101"})
    assert str(landed.url) == f"{BASE}/en/work"


def test_a_sign_in_that_another_browser_began_ends_in_nobodys_session(office: House) -> None:
    begun = office.browser().get("/en/sign-in")
    other = office.browser()
    landed = other.post("/development-issuer/authorize", data={**fields(begun.text), "staff": "officer-101"})
    assert landed.status_code == 403
    assert "not begun in this browser" in words(landed.text)
    assert other.get("/en/work", follow_redirects=False).status_code == 303


def test_a_session_begins_anew_at_each_sign_in_and_ends_at_sign_out(office: House) -> None:
    browser = office.browser()
    tokens = []
    for staff in ("officer-101", "officer-102"):
        sign_in(browser, staff)
        tokens.append(browser.cookies["session"])
    assert tokens[0] != tokens[1]
    before = office.browser()
    before.cookies.set("session", tokens[0], domain="127.0.0.1")
    assert before.get("/en/work", follow_redirects=False).status_code == 303, "the one before is worth nothing"
    csrf = csrf_of(browser)
    browser.post("/en/sign-out", data={"csrf": csrf})
    browser.cookies.set("session", tokens[1], domain="127.0.0.1")
    assert browser.get("/en/work", follow_redirects=False).status_code == 303


def test_a_session_ends_after_half_an_hour_of_nothing_and_at_the_end_of_the_day(office: House) -> None:
    browser = office.signed_in("officer-101")
    for _ in range(20):
        office.passes(minutes=29)
        assert browser.get("/en/work", follow_redirects=False).status_code == 200
    office.passes(minutes=31)
    assert browser.get("/en/work", follow_redirects=False).status_code == 303
    again = office.signed_in("officer-101")
    answers = []
    for _ in range(21):
        office.passes(minutes=29)
        answers.append(again.get("/en/work", follow_redirects=False).status_code)
    assert answers[-1] == 303, "ten hours are over"


def test_what_was_typed_is_shown_again_where_the_session_ended_in_the_middle_of_a_form(office: House) -> None:
    """A redirect to an issuer elsewhere would be stopped by the browser (CSP, form-action), without a word."""
    browser = office.signed_in("operator-1")
    form = fields(browser.get("/en/why-i-look", params={"person": "p-1", "back": "/en/work"}).text)
    office.passes(minutes=31)
    ended = browser.post("/en/why-i-look", data={**form, "reasons": "A relative <asks>."}, follow_redirects=False)
    assert ended.status_code == 403
    assert "Your sign-in has ended" in words(ended.text)
    assert "A relative <asks>." in words(ended.text)
    assert form["csrf"] not in ended.text
    assert 'href="/en/sign-in?back=%2Fen%2Fwhy-i-look"' in ended.text
    with office.console.own.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(broken_glass)) == 0


def test_cookies_are_out_of_reach_for_scripts_and_other_sites_and_the_table_holds_no_token(office: House) -> None:
    browser = office.browser()
    chooser = browser.get("/en/sign-in")
    landed = browser.post(
        "/development-issuer/authorize", data={**fields(chooser.text), "staff": "officer-101"}, follow_redirects=False
    )
    back = browser.get(landed.headers["location"], follow_redirects=False)
    for cookie in back.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
    token = browser.cookies["session"]
    with office.console.own.reading() as connection:
        assert connection.scalars(select(session.c.token)).all() == [digest_of(token)]
    assert parse_qs(urlsplit(landed.headers["location"]).query).keys() == {"code", "state"}


def csrf_of(browser: TestClient) -> str:
    page = browser.get("/en/work").text
    return page.partition('name="csrf" value="')[2].partition('"')[0]
