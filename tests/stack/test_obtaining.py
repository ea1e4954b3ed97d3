"""What is not there is obtained, once; what cannot be obtained is said in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.kafka.jars import NoBroker, jars, version
from deploy.postgres import programs
from deploy.postgres.server import Server
from deploy.programs import MissingProgram, need
from deploy.stack import postgres
from tests.shape.tree import ROOT

NOWHERE = "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1"


def test_two_who_need_the_jars_at_once_obtain_them_once(tmp_path: Path) -> None:
    asking = "from deploy.kafka.jars import jars; print(jars())"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", asking], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [one.communicate()[0].strip() for one in both] == [str(tmp_path / "tideover" / f"kafka-{version()}")] * 2
    held = {path.name for path in (tmp_path / "tideover" / f"kafka-{version()}").iterdir()}
    assert f"kafka_2.13-{version()}.jar" in held
    assert held >= {path.name for path in jars().glob("*.jar")}


def test_jars_that_cannot_be_obtained_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("MAVEN_OPTS", f"-Dmaven.repo.local={tmp_path / 'empty'} {NOWHERE}")
    with pytest.raises(NoBroker, match="could not be obtained with Maven") as fault:
        jars()
    assert len(str(fault.value).splitlines()) == 1
    assert not list((tmp_path / "tideover").glob("kafka-*/*.jar")), "half of the jars are none"


def test_a_program_that_cannot_be_installed_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgram, match=r"^mvn is missing: install it \(on Debian: apt-get install maven\)\.$"):
        need("mvn", package="maven")


@pytest.mark.skipif(programs.system_user() is None, reason="only root starts a server as somebody else")
def test_programs_that_the_servers_user_cannot_reach_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = programs._in_wheel()
    assert found is not None
    hidden = programs._copy(found, tmp_path)
    tmp_path.chmod(0o700)
    monkeypatch.setattr(programs, "_in_wheel", lambda: hidden)
    with postgres() as server:
        assert server.answers()
        assert programs.programs(server.folder).is_relative_to(server.folder)


@pytest.mark.skipif(programs.system_user() is None, reason="only root starts a server as somebody else")
def test_a_folder_that_the_servers_user_cannot_reach_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(MissingProgram, match=r"cannot enter .*: choose a folder that everybody can enter\.$"):
        Server(tmp_path / "here").start()
