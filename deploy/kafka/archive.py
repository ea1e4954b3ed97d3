"""The broker's classes as Java keeps them ready: made once, each start then takes half the time.

Java leaves an archive aside that does not fit it, so a wrong one costs time and nothing else.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import fasteners

from deploy.kafka.broker import Broker, Place, finish_formatting, properties
from deploy.kafka.jars import class_archive
from deploy.ports import free_ports

HEAP = "512m"
WRITING_SECONDS = 120


def make_class_archive() -> None:
    """Start a broker and stop it in order, so that Java writes down what it loaded; nothing if that was done."""
    archive = class_archive()
    with fasteners.InterProcessLock(archive.with_name(archive.name + ".lock")):
        if archive.exists():
            return
        folder = Path(tempfile.mkdtemp(prefix="tideover-"))
        place = Place(1, *free_ports(2))
        broker = Broker(folder / "broker", place, properties(place, [place], folder / "data"), heap=HEAP)
        written = archive.with_name(archive.name + ".part")
        try:
            finish_formatting(broker.format())
            broker.launch(f"-XX:ArchiveClassesAtExit={written}")
            broker.wait_until_it_answers()
            broker.daemon.stop(seconds=WRITING_SECONDS)
            if written.exists():
                written.rename(archive)
        finally:
            broker.kill()
            shutil.rmtree(folder)
