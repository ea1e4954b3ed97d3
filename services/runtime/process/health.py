"""Whether a process is alive and ready, as its own loop reports."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from services.runtime.metrics.catalogue import Metric, gauge
from services.runtime.process.stopwatch import MILLION, NANO, nanoseconds, unix_milliseconds

BEAT_MAX_SECONDS = 30
MILLI = MILLION // 1000

BEAT = Metric("tideover_beat_timestamp_seconds", "gauge", "When the process's loop last went round.", "unix seconds")
READY = Metric(
    "tideover_ready", "gauge", "1 when the process can do its work, 0 when something that it needs is missing.", "1"
)
METRICS = (BEAT, READY)

_beat, _ready = gauge(BEAT), gauge(READY)


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """An answer to a probe: yes or no, and one sentence for a person."""

    good: bool
    says: str


class Health:
    """What a process's loop reports; the probes read it from another thread.

    A process is alive while its loop beats at least once in `beat_max_seconds`. It is ready if its loop has said so
    and is alive: a loop that hangs is not ready, whatever it reported before.
    """

    def __init__(self, beat_max_seconds: int = BEAT_MAX_SECONDS) -> None:
        self._beat_max = beat_max_seconds * NANO
        self._last_beat = nanoseconds()
        self._readiness = ProbeAnswer(good=False, says="The process is starting.")
        self._lock = Lock()
        _ready.set(0)

    def beat(self) -> None:
        """The loop went round; it may have found nothing to do."""
        with self._lock:
            self._last_beat = nanoseconds()
        _beat.set(unix_milliseconds() / MILLI)

    def ready(self, good: bool, says: str) -> None:  # noqa: FBT001 - reads as the answer to the question it is named after
        """Say whether everything that is needed is there; `says` is a sentence without anything personal."""
        with self._lock:
            self._readiness = ProbeAnswer(good, says)
        _ready.set(int(good))

    def alive_state(self) -> ProbeAnswer:
        """Whether the loop goes round."""
        with self._lock:
            silent = nanoseconds() - self._last_beat
        if silent > self._beat_max:
            return ProbeAnswer(good=False, says=f"The loop has not gone round for {silent // NANO} s.")
        return ProbeAnswer(good=True, says="The loop goes round.")

    def ready_state(self) -> ProbeAnswer:
        """Whether work can be done now."""
        alive = self.alive_state()
        if not alive.good:
            return alive
        with self._lock:
            return self._readiness
