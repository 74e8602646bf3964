"""Add a source to the library, as Crossref or PubMed describes it, for you to annotate.

    python scripts/add_reference.py --doi 10.1056/NEJMoa01167

Exit 0: it stands in the file. 1: it is there already, or nobody knows it. 2: nobody
could be asked. Read the work before you cite it, and write what you read.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from guide.dates import today
from guide.links.net.client import open_client
from guide.links.net.rate_limit import RateLimit
from guide.references import entries, new_entry
from guide.references.entries import Entry, UnreadableError
from guide.references.memory import Memory
from guide.references.services import Services, SilentError
from guide.upkeep import files

PAUSE = 0.34
AGENT = "StiffPersonGuide/1.0"


def main() -> int:
    """Add one source; see --help."""
    options = _options()
    doi = entries.bare_doi(options.doi or "")
    try:
        library = options.bib.read_text(encoding="utf-8")
        known, _ = entries.parse(library)
        if there := _same(known, doi, options.pmid):
            print(f"{options.bib} holds it already, as '{there}'.", file=sys.stderr)
            return 1
        fields = asyncio.run(_described(doi, options.pmid, options.pause))
        if not fields:
            print("No registry knows it. Look at the number again.", file=sys.stderr)
            return 1
        if there := _same(known, fields.get("doi", ""), fields.get("pmid")):
            print(f"{options.bib} holds it already, as '{there}'.", file=sys.stderr)
            return 1
        key = new_entry.key_of(fields, known)
        entry = new_entry.text(key, fields, _seen(fields), today())
        files.write_all({options.bib: new_entry.insert(library, key, entry)})
    except (OSError, UnreadableError) as error:
        why = getattr(error, "strerror", None) or str(error)
        print(f"{options.bib}: {why} Nothing was changed.", file=sys.stderr)
        return 2
    except SilentError as error:
        print(f"{error} Nothing was changed.", file=sys.stderr)
        return 2
    print(f"'{key}' stands in {options.bib}. Read the work, then fill in:\n{entry}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--doi", metavar="DOI")
    which.add_argument("--pmid", metavar="NUMBER")
    parser.add_argument("--bib", type=Path, default=Path("references.bib"))
    parser.add_argument("--pause", type=float, default=PAUSE)
    return parser.parse_args()


def _same(known: Mapping[str, Entry], doi: str, pmid: str | None) -> str:
    """Return the key of the entry with one of these identifiers, or ""."""
    return next(
        (
            key
            for key, it in known.items()
            if (doi and it.doi.lower() == doi.lower()) or (pmid and it.pmid == pmid)
        ),
        "",
    )


async def _described(doi: str, pmid: str | None, pause: float) -> dict[str, str]:
    """Return the fields of a work, {} if nobody knows it."""
    tested = any(it in os.environ for it in ("CROSSREF_URL", "EUTILS_URL"))
    async with open_client(RateLimit(pause), AGENT, allow_private=tested) as client:
        services = Services(client, os.environ.get("CONTACT", ""), Memory(today()))
        if pmid:
            item = await services.summary(pmid)
            return new_entry.from_summary(item) if item else {}
        message = await services.message(doi)
        return new_entry.from_crossref(message) if message else {}


def _seen(fields: Mapping[str, str]) -> str:
    if fields.get("doi"):
        return f"https://doi.org/{fields['doi']}"
    return f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"


if __name__ == "__main__":
    sys.exit(main())
