"""What comes through Faust is taken when it comes, together with what follows at once, and in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.runtime.kafka.runs import taken

SOON_MS = 10


async def told(coming: asyncio.Queue[Any]) -> AsyncIterator[Any]:
    while True:
        yield await coming.get()


def test_what_is_at_hand_is_taken_together_up_to_the_most_and_nothing_is_left_out() -> None:
    async def take() -> list[list[Any]]:
        coming: asyncio.Queue[Any] = asyncio.Queue()
        for number in range(5):
            coming.put_nowait(number)
        batches = taken(told(coming), 3, SOON_MS)
        first, second = await anext(batches), await anext(batches)
        later = asyncio.ensure_future(anext(batches))
        coming.put_nowait(5)
        return [first, second, await later]

    assert asyncio.run(take()) == [[0, 1, 2], [3, 4], [5]]


def test_who_takes_no_more_leaves_no_task_behind() -> None:
    async def take() -> int:
        coming: asyncio.Queue[Any] = asyncio.Queue()
        coming.put_nowait(0)
        batches = taken(told(coming), 3, SOON_MS)
        await anext(batches)
        await batches.aclose()  # type: ignore[attr-defined]  # it is a generator
        await asyncio.sleep(0)
        return len(asyncio.all_tasks())

    assert asyncio.run(take()) == 1


@pytest.mark.parametrize(("events", "batches"), [(0, []), (3, [[1, 2, 3]]), (5, [[1, 2, 3], [4, 5]])])
def test_a_stream_that_ends_ends_what_is_taken_of_it_after_its_last_event(
    events: int, batches: list[list[int]]
) -> None:
    async def ends() -> AsyncIterator[Any]:
        for number in range(events):
            yield number + 1

    async def take() -> list[list[Any]]:
        return [batch async for batch in taken(ends(), 3, SOON_MS)]

    assert asyncio.run(take()) == batches
