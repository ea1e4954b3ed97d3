"""`tideover keys` on a laptop: which master key wraps what, and their exchange."""

from __future__ import annotations

import os
from pathlib import Path

from typer.testing import CliRunner

from services.__main__ import app
from services.worlds import cipher_in


def keys(folder: Path, *words: str) -> tuple[int, list[str]]:
    told = CliRunner().invoke(app, ["keys", *words, "--folder", str(folder)])
    return told.exit_code, told.output.splitlines()


def test_data_keys_go_over_to_a_new_master_key(tmp_path: Path) -> None:
    before = cipher_in(tmp_path, "claims")
    sealed = before.seal({"ann": {"name": "Ann"}, "bob": {"name": "Bob"}})
    assert keys(tmp_path, "list") == (0, [f"claims.key is master key {before.master}: it wraps 2 data keys."])

    key = tmp_path / "keys" / "claims.key"
    key.rename(key.with_name("claims.key.before"))
    key.write_bytes(os.urandom(32))
    key.chmod(0o600)
    after = cipher_in(tmp_path, "claims")
    said = f"2 data keys are wrapped under master key {after.master} from now on."
    assert keys(tmp_path, "rewrap", "claims") == (0, [said])
    assert keys(tmp_path, "list") == (
        0,
        [
            f"claims.key is master key {after.master}: it wraps 2 data keys.",
            f"claims.key.before is master key {before.master}: it wraps 0 data keys.",
        ],
    )
    key.with_name("claims.key.before").unlink()
    assert cipher_in(tmp_path, "claims").open("ann", "name", sealed["ann"]["name"]) == "Ann"


def test_a_service_without_a_key_is_refused_and_none_is_made(tmp_path: Path) -> None:
    code, said = keys(tmp_path, "rewrap", "oversight")
    assert code == 2
    assert any("there is no oversight.key" in line for line in said)
    assert not list((tmp_path / "keys").glob("oversight*"))
