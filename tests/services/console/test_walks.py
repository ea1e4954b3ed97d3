"""Every task of officers, walked on a laptop in a browser without scripts, with clicks and seconds counted."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from services.console import app
from tests.services.console.walking.table import counted, told, too_many_clicks
from tests.services.console.walking.tasks import walks
from tests.services.console.walking.world import laptop_world


def test_officers_do_each_of_their_tasks_on_a_laptop_with_few_clicks(browser: Browser, tmp_path: Path) -> None:
    with laptop_world(tmp_path) as world:
        done = walks(browser, world)
    assert too_many_clicks(done) == []
    readme = (Path(app.__file__).parent / "README.md").read_text("utf-8")
    assert [counted(one) for one in done if counted(one) not in readme] == [], "the README says otherwise"
    print(told(done))  # noqa: T201 - `pytest -s` shows what the README says
