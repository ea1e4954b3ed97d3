"""An audit sees whatever was done to a row behind the engine's back, and by heads written down what was cut off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, func, select, text

from contracts.base import derived_id
from services.claims.tables import question
from services.claims.vault import Identity, Vault
from services.eligibility.tables import fact
from services.operations.audit import audit_databases
from services.operations.chain_heads import Head, HeadsUnreadable, add_heads, read_heads
from services.operations.chains import heads_of, take_up
from services.operations.findings import TALLIES, Audit, Breach
from services.operations.progress import Advance
from services.payments.bank.bank_details import register_account
from services.payments.tables import overpayment_decision
from services.runtime.database import chain
from services.runtime.database.store import METADATA, Database, chain_head, chain_link, outbox, upsert, wake
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in
from tests.services.operations.corruptions import SEEN_BY_ANY_AUDIT, Corruption, exchanges_places
from tests.stories.town import (
    CLAIM,
    FIRST,
    PERSON,
    bank_pays,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    lost_work,
    said,
    town,
    wages,
)

ANOTHER = "p-" + "6" * 32
Databases = dict[str, Database]


@contextmanager
def silent(_doing: str, _steps: int | None) -> Iterator[Advance]:
    """Progress that nobody watches."""
    yield lambda _done: None


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """One person's life with payments, a question, parked events and a second person's names and account; closed."""
    laptop = town(tmp_path_factory.mktemp("lived"))
    facts = [born(), lost_work(), *(wages(month) for month in range(1, 25)), files_claim(), certifies(0), certifies(1)]
    fill(laptop, [said(fact) for fact in facts])
    for day in (FIRST + timedelta(weeks=4), FIRST + timedelta(weeks=5)):
        closes(laptop, day)
        bank_pays(laptop, day)
    fill(laptop, [said(wages(month, 10_000, version=2)) for month in range(13, 22)] + [said(certifies(2))])
    closes(laptop, FIRST + timedelta(weeks=7))
    laptop.publish_raw([("registry", b"not an event"), ("intake", b"neither")])
    laptop.run_until_quiet()
    names_and_accounts(laptop)
    laptop.close()
    return laptop


def names_and_accounts(laptop: Laptop) -> None:
    """What is beside the log or seldom: identities, an account, an officer's decision, a day that is waited for."""
    ann, bob = Identity("Ann", "1", date(1980, 1, 1)), Identity("Bob", "2", date(1981, 1, 1))
    with laptop.databases["claims"].begin() as connection:
        Vault(cipher_in(laptop.folder, "claims")).put(connection, [(PERSON, ann), (ANOTHER, bob)])
    with laptop.databases["almp_referral"].begin() as connection:
        upsert(connection, wake, [{"subject": PERSON, "what": "asked", "partition": 0, "day": date(2021, 1, 1)}])
    decision = {"cause": derived_id("decided"), "person": PERSON, "claim": CLAIM, "certification": f"{CLAIM}/0"}
    verdict = {"verdict": "waived", "officer": "N. N.", "article": "§ 1", "decided_on": FIRST, "amount_minor": 1}
    verdict["contest_until"] = None
    with laptop.databases["payments"].begin() as connection:
        register_account(connection, cipher_in(laptop.folder, "payments"), ANOTHER, "123456780:0000000043")
        chain.insert(connection, overpayment_decision, [decision | verdict])


@pytest.fixture
def world(lived: Laptop, tmp_path: Path) -> Iterator[Databases]:
    """A copy of that life."""
    databases = {}
    for name, service in lived.services.items():
        shutil.copyfile(lived.folder / f"{name}.db", tmp_path / f"{name}.db")
        databases[name] = Database.on_sqlite(tmp_path / f"{name}.db", service.tables)
    yield databases
    for database in databases.values():
        database.close()


def audited(world: Databases, heads: Sequence[Head] = ()) -> list[Breach]:
    """What an audit of the databases names."""
    audit = Audit()
    audit_databases(world, heads, silent, audit)
    return audit.findings


def behind_its_back(world: Databases, corruption: Corruption) -> None:
    """What the owner of the file does, whom no guard stops."""
    engine = create_engine(world[corruption.service].engine.url)
    with engine.begin() as connection:
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        corruption.does(connection)
    engine.dispose()


def test_where_nothing_was_done_an_audit_finds_nothing(world: Databases) -> None:
    assert audited(world) == []


@pytest.mark.parametrize("corruption", SEEN_BY_ANY_AUDIT, ids=lambda corruption: corruption.words)
def test_an_audit_names(world: Databases, corruption: Corruption) -> None:
    behind_its_back(world, corruption)
    found = audited(world)
    assert corruption.seen in {breach.place for breach in found}
    assert {breach.service for breach in found} == {corruption.service}
    assert not any(PERSON in breach.says for breach in found), "no pseudonym in an audit's sentences"
    assert all(breach.says.startswith(f"In {corruption.service} ") for breach in found)


