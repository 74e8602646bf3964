"""Property tests try the same cases each time; no test rests on another's cache.

Without the second a change of the code behind a cache is seen by no test that runs in
a process where the cache is filled, as `make mutants` does.
"""

import sys

import pytest
from hypothesis import settings

settings.register_profile("guide", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("guide")


@pytest.fixture(autouse=True)
def _no_cache() -> None:
    """Begin with nothing kept."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("guide."):
            for one in [*vars(module).values()]:
                if clear := getattr(one, "cache_clear", None):
                    clear()
