"""The door between MkDocs and the guide: wires events to `guide`, decides nothing.

The only file that imports mkdocs. Written for MkDocs 1.6 and mkdocs-bibtex 4.4.
"""

import json
import os
import posixpath
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from guide.dates import long_date
from guide.facts import helplines, medicines, studies
from guide.findings import FindingsError
from guide.library import bibtex, exports
from guide.pages import certainty, citations, includes, parser
from guide.site import (
    bibliography,
    bibtex_registry,
    catalogue,
    claims,
    content_security_policy,
    dead_links,
    drawings,
    emergency_file,
    freshness,
    inserts,
    precache,
    qr_codes,
    red_cards,
    report_channels,
    sections,
    share_channels,
    sources,
    structured_data,
    stylesheets,
    theme_files,
)
from guide.site.accessible_markup import dress
from guide.site.previews import Preview
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import (
    get_build_date,
    get_build_datetime,
    get_relative_url,
    write_file,
)

SCRIPTS = Path(__file__).parent
LOADED = freshness.newest(SCRIPTS)
STUDIES = "data/studies.yml"
MEDICINES = "data/medicines.yml"
DOCS = "docs"
HELPLINES = "data/helplines.yml"
DISCLAIMER = "about/disclaimer.md"
KEEPING = "about/offline.md"
TREATMENTS = "treatments"
JUDGING = "evidence/how-we-judge/"  # where the grades are explained
CLAIMS = "evidence/claims.json"
SERVING = "serve" in sys.argv  # live reload: no policy would let it, no worker helps it


