"""Property tests try the same cases in every run, without a clock."""

from hypothesis import settings

settings.register_profile("guide", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("guide")
