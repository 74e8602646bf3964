"""The files of Material: which of them a reader never asks for."""

WORKER = "assets/worker.js"  # guide.release writes it to the root
UNREAD = ("assets/javascripts/", "assets/stylesheets/")


def is_unread(file: str) -> bool:
    """Tell whether a theme file stays out of the site.

    overrides/base.html loads neither Material's script (with its map, search worker and
    32 stemmers) nor its style; the guide's own styles stand in each page, its scripts
    in one file.
    """
    ours = file.startswith("assets/") and file.endswith((".css", ".js"))
    return file.startswith(UNREAD) or (ours and file != WORKER)
