"""Dashboards as they look while an incident is played: before it, during it, and after it was mended."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from deploy.grafana.__main__ import FOLDER
from deploy.grafana.render.asking import Span
from deploy.grafana.render.page import drawn
from deploy.prometheus.api import Api
from deploy.waiting import looking_on

LOOK_BACK_SECONDS = 600
AT_REST_SECONDS = 300
"""So long the world lives before an incident that is to be seen: a chart of one minute shows nothing."""


@dataclass(frozen=True)
class Camera:
    """Draws dashboards into a folder; all of them where none is named."""

    folder: Path
    names: Collection[str] = ()

    def waits(self) -> None:
        """Let the world live for a while."""
        looking_on(lambda: None, seconds=AT_REST_SECONDS)

    def takes(self, moment: str, api: Api, scrape_seconds: int) -> None:
        """Draw each as it looks now, under its name and the moment's."""
        now = time.time()
        span = Span(now - LOOK_BACK_SECONDS, now, scrape_seconds)
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in self.names or sorted(path.stem for path in FOLDER.glob("*.json")):
            picture = drawn(json.loads((FOLDER / f"{name}.json").read_text("utf-8")), api, span)
            (self.folder / f"{name}-{moment}.svg").write_text(picture.svg + "\n", "utf-8")
