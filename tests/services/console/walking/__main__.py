"""`python -m tests.services.console.walking`: walk every task on a laptop, and print the table of the README."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.law.explain.browser import chromium
from tests.services.console.walking.table import told
from tests.services.console.walking.tasks import walks
from tests.services.console.walking.world import laptop_world

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, laptop_world(Path(folder)) as world:
        print(told(walks(browser, world)))  # noqa: T201 - what was asked for
