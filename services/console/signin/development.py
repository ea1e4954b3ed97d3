"""An issuer for this machine alone: it asks for no password, so anybody may be anybody. Never for real people.

It is an issuer like any other (discovery, code flow with PKCE, ID tokens that it signs), so the console signs people in
here by the same steps as in production.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from contracts.in_words import InWords
from services.console.officers.officer import SignedIn
from services.console.secrets import challenge_of, new_secret, same
from services.console.signin.issuer import Answer, SignInFault
from services.console.signin.private_way import LOOPBACK
from services.runtime.process.stopwatch import MILLI, unix_milliseconds

CLIENT = "console"
KEY_ID = "development"
TOKEN_SECONDS = 300
PATH = "/development-issuer"


class NotLoopback(InWords):
    """Somebody wanted to serve the development issuer to others than this machine."""


@dataclass(frozen=True)
class _Granted:
    """A code that was given to a browser."""

    officer: SignedIn
    challenge: str
    nonce: str
    redirect: str


@dataclass
class DevelopmentIssuer:
    """Signs in whoever chooses a name from the list. Raises `NotLoopback` unless it is on this machine."""

    base: str
    """The address at which the console is served."""
    officers: Sequence[SignedIn]
    now_seconds: Callable[[], int] = lambda: unix_milliseconds() // MILLI
    _codes: dict[str, _Granted] = field(default_factory=dict)
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def issuer(self) -> str:
        """Its name."""
        return f"{self.base}{PATH}"

    def grant(self, staff: str, asked: Mapping[str, str]) -> str:
        """Where the browser goes back to after somebody chose who they are. Raises `SignInFault`."""
        officer = next((one for one in self.officers if one.staff == staff), None)
        if officer is None or asked.get("redirect_uri") != f"{self.base}/signed-in":
            raise SignInFault("Nobody of this name signs in here.")
        code = new_secret()
        self._codes[code] = _Granted(
            officer, asked.get("code_challenge", ""), asked.get("nonce", ""), asked["redirect_uri"]
        )
        return code

    def ask(self, address: str, form: Mapping[str, str] | None) -> Answer:
        """What it answers at an address, without a network. Raises `SignInFault`."""
        match address.removeprefix(self.issuer):
            case "/.well-known/openid-configuration":
                return {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                }
            case "/keys":
                public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key()))
                return {"keys": [{**public, "kid": KEY_ID, "alg": "ES256", "use": "sig"}]}
            case "/token":
                return {"id_token": self._token(form or {}), "token_type": "Bearer"}
            case _:
                raise SignInFault("The development issuer has no such page.")

    def _token(self, form: Mapping[str, str]) -> str:
        granted = self._codes.pop(form.get("code", ""), None)
        if granted is None or granted.redirect != form.get("redirect_uri"):
            raise SignInFault("The code is not known, or was used before.")
        if not same(challenge_of(form.get("code_verifier", "")), granted.challenge):
            raise SignInFault("The code was given to another browser.")
        now = self.now_seconds()
        officer = granted.officer
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": officer.staff,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": granted.nonce,
            "staff": officer.staff,
            "name": officer.name,
            "roles": sorted(officer.roles),
            "office": officer.office,
            "person": officer.person,
            "provider": officer.provider,
        }
        return jwt.encode(said, self._key, algorithm="ES256", headers={"kid": KEY_ID})


def must_be_loopback(host: str) -> None:
    """Raises `NotLoopback` for a host that others can reach."""
    if host not in LOOPBACK:
        raise NotLoopback("The development issuer asks for no password: it is served on 127.0.0.1 alone.")
