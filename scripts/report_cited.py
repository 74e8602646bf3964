"""Say which sources many different sentences cite: perhaps for more than they say."""

import argparse
import sys
from pathlib import Path

from guide.findings import FindingsError
from guide.library import notes
from guide.pages import citations, settled
from guide.site import gate


def main() -> int:
    """Print each source with how many different sentences cite it, the most first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(), help="the project")
    parser.add_argument("--more-than", type=int, default=30)
    options = parser.parse_args()
    try:
        content = gate.read(gate.Places(options.home))
    except FindingsError as error:
        print(error, file=sys.stderr)
        return 1
    said: dict[str, set[str]] = {}
    for page in content.pages.values():
        for block in page.blocks:
            for sentence in block.sentences:
                for mark in citations.find(sentence.written):
                    for key in mark.keys:
                        said.setdefault(key, set()).add(settled.words(sentence))
    for key, sentences in sorted(said.items(), key=lambda it: (-len(it[1]), it[0])):
        if len(sentences) > options.more_than:
            print(f"{len(sentences):4}  {key}  {notes.short(content.library[key])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
