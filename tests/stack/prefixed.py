"""Topics under a prefix of their own: the broker is everybody's, and an event stands in its publisher's topic only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from services.runtime.kafka import names, topics


@contextmanager
def named(prefix: str) -> Iterator[None]:
    """While it lasts, every topic's name begins with the prefix."""
    with pytest.MonkeyPatch.context() as patch:
        _name(patch, prefix)
        yield


def name_for_good(prefix: str) -> None:
    """Every topic's name begins with the prefix until the process has ended.

    A worker's threads finish the batch in hand after its main thread has ended, and must find their topics until then.
    """
    _name(pytest.MonkeyPatch(), prefix)


def _name(patch: pytest.MonkeyPatch, prefix: str) -> None:
    table = topics.topic_table().model_copy(update={"prefix": prefix})
    patch.setattr(topics, "topic_table", lambda: table)
    patch.setattr(names, "PREFIX", prefix)
