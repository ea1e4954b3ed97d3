"""A server's process that runs on by itself, and is found again by a file with its pid.

A pid alone may be somebody else's by now, so the file holds the moment the process began too: a stale file is no
process. `pause` and `kill` reach the children as well, since some servers answer from there.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from deploy.waiting import TimedOut, until

STOP_SECONDS = 30
LAST_WORDS = 2000


class ServerDied(Exception):
    """A server ended by itself while it was started; the message holds the end of its log."""


class Daemon:
    """One server of a folder: `<name>.pid` and `<name>.log` lie there."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.folder = folder
        self.pid_file = folder / f"{name}.pid"
        self.log = folder / f"{name}.log"
        self._child: subprocess.Popen[bytes] | None = None

    def start(
        self,
        arguments: Sequence[str],
        *,
        user: str | None = None,
        environment: Mapping[str, str] | None = None,
        outlives_us: bool = False,
    ) -> None:
        """Run the program unless it runs. It ends with this process, whatever happens to it, unless `outlives_us`."""
        if self.process() is not None:
            return
        with_us = [] if outlives_us else _ending_with_us()
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [*with_us, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=environment,
                user=user,
                start_new_session=True,
            )
        began = psutil.Process(self._child.pid).create_time()
        self.pid_file.write_text(f"{self._child.pid} {began}\n", "ascii")

    def was_started(self) -> bool:
        """Whether it was started and not stopped since: it may have ended by itself."""
        return self.pid_file.exists()

    def process(self) -> psutil.Process | None:
        """The process that runs, if any."""
        try:
            pid, began = self.pid_file.read_text("ascii").split()
            process = psutil.Process(int(pid))
            if process.create_time() == float(began) and process.status() != psutil.STATUS_ZOMBIE:
                return process
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            pass
        if self._child is not None:
            self._child.wait()  # it has ended; whoever started it must say that he knows
            self._child = None
        return None

    def wait_until(self, ready: Callable[[], object], *, seconds: float = 60) -> None:
        """Come back when the server answers. Raises `ServerDied` if it ended instead, `TimedOut` if neither."""

        def settled() -> bool:
            if self.process() is None:
                raise ServerDied(f"{self.name} ended while it was started. Its last words: {self.last_words()}")
            return bool(ready())

        try:
            until(settled, f"{self.name} to answer", seconds=seconds)
        except TimedOut as fault:
            raise TimedOut(f"{fault}. Its last words: {self.last_words()}") from None

    def last_words(self) -> str:
        """The end of the log."""
        return self.log.read_text("utf-8", "replace")[-LAST_WORDS:] if self.log.exists() else ""

    def ask_to_end(self, how: int = signal.SIGTERM) -> None:
        """Tell the server to end, and do not wait; nothing if it does not run."""
        if (process := self.process()) is not None:
            self.resume()
            _send(process, how)

    def stop(self, how: int = signal.SIGTERM, *, seconds: float = STOP_SECONDS) -> None:
        """Ask the server to end, and end it if it does not in time."""
        self.ask_to_end(how)
        try:
            until(lambda: self.process() is None, f"{self.name} to end", seconds=seconds)
        except TimedOut:
            self.kill()
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it by SIGKILL, children too, and wait until they are gone; its pid file stays, as after any crash."""
        family = self._family()
        for one in family:
            _send(one, signal.SIGKILL)
        for one in family:
            until(lambda one=one: _is_gone(one), f"{self.name} to be gone")  # type: ignore[misc]
        self.process()

    def pause(self) -> None:
        """Stop the clock of the server: its connections stay, and nothing answers when this comes back."""
        family = self._family()
        for one in family:
            _send(one, signal.SIGSTOP)
        for one in family:
            until(lambda one=one: _is_gone(one) or one.status() == psutil.STATUS_STOPPED, f"{self.name} to pause")  # type: ignore[misc]

    def resume(self) -> None:
        """Let a paused server go on."""
        for one in self._family():
            _send(one, signal.SIGCONT)

    def goes_on(self) -> bool:
        """Whether the server runs and was not paused."""
        return (process := self.process()) is not None and process.status() != psutil.STATUS_STOPPED

    def _family(self) -> list[psutil.Process]:
        process = self.process()
        return [] if process is None else [process, *process.children(recursive=True)]


def _ending_with_us() -> list[str]:
    """The kernel ends the server when whoever started it is gone; where it cannot, an orderly end must do."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _send(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def _is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
