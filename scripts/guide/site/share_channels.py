"""Where a reader can pass a page on: plain links that load nothing until used."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

NAME = "stiff-person syndrome"


def named(title: str) -> str:
    """Return the title of a page, with the illness, as a message of its own says it."""
    known = NAME in title.lower()
    return title if known else f"{title} – guide to {NAME}"


def channels(title: str, address: str) -> Iterator[tuple[str, str]]:
    """Yield label and address of each way to pass a page on, and nothing about it.

    Args:
        title: the title of the page.
        address: its canonical address.
    """
    letter = {"subject": title, "body": f"{title}\n{address}\n"}
    yield "E-mail", f"mailto:?{urlencode(letter, quote_via=quote)}"
    yield "WhatsApp", _to("https://wa.me/", text=f"{title} {address}")
    yield "Facebook", _to("https://www.facebook.com/sharer/sharer.php", u=address)
    yield "X", _to("https://x.com/intent/post", text=title, url=address)
    yield "Reddit", _to("https://www.reddit.com/submit", title=title, url=address)


def _to(place: str, **said: str) -> str:
    return f"{place}?{urlencode(said, quote_via=quote)}"
