"""Every task of officers, walked in a browser on real servers, each process under its own rights."""

from __future__ import annotations

from tests.deploy.at_work import AtWork
from tests.deploy.walked_at_work import WorldAtWork
from tests.law.explain.browser import chromium
from tests.services.console.walking.table import told, too_many_clicks
from tests.services.console.walking.tasks import walks
from tests.services.console.walking.world import begin


def test_officers_do_each_of_their_tasks_on_the_stack_with_few_clicks(working: AtWork) -> None:
    world = WorldAtWork(working)
    with chromium() as browser:
        world.admits()
        begin(world)
        done = walks(browser, world)
    assert too_many_clicks(done) == []
    print(told(done))  # noqa: T201 - `pytest -s` shows what the README says
