"""The walk through the kit shows what is true: its files, its output, its table."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import contracts
from services.__main__ import app
from services.registry_kit.findings import FINDINGS
from services.registry_kit.kinds import KINDS
from tests.services.registry_kit.office import KEY

FOLDER = Path(contracts.__file__).parent
PAGE = (FOLDER / "REGISTRY_KIT.md").read_text("utf-8")


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of the walk, where they may be worked on."""
    shutil.copytree(FOLDER / "kit", tmp_path / "kit")
    key = tmp_path / "kit" / "pseudonyms.key"
    key.touch(mode=0o600)
    key.write_bytes(KEY)
    monkeypatch.chdir(tmp_path / "kit")
    monkeypatch.setenv("TIDEOVER_PSEUDONYM_KEY", "pseudonyms.key")
    return tmp_path / "kit"


def dry_run(file: str, kind: str, mapping: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["ingest", file, "--as", kind, "--map", mapping, "--dry-run"])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result.exit_code, result.stdout


def test_the_page_shows_the_files_as_they_are() -> None:
    mapping = (FOLDER / "kit" / "contributions.yaml").read_text("utf-8")
    assert mapping.partition("\n")[2].strip() in PAGE
    for line in (FOLDER / "kit" / "april.csv").read_text("utf-8").splitlines()[:5]:
        assert line in PAGE


def test_the_page_shows_what_the_trial_prints(kit: Path) -> None:
    code, said = dry_run("april.csv", "contribution", "contributions.yaml")
    assert code == 1
    rejects = (kit / "april.csv.dry-run.rejects.csv").read_text("utf-8")
    for shown in (*said.splitlines(), *rejects.splitlines()):
        assert shown in PAGE


@pytest.mark.parametrize(
    ("file", "kind", "mapping", "published"),
    [
        ("employments.csv", "employment", "employments.yaml", "facts that would be published 3"),
        ("persons.jsonl", "person", "persons.yaml", "facts that would be published 2"),
        ("claims.csv", "claim", "claims.yaml", "facts that would be published 2"),
        ("certifications.csv", "certification", "certifications.yaml", "facts that would be published 2"),
        ("accounts.csv", "bank-details", "accounts.yaml", "accounts that would be published 2"),
    ],
)
@pytest.mark.usefixtures("kit")
def test_every_example_of_the_kit_is_without_fault(file: str, kind: str, mapping: str, published: str) -> None:
    assert dry_run(file, kind, mapping) == (0, f"{file}: lines read 2, {published}, rejected 0.\n")


def findings_in(text: str) -> dict[str, tuple[str, str, str]]:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    return {code: (area, says, do) for code, area, says, do in rows}


def test_the_page_names_every_finding_and_what_to_do() -> None:
    told = {
        code: (f"{one.area} (harmless)" if one.harmless else str(one.area), one.says, one.do)
        for code, one in FINDINGS.items()
    }
    assert findings_in("| `no-key` | keys | It has none. | Send one. |") == {
        "no-key": ("keys", "It has none.", "Send one.")
    }
    assert findings_in(PAGE) == told


def test_the_page_names_every_kind_and_links_what_is_there() -> None:
    assert all(f"`{kind}`" in PAGE for kind in KINDS)
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", PAGE):
        assert (FOLDER / link).exists(), link
