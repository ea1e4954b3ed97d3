"""Secrets that a browser holds: made by chance, and kept here as digests alone."""

from __future__ import annotations

import re
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

BYTES = 32
_SECRET = re.compile("[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """256 bits of chance, in signs that a cookie and an address may hold."""
    return secrets.token_urlsafe(BYTES)


def is_secret(text: str) -> bool:
    """Whether a text can be one that `new_secret` made; a browser may hold anything."""
    return _SECRET.fullmatch(text) is not None


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def challenge_of(verifier: str) -> str:
    """The S256 code challenge of a verifier (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are one, in a time that says nothing of where they differ."""
    return secrets.compare_digest(given.encode(), wanted.encode())
