"""Lead every name a Python program asks for to the bad web, and none outside.

Put this folder on PYTHONPATH.  BADWEB_PORTS holds "HTTP,HTTPS": connections to the
default ports of a name are led to these ports of 127.0.0.1.  Addresses in figures are
left alone.  Names below `.invalid` and names without a dot do not exist; names that
begin with `later.` fail for the moment; BADWEB_NETWORK=gone fails them all.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import Any

REAL = socket.getaddrinfo


def lead_home(host: Any, port: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401
    """Answer as a resolver would that knows only the bad web."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or is_address(name) or name == "localhost":
        return REAL(host, port, *rest, **named)
    refuse_missing(name)
    http, https = os.environ["BADWEB_PORTS"].split(",")
    ours = {"80": http, "http": http, "443": https, "https": https}
    return REAL("127.0.0.1", int(ours.get(str(port), port or 0)), *rest, **named)


def refuse_missing(name: str) -> None:
    """Raise what a resolver raises for names that have no address."""
    bare = name.rstrip(".").lower()
    if bare.startswith("later.") or os.environ.get("BADWEB_NETWORK") == "gone":
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    strange = not all(letter.isalnum() or letter in "-._" for letter in bare)
    if "." not in bare or bare.endswith(".invalid") or strange:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    try:
        bare.encode("idna")
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None


def is_address(name: str) -> bool:
    """Tell an address in figures from a name."""
    try:
        ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


def host_by_name(name: str) -> str:
    """Answer the older call by the newer one."""
    return str(lead_home(name, 0, socket.AF_INET)[0][4][0])


if "BADWEB_PORTS" in os.environ:
    socket.getaddrinfo = lead_home
    socket.gethostbyname = host_by_name
