"""Draw sentences by chance, and print each with its sources, ready to tick."""

import argparse
import json
import random
import sys
from collections.abc import Iterable
from pathlib import Path

from guide.findings import FindingsError
from guide.site import gate, sheets
from guide.site.sheets import Claim

SAFETY = ("emergency/", "living/stopping-safely/")  # where a wrong word harms at once


def main() -> int:
    """Exit 0 with the form, or 2 where the claims cannot be read or do not suffice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(), help="the project")
    parser.add_argument(
        "--claims", type=Path, default=Path("site/evidence/claims.json")
    )
    parser.add_argument("--sentences", type=int, default=60)
    parser.add_argument("--safety", type=int, default=20, help="of safety pages")
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    try:
        told = json.loads(options.claims.read_text(encoding="utf-8"))
        content = gate.read(gate.Places(options.home))
        drawn = draw(told["claims"], options.sentences, options.safety, options.seed)
    except (OSError, ValueError, FindingsError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"# {len(drawn)} sentences, seed {options.seed}, guide of {told['date']}")
    print("\nEach is held against its sources themselves, not against our notes alone.")
    for number, claim in enumerate(drawn, 1):
        sheet = sheets.form(
            number, claim, told["site"], content.library, content.judgements
        )
        print("\n".join(["", *sheet]))
    return 0


def draw(
    claims: Iterable[Claim], sentences: int, safety: int, seed: int
) -> list[Claim]:
    """Return sentences drawn by a seed, some of them from the safety pages.

    Raises:
        ValueError: there are fewer than are to be drawn.
    """
    cited = [claim for claim in claims if claim["sources"]]
    sharp = [claim for claim in cited if claim["address"].startswith(SAFETY)]
    rest = [claim for claim in cited if not claim["address"].startswith(SAFETY)]
    wanted = {"safety pages": (sharp, safety), "others": (rest, sentences - safety)}
    chance = random.Random(seed)  # noqa: S311  # drawn anew by whoever knows the seed
    drawn: list[Claim] = []
    for name, (of, many) in wanted.items():
        if not 0 <= many <= len(of):
            raise ValueError(f"{many} of {len(of)} cannot be drawn from the {name}.")
        drawn += chance.sample(of, many)
    return drawn


if __name__ == "__main__":
    sys.exit(main())
