"""Sealing with AES-256-GCM: a fresh nonce, the sealed bytes, and what they are bound to."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):
    """A field cannot be opened: wrong key, wrong person, wrong field, or changed bytes. Says nothing of the content."""


def about(subject: str, field: str) -> bytes:
    """What a sealed value is bound to: `subject|field`, with the length in front so that no two pairs read alike."""
    return f"{len(subject)}|{subject}|{field}".encode()


def seal(key: AESGCM, content: bytes, bound_to: bytes) -> bytes:
    """The content, sealed under a key and bound to what `about` says."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.encrypt(nonce, content, bound_to)


def opened(key: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    """The content again. Raises `CannotOpen`."""
    nonce, content = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return key.decrypt(nonce, content, bound_to)
    except (InvalidTag, ValueError):
        raise CannotOpen("the key, the owner, the field or the bytes do not fit together") from None
