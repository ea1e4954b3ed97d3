"""The console as a browser meets it, with a day of a test's own."""

from __future__ import annotations

from datetime import date

from starlette.testclient import TestClient

from services.console.app import application

TODAY = date(2026, 11, 2)


def opened() -> TestClient:
    """The application, asked without a network."""
    return TestClient(application(lambda: TODAY), base_url="http://127.0.0.1")
