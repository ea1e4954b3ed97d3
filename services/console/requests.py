"""What every answer looks at in a request: its language, its form, and where a browser may be sent on to."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

from services.console.acts.form import BYTES_MAX, FormFault, SentForm
from services.console.language import LANGUAGES, page_language
from services.letters.language import Language

FORM_TYPE = "application/x-www-form-urlencoded"
ADDRESS_MAX = 2000
_LOCAL = re.compile(r"/[^/\\\x00-\x20\x7f-][^\\\x00-\x20\x7f-\U0010ffff]*")


def language_of(request: Request, country: str = "") -> Language:
    """The language that an address names. Raises `HTTPException` where there are no words in it."""
    code = request.path_params["language"]
    if code not in LANGUAGES:
        raise HTTPException(404)
    return page_language(code, country)


async def form_of(request: Request) -> SentForm:
    """The form that was sent. Raises `HTTPException` for anything else, and for more than any form of ours holds."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BYTES_MAX:
            raise HTTPException(413)
    try:
        return SentForm.of_body(body)
    except FormFault:
        raise HTTPException(400) from None


def local(address: str, otherwise: str) -> str:
    """An address of this console as it is; for any other the one to take instead."""
    return address if len(address) <= ADDRESS_MAX and _LOCAL.fullmatch(address) else otherwise


def address_of(request: Request) -> str:
    """Where the reader is."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
