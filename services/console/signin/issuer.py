"""The issuer of sign-ins (OpenID Connect Core 1.0): where it is, and what its ID tokens say of who signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import jwt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.casework import OfficeKey, Officer
from contracts.in_words import InWords
from contracts.values import Key
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.signin.private_way import is_private_way

ALGORITHMS = ("ES256", "RS256", "PS256", "EdDSA")
"""Signatures of a key that only the issuer has."""
LEEWAY_SECONDS = 60
"""So far apart may the clocks of the two be."""

Answer = Mapping[str, Any]
Ask = Callable[[str, Mapping[str, str] | None], Answer]
"""Gets the JSON of an address, with a form where one is posted. Raises `SignInFault`."""


class SignInFault(InWords):
    """Nobody is signed in, for a reason that is told in one sentence."""


class TokenClaims(BaseModel):
    """What an ID token must say of somebody who may enter; the names are this console's own but `name`."""

    model_config = ConfigDict(extra="ignore")

    staff: Key
    name: str = Field(min_length=1, max_length=200)
    roles: tuple[Role, ...] = Field(min_length=1, max_length=len(Role))
    office: OfficeKey | None = None
    person: Key | None = None
    provider: Key | None = None


@dataclass(frozen=True)
class Issuer:
    """An issuer, as the console is registered with it. `ask` is how it is spoken to."""

    issuer: str
    client: str
    secret: str | None
    ask: Ask

    def authorize_at(self, asked: Mapping[str, str]) -> str:
        """Where a browser is sent to sign in; a query of the endpoint's own stays (RFC 6749, section 3.1)."""
        address = _named(self._configuration(), "authorization_endpoint")
        if not is_private_way(address):
            raise SignInFault("The issuer of sign-ins must be spoken to over HTTPS.")
        place = urlsplit(address)
        query = "&".join(filter(None, (place.query, urlencode(asked))))
        return urlunsplit((place.scheme, place.netloc, place.path, query, ""))

    def _configuration(self) -> Answer:
        """OpenID Connect Discovery 1.0, section 4. Raises `SignInFault`."""
        found = self.ask(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", None)
        if found.get("issuer") != self.issuer:
            raise SignInFault("The issuer of sign-ins names itself otherwise than it is set here.")
        return found

    def who(self, code: str, verifier: str, nonce: str, redirect: str) -> SignedIn:
        """Who signed in, by the code that their browser brought back. Raises `SignInFault`."""
        places = self._configuration()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "client_id": self.client,
            "code_verifier": verifier,
        }
        if self.secret is not None:
            form["client_secret"] = self.secret
        answer = self.ask(_named(places, "token_endpoint"), form)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInFault("The issuer of sign-ins gave no ID token.")
        return officer_of(self._checked(token, self.ask(_named(places, "jwks_uri"), None), nonce))

    def _checked(self, token: str, keys: Answer, nonce: str) -> Answer:
        """What a token says, if the issuer signed it for this console and this sign-in (Core 1.0, section 3.1.3.7)."""
        try:
            key = _key_for(token, keys)
            said: Answer = jwt.decode(
                token,
                key.key,
                algorithms=[algorithm for algorithm in ALGORITHMS if algorithm == key.algorithm_name],
                audience=self.client,
                issuer=self.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except jwt.PyJWTError as fault:
            raise SignInFault(f"The ID token cannot be believed ({type(fault).__name__}).") from None
        if said["nonce"] != nonce:
            raise SignInFault("The ID token belongs to another sign-in.")
        return said


def _named(places: Answer, what: str) -> str:
    """An address that the issuer's own description names. Raises `SignInFault` where it names none."""
    address = places.get(what)
    if not isinstance(address, str) or not address:
        raise SignInFault(f"The issuer of sign-ins does not say where its {what} is.")
    return address


def _key_for(token: str, keys: Answer) -> jwt.PyJWK:
    """The key that a token names. Raises `PyJWTError`."""
    named = jwt.get_unverified_header(token).get("kid")
    for key in jwt.PyJWKSet.from_dict(dict(keys)).keys:
        if key.key_id == named:
            return key
    raise jwt.InvalidKeyError("no such key")


def officer_of(said: Answer) -> SignedIn:
    """Who an ID token names. Raises `SignInFault` for somebody without a role here."""
    try:
        claims = TokenClaims.model_validate(said)
        officers = [Officer(staff=claims.staff, role=role.value, office=claims.office) for role in claims.roles]
    except ValidationError as fault:
        names = sorted({str(error["loc"][0]) for error in fault.errors() if error["loc"]})
        raise SignInFault(f"The sign-in says nothing usable of: {', '.join(names)}.") from None
    roles = frozenset(claims.roles)
    return SignedIn(officers[0].staff, claims.name, roles, claims.office, claims.person, claims.provider)
