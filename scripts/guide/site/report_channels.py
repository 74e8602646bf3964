"""Where a reader can report a problem, with the page already named."""

from collections.abc import Iterator
from urllib.parse import urlencode


def channels(
    repository: str, contact: str, title: str, address: str
) -> Iterator[tuple[str, str]]:
    """Yield label and address of each way to report a problem with a page.

    Args:
        repository: the address of the project on GitHub, "" where there is none.
        contact: an e-mail address, "" where there is none.
        title: the title of the page.
        address: the address of the page.
    """
    subject = f"Problem with: {title}"
    if repository:
        form = {"template": "problem.yml", "title": subject, "page": address}
        yield "on GitHub", f"{repository.rstrip('/')}/issues/new?{urlencode(form)}"
    if contact:
        letter = {"subject": subject, "body": f"Page: {address}\nLink: \n\n"}
        yield "by e-mail", f"mailto:{contact}?{urlencode(letter).replace('+', '%20')}"
