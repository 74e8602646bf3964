"""The door between MkDocs and the guide: wires events to `guide`, decides nothing.

The only file that imports mkdocs. Written for MkDocs 1.6 and mkdocs-bibtex 4.4.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

from guide import (
    citations,
    library,
    pages,
    registry,
    reporting,
    rules,
    sources,
    works,
)
from guide.dates import long_date
from guide.findings import FindingsError
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

LOADED = time.time()
SCRIPTS = Path(__file__).parent
REFERENCES = "evidence/references.md"
DISCLAIMER = "about/disclaimer.md"


@event_priority(100)  # before mkdocs-bibtex, which would read the library its own way
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the library and hand it to mkdocs-bibtex as its registry."""
    _restart_if_scripts_changed()
    plugin: Any = config.plugins["bibtex"]
    path = Path(config.config_file_path).parent / plugin.config.bib_file
    try:
        read = library.read(path, plugin.config.bib_file)
    except FindingsError as error:
        raise PluginError(str(error)) from error
    except OSError as error:
        raise PluginError(f"{path.name}: cannot be read ({error.strerror}).") from error
    plugin.registry = registry.VancouverRegistry(read)
    plugin.last_configured = time.time()  # "up to date": the plugin keeps our registry
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check every page before the first is built."""
    docs = Path(config.docs_dir)
    try:
        guide = rules.read_guide(docs, docs.name, _library(config))
        findings = rules.check(guide)
    except FindingsError as error:
        findings = error.findings
    if findings:
        raise PluginError("\n".join(map(str, findings)))
    return files


@event_priority(100)
def _before_bibtex(markdown: str, /, **_: object) -> str:
    prose = pages.prose(markdown)
    text = citations.shield(markdown, prose)
    return text + sources.HEADING if citations.find(prose) else text


@event_priority(-100)
def _after_bibtex(markdown: str, /, **_: object) -> str:
    return citations.unshield(markdown)


on_page_markdown = CombinedEvent(_before_bibtex, _after_bibtex)


def on_page_content(html: str, page: Page, **_: object) -> str:
    """Set the sources in order; refuse a citation that nobody resolved."""
    for raw in sources.left_raw(html):
        raise PluginError(
            f"docs/{page.file.src_uri}: '{raw}' is left in the built page. "
            "Move the citation out of the link or mark it stands in."
        )
    return sources.arrange(html)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the templates what they show, and the list of all works its place."""
    env.filters["long_date"] = long_date
    built = {f.src_uri: f.page for f in files.documentation_pages() if f.page}
    disclaimer = built.get(DISCLAIMER)
    env.globals["short_disclaimer"] = disclaimer and disclaimer.meta["short_disclaimer"]
    listed = built.get(REFERENCES)
    if listed:
        others = (page for page in built.values() if page is not listed)
        citing = [(str(p.title), p.url, p.content or "") for p in others]
        entries = works.entries(_library(config), citing)
        shown = env.get_template("partials/works.html").render(works=entries)
        listed.content = f"{listed.content}{shown}"
    return env


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object
) -> dict[str, Any]:
    """Tell the frame of a page where its problems can be reported."""
    context["report_channels"] = list(
        reporting.channels(
            config.extra["repository"],
            config.extra["contact"],
            str(page.title),
            page.canonical_url or page.url,
        )
    )
    return context


def _library(config: MkDocsConfig) -> library.Library:
    plugin: Any = config.plugins["bibtex"]
    found: library.Library = plugin.registry.library
    return found


def _restart_if_scripts_changed() -> None:
    """Start `mkdocs serve` anew after an edit of scripts/, which Python has cached."""
    if any(path.stat().st_mtime > LOADED for path in SCRIPTS.rglob("*.py")):
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  # ourselves
