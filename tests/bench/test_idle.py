"""The benchmark of rest reads what processes took; how much that is is no matter of a test."""

from __future__ import annotations

from time import process_time

import psutil

from bench.idle import ALL, idle, shares


def test_a_figure_a_process_and_one_of_all_together() -> None:
    ours = psutil.Process()
    figures = idle({"one": ours, "the same": ours}, 0, 2)
    assert [figure.what for figure in figures] == [ALL, "one", "the same"]
    assert all(len(figure.samples) == 2 for figure in figures)


def test_who_works_is_seen_to_work() -> None:
    class Working(psutil.Process):
        """Spends a few hundredths of a second whenever it is asked."""

        def cpu_times(self) -> object:  # type: ignore[override]
            began = process_time()
            while process_time() - began < 1 / 20:
                pass
            return super().cpu_times()

    assert shares({"busy": Working()}, 0)["busy"] > 0
