"""An office sends files alone, of wages, claims, certifications and accounts, and people are paid for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from contracts.base import Envelope, derived_id, read, seal
from contracts.clock import DayClosed
from contracts.in_words import InWords
from contracts.payments import PaymentInstructed, PaymentSettled
from services.__main__ import app
from services.claims.tables import contest, sending
from services.demo.bank.server import bank_on_loopback
from services.payments.edge import BankGateway
from services.payments.tables import bank_account
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in, laptop_in
from tests.services.payments.released import released
from tests.services.registry_kit.office import KEY, pseudonym, write_csv, write_mapping

JANE, JOE = "10-000001", "10-000002"
SOURCE: dict[str, Any] = {
    "source": "https://office.example.org",
    "person": {"national_id": "who", "pattern": "[0-9]{2}-[0-9]{6}", "ignore": "-"},
}
FACT: dict[str, Any] = {
    "key": "key",
    "source_version": {"constant": 1},
    "recorded_at": {"constant": "2020-03-01T08:00:00Z"},
}
WAGES = {
    "employer": {"constant": "works"},
    "period": {"month": "month"},
    "earnings": {"column": "gross", "currency": "USD"},
}
JOBS = {
    "employment": "key",
    "employer": {"constant": "works"},
    "started_on": {"constant": "2016-01-04"},
    "minutes_weekly": {"constant": 2400},
    "ended_on": {"constant": "2020-01-12"},
    "reason": {"constant": "laid_off"},
}
CLAIMS = {
    "scheme": {"constant": "us/mississippi"},
    "filed_on": "filed",
    "unemployed_from": "filed",
    "channel": {"column": "door", "codes": {"P": "paper", "W": "online"}},
}
WEEK = ("able", "available", "sought_work")
CERTIFICATIONS = {"claim": "claim", "filed_on": "filed"}
WEEKS = [
    {
        "period": {"start": f"week_{number}", "days": 7},
        **dict.fromkeys(WEEK, f"fit_{number}"),
        "earnings": {"column": f"earned_{number}", "currency": "USD"},
    }
    for number in (1, 2)
]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    key = tmp_path / "pseudonyms.key"
    key.touch(mode=0o600)
    key.write_bytes(KEY)
    monkeypatch.setenv("TIDEOVER_PSEUDONYM_KEY", str(key))
    return tmp_path


def sends(office: Path, kind: str, fields: dict[str, Any], lines: Iterable[str], header: str, **more: Any) -> str:
    """One file on its way into the world; what the command said."""
    file = write_csv(office / f"{kind}.csv", lines, header)
    mapping = write_mapping(office / f"{kind}.yaml", SOURCE | {"fields": fields} | more)
    words = ["ingest", str(file), "--as", kind, "--map", str(mapping), "--folder", str(office / "world")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code in {0, 1}, result.exception
    return result.stdout


def sends_everything(office: Path) -> list[str]:
    """All files of two people; Joe's account cannot be paid to."""
    months = [f"{year}-{month:02d}" for year in (2018, 2019) for month in range(1, 13)]
    wages = [f"{who},{who[-1]}-{month},{month},1200.00" for who in (JANE, JOE) for month in months]
    certified = [
        f"{who},{who[-1]}-{start},c-{who[-1]},2020-02-09,{start},Y,0.00,{second},Y,{earned}"
        for who in (JANE, JOE)
        for start, second, earned in (("2020-01-12", "2020-01-19", "0.00"), ("2020-01-26", "2020-02-02", "50.00"))
    ]
    return [
        sends(office, "contribution", FACT | WAGES, wages, "who,key,month,gross"),
        sends(office, "employment", FACT | JOBS, [f"{JANE},j-1", f"{JOE},j-2"], "who,key"),
        sends(office, "bank-details", {"account": "account"}, ACCOUNTS, "who,account"),
        sends(
            office,
            "intake.claim-filed",
            FACT | CLAIMS,
            [f"{JANE},c-1,2020-01-12,P", f"{JOE},c-2,2020-01-12,W"],
            "who,key,filed,door",
        ),
        sends(
            office,
            "certification",
            FACT | CERTIFICATIONS,
            certified,
            "who,key,claim,filed,week_1,fit_1,earned_1,week_2,fit_2,earned_2",
            weeks=WEEKS,
        ),
    ]


ACCOUNTS = [f"{JANE},021000021:0000000042", f"{JOE},not an account!", f"{JANE},021000021:0000000043"]


