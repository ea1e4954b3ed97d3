"""How an issuer is spoken to over the network: JSON over HTTPS, or plain HTTP on this machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from services.console.signin.issuer import Answer, SignInFault
from services.console.signin.private_way import is_private_way

TIMEOUT_SECONDS = 10
BYTES_MAX = 1_000_000


def ask(address: str, form: Mapping[str, str] | None) -> Answer:
    """The JSON object at an address; with a form, what is answered to it. Raises `SignInFault`."""
    if not is_private_way(address):
        raise SignInFault("The issuer of sign-ins must be spoken to over HTTPS.")
    body = urlencode(form).encode() if form is not None else None
    request = Request(address, body, {"Accept": "application/json"})  # noqa: S310 - the scheme was looked at
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - likewise
            said: Any = json.loads(answer.read(BYTES_MAX))
    except (URLError, HTTPException, OSError, ValueError, RecursionError) as fault:
        raise SignInFault(f"The issuer of sign-ins does not answer ({type(fault).__name__}).") from None
    if not isinstance(said, dict):
        raise SignInFault("The issuer of sign-ins does not answer with an object.")
    return said
