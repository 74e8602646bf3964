"""Certificates made at run time: one good authority, and every way to fail."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.timedelta(days=1)
KINDS = (
    "good",
    "self-signed",
    "unknown-authority",
    "expired",
    "not-yet-valid",
    "wrong-host",
    "incomplete-chain",
    "full-chain",
)


def server_context(
    folder: Path, authorities: Authorities, kind: str, host: str
) -> ssl.SSLContext:
    """Give the TLS side of a server with a certificate of the kind named."""
    days = {"expired": (-30, -1), "not-yet-valid": (5, 30)}.get(kind, (-1, 60))
    name = "elsewhere.example" if kind == "wrong-host" else host
    issuer = {
        "self-signed": None,
        "unknown-authority": authorities.stranger,
        "incomplete-chain": authorities.middle,
        "full-chain": authorities.middle,
    }.get(kind, authorities.root)
    leaf = issue(
        name,
        issuer,
        days=days,
        authority=False,
        names_issuer=kind == "incomplete-chain",
    )
    chain = [leaf]
    if kind == "full-chain":
        chain.append(authorities.middle)
    path = folder / f"{kind}-{host.replace(':', '_')}.pem"
    path.write_bytes(leaf.private() + b"".join(each.public() for each in chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def make_authorities() -> Authorities:
    """Make the root that clients trust, one below it, and one nobody knows."""
    root = issue("Bad Web Root", None, days=(-1, 60), authority=True)
    middle = issue("Bad Web Middle", root, days=(-1, 60), authority=True)
    stranger = issue("Unknown Root", None, days=(-1, 60), authority=True)
    return Authorities(root, middle, stranger)


def issue(
    name: str,
    issuer: Pair | None,
    *,
    days: tuple[int, int],
    authority: bool,
    names_issuer: bool = False,
) -> Pair:
    """Sign a certificate; without an issuer it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = issuer.key if issuer else key
    now = dt.datetime.now(dt.UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * DAY)
        .not_valid_after(now + days[1] * DAY)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
    )
    if not authority:
        web = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        names = x509.SubjectAlternativeName([general_name(name)])
        builder = builder.add_extension(names, critical=False)
        builder = builder.add_extension(web, critical=False)
    if names_issuer:  # as nearly all do: browsers fetch it there
        where = x509.UniformResourceIdentifier("http://issuer.example/middle.crt")
        access = AuthorityInformationAccessOID.CA_ISSUERS
        described = x509.AccessDescription(access, where)
        extension = x509.AuthorityInformationAccess([described])
        builder = builder.add_extension(extension, critical=False)
    return Pair(builder.sign(signer, hashes.SHA256()), key)


def general_name(name: str) -> x509.GeneralName:
    """Name a host in a certificate, by address or by name."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@dataclass(frozen=True)
class Pair:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def public(self) -> bytes:
        """The certificate in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def private(self) -> bytes:
        """The key in PEM."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


@dataclass(frozen=True)
class Authorities:
    """Who signs: the trusted root, one below it, and a stranger."""

    root: Pair
    middle: Pair
    stranger: Pair
