"""Whether the broker lets a member of a group be silent for as long as TIDEOVER_KAFKA_SESSION_MS says."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiokafka.client import AIOKafkaClient, CoordinationType
from aiokafka.errors import InvalidSessionTimeoutError, KafkaError, for_code
from aiokafka.protocol.group import JoinGroupRequest

from services.runtime.kafka.clients import MILLI, connection
from services.runtime.process.settings import Settings

NOBODY = "tideover-asks"
"""A member that no group has: the broker looks at the session first, then refuses it, and no group is disturbed."""
AGAIN_MS = 200


def session_fault(settings: Settings, group: str) -> str | None:
    """Why a member of this group may not be silent for so long, in one sentence; None if it may, or nobody can say.

    Faust would join for ever without a word, and the feed would be told so each second.
    """
    answer = asyncio.run(_answer(settings, group))
    if answer is not InvalidSessionTimeoutError:
        return None
    return (
        f"The broker takes no session of {settings.kafka_session_ms} ms: set TIDEOVER_KAFKA_SESSION_MS to what its "
        "group.min.session.timeout.ms and group.max.session.timeout.ms allow."
    )


async def _answer(settings: Settings, group: str) -> type[Exception] | None:
    """What the broker says; of a broker that has just begun it is asked again for TIDEOVER_KAFKA_PATIENCE_SECONDS."""
    client = AIOKafkaClient(**connection(settings))
    try:
        await client.bootstrap()
        for _ in range(settings.kafka_patience_seconds * MILLI // AGAIN_MS):
            with suppress(KafkaError):  # nobody coordinates the group yet
                node = await client.coordinator_lookup(CoordinationType.GROUP, group)
                told = await client.send(node, _question(settings, group))
                answer: type[Exception] = for_code(told.error_code)
                return answer
            await asyncio.sleep(AGAIN_MS / MILLI)
    except KafkaError:  # whatever else is wrong with the broker is told by those who come after
        return None
    finally:
        await client.close()
    return None


def _question(settings: Settings, group: str) -> JoinGroupRequest:
    session = settings.kafka_session_ms
    return JoinGroupRequest(group, session, session, NOBODY, None, "consumer", [("range", b"")])
