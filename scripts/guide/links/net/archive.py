"""The archive: the Wayback Machine's newest copy of a page that is gone."""

import json
import os
from urllib.parse import quote, urljoin

from guide.links.net.client import Client
from guide.links.responses import REDIRECTS

WEB_URL = "https://web.archive.org/web"
AVAILABLE_URL = "https://archive.org/wayback/available"


async def find(client: Client, url: str) -> str | None:
    """The address of an archived copy; "" if there is none, None without an answer."""
    web = os.environ.get("WAYBACK_WEB_URL", "").strip()
    available = os.environ.get("WAYBACK_AVAILABLE_URL", "").strip()
    if not (available and not web):
        copy = await _by_redirect(client, web or WEB_URL, url)
        if copy or not available:
            return copy
    return await _by_list(client, available or AVAILABLE_URL, url)


async def _by_redirect(client: Client, base: str, url: str) -> str | None:
    """Where the archive would send a reader; the copy itself is not fetched."""
    async with client.browse() as browsing:
        answer = await browsing.get(f"{base.rstrip('/')}/{url.partition('#')[0]}")
    if answer.failure:
        return None
    location = answer.headers.get("location", "")
    copy = urljoin(answer.url, location) if answer.status in REDIRECTS else ""
    return copy if location and copy.startswith("http") else ""


async def _by_list(client: Client, base: str, url: str) -> str | None:
    """What the archive's list names as the closest copy."""
    async with client.browse() as browsing:
        answer = await browsing.get(
            f"{base}?url={quote(url.partition('#')[0], safe='')}"
        )
    if answer.failure:
        return None
    try:
        closest = json.loads(answer.body)["archived_snapshots"]["closest"]
        copy = str(closest["url"]) if closest["available"] else ""
    except (ValueError, KeyError, TypeError):
        return ""
    return copy if copy.startswith("http") else ""
