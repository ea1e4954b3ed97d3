"""What an exporter shows of a folder, as a scrape would read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from services.runtime.metrics.catalogue import REGISTRY
from services.runtime.process.health import Health
from services.watching.exporter import Exporter
from services.watching.law import LawKnown
from services.watching.money import STANDARD
from services.watching.places import Places, on_laptop

LAW_ENDS = {"us/mississippi": [], "no/dagpenger": [date(2019, 1, 1), date(2020, 3, 1), date(2021, 1, 1)]}
LAW_RENEWALS = {"no/dagpenger": date(2020, 1, 1)}


@dataclass(frozen=True)
class Seen:
    """A registry after a look, with what the exporter says of itself."""

    registry: CollectorRegistry
    health: Health
    all_seen: bool

    @property
    def text(self) -> str:
        """Everything, as it is scraped."""
        own = generate_latest(self.registry).decode()
        return own if self.registry is REGISTRY else own + generate_latest(REGISTRY).decode()

    def value(self, name: str, **labels: str) -> float | None:
        """One sample; None if it is not shown."""
        return self.registry.get_sample_value(name, labels)


class Watcher:
    """An exporter over a laptop's folder that is told when to look."""

    def __init__(self, places: Places, currencies: Collection[str] = STANDARD) -> None:
        self.places = places
        self.registry = CollectorRegistry()
        self.health = Health()
        self.exporter = Exporter(
            places, self.health, registry=self.registry, known=LawKnown(LAW_ENDS, LAW_RENEWALS), currencies=currencies
        )

    def look(self) -> Seen:
        """Look once."""
        return Seen(self.registry, self.health, self.exporter.look())


def seen_at(folder: Path) -> Seen:
    """One look at a folder."""
    places = on_laptop(folder)
    seen = Watcher(places).look()
    places.close()
    return seen