def test_an_audit_names_a_tally_that_is_not_what_its_rows_add_up_to(world: Databases) -> None:
    with world["payments"].begin() as connection:
        connection.execute(
            text("UPDATE tally SET value = value + 7 WHERE name = 'balances_minor' AND label LIKE 'cash%'")
        )
    [breach] = audited(world)
    assert (breach.rule, breach.place) == (TALLIES, "balances_minor/cash:bank|USD")
    assert breach.says.startswith("In payments the tally balances_minor of cash:bank, USD says ")


def test_an_audit_names_rows_that_were_written_together_and_stand_in_each_others_place(world: Databases) -> None:
    behind_its_back(world, Corruption("moved", "eligibility", (fact,), exchanges_places(fact, "number"), "fact/moved"))
    assert {breach.place for breach in audited(world)} == {"fact/moved"}


def every_head(world: Databases) -> list[Head]:
    return [head for name, database in world.items() for head in heads_of(name, database)]


def cuts_off_the_last(connection: Any) -> None:
    """The newest link, the rows that it was for and the head's step to it are gone, and the rest agrees."""
    last = connection.execute(select(chain_link).order_by(chain_link.c.position.desc()).limit(1)).one()
    for table, _, entries in chain.unpacked(last.body):
        rows = len(entries) // chain.DIGEST_BYTES
        assert table == "outbox"
        positions = select(outbox.c.position).order_by(outbox.c.position.desc()).limit(rows)
        connection.execute(delete(outbox).where(outbox.c.position.in_(positions)))
    connection.execute(delete(chain_link).where(chain_link.c.position == last.position))
    before = connection.execute(select(chain_link).order_by(chain_link.c.position.desc()).limit(1)).one()
    connection.execute(chain_head.update().values(number=before.number, digest=before.digest))


def test_the_newest_rows_cut_off_with_their_links_are_seen_by_who_has_a_head_that_was_written_down(
    world: Databases, tmp_path: Path
) -> None:
    with world["claims"].begin() as connection:
        said_last = {
            "event_id": derived_id("last"),
            "topic": "claims",
            "subject": "p",
            "type": "claims.x",
            "body": b"{}",
            "partition": 9,
            "number": 0,
        }
        chain.insert(connection, outbox, [said_last])
    file = tmp_path / "heads"
    add_heads(file, every_head(world))
    behind_its_back(world, Corruption("the last cut off", "claims", (outbox, chain_link), cuts_off_the_last, "chain/0"))
    assert audited(world) == [], "what is left agrees with itself"
    found = audited(world, read_heads(file))
    assert [(breach.service, breach.place) for breach in found] == [("claims", "chain/0")]
    assert "was cut off" in found[0].says


def test_a_chain_made_anew_over_changed_rows_is_not_the_one_whose_head_was_written_down(world: Databases) -> None:
    heads = every_head(world)
    oversight = world["oversight"]
    with oversight.begin() as connection:
        connection.execute(text("UPDATE claim_view SET rate_minor = 1"))
        connection.execute(delete(chain_link))
        connection.execute(delete(chain_head))
    assert take_up(oversight) > 0
    assert audited(world) == [], "it agrees with itself"
    assert {(breach.service, breach.place) for breach in audited(world, heads)} == {("oversight", "chain/0")}


def test_heads_are_added_behind_those_that_a_file_holds_and_only_its_owner_reads_it(
    world: Databases, tmp_path: Path
) -> None:
    file = tmp_path / "heads"
    assert read_heads(file) == []
    heads = every_head(world)
    add_heads(file, heads[:2])
    add_heads(file, heads[2:])
    assert read_heads(file) == heads
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("nothing of ours\n")
    with pytest.raises(HeadsUnreadable, match=r"^Line 1 of .* is not the head of a chain\.$"):
        read_heads(file)


def test_what_a_transaction_took_back_is_in_no_link(tmp_path: Path) -> None:
    database = Database.on_sqlite(tmp_path / "some.db", METADATA)
    row = {"event_id": derived_id("taken back"), "topic": "t", "subject": "s", "type": "t", "body": b""}
    row |= {"partition": 0, "number": 0}
    with suppress(RuntimeError), database.begin() as connection:
        chain.insert(connection, outbox, [row])
        raise RuntimeError
    with database.begin():
        pass
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(chain_link)) == 0


def test_what_was_at_work_before_there_were_chains_is_taken_up_once(world: Databases) -> None:
    claims = world["claims"]
    with claims.begin() as connection:
        connection.execute(delete(chain_link))
        connection.execute(delete(chain_head))
    assert audited(world), "nothing of it is linked"
    assert take_up(claims) > 0
    assert audited(world) == []
    with pytest.raises(ValueError, match="has links already"):
        take_up(claims)


def test_an_update_of_only_a_part_of_a_row_is_refused_rather_than_linked_wrongly(world: Databases) -> None:
    with world["claims"].reading() as connection:
        row = dict(connection.execute(select(question).limit(1)).mappings().one())
    del row["replied_on"]
    with world["claims"].engine.connect() as connection, pytest.raises(KeyError):
        upsert(connection, question, [row])
