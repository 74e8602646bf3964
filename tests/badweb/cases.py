"""Every case of the bad web in one table, and the hosts on which they stand."""

from __future__ import annotations

import html
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import histories, table_addresses, table_http, table_pages
from .server import Host

if TYPE_CHECKING:
    from .case import Case

TABLES = (table_http, table_pages, table_addresses)
PER_NET = 100


@cache
def all_cases() -> tuple[Case, ...]:
    """Give every case, first those that never change, then the histories."""
    steady = [each for table in TABLES for each in table.table()]
    return tuple(unique([*steady, *histories.all_histories()]))


def unique(cases: list[Case]) -> list[Case]:
    """Refuse two cases of one name, else give them back."""
    names = [each.name for each in cases]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        message = f"two cases have the name {', '.join(double)}"
        raise ValueError(message)
    return cases


def cases_of(timeline: str) -> tuple[Case, ...]:
    """Give the cases that live by one clock."""
    return tuple(each for each in all_cases() if each.timeline == timeline)


def places(number: int, each: Case) -> dict[str, str]:
    """Give the addresses of a case: its home, another host, its secure side."""
    net, place = divmod(number, PER_NET)
    home, other = (f"127.0.{10 + net}.{place * 2 + n}" for n in (1, 2))
    named = f"http://{each.host}"
    port = ":{port}" if each.host.endswith(".localhost") else ""
    return {
        "home": named + port if each.host else f"http://{home}:{{port}}",
        "secure": f"https://{home}:{{tls_port}}",
        "other": f"http://{other}:{{port}}",
        "address": home,
        "other_address": other,
        "name": each.name,
    }


def fill(text: str, *maps: dict[str, str]) -> str:
    """Put real addresses in place of their names."""
    for known in maps:
        for name, place in known.items():
            text = text.replace("{" + name + "}", place)
    return text


def address_of(each: Case, number: int, ports: dict[str, str]) -> str:
    """Give the address as a browser would take it from the page."""
    written = each.address or html.unescape(each.link)
    return fill(written, places(number, each), ports).strip()


def hosts_of(cases: tuple[Case, ...]) -> list[Host]:
    """Give the hosts on which these cases stand."""
    made: dict[str, Host] = {}
    for number, each in enumerate(cases):
        for host in two_hosts(number, each):
            known = made.get(host.name)
            paths = {**known.paths, **host.paths} if known else host.paths
            made[host.name] = replace(host, paths=paths)
    return list(made.values())


def two_hosts(number: int, each: Case) -> tuple[Host, Host]:
    """Give the two hosts of one case."""
    where = places(number, each)
    link = fill(html.unescape(each.link), where, {"port": "1", "tls_port": "1"})
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        parts = urlsplit("http://unreachable.invalid/")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = {fill(path, where): how for path, how in each.paths.items()}
    name = each.host or where["address"]
    home = Host(
        name,
        paths={target: each.answer, **own},
        otherwise=each.otherwise,
        subject=name,
        tls=each.tls,
        places=where,
        listens=each.listens,
    )
    other = Host(where["other_address"], paths=each.other, subject=name, places=where)
    return home, other
