"""The files of Material: which of them a reader never asks for."""

UNREAD = ("assets/javascripts/", "assets/stylesheets/")


def is_unread(file: str) -> bool:
    """Tell whether a theme file stays out of the site.

    overrides/base.html loads neither Material's script (with its map, search worker and
    32 stemmers) nor its style; the guide's own stylesheets stand in each page.
    """
    return file.startswith(UNREAD) or (
        file.startswith("assets/") and file.endswith(".css")
    )
