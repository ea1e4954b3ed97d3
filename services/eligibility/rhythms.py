"""How often registries send: the facts of each day by registry, and that one has spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, select

from contracts.outages import everybody_in
from contracts.rhythms import RegistryHeard
from services.eligibility.tables import heard_registry
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert
from services.runtime.handling import To
from services.runtime.service import HeardOn, Rhythms

_OWN = heard_registry.c
_FACTS = Prepared(
    select(_OWN.facts).where(
        _OWN.partition == bindparam("of"), _OWN.source == bindparam("from_"), _OWN.day == bindparam("on")
    )
)


def rhythms_of(institutions: Iterable[str]) -> Rhythms | None:
    """What is noted of these institutions, by the sources of their messages, a slash before it or not; none of none."""
    sources = frozenset(source for institution in institutions for source in (institution, f"/{institution}"))
    return Rhythms(sources, _note) if sources else None


def _note(connection: Connection, counts: Mapping[HeardOn, int], partitions: int) -> dict[HeardOn, list[To]]:
    """Keep the counts; everybody is told of a registry the first time that a partition hears it on a day.

    In every partition: a small registry may have nothing to say of the people of one of them for weeks.
    """
    told: dict[HeardOn, list[To]] = {}
    for heard, count in counts.items():
        before = _FACTS.row(connection, {"of": heard.partition, "from_": heard.source, "on": heard.day})
        facts = count if before is None else before.facts + count
        row = {"partition": heard.partition, "source": heard.source, "day": heard.day, "facts": facts}
        upsert(connection, heard_registry, [row])
        if before is None:
            spoke = RegistryHeard(institution=heard.source.removeprefix("/"), heard_on=heard.day)
            told[heard] = [To(everybody_in(number, partitions), spoke) for number in range(partitions)]
    return told
