"""A process of the engine that also writes down what its threads spend: `python -m bench.worker_threads FILE COMMAND`.

The file holds a JSON object: by kind of thread, the seconds of processor time so far.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from runpy import run_module

EVERY_SECONDS = 0.5
FAUST, PRODUCER, CARRIER, REST = "Faust", "Kafka's producer, beside it", "the carrier", "metrics, watching and the rest"


def _kind(thread: threading.Thread) -> str:
    if thread is threading.main_thread() or type(thread).__module__.startswith("mode."):
        return FAUST
    if thread.name.endswith("network-thread"):
        return PRODUCER
    return CARRIER if thread.name.startswith("asyncio") else REST


def _write(path: Path) -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        spent: defaultdict[str, float] = defaultdict(float)
        for thread in threading.enumerate():
            if thread.ident is not None and thread is not threading.current_thread():
                spent[_kind(thread)] += time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
        whole = path.with_suffix(".part")
        whole.write_text(json.dumps(spent), "utf-8")
        whole.replace(path)


if __name__ == "__main__":
    threading.Thread(target=_write, args=(Path(sys.argv.pop(1)),), daemon=True).start()
    run_module("services", run_name="__main__")
