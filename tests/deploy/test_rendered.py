"""Dashboards are drawn from the JSON that Grafana is given, with what a real Prometheus knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner

from deploy.grafana.panels import CANNOT_SEE, MONEY, RED, Dashboard, Panel
from deploy.grafana.render.__main__ import app
from deploy.grafana.render.asking import Span, resolved, variables_of
from deploy.grafana.render.field import NotDrawn
from deploy.grafana.render.page import Picture, drawn
from deploy.grafana.render.units import UnknownUnit, written
from deploy.prometheus.server import Prometheus, prometheus
from deploy.waiting import until

SHOWN = """
tideover_payments_minor_units{stage="settled",currency="USD"} 123456
tideover_payments_minor_units{stage="settled",currency="JPY"} 98765
tideover_currency_minor_units{currency="USD"} 100
tideover_currency_minor_units{currency="JPY"} 1
tideover_claims{state="open"} 12
tideover_claims{state="granted"} 34
tideover_ready 1
"""
Json = dict[str, Any]
SVG = "{http://www.w3.org/2000/svg}"


class Shows(BaseHTTPRequestHandler):
    """A process that always shows the same."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(SHOWN.encode())

    def log_message(self, *_: Any) -> None:
        """Who asks is known."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A Prometheus that has seen a few figures twice."""
    shown = ThreadingHTTPServer(("127.0.0.1", 0), Shows)
    thread = Thread(target=shown.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    address = f"127.0.0.1:{shown.server_address[1]}"
    with prometheus(tmp_path_factory.mktemp("prometheus"), {"all": address}) as running:
        until(lambda: bool(running.query("count_over_time(tideover_ready[1m]) > 1")), "two scrapes")
        yield running
    shown.shutdown()
    shown.server_close()
    thread.join()


def board(*panels: Panel, variables: tuple[str, ...] = ()) -> dict[str, Any]:
    """A dashboard of these panels, as Grafana is given it."""
    one = Dashboard("t", "Tideover / Test", "What is tried.", [("Row", panels)], variables=variables)
    made: dict[str, Any] = json.loads(one.as_json())
    return made


def picture(server: Prometheus, dashboard: dict[str, Any]) -> Picture:
    now = float(server.query("time()")[0]["value"][1])
    return drawn(dashboard, server, Span(now - 60, now, 1))


def words(found: Picture) -> list[str]:
    """Every text that a reader sees, in the order of drawing."""
    return [one.text or "" for one in etree.fromstring(found.svg).iter(f"{SVG}text")]


def described(found: Picture) -> dict[str, str]:
    """What each panel tells those who cannot see it, by title."""
    groups = etree.fromstring(found.svg).iter(f"{SVG}g")
    told = [(one.findtext(f"{SVG}title"), one.findtext(f"{SVG}desc")) for one in groups]
    return {title: says for title, says in told if title and says}


CLAIMS = Panel("Claims", "By state.", "short", [("sum by (state) (tideover_claims)", "{{state}}")])


@pytest.mark.parametrize("kind", ["line", "number", "bars"])
def test_a_panel_is_drawn_with_its_title_its_names_and_its_values(server: Prometheus, kind: Any) -> None:
    found = picture(server, board(replace(CLAIMS, kind=kind)))
    assert {"Claims", "open", "granted", "12", "34"} <= set(words(found))
    assert described(found)["Claims"] == "By state. granted: 34; open: 12."


def test_a_line_begins_at_zero_and_stands_where_its_values_are(server: Prometheus) -> None:
    found = picture(server, board(CLAIMS))
    assert {"0", "10", "20", "30", "40"} <= set(words(found)), "the axis"
    lines = [one.get("points") or "" for one in etree.fromstring(found.svg).iter(f"{SVG}polyline")]
    heights = sorted({float(point.split(",")[1]) for line in lines for point in line.split()})
    assert len(heights) == 2, "both stand still"
    bottom = heights[1] / (1 - 12 / 40)
    assert heights[0] == pytest.approx(bottom * (1 - 34 / 40), abs=1)


def test_money_has_the_decimals_of_its_currency(server: Prometheus) -> None:
    amount = "sum by (currency) (tideover_payments_minor_units)"
    units = "on (currency) group_left () max by (currency) (tideover_currency_minor_units)"
    paid = Panel("Paid", "Since the beginning.", MONEY, [(f"{amount} / {units}", "Paid {{currency}}")], kind="number")
    assert {"1,234.56", "98,765"} <= set(words(picture(server, board(paid))))


def test_a_value_has_the_colour_of_its_level(server: Prometheus) -> None:
    high = replace(CLAIMS, kind="number", levels=((20, RED),))
    drawn_in = {
        one.text: one.get("fill") for one in etree.fromstring(picture(server, board(high)).svg).iter(f"{SVG}text")
    }
    assert (drawn_in["12"], drawn_in["34"]) == ("#56a64b", "#e02f44")


@pytest.mark.parametrize("kind", ["line", "number", "bars", "alerts"])
def test_what_finds_nothing_says_that_it_cannot_see(server: Prometheus, kind: Any) -> None:
    nothing = replace(CLAIMS, kind=kind, queries=[("sum(tideover_letters)", "letters")])
    found = picture(server, board(nothing))
    assert found.empty == ["Claims"]
    assert CANNOT_SEE in words(found)
    assert described(found)["Claims"].endswith(CANNOT_SEE)


def test_a_query_that_is_refused_is_told_from_one_that_finds_nothing(server: Prometheus) -> None:
    broken = replace(CLAIMS, queries=[("sum(tideover_claims", "")])
    found = picture(server, board(broken))
    assert found.empty == []
    assert len(found.failed) == 1
    assert "Claims: " in found.failed[0]


def test_what_fires_is_a_line_with_the_way_to_its_runbook(server: Prometheus) -> None:
    firing = 'label_replace(vector(90), "alertname", "ProcessDown", "", "")'
    found = picture(server, board(replace(CLAIMS, kind="alerts", unit="s", queries=[(firing, "{{alertname}}")])))
    assert {"Alert", "For", "ProcessDown", "1.50 mins"} <= set(words(found))
    [link] = etree.fromstring(found.svg).iter(f"{SVG}a")
    assert link.get("href") == "https://runbooks.tideover.example/ProcessDown.md"


def test_a_variable_is_what_was_chosen_else_everything() -> None:
    chosen = board(replace(CLAIMS, queries=[('sum(tideover_lag_events{topic=~"$topic"})', "")]), variables=("topic",))
    assert variables_of(chosen, {}) == {"topic": ".*"}
    assert variables_of(chosen, {"topic": "intake"}) == {"topic": "intake"}
    with pytest.raises(NotDrawn, match="There is no variable colour; there are topic"):
        variables_of(chosen, {"colour": "red"})
    with pytest.raises(NotDrawn, match=r"Nothing is known of \$place"):
        resolved('tideover_blind{place="$place"}', {"$topic": ".*"})


def test_what_is_not_known_is_not_drawn(server: Prometheus) -> None:
    plants: tuple[tuple[Callable[[Json], object], str], ...] = (
        (lambda panel: panel.update(type="heatmap"), "a panel of type heatmap is not known"),
        (lambda panel: panel.update(transformations=[{"id": "merge"}]), "The transformation merge is not known"),
        (
            lambda panel: panel["fieldConfig"].update(overrides=[{"matcher": {"id": "byType", "options": ""}}]),
            "The matcher byType is not known",
        ),
    )
    for plant, fault in plants:
        planted = board(replace(CLAIMS, kind="alerts"))
        plant(planted["panels"][1])
        with pytest.raises(NotDrawn, match=fault):
            picture(server, planted)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0, "s", "0 s"),
        (0.0042, "s", "4.20 ms"),
        (90, "s", "1.50 mins"),
        (3 * 86_400, "s", "3 days"),
        (0.9583, "percentunit", "95.8%"),
        (1, "percentunit", "100%"),
        (1_234_567, "short", "1.23 Mil"),
        (21, "suffix:days", "21 days"),
        (3 * 2**30, "bytes", "3 GiB"),
        (1_500, "eps", "1.50K evt/s"),
        (float("nan"), "short", "NaN"),
    ],
)
def test_a_number_is_written_as_grafana_writes_it(value: float, unit: str, said: str) -> None:
    assert written(value, unit) == said


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(UnknownUnit, match="furlongs"):
        written(1, "furlongs")


def test_a_step_of_a_line_is_never_shorter_than_a_scrape_and_a_rate_sees_four() -> None:
    assert Span(0, 900).step_seconds == 15
    assert Span(0, 6 * 3600).step_seconds == 120
    assert Span(0, 900).placeholders() == {"$__rate_interval": "60s", "$__interval": "15s", "$__range": "900s"}


def test_the_command_draws_every_dashboard_and_says_what_is_empty(server: Prometheus, tmp_path: Path) -> None:
    asked = ["--out", str(tmp_path), "--prometheus", server.address, "--from", "5m", "--scrape-seconds", "1"]
    done = CliRunner().invoke(app, ["home", "money", *asked])
    assert done.exit_code == 0, done.output
    assert {path.name for path in tmp_path.iterdir()} == {"home.svg", "money.svg"}
    assert "home: Claim to decision, " in done.output
    unknown = CliRunner().invoke(app, ["hime", *asked])
    assert unknown.exit_code == 2
    assert "hime" in unknown.output
