"""Asking one broker whether it is there.

kafka-python's clients go on for ever in a thread of their own when the first broker does not answer, and leave their
sockets open; so this is one question of theirs on a socket of ours.
"""

from __future__ import annotations

import contextlib
import socket

from kafka.protocol.admin import DescribeClusterRequest, DescribeClusterResponse
from kafka.protocol.parser import KafkaProtocol

ANSWER_SECONDS = 2
_RECEIVED_MAX = 65_536


def brokers_seen_from(address: str) -> set[int]:
    """The brokers of the cluster that one of them knows to be alive; none as long as it does not answer."""
    host, _, port = address.rpartition(":")
    with contextlib.suppress(OSError), socket.create_connection((host, int(port)), ANSWER_SECONDS) as connection:
        connection.settimeout(ANSWER_SECONDS)
        return {broker.broker_id for broker in _describe(connection).brokers}
    return set()


def _describe(connection: socket.socket) -> DescribeClusterResponse:
    protocol = KafkaProtocol(client_id="tideover-asking")
    protocol.send_request(DescribeClusterRequest(version=0))
    connection.sendall(protocol.send_bytes())
    while received := connection.recv(_RECEIVED_MAX):
        for _, response in protocol.receive_bytes(received):
            return response
    raise ConnectionResetError("the broker hung up")
