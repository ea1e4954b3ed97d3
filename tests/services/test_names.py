"""`services/names.py` lists the services: every other list is made from it, or held against it here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from services.names import CONSOLE, KEYED, KEYS, ONLY_LISTENING, SERVICES
from services.runtime.kafka.topics import topic_table
from services.runtime.privacy.cipher import KEY_BYTES, Cipher
from services.runtime.privacy.key_store import KeyStore
from services.worlds import all_services
from tests.shape.tree import OURS, ROOT, name_of, python_files

LIST_OF_SERVICES_MIN = 3
ARRAY = re.compile(r"ARRAY\[([^\]]*)\]")


def lists_of_services(source: str) -> list[int]:
    """Lines where a tuple, a list or a set names three services or more."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        and sum(isinstance(one, ast.Constant) and one.value in SERVICES for one in node.elts) >= LIST_OF_SERVICES_MIN
    ]


def test_every_service_that_is_named_is_made() -> None:
    made = all_services({}, partitions=1, bank_cipher=Cipher(bytes(KEY_BYTES), KeyStore.in_memory()))
    assert sorted(service.name for service in made) == sorted(SERVICES)
    assert {KEYED, *ONLY_LISTENING} <= set(SERVICES)


def test_every_folder_with_handlers_is_a_service_that_is_named() -> None:
    assert sorted(path.parent.name for path in (ROOT / "services").glob("*/handlers.py")) == sorted(SERVICES)
    assert sorted(path.parent.name for path in (ROOT / "services").glob("*/views.py")) == sorted(SERVICES)


def test_the_readers_of_topics_are_the_services() -> None:
    assert topic_table().services() == sorted(SERVICES)


def test_nobody_else_lists_the_services_in_python() -> None:
    assert lists_of_services('MINE = ("claims", "payments", "oversight")'), "the check itself must bite"
    elsewhere = [path for path in python_files(*OURS, "tests") if name_of(path) != "services/names.py"]
    assert {name_of(path): found for path in elsewhere if (found := lists_of_services(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("file", ["roles.sql", "grants.sql"])
def test_the_database_has_a_schema_and_a_role_for_each_service(file: str) -> None:
    text = (ROOT / "deploy" / "postgres" / file).read_text("utf-8")
    arrays = [set(re.findall(r"'(\w+)'", found)) for found in ARRAY.findall(text)]
    schemas = [found - {"extensions", KEYS, CONSOLE} for found in arrays if "claims" in found]
    assert schemas
    assert all(found == set(SERVICES) for found in schemas), "wherever all are named"
    roles = set(re.findall(r"\btideover_(\w+)", text))
    assert set(SERVICES) <= roles


def test_each_service_is_described_in_the_readme() -> None:
    rows = re.findall(r"^\| `(\w+)/` \|", (ROOT / "services" / "README.md").read_text("utf-8"), re.MULTILINE)
    folders = [path.name for path in (ROOT / "services").iterdir() if (path / "__init__.py").is_file()]
    assert sorted(rows) == sorted(folders)


def test_a_service_has_a_folder_of_steps() -> None:
    for service in SERVICES:
        assert sorted(Path(ROOT / "services" / service / "migrations").glob(f"{service}_0001_*.py")), service