@event_priority(100)  # before mkdocs-bibtex, which would read the library its own way
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the library and hand it to mkdocs-bibtex as its registry."""
    _restart_if_scripts_changed()
    plugin: Any = config.plugins["bibtex"]
    home = Path(config.config_file_path).parent
    bib = plugin.config.bib_file
    plugin.checking = _check_beside_the_build(home, config.docs_dir, bib)
    try:
        read = bibtex.read(home / bib, bib)
        plugin.studies = studies.read(home / STUDIES, STUDIES, read)
        plugin.medicines = medicines.read(home / MEDICINES, MEDICINES, read)
        plugin.helplines = helplines.read(home / HELPLINES, HELPLINES, read)
        plugin.shared = includes.read(Path(config.docs_dir), DOCS)
    except FindingsError as error:
        raise PluginError(str(error)) from error
    except OSError as error:
        raise PluginError(f"{bib}: cannot be read ({error.strerror}).") from error
    plugin.registry = bibtex_registry.VancouverRegistry(read)
    config.markdown_extensions.append(red_cards.QuietCards())  # type: ignore[arg-type]
    plugin.links = dead_links.read(home, config.extra["link_memory"])
    notice = dead_links.notice(plugin.links, get_build_datetime().date())
    if notice:  # a plain note: a log would make the strict build fail, or say nothing
        sys.stderr.write(f"{notice}\n")
    plugin.last_configured = time.time()  # "up to date": the plugin keeps our registry
    return config


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """Leave out what the theme brings and no page loads; announce the one file."""
    for file in [f for f in files if theme_files.is_unread(f.src_uri)]:
        files.remove(file)
    if all(files.get_file_from_path(page) for page in emergency_file.PAGES):
        files.append(File.generated(config, emergency_file.FILE, content=""))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, **_: object) -> Navigation:
    """Remember the order of the menu, for the table of all treatments."""
    plugin: Any = config.plugins["bibtex"]
    plugin.order = nav.pages
    return nav


def on_pre_page(page: Page, **_: object) -> Page:
    """Say in a sentence that a page is no text; MkDocs would show a traceback."""
    try:
        page.file.content_string  # noqa: B018  # reads the file
    except UnicodeDecodeError as error:
        problem = f"{_named(page)}:1: the file is not UTF-8 text. Save it as UTF-8."
        raise PluginError(problem) from error
    return page


@event_priority(100)
def _before_bibtex(
    _markdown: str, /, page: Page, config: MkDocsConfig, **_: object
) -> str:
    plugin: Any = config.plugins["bibtex"]
    try:
        written = parser.parse(page.file.content_string, _named(page), plugin.shared)
    except FindingsError as error:
        raise PluginError(str(error)) from error
    text = parser.shield(written)
    rows = partial(_glances, page, plugin)
    link = partial(_written_link, plugin.order, page)
    data = (plugin.studies, plugin.medicines, plugin.helplines)
    shown = inserts.add(text, written, data, rows, link)
    return shown + sources.HEADING if written.citations or shown != text else text


def _glances(page: Page, plugin: Any) -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401
    """Yield of each treatment, in the order of the menu, what the table shows of it."""
    here = posixpath.dirname(page.file.src_uri)
    for other in plugin.order:
        text = other.file.content_string
        written = parser.parse(text, _named(other), plugin.shared)
        if found := written.meta.get("glance"):
            to = posixpath.relpath(other.file.src_uri, here)
            yield str(other.title), to, found


def _treatment(order: Iterable[Page], name: str) -> Page | None:
    """Return the page about a treatment by its file name, if the menu has one."""
    for page in order:
        place = PurePosixPath(page.file.src_uri)
        if place.stem == name and place.parts[0] == TREATMENTS:
            return page
    return None


def _written_link(order: Iterable[Page], page: Page, name: str) -> str | None:
    """Return how the Markdown of a page links to a treatment."""
    to = _treatment(order, name)
    here = posixpath.dirname(page.file.src_uri)
    return posixpath.relpath(to.file.src_uri, here) if to else None


def _built_link(order: Iterable[Page], page: Page, name: str) -> str | None:
    """Return how a built page links to a treatment."""
    to = _treatment(order, name)
    return get_relative_url(to.url, page.url) if to else None


@event_priority(-100)
def _after_bibtex(markdown: str, /, **_: object) -> str:
    return citations.unshield(markdown)


on_page_markdown = CombinedEvent(_before_bibtex, _after_bibtex)


def on_page_content(html: str, page: Page, **_: object) -> str:
    """Refuse a citation that nobody resolved; keep marks out of the contents."""
    for sentence in sources.left_raw(html):
        raise PluginError(f"{_named(page)}: {sentence}")
    for entry in page.toc:
        _without_marks(entry)
    return html


def _without_marks(entry: AnchorLink) -> None:
    entry.title = sources.without_marks(entry.title)
    for child in entry.children:
        _without_marks(child)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Stop here if the check found something; give the templates what they show."""
    plugin: Any = config.plugins["bibtex"]
    said, fault = plugin.checking.communicate()
    if plugin.checking.returncode:
        raise PluginError((said or fault).rstrip())
    env.filters["long_date"] = long_date
    env.filters["qr"] = qr_codes.qr
    env.filters["pressed"] = stylesheets.pressed
    env.filters["bare"] = sections.bare
    env.globals["link_state"] = dead_links.line(plugin.links)
    built = {f.src_uri: f.page for f in files.documentation_pages() if f.page}
    disclaimer = built.get(DISCLAIMER)
    env.globals["short_disclaimer"] = disclaimer and disclaimer.meta.get(
        "short_disclaimer"
    )
    citing = [
        claims.Built(str(p.title), p.url, p.content or "") for p in built.values()
    ]
    plugin.claims = claims.find(citing, _registry(config).keys)
    env.globals["claims"] = claims.once(plugin.claims)
    env.globals["notes"] = _registry(config).notes
    keeping = built.get(KEEPING)
    env.globals["keeping_page"] = keeping and keeping.url
    shown = [_preview(page, config) for page in built.values()]
    plugin.drawing = _draw_beside_the_build(config, shown)
    env.globals["list_works"] = lambda: bibliography.listed(
        _registry(config), plugin.claims, plugin.studies
    )
    env.globals["list_studies"] = lambda: catalogue.listed(
        plugin.studies, _registry(config).notes
    )
    env.globals["list_medicines"] = lambda page: medicines.findable(
        plugin.medicines, partial(_built_link, plugin.order, page)
    )
    env.globals["helplines"] = plugin.helplines
    env.globals["exports"] = exports.ENDINGS
    if file := files.get_file_from_path(emergency_file.FILE):
        file.content_string = _one_file(env, config, built)
    return env


def _one_file(env: Environment, config: MkDocsConfig, built: Mapping[str, Page]) -> str:
    """Return the emergency page and the page for staff as one locked file."""
    cited = _registry(config)
    shown = [built[name] for name in emergency_file.PAGES]
    home = config.site_url or ""
    text = emergency_file.text(
        [(page.canonical_url or page.url, page.content or "") for page in shown],
        cited.keys,
        cited.notes,
        f"{home}{JUDGING}",
    )
    template = env.get_template("emergency-page.html")
    html = template.render(config=config, first=shown[0], text=text)
    plugin: Any = config.plugins["bibtex"]
    return content_security_policy.lock(dead_links.mark(html, plugin.links), home)


@event_priority(100)
def _before_search(
    context: dict[str, Any], /, page: Page, **_: object
) -> dict[str, Any]:
    context["marked_content"] = page.content
    page.content = sources.without_marks(page.content or "")
    return context


