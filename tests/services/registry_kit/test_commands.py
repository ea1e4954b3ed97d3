"""The commands as an engineer uses them: what cannot be begun is one sentence and exit code 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import forked
from tests.services.registry_kit.office import CONTRIBUTIONS, KEY, contribution_line, write_csv, write_mapping

NOBODY = "127.0.0.1:1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "april.csv", [contribution_line(1)])
    write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS)
    (tmp_path / "empty.csv").touch()
    key = tmp_path / "key"
    key.touch(mode=0o600)
    key.write_bytes(KEY)
    (tmp_path / "open-key").write_bytes(KEY)
    (tmp_path / "open-key").chmod(0o644)
    return tmp_path


def refused(folder: Path, *words: str, key: str = "key") -> str:
    environment = {
        **os.environ,
        "TIDEOVER_KAFKA_SERVERS": NOBODY,
        "TIDEOVER_KAFKA_PATIENCE_SECONDS": "1",
        "TIDEOVER_PSEUDONYM_KEY": key,
    }
    run = forked.run("services", *words, env=environment, cwd=folder)
    assert run.returncode == 2, run.stdout + run.stderr
    assert not run.stdout
    [sentence] = run.stderr.splitlines()
    return sentence


INGEST = ("ingest", "april.csv", "--as", "contribution", "--map", "map.yaml")


@pytest.mark.parametrize(
    ("words", "key", "says"),
    [
        ((*INGEST[:3], "wages", *INGEST[4:]), "key", "No line can state wages; `tideover ingest --help` lists all."),
        ((*INGEST[:3], "contributon", *INGEST[4:]), "key", "No line can state contributon; do you mean contribution?"),
        ((*INGEST[:5], "gone.yaml"), "key", "The mapping file gone.yaml is not there."),
        ((*INGEST[:5], "."), "key", "The mapping file . is a folder, and a file is meant."),
        (("ingest", ".", *INGEST[2:]), "key", "The file . is a folder, and a file is meant."),
        (("ingest", "empty.csv", *INGEST[2:], "--dry-run"), "key", "empty.csv is empty: there is not one byte in it."),
        (("ingest", "gone.csv", *INGEST[2:]), "key", "The file gone.csv is not there."),
        ((*INGEST, "--topic", "tideover.intake"), "key", "a contribution belongs to tideover.registry."),
        (INGEST, "gone", "TIDEOVER_PSEUDONYM_KEY names gone, which is not there."),
        (INGEST, "open-key", "must be readable by its owner alone (mode 0600)"),
        (INGEST, "key", f"No broker at {NOBODY} answered"),
        (("topics", "diff"), "key", f"No broker at {NOBODY} answered"),
    ],
)
def test_what_cannot_be_begun_is_one_sentence(folder: Path, words: tuple[str, ...], key: str, says: str) -> None:
    found = refused(folder.resolve(), *words, key=key)
    assert says in found
    assert "Traceback" not in found
