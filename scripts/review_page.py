"""Print a page as a sheet to review: each sentence with its sources, ready to tick.

    python scripts/review_page.py treatments/ivig > review.md

The number at its head names the words that were read. It goes with name, role and date
into the front matter (`clinician`), and the page says so once its words have changed.
Exit 0: printed. 2: there is no such page, or the guide is not built.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guide.findings import FindingsError, nearest
from guide.pages import addresses, review
from guide.pages.parser import Page
from guide.site import gate, sheets
from guide.site.gate import Content

OURS = "Sentences without a source: advice of ours, links, and what everybody knows"


def main() -> int:
    """Print one sheet; see --help."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    add = parser.add_argument
    add("page", help="its address below the site, as treatments/ivig")
    add("--home", type=Path, default=Path(), help="the project")
    add("--claims", type=Path, default=Path("site/evidence/claims.json"))
    options = parser.parse_args()
    places = gate.Places(options.home)
    try:
        told = json.loads(options.claims.read_text(encoding="utf-8"))
        content = gate.read(places)
    except OSError:
        print(f"There is no {options.claims}. Run make build first.", file=sys.stderr)
        return 2
    except (ValueError, FindingsError) as error:
        print(error, file=sys.stderr)
        return 2
    below = {
        file.removeprefix(f"{places.docs}/"): it for file, it in content.pages.items()
    }
    pages = {addresses.of(file): page for file, page in below.items()}
    address = f"{options.page.strip('/')}/"
    if address not in pages:
        guess = nearest(address, pages)
        print(f"There is no page at '{address}'.{guess}", file=sys.stderr)
        return 2
    print("\n".join(sheet(pages[address], address, told, content)))
    return 0


def sheet(
    page: Page, address: str, told: dict[str, Any], content: Content
) -> Iterator[str]:
    """Yield the lines of the sheet of a page, as Markdown."""
    claims = sheets.of_page(told["claims"], address)
    yield f"# Review of “{page.meta['title']}”"
    yield ""
    words, day = review.fingerprint(page), told["date"]
    yield f"Words {words}, guide of {day}, {len(claims)} cited sentences."
    yield f"<{told['site']}{address}>"
    yield ""
    yield "Name, role, day: ______________________________"
    yield ""
    yield (
        "Tick each sentence against its sources themselves; our notes only help to "
        "find the place. What is missing on the page goes to the end."
    )
    for number, claim in enumerate(claims, 1):
        yield ""
        yield from sheets.form(
            number, claim, told["site"], content.library, content.judgements
        )
    yield ""
    yield f"## {OURS}"
    yield ""
    for said in _uncited(page):
        yield f"- [ ] {said}"
    yield ""
    yield "## What is missing, or would harm"
    yield ""
    yield "______________________________"


def _uncited(page: Page) -> Iterator[str]:
    """Yield the sentences of a page that rest on no source."""
    for block in page.blocks:
        if block.kind in ("paragraph", "item", "cell"):
            for sentence in block.sentences:
                if sentence.said.strip() and sentence.said == sentence.written:
                    yield " ".join(sentence.said.split())


if __name__ == "__main__":
    sys.exit(main())