@event_priority(-100)
def _after_search(
    context: dict[str, Any], /, page: Page, config: MkDocsConfig, **_: object
) -> dict[str, Any]:
    cited = _registry(config)
    marked = context.pop("marked_content")
    graded = certainty.show(marked, get_relative_url(JUDGING, page.url))
    page.content = drawings.show(
        dress(sources.finish(graded, cited.keys, cited.notes)),
        partial(_picture, Path(config.docs_dir), page),
    )
    context["report_channels"] = list(
        report_channels.channels(
            config.extra["repository"],
            config.extra["contact"],
            str(page.title),
            page.canonical_url or page.url,
        )
    )
    address = page.canonical_url or page.url
    context["share_channels"] = list(share_channels.channels(str(page.title), address))
    context["preview_picture"] = (
        f"{config.site_url}previews/{_preview(page, config).name}"
    )
    context["structured"] = structured_data.page(
        page.meta,
        address,
        config.site_name,
        config.site_url or "",
        [cited.library[key] for key in sources.cited(marked, cited.keys)],
    )
    return context


on_page_context = CombinedEvent(_before_search, _after_search)


@event_priority(-100)  # after everybody who writes a script into the page
def on_post_page(output: str, config: MkDocsConfig, **_: object) -> str:
    """Say after each link known dead that it is; lock the page."""
    plugin: Any = config.plugins["bibtex"]
    told = dead_links.mark(output, plugin.links)
    return (
        told if SERVING else content_security_policy.lock(told, config.site_url or "")
    )


@event_priority(-100)
def on_post_template(
    output: str, template_name: str, config: MkDocsConfig, **_: object
) -> str:
    """Lock the page that a host shows where nothing is found."""
    locks = template_name.endswith(".html") and not SERVING
    return (
        content_security_policy.lock(output, config.site_url or "") if locks else output
    )


@event_priority(-100)  # after the search index is written
def on_post_build(config: MkDocsConfig) -> None:
    """Wait for the pictures; export the library; give the worker the list of files."""
    plugin: Any = config.plugins["bibtex"]
    said, _ = plugin.drawing.communicate()
    if plugin.drawing.returncode:
        raise PluginError(f"The link-card pictures could not be drawn:\n{said}")
    bib = Path(config.config_file_path).parent / plugin.config.bib_file
    told = claims.to_json(
        claims.once(plugin.claims), get_build_date(), config.site_url or ""
    )
    if plugin.claims:
        write_file(told.encode(), str(Path(config.site_dir) / CLAIMS))
    exports.write(
        Path(config.site_dir),
        _registry(config).library,
        bib.read_text(encoding="utf-8"),
    )
    catalogue.write(
        Path(config.site_dir),
        plugin.studies,
        get_build_date(),
        config.site_url or "",
    )
    if not SERVING:
        precache.write(Path(config.site_dir), get_build_date())


def _picture(docs: Path, page: Page, address: str) -> str:
    place = posixpath.normpath(posixpath.join(page.url, address))
    file = docs / place
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _preview(page: Page, config: MkDocsConfig) -> Preview:
    said = page.meta
    return Preview(config.site_name, said["title"], said["description"], said["kind"])


def _named(page: Page) -> str:
    return f"{DOCS}/{page.file.src_uri}"


def _registry(config: MkDocsConfig) -> bibtex_registry.VancouverRegistry:
    plugin: Any = config.plugins["bibtex"]
    found: bibtex_registry.VancouverRegistry = plugin.registry
    return found


def _check_beside_the_build(home: Path, docs: str, bib: str) -> subprocess.Popen[str]:
    """Start `make check` on the other processor; nothing is written before it ends."""
    program = [sys.executable, str(SCRIPTS / "check_pages.py")]
    return subprocess.Popen(  # noqa: S603  # our own program
        [*program, "--docs", os.path.relpath(docs, home), "--bib", bib],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _draw_beside_the_build(
    config: MkDocsConfig, shown: Iterable[Preview]
) -> subprocess.Popen[str]:
    """Start drawing the link-card pictures on the other processor."""
    kept = Path(config.config_file_path).parent / ".cache" / "previews"
    program = [sys.executable, str(SCRIPTS / "draw_previews.py"), "--kept", str(kept)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as asked:
        json.dump([asdict(preview) for preview in shown], asked)
        asked.seek(0)
        return subprocess.Popen(  # noqa: S603  # our own program
            [*program, "--to", str(Path(config.site_dir) / "previews")],
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def _restart_if_scripts_changed() -> None:
    """Start `mkdocs serve` anew after an edit of scripts/, which Python has cached."""
    if freshness.newest(SCRIPTS) != LOADED:
        if fault := freshness.fault(SCRIPTS):
            raise PluginError(fault)
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  # ourselves
