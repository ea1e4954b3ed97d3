"""Which addresses secrets may be sent to."""

from __future__ import annotations

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_private_way(address: str) -> bool:
    """Whether nobody between can read what goes there: HTTPS, or this machine itself."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
