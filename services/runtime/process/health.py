"""Whether a process is alive and ready, as its own loop reports."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from services.runtime.metrics.catalogue import Metric, gauge
from services.runtime.process.role import VERSION
from services.runtime.process.stopwatch import MILLION, NANO, nanoseconds, unix_milliseconds

LOOP = "loop"
"""The part of a process's readiness that its loop answers for; until it has said something, the process is starting."""
BEAT_MAX_SECONDS = 30
WORK_MAX_SECONDS = 150
"""A piece of work that takes longer hangs: no statement may run so long."""
MILLI = MILLION // 1000

BEAT = Metric(
    "tideover_beat_timestamp_seconds",
    "gauge",
    "When the process's loop last went round while its work moved on.",
    "unix seconds",
)
READY = Metric(
    "tideover_ready", "gauge", "1 when the process can do its work, 0 when something that it needs is missing.", "1"
)
BUILD = Metric(
    "tideover_build_info", "gauge", "1, under the version of the program that runs.", "1", {"version": (VERSION,)}
)
BANK = "bank"
ANSWERS = Metric(
    "tideover_server_answers",
    "gauge",
    "1 while a server outside the engine answers this process, 0 while it does not.",
    "1",
    {"server": (BANK,)},
)
METRICS = (BEAT, READY, BUILD, ANSWERS)

_beat, _ready, _answers = gauge(BEAT), gauge(READY), gauge(ANSWERS)
gauge(BUILD).labels(VERSION).set(1)


def show_answers(server: str, good: bool) -> None:  # noqa: FBT001 - reads as the answer to the question it is named after
    """Show whether a server outside the engine answered when it was last asked."""
    _answers.labels(*ANSWERS.check((server,))).set(int(good))


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """An answer to a probe: yes or no, and one sentence for a person."""

    good: bool
    says: str


class Health:
    """What a process's loop, and who watches it, report; the probes read it from another thread.

    A process is alive while its loop beats at least once in `beat_max_seconds`; a beat counts only while the work in
    hand moves on, since the loop may go round beside a handler that hangs. It is ready if it is alive and every part of
    it that has said anything says so: what the loop reports does not hide what the watchdog sees.
    """

    def __init__(self, beat_max_seconds: int = BEAT_MAX_SECONDS, work_max_seconds: int = WORK_MAX_SECONDS) -> None:
        self._beat_max = beat_max_seconds * NANO
        self._work_max = work_max_seconds * NANO
        self._last_beat = nanoseconds()
        self._at_work_since: int | None = None
        self._parts = {LOOP: ProbeAnswer(good=False, says="The process is starting.")}
        self._lock = Lock()
        _ready.set(0)

    def beat(self) -> None:
        """The loop went round; it may have found nothing to do."""
        with self._lock:
            now = nanoseconds()
            if self._at_work_since is not None and now - self._at_work_since > self._work_max:
                return
            self._last_beat = now
        _beat.set(unix_milliseconds() / MILLI)

    def works(self) -> None:
        """A piece of work begins, or the one in hand has moved on."""
        with self._lock:
            self._at_work_since = nanoseconds()

    def rests(self) -> None:
        """No work is in hand."""
        with self._lock:
            self._at_work_since = None

    def at_work(self) -> bool:
        """Whether a piece of work is in hand, which may take long without moving a position: a day, what follows."""
        with self._lock:
            return self._at_work_since is not None

    def ready(self, good: bool, says: str, *, part: str = LOOP) -> None:  # noqa: FBT001 - reads as the answer to the question it is named after
        """Say whether a part of the process can do its work; `says` is a sentence without anything personal."""
        with self._lock:
            self._parts[part] = ProbeAnswer(good, says)
            answer = self._answer()
        _ready.set(int(answer.good))

    def _answer(self) -> ProbeAnswer:
        """The part that cannot work, else the loop."""
        return next((part for part in self._parts.values() if not part.good), self._parts[LOOP])

    def alive_state(self) -> ProbeAnswer:
        """Whether the loop goes round."""
        with self._lock:
            now = nanoseconds()
            silent = now - self._last_beat
            at_work = 0 if self._at_work_since is None else now - self._at_work_since
        if at_work > self._work_max:
            return ProbeAnswer(good=False, says=f"One piece of work has not moved on for {at_work // NANO} s.")
        if silent > self._beat_max:
            return ProbeAnswer(good=False, says=f"The loop has not gone round for {silent // NANO} s.")
        return ProbeAnswer(good=True, says="The loop goes round.")

    def ready_state(self) -> ProbeAnswer:
        """Whether work can be done now."""
        alive = self.alive_state()
        if not alive.good:
            return alive
        with self._lock:
            return self._answer()
