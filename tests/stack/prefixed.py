"""Topics under a prefix of their own: the broker is everybody's, and an event stands in its publisher's topic only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from services.runtime.kafka import names, topics


@contextmanager
def named(prefix: str) -> Iterator[None]:
    """While it lasts, every topic's name begins with the prefix."""
    table = topics.topic_table().model_copy(update={"prefix": prefix})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topics, "topic_table", lambda: table)
        patch.setattr(names, "PREFIX", prefix)
        yield
