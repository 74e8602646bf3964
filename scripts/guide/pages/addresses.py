"""Addresses: where a page stands below the site, and where it stood before."""

import re
from collections.abc import Iterable, Iterator, Mapping

from guide.findings import nearest
from guide.pages.parser import Page

FIELD = "old_addresses"  # of the front matter: addresses that lead here now
FORM = re.compile(r"(?:[a-z0-9-]+/)+")
HOME = "/"


def of(file: str) -> str:
    """Return the address below the site of a page by its file below docs/."""
    bare = file.removesuffix(".md").removesuffix("index")
    return f"{bare.rstrip('/')}/" if bare.strip("/") else HOME


def old(page: Page) -> list[str]:
    """Return the addresses at which a page stood before."""
    listed = page.meta.get(FIELD)
    return listed if isinstance(listed, list) else []


def faults(page: Page, pages: Mapping[str, str]) -> Iterator[str]:
    """Say what is wrong with the old addresses of a page.

    Args:
        page: it.
        pages: the file of every page, by its address.
    """
    listed = page.meta.get(FIELD)
    if listed is None:
        return
    if not isinstance(listed, list):
        yield f"'{FIELD}' is no list. Write each address on a line of its own."
        return
    for address in listed:
        if not isinstance(address, str) or not FORM.fullmatch(address):
            yield f"'{FIELD}: {address}' is no address. Write it as living/driving/."
        elif address in pages:
            yield (
                f"'{FIELD}: {address}' is the address of {pages[address]}. Take it "
                "out, or move that page."
            )


def lost(
    published: Mapping[str, Iterable[str]],
    now: Mapping[str, frozenset[str]],
    moved: Iterable[str],
) -> Iterator[tuple[str, str]]:
    """Yield each published address or heading that is gone, with what to do.

    Args:
        published: the headings of each page that was published, by its address.
        now: the headings of each page that there is.
        moved: addresses that lead to another page.
    """
    led = {*moved}
    for address, headings in published.items():
        if address not in now:
            if address not in led:
                yield (
                    address,
                    f"no page stands at '{address}' any more, and readers may hold "
                    f"that address. Name it under '{FIELD}' of the page that answers "
                    f"now.{nearest(address, now)}",
                )
            continue
        for heading in sorted({*headings} - now[address]):
            yield (
                address,
                f"the heading '#{heading}' of '{address}' is gone, and readers may "
                f"hold its address. Write {{#{heading}}} behind the heading that "
                f"answers now, or take it out here.{nearest(heading, now[address])}",
            )
