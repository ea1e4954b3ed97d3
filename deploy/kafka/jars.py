"""The server's jars: one pinned release of Apache Kafka, obtained once with Maven from Maven Central."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import fasteners

from deploy.programs import cache_folder, need

POM = Path(__file__).parent / "pom.xml"
JAVA_MIN = 17
_MAVEN = "{http://maven.apache.org/POM/4.0.0}"


class NoBroker(Exception):
    """Apache Kafka could not be obtained or run; the message is one sentence."""


def version() -> str:
    """The pinned release."""
    found = ET.parse(POM).findtext(f".//{_MAVEN}kafka.version")  # noqa: S314 - our own file
    if found is None:
        raise NoBroker(f"{POM.name} names no kafka.version.")
    return found


def jars() -> Path:
    """The folder of the jars; obtained if it is not there yet, by one process while others wait. Raises `NoBroker`."""
    folder = cache_folder() / f"kafka-{version()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with fasteners.InterProcessLock(folder.with_name(folder.name + ".lock")):
        if not folder.is_dir():
            _obtain(folder)
    return folder


def _obtain(folder: Path) -> None:
    """All jars or none: they are gathered beside the folder, which comes to be in one step."""
    gathering = folder.with_name(folder.name + ".part")
    shutil.rmtree(gathering, ignore_errors=True)
    command = [
        need("mvn", package="maven"),
        "--batch-mode",
        "--quiet",
        "--strict-checksums",
        f"--file={POM}",
        "dependency:copy-dependencies",
        f"-DoutputDirectory={gathering}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stdout.splitlines() if "ERROR" in line]
        why = errors[0] if errors else done.stderr.strip()
        raise NoBroker(f"The jars of Apache Kafka {version()} could not be obtained with Maven: {why}")
    gathering.rename(folder)


def class_archive() -> Path:
    """Where the broker's classes are kept ready for this Java; see deploy/kafka/archive.py."""
    return jars() / f"classes-{java_version()}.jsa"


def java() -> str:
    """The Java that runs the broker. Raises `MissingProgram`."""
    return need("java", package="default-jre-headless")


@cache
def java_version() -> str:
    """Its version. Raises `NoBroker` if it is too old."""
    program = java()
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found.group(1)) < JAVA_MIN:
        raise NoBroker(f"Apache Kafka {version()} needs Java {JAVA_MIN} or newer, not {said.splitlines()[0]}.")
    return re.sub(r"[^\w.+-]", "", said.split('"')[1])
