"""Processes of ours that start in a moment: forked from one that has imported everything, each otherwise its own.

A process imports for 1.3 s, and the suite starts some two hundred. Here the interpreter and the modules are those of
the fork's parent; environment, arguments, folder, standard streams and end are the process's own, and it can be struck
like any other. That a command starts from nothing is tried where `sys.executable` is called.
"""

from __future__ import annotations

import atexit
import faulthandler
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

from deploy.waiting import TimedOut, until

ROOT = Path(__file__).parents[1]
PROGRAMS = {"services": "services.__main__:main", "chronicle": "tests.stack.chronicle_worker:main"}
"""What can be run, by name: the function that is called with the arguments, or with none where it reads `sys.argv`."""
PRELOADED = (
    "services.__main__",
    "tests.stack.chronicle_worker",
    *(f"services.commands.{name}" for name in ("audit", "close_day", "explain", "exporter", "gateway", "ingest")),
    *(
        f"services.commands.{name}"
        for name in ("lag", "migrate", "parked", "prune", "rebuild", "scheme", "scheme_pages")
    ),
    *(f"services.commands.{name}" for name in ("scheme_check", "scheme_try", "topics", "worker")),
)
PACKET_BYTES = 1 << 20
Stream = IO[Any] | int


@dataclass
class Forked:
    """A process that was started here; what tests ask of it is named as in `subprocess.Popen`."""

    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended, minus the signal if by one; None while it runs."""
        if self.returncode is None:
            self.returncode = _parent().ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        """Come back when it has ended. Raises `subprocess.TimeoutExpired`, once it wrote where each thread stands."""
        try:
            until(lambda: self.poll() is not None, "the process to end", seconds=timeout)
        except TimedOut:
            self.send_signal(signal.SIGABRT)
            raise subprocess.TimeoutExpired(str(self.pid), timeout) from None
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Strike it, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill -9."""
        self.send_signal(signal.SIGKILL)


def start(
    program: str,
    *words: str,
    env: Mapping[str, str],
    stdout: Stream,
    stderr: Stream,
    cwd: Path = ROOT,
) -> Forked:
    """Start a program of `PROGRAMS` and do not wait for it."""
    asked = {"program": program, "words": words, "env": dict(env), "cwd": str(cwd)}
    streams = [one if isinstance(one, int) else one.fileno() for one in (stdout, stderr)]
    return Forked(_parent().ask(asked, streams))


def run(
    program: str, *words: str, env: Mapping[str, str], cwd: Path = ROOT, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; what it printed and how it ended."""
    with _unnamed_file() as out, _unnamed_file() as errors:
        code = start(program, *words, env=env, stdout=out, stderr=errors, cwd=cwd).wait(timeout)
        said = [_all_of(file) for file in (out, errors)]
    return subprocess.CompletedProcess([program, *words], code, *said)


def _unnamed_file() -> IO[bytes]:
    return os.fdopen(os.memfd_create("said"), "r+b")


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


class _Parent:
    """The process that forks, and the way to it: one packet for each question, one for its answer."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", str(theirs.fileno())], cwd=ROOT, pass_fds=[theirs.fileno()]
        )
        theirs.close()
        atexit.register(self.close)

    def ask(self, question: Mapping[str, Any], streams: Sequence[int] = ()) -> Any:
        socket.send_fds(self._channel, [json.dumps(question).encode()], list(streams))
        return json.loads(self._channel.recv(PACKET_BYTES))

    def close(self) -> None:
        """It ends when nobody can ask any more."""
        self._channel.close()
        self._process.wait()


@cache
def _parent() -> _Parent:
    return _Parent()


def _serve(channel: socket.socket) -> Callable[[], object] | None:
    """Answer until nobody asks any more; in a new process, come back with what it has to do."""
    while True:
        packet, streams, _, _ = socket.recv_fds(channel, PACKET_BYTES, 2)
        if not packet:
            return None
        question = json.loads(packet)
        if "ended" in question:
            channel.send(json.dumps(_ending(question["ended"])).encode())
            continue
        if (pid := os.fork()) == 0:
            channel.close()
            return _become(question, streams)
        for stream in streams:
            os.close(stream)
        channel.send(json.dumps(pid).encode())


def _ending(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _become(asked: Mapping[str, Any], streams: Sequence[int]) -> Callable[[], object]:
    for stream, ours in zip(streams, (1, 2), strict=True):
        os.dup2(stream, ours)
        os.close(stream)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    faulthandler.enable()  # what does not end is ended by SIGABRT, and says in its log where it stood
    sys.argv = ["tideover", *asked["words"]]
    module, _, name = PROGRAMS[asked["program"]].partition(":")
    main = getattr(import_module(module), name)
    return main if asked["program"] == "services" else lambda: main(*asked["words"])


def _main() -> NoReturn:
    for module in PRELOADED:
        import_module(module)
    gc.freeze()
    work = _serve(socket.socket(fileno=int(sys.argv[1])))
    if work is not None:
        work()
    sys.exit(0)


if __name__ == "__main__":
    _main()
