"""What the certificate of a host makes of its links."""

import datetime as dt
import json
import ssl
from pathlib import Path

import pytest
import trustme
from badweb import certificates
from link_program import build, run
from rough_web import Case, always, answer, running

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _older(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """One that knows no newer suite than browsers still accept."""
    context = _context(certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES128-SHA")
    return context


def _bare(certificate: trustme.LeafCert, folder: Path) -> ssl.SSLContext:
    """The same without the certificates between it and the root."""
    file = folder / "leaf.pem"
    file.write_bytes(
        certificate.private_key_pem.bytes() + certificate.cert_chain_pems[0].bytes()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _incomplete(folder: Path) -> ssl.SSLContext:
    """The same, but the certificate says where its issuer's is to be found."""
    authorities = certificates.make_authorities()
    return certificates.server_context(
        folder, authorities, "incomplete-chain", "a.localhost"
    )


@pytest.mark.parametrize(
    ("case", "verdict", "reason"),
    [
        ("good", "ok", ""),
        ("older suite", "ok", ""),
        ("chain", "ok", ""),
        ("expired", "tls", "expired"),
        ("other host", "tls", "mismatch"),
        ("unknown", "tls", "nobody they know"),
        ("bare", "tls", "nobody they know"),
        ("incomplete", "tls", "does not show who issued"),
    ],
)
def test_a_certificate_is_checked_as_browsers_do(
    tmp_path: Path, case: str, verdict: str, reason: str
) -> None:
    """With the authorities of SSL_CERT_FILE trusted."""
    root = trustme.CA()
    child = root.create_child_ca()
    context = {
        "good": lambda: _context(root.issue_cert("a.localhost")),
        "older suite": lambda: _older(root.issue_cert("a.localhost")),
        "chain": lambda: _context(child.issue_cert("a.localhost")),
        "expired": lambda: _context(root.issue_cert("a.localhost", not_after=LONG_AGO)),
        "other host": lambda: _context(root.issue_cert("b.localhost")),
        "unknown": lambda: _context(trustme.CA().issue_cert("a.localhost")),
        "bare": lambda: _bare(child.issue_cert("a.localhost"), tmp_path),
        "incomplete": lambda: _incomplete(tmp_path),
    }[case]()
    root.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with running({"a": always()}, context) as web:
        build(tmp_path, f"https://a.localhost:{web.tls_port}/page")
        run(
            tmp_path, "site", "--json", "o.json", "--pause", "0", "--allow-private",
            SSL_CERT_FILE=str(tmp_path / "ca.pem"),
        )  # fmt: skip
    (item,) = json.loads((tmp_path / "o.json").read_text())
    assert (item["verdict"], reason in item["reason"]) == (verdict, True), item


def test_a_step_to_https_is_a_move(tmp_path: Path) -> None:
    """Whatever the redirect's status, the address should say https."""
    root = trustme.CA()
    root.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = _context(root.issue_cert("a.localhost"))
    cases: dict[str, Case] = {
        "a": lambda asked: (
            answer(302, "", Location=f"https://a.localhost:{asked.tls_port}/page")
            if not hasattr(asked, "secure")
            and asked.headers["host"].endswith(str(asked.port))
            else answer()
        )
    }
    with running(cases, context) as web:
        build(tmp_path, web.url("a"))
        run(
            tmp_path, "site", "--json", "o.json", "--pause", "0.05", "--allow-private",
            SSL_CERT_FILE=str(tmp_path / "ca.pem"),
        )  # fmt: skip
        new = f"https://a.localhost:{web.tls_port}/page"
    (item,) = json.loads((tmp_path / "o.json").read_text())
    assert (item["verdict"], item["suggestion"]) == ("moved", new)
