"""`python -m deploy.kafka.authority FOLDER --server HOST ...`: a certificate authority for trying TLS out.

An institution's own authority signs what is used in earnest. This one's key lies unprotected in its folder, and what it
signs is good for a month.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

GOOD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Authority:
    """Who signs: a key, and the certificate by which others know it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def certificate_pem(self) -> bytes:
        """What a client is given as its CA file."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def new_authority() -> Authority:
    """An authority that may sign servers and clients and no other authority.

    Each has a name of its own: of two with one name, who trusts both asks the wrong one.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named(f"Tideover trial authority {secrets.token_hex(4)}")
    certificate = (
        _certificate(name, name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def signed_pem(authority: Authority, name: str, hosts: Iterable[str], *, good_for: timedelta = GOOD_FOR) -> bytes:
    """A key and its certificate in one PEM, as a broker's keystore or a client's file has them.

    `hosts` are the names and addresses under which a server is reached; a client has none.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        _certificate(_named(name), authority.certificate.subject, key.public_key(), good_for)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
    )
    if names := [_host(one) for one in hosts]:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    certificate = builder.sign(authority.key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


def _certificate(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, good_for: timedelta = GOOD_FOR
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks differ
        .not_valid_after(now + good_for)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def write(folder: Path, servers: Iterable[str]) -> None:
    """The authority's certificate as ca.crt, and a broker.pem for the servers; readable by their owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = new_authority()
    for name, content in (
        ("ca.crt", authority.certificate_pem()),
        ("broker.pem", signed_pem(authority, "broker", servers)),
    ):
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)


def main(
    folder: Annotated[Path, typer.Argument(help="Where ca.crt and broker.pem go.")],
    server: Annotated[list[str], typer.Option(help="A name or address of a broker; may be given again.")],
) -> None:
    """Make an authority and a certificate for brokers."""
    write(folder, server)
    typer.echo(f"{folder}/ca.crt and {folder}/broker.pem are good for {GOOD_FOR.days} days.")


if __name__ == "__main__":
    typer.run(main)
