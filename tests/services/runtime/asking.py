"""Asking one of a process's small pages."""

from __future__ import annotations

import http.client


def ask(address: str, path: str, accept: str = "*/*", method: str = "GET") -> tuple[int, str, str]:
    """Status, content type and text of an answer."""
    connection = http.client.HTTPConnection(address, timeout=10)
    try:
        connection.request(method, path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()
    finally:
        connection.close()
