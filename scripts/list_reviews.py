"""Say which pages are due or overdue for review, and which no clinician has signed.

Exit 0: nothing is due. 1: something is, in words. 2: the pages could not be read.
SOURCE_DATE_EPOCH sets the clock, in seconds since 1970.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from guide.dates import long_date, today
from guide.findings import FindingsError
from guide.pages import review
from guide.pages.parser import Page
from guide.site import gate
from guide.upkeep import files, tasks
from guide.upkeep.tasks import Group, Task, TaskList

HOW = (
    "Read the whole page against its sources, repair it, and set reviewed, "
    "next_review and searched_to in its front matter."
)
AGES: dict[review.Age, tuple[str, str]] = {
    "too old": ("Too old to be shown whole", f"Readers see warnings alone. {HOW}"),
    "overdue": ("Overdue", f"Readers are told so on top of the page. {HOW}"),
    "due soon": ("Due within 60 days", HOW),
}


def main() -> int:
    """Print the pages; see --help."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog=(__doc__ or "").partition("\n\n")[2],
    )
    add = parser.add_argument
    add("--home", type=Path, default=Path(), help="the project")
    add("--json", type=Path, metavar="FILE", help="write them for a program")
    add("--report", type=Path, metavar="FILE", help="write them as Markdown")
    options = parser.parse_args()
    try:
        pages = gate.read(gate.Places(options.home)).pages.values()
    except FindingsError as error:
        print(f"{error}\nThe pages cannot be read. Run make check.", file=sys.stderr)
        return 2
    found = waiting(pages)
    texts = {options.json: tasks.to_json, options.report: tasks.to_markdown}
    try:
        files.write_all({path: form(found) for path, form in texts.items() if path})
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return 2
    print(tasks.to_terminal(found))
    unsigned = sum(not page.meta.get("clinician") for page in pages)
    print(f"{unsigned} of {len(pages)} pages are not yet reviewed by a clinician.")
    return 1 if len(found) else 0


def waiting(pages: Iterable[Page]) -> TaskList:
    """Return the pages that wait for a review, those that wait longest first."""
    now = today()
    due = review.due(pages, now)
    groups = (
        Group(title, advice, tuple(_task(page) for page in due[age]))
        for age, (title, advice) in AGES.items()
    )
    return TaskList("reviews", now.isoformat(), tuple(groups))


def _task(page: Page) -> Task:
    reviewed, due = (long_date(page.meta[it]) for it in ("reviewed", "next_review"))
    return Task(page.file, f"last reviewed on {reviewed}, due by {due}.")


if __name__ == "__main__":
    sys.exit(main())