def closes(laptop: Laptop, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
    event_id = derived_id("closed", day)
    laptop.publish([seal(DayClosed(day=day, partition=0), subject="p-0", source="/clock", time=at, event_id=event_id)])
    laptop.run_until_quiet()


def said_by_payments(laptop: Laptop) -> list[Any]:
    return [read(Envelope.from_bytes(message.raw)) for message in laptop.log("payments")]


def test_people_are_paid_for_what_stands_in_an_offices_files(office: Path) -> None:
    summaries = [text.splitlines()[0] for text in sends_everything(office)]
    assert summaries == [
        "contribution.csv: lines read 48, facts published to tideover.registry 48, rejected 0.",
        "employment.csv: lines read 2, facts published to tideover.registry 4, rejected 0.",
        "bank-details.csv: lines read 3, accounts published to payments 1, rejected 2.",
        "intake.claim-filed.csv: lines read 2, facts published to tideover.intake 2, rejected 0.",
        "certification.csv: lines read 4, facts published to tideover.intake 4, rejected 0.",
    ]
    laptop = laptop_in(office / "world")
    with bank_on_loopback(date(2020, 2, 10)) as bank:
        gateway = BankGateway(bank.url, cipher_in(office / "world", "payments"))
        closes(laptop, date(2020, 2, 10))
        released(laptop.databases["payments"])
        gateway.send_sealed(laptop.databases["payments"])
        bank.advance_to(date(2020, 2, 20))
        laptop.publish(gateway.collect(laptop.databases["payments"]))
        laptop.run_until_quiet()

    events = said_by_payments(laptop)
    ordered = [event.amount.minor for event in events if isinstance(event, PaymentInstructed)]
    settled = [event.amount.minor for event in events if isinstance(event, PaymentSettled)]
    assert len(ordered) == 4, "two fortnights of two people"
    assert sorted(settled) == sorted(ordered)[::2], "Jane has an account, and Joe has none yet"
    laptop.close()


def test_files_that_are_sent_again_change_nothing(office: Path) -> None:
    sends_everything(office)
    laptop = laptop_in(office / "world")
    before = {topic: list(map(Envelope.from_bytes, (m.raw for m in laptop.log(topic)))) for topic in ("payments",)}
    laptop.close()
    for file in office.glob("*.ingest.json"):
        file.unlink()
    sends_everything(office)
    laptop = laptop_in(office / "world")
    assert [Envelope.from_bytes(m.raw) for m in laptop.log("payments")] == before["payments"]
    laptop.close()


def test_no_account_and_no_number_stands_in_any_file_of_the_world(office: Path) -> None:
    sends_everything(office)
    for file in (office / "world").rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not [word for word in (b"0000000042", b"10-000001", b"10000001") if word in content], file
    reasons = (office / "bank-details.csv.rejects.csv").read_text("utf-8").splitlines()
    assert reasons[2] == '4,"line 2 says otherwise of the same, under the same version"'
    assert reasons[1].replace('"', "").startswith("3,account: ")
    assert "not an account" not in reasons[1]

    laptop = laptop_in(office / "world")
    with laptop.databases["payments"].reading() as connection:
        assert connection.scalars(select(bank_account.c.person)).all() == [pseudonym(JANE)]
    laptop.close()


def test_withdrawals_and_replies_are_filed_too(office: Path) -> None:
    sends_everything(office)
    said = [
        sends(office, "withdrawal", FACT | {"withdrawn_on": "on"}, [f"{JOE},c-2,2020-02-20"], "who,key,on"),
        sends(
            office,
            "reply",
            {"question": "key", "filed_on": "on", "recorded_at": FACT["recorded_at"]},
            [f"{JOE},q-1,2020-02-20", f"{JOE},q-1,2020-02-20"],
            "who,key,on",
        ),
    ]
    assert said == [
        "withdrawal.csv: lines read 1, facts published to tideover.intake 1, rejected 0.\n",
        (
            "reply.csv: lines read 2, facts published to tideover.intake 1, rejected 0.\n"
            "Among the lines are 1 that repeat an earlier line.\n"
        ),
    ]
    laptop = laptop_in(office / "world")
    names = [Envelope.from_bytes(message.raw).type.split(".")[2] for message in laptop.log("intake")]
    assert names.count("claim-withdrawn") == names.count("reply-filed") == 1
    laptop.close()


def test_a_claims_number_that_could_be_the_beginning_of_an_id_is_known_as_a_claims(office: Path) -> None:
    sends(office, "claim", FACT | CLAIMS, [f"{JANE},C-2020-115,2020-01-12,P"], "who,key,filed,door")
    told = CliRunner().invoke(app, ["letter", "C-2020-115", "--folder", str(office / "world")])
    assert told.exit_code == 2
    assert "no letter is written on C-2020-115" in told.output


def test_a_complaint_and_its_withdrawal_are_filed_too(office: Path) -> None:
    sends_everything(office)
    recorded = {"recorded_at": FACT["recorded_at"]}
    filed = {"decision": "key", "tier": {"constant": "complaint"}, "filed_on": "on", "channel": {"constant": "paper"}}
    told = sends(office, "contest", filed | recorded, [f"{JOE},q-1,2020-02-20"], "who,key,on")
    assert told == "contest.csv: lines read 1, facts published to tideover.intake 1, rejected 0.\n"
    words = ["status", "--folder", str(office / "world")]
    assert "  contests   1 whose decision or mandate nobody knows yet" in CliRunner().invoke(app, words).stdout

    with laptop_in(office / "world").databases["claims"].reading() as connection:
        (kept,) = connection.execute(select(contest)).all()
    withdrawn = {"contest": "key", "withdrawn_on": "on"} | recorded
    told = sends(office, "contest-withdrawal", withdrawn, [f"{JOE},{kept.contest},2020-02-21"], "who,key,on")
    assert "facts published to tideover.intake 1, rejected 0." in told
    assert "contests" not in CliRunner().invoke(app, words).stdout


def test_a_mail_room_tells_what_became_of_letters(office: Path) -> None:
    sends_everything(office)
    fields = {"letter": "key", "channel": "how", "reference": "number", "recorded_at": FACT["recorded_at"]}
    heads = "who,key,how,number,on"
    told = [
        sends(office, kind, fields | {day: "on"}, [f"{JOE},q-1,registered_post,RR1,2020-02-20"], heads)
        for kind, day in (("letter-sent", "sent_on"), ("letter-delivered", "delivered_on"))
    ]
    assert all("facts published to tideover.casework 1, rejected 0." in line for line in told)
    with laptop_in(office / "world").databases["claims"].reading() as connection:
        (kept,) = connection.execute(select(sending)).all()
    assert (kept.letter, kept.channel, kept.delivered_on) == ("q-1", "registered_post", date(2020, 2, 20))


@pytest.mark.parametrize("account", ["42", "4.2", "1E+15", '"NULL"', '"12345.0"', '"1.23E+15"', "true", '["42"]', '""'])
def test_an_account_is_text_and_what_a_program_made_of_it_is_none(office: Path, account: str) -> None:
    file = office / "accounts.jsonl"
    file.write_text(f'{{"who": "{JANE}", "account": {account}}}\n', encoding="utf-8")
    mapping = write_mapping(office / "map.yaml", SOURCE | {"fields": {"account": "account"}})
    words = ["ingest", str(file), "--as", "bank-details", "--map", str(mapping), "--dry-run"]
    assert CliRunner().invoke(app, words).exit_code == 1
    assert ",account: " in (office / "accounts.jsonl.dry-run.rejects.csv").read_text("utf-8").replace('"', "")


def test_bank_details_go_nowhere_unless_a_place_is_named(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIDEOVER_DATABASE_URL", raising=False)
    file = write_csv(office / "accounts.csv", ACCOUNTS, "who,account")
    mapping = write_mapping(office / "map.yaml", SOURCE | {"fields": {"account": "account"}})
    words = ["ingest", str(file), "--as", "bank-details", "--map", str(mapping)]
    for more, says in (([], "set TIDEOVER_DATABASE_URL, or name a --folder"), (["--topic", "t"], "travel on none")):
        result = CliRunner().invoke(app, [*words, *more])
        assert isinstance(result.exception, InWords)
        assert says in str(result.exception)


def test_a_week_of_which_a_line_says_nothing_is_left_out(office: Path) -> None:
    header = "who,key,claim,filed,week_1,fit_1,earned_1,week_2,fit_2,earned_2"
    lines = [
        f"{JANE},k-1,c-1,2020-02-09,2020-01-12,Y,0.00,,,",
        f"{JANE},k-2,c-1,2020-02-09,2020-01-12,Y,0.00,,Y,",
        f"{JANE},k-3,c-1,2020-02-09,2020-01-12,Y,0.00,2020-01-26,Y,0.00",
        f"{JANE},k-4,c-1,2020-02-09,2020-01-12,Y,1.000,2020-01-26,?,0.00",
        f"{JANE},k-5,c-1,2020-02-09,,,,,,",
    ]
    sends(office, "certification", FACT | CERTIFICATIONS, lines, header, weeks=WEEKS)
    laptop = laptop_in(office / "world")
    [filed] = [Envelope.from_bytes(message.raw) for message in laptop.log("intake")]
    laptop.close()
    assert [week["period"] for week in filed.data["weeks"]] == [{"start": "2020-01-12", "end": "2020-01-19"}]
    reasons = (office / "certification.csv.rejects.csv").read_text("utf-8").splitlines()
    assert [reason.partition(",")[0] for reason in reasons[1:]] == ["3", "4", "5", "6"]
    assert "weeks.0.earnings: an amount in USD has at most 2 decimals" in reasons[3]
    assert "weeks.1.able: it should say yes or no" in reasons[3]
