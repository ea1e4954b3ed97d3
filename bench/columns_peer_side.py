"""Runs inside the peer's own environment: GETTSIM computes the same German claimants, and says how long it took.

`python columns_peer_side.py PEOPLE.npz RUNS` prints one JSON object. Imports nothing of this project.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

numpy: Any = import_module("numpy")

POLICY_DATE = "2024-01-01"
WANTED = ("betrag_m", "monate_verbleibender_anspruchsdauer", "grundsätzlich_anspruchsberechtigt")


def tree(people: Any, count: int) -> Any:
    """The inputs as GETTSIM wants them, in euros."""
    of = {name: people[name][:count] for name in people.files}
    return {
        "p_id": numpy.arange(count),
        "alter": of["age"],
        "arbeitsstunden_w": of["side_job_hours"].astype(float),
        "einkommensteuer": {"anzahl_kinderfreibeträge": of["children"]},
        "sozialversicherung": {
            "rente": {"altersrente": {"hat_regelaltersgrenze_erreicht": of["pension_age_reached"]}},
            "arbeitslosen": {
                "arbeitssuchend": of["seeks_work"],
                "mean_nettoeinkommen_in_12_monaten_vor_arbeitslosigkeit_m": of["net_monthly"] / 100,
                "monate_beitragspflichtig_versichert_in_letzten_30_monaten": of["months_in_frame"],
                "monate_sozialversicherungspflichtiger_beschäftigung_in_letzten_5_jahren": of[
                    "months_in_extended_frame"
                ],
                "monate_durchgängigen_bezugs_von_arbeitslosengeld": of["months_drawn"],
            },
        },
    }


def seconds(gettsim: Any, people: Any, count: int) -> tuple[float, Any]:
    """One call from columns to columns, without the checks it lets one leave out."""
    start = perf_counter()
    found = gettsim.main(
        policy_date_str=POLICY_DATE,
        main_target=gettsim.MainTarget.results.tree,
        tt_targets=gettsim.TTTargets(tree={"sozialversicherung": {"arbeitslosen": dict.fromkeys(WANTED)}}),
        input_data=gettsim.InputData.tree(tree(people, count)),
        include_fail_nodes=False,
        include_warn_nodes=False,
    )
    return perf_counter() - start, found["sozialversicherung"]["arbeitslosen"]


def main(path: str, runs: int) -> None:
    """All runs, after one that only warms up."""
    gettsim = import_module("gettsim")
    people = numpy.load(path)
    count = len(people["age"])
    seconds(gettsim, people, 1)
    one = [seconds(gettsim, people, 1)[0] for _ in range(runs)]
    timed = [seconds(gettsim, people, count) for _ in range(runs)]
    found = timed[-1][1]
    kept = {"amounts": found["betrag_m"], "months": found[WANTED[1]], "due": found[WANTED[2]]}
    numpy.savez(Path(path).with_suffix(".peer.npz"), **{name: numpy.asarray(column) for name, column in kept.items()})
    told = {"version": version("gettsim"), "one": one, "many": [took for took, _ in timed], "persons": count}
    print(json.dumps(told))  # noqa: T201  its answer to the process that asked


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
