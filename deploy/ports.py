"""Ports on loopback for servers that must keep them over a restart."""

from __future__ import annotations

import secrets
import socket

LOWEST, HIGHEST = 20_000, 32_000
"""Below the ports that the kernel gives to outgoing connections, which could take a server's while it is down."""


def free_ports(count: int, *, preferred: int | None = None) -> list[int]:
    """So many different ports that nobody listens on: from `preferred` upwards if they are free, else anywhere."""
    if preferred is not None:
        wanted = list(range(preferred, preferred + count))
        if all(is_free(port) for port in wanted):
            return wanted
    found: set[int] = set()
    while len(found) < count:
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST)
        if is_free(port):
            found.add(port)
    return sorted(found)


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
