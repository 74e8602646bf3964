"""Check the library and every page, and say in one sentence each what to repair."""

import argparse
import sys
from pathlib import Path

from guide.facts import helplines, medicines, studies
from guide.findings import FindingsError
from guide.library import bibtex
from guide.pages import reading_age, rules


def main() -> int:
    """Exit 0 if nothing is to be repaired, 1 with findings, 2 if a file is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the pages")
    parser.add_argument("--bib", type=Path, default=Path("references.bib"))
    parser.add_argument("--studies", type=Path, default=Path("data/studies.yml"))
    parser.add_argument("--medicines", type=Path, default=Path("data/medicines.yml"))
    parser.add_argument("--helplines", type=Path, default=Path("data/helplines.yml"))
    options = parser.parse_args()
    data = (options.studies, options.medicines, options.helplines)
    for path in (options.docs, options.bib, *data):
        if not path.exists():
            print(f"{path}: there is no such file or folder.", file=sys.stderr)
            return 2
    try:
        works = bibtex.read(options.bib)
        studies.read(options.studies, str(options.studies), works)
        known = medicines.read(options.medicines, str(options.medicines), works)
        helplines.read(options.helplines, str(options.helplines), works)
        names = reading_age.words_of(known.names)
        guide = rules.read_guide(options.docs, str(options.docs), works, names)
        findings = rules.check(guide)
    except FindingsError as error:
        findings = error.findings
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} to repair.", file=sys.stderr)
        return 1
    cited = {key for page in guide.pages.values() for key in page.cited}
    print(
        f"{len(guide.pages)} pages and {len(works)} sources ({len(cited)} cited): fine."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
