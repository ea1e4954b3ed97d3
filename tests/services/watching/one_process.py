"""What one process shows that is worker and exporter at once, after a dozen people lived in a folder.

`python -m tests.services.watching.one_process FOLDER` prints it. It is a process of its own because the registry of
metrics belongs to the process: in the tests' process stand the labels of every test that ran before.
"""

from __future__ import annotations

import sys
from pathlib import Path

from services.demo.people import People
from services.demo.run import demonstrate
from services.runtime.delivery import metrics
from services.runtime.kafka.metrics import begin_relay
from services.runtime.process.health import BANK, show_answers
from services.worlds import laptop_in
from tests.services.watching.seen import seen_at

PEOPLE = 12


def shown_in(folder: Path) -> str:
    """The page of metrics, as Prometheus reads it."""
    laptop = laptop_in(folder)
    for service in laptop.services.values():
        metrics.begin(service)
        metrics.show_limit(service.name, 10_000)
    begin_relay()
    show_answers(BANK, True)
    demonstrate(laptop, People(count=PEOPLE), lambda _doing, _carried: None)
    laptop.close()
    return seen_at(folder).text


if __name__ == "__main__":
    sys.stdout.write(shown_in(Path(sys.argv[1])))
