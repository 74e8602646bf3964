"""While serving: a fault as a page that says it, in place of every page."""

import logging
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path

NAMES = ("index.html", "404.html")  # all else is gone, so each request gets one
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<title>The guide cannot be built</title>
</head>
<body>
<h1>The guide cannot be built</h1>
<p>Repair what is told here; this page then gives way by itself.</p>
<pre>{}</pre>
</body>
</html>
"""


class _Heard(logging.Handler):
    """Keeps what MkDocs complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def build(builder: Callable[[], None], site: Path) -> None:
    """Build; if that fails, leave pages that say why."""
    heard, log = _Heard(), logging.getLogger("mkdocs")
    log.addHandler(heard)
    try:
        builder()
    except Exception as error:
        if not isinstance(error, SystemExit):  # an Abort has told all that there is
            log.exception("The build has a fault of its own.")
        said = "\n".join(dict.fromkeys(heard.said)) or str(error)
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir()
        for name in NAMES:
            (site / name).write_text(PAGE.format(escape(said)), encoding="utf-8")
    finally:
        log.removeHandler(heard)
