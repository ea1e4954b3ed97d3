"""Starting a process of our own beside this one, so that an interrupt at the terminal is answered in one place."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Whatever is started meanwhile ignores SIGINT: it is ended by whoever started it, and prints no traceback.

    Only the main thread may set this; from another one children hear interrupts as usual.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
