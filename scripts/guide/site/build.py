"""One build: what it knows, and what it does at each event of MkDocs.

Beside `hooks.py` the only module that knows MkDocs (1.6) and mkdocs-bibtex (4.4).
"""

import logging
import os
import posixpath
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path
from typing import Any, Protocol, cast

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import CountHandler, get_build_date, get_build_datetime
from mkdocs.utils import get_relative_url as relative

from guide.dates import long_date, today
from guide.facts import medicines
from guide.facts.judgements import Judgement
from guide.findings import FindingsError
from guide.library import exports
from guide.pages import addresses, citations, parser, review
from guide.site import (
    a_to_z,
    article,
    bibliography,
    catalogue,
    claims,
    content_security_policy,
    dead_links,
    emergency_file,
    fault_page,
    freshness,
    gate,
    inserts,
    marks,
    moved,
    precache,
    previews,
    qr_codes,
    red_cards,
    report_channels,
    search_index,
    sections,
    share_channels,
    sources,
    structured_data,
    stylesheets,
    theme_files,
)
from guide.site.article import Around
from guide.site.bibtex_registry import VancouverRegistry
from guide.site.gate import Content, Places
from guide.site.previews import Preview
from guide.site.search_index import Findable

DISCLAIMER = "about/disclaimer.md"
RESOURCES = "living/resources.md"  # where to look instead of a page too old
KEEPING = "about/offline.md"
JUDGING = "evidence/how-we-judge/"  # where the grades are explained
CLAIMS = "evidence/claims.json"
BEHIND = 0.5  # in the search: a treatment's page comes before its evidence
Context = dict[str, Any]  # what MkDocs hands a template


class BibtexPlugin(Protocol):
    """The seam of mkdocs-bibtex 4.4: the registry that it asks, and when it read it."""

    registry: VancouverRegistry
    last_configured: float


class Build:
    """One build of the guide.

    Attributes:
        serving: whether pages are shown live: no policy would let that, no worker
            would help it, and a fault is shown as a page.
        content: what authors wrote, read and checked.
        registry: the works as the text cites them.
        links: what the last check of the links knew.
        menu: the pages in the order of the menu.
        claims: every cited sentence.
        site: where the whole build is put.
        made: the folder beside it in which it is built.
        drawing: the program that draws the pictures of link cards.
    """

    content: Content
    registry: VancouverRegistry
    links: dead_links.State
    menu: tuple[Page, ...]
    claims: list[claims.Claim]
    site: Path
    drawing: subprocess.Popen[str]
    _built: tuple[Page, ...]
    _templates: Environment

    def __init__(self, scripts: Path) -> None:
        """Remember which scripts are loaded; the rest is known at `on_config`."""
        self.serving = False
        self.made: Path | None = None
        self._scripts = scripts
        self._loaded = freshness.newest(scripts)

    def on_startup(self, command: str) -> None:
        """Know whether pages are built or served."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read and check all that authors wrote; hand mkdocs-bibtex the works."""
        self._restart_if_scripts_changed()
        home = Path(config.config_file_path).parent
        docs = Path(os.path.relpath(config.docs_dir, home)).as_posix()
        try:
            self.content = gate.read(Places(home, docs))
        except FindingsError as error:
            raise PluginError(str(error)) from error
        self.links = dead_links.read(home, config.extra["link_memory"])
        changes = self.content.changes
        self.registry = VancouverRegistry(self.content.library, self.links, changes)
        plugin = cast("BibtexPlugin", config.plugins["bibtex"])
        plugin.registry = self.registry
        plugin.last_configured = inf  # "up to date", whatever the clocks say
        notice = dead_links.notice(self.links, get_build_datetime().date())
        if notice:  # a plain note: a log would make the strict build fail
            sys.stderr.write(f"{notice}\n")
        config.markdown_extensions.append(red_cards.QuietCards())  # type: ignore[arg-type]
        self.site = Path(config.site_dir)
        if not self.serving:  # built aside, put in its place when it is whole
            self.made = self.site.with_name(f".{self.site.name}.part")
            config.site_dir = str(self.made)

    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Leave out what the theme brings and no page loads; announce the one file."""
        for file in [f for f in files if theme_files.is_unread(f.src_uri)]:
            files.remove(file)
        if all(files.get_file_from_path(page) for page in emergency_file.PAGES):
            files.append(File.generated(config, emergency_file.FILE, content=""))

    def on_nav(self, nav: Navigation, files: Files) -> None:
        """Remember the order of the menu; evidence stands below its treatment."""
        self.menu = tuple(nav.pages)
        for file in files.documentation_pages():
            if file.page and file.page not in self.menu:
                above = self._page(parser.page_name(file.src_uri))
                file.page.parent = above.parent if above else None

    def on_page_read_source(self, page: Page) -> str:
        """Give MkDocs what the gate has read."""
        return self._written(page).body

    def before_citations(self, page: Page) -> str:
        """Return the Markdown of a page with all that the build adds from data."""
        written = self._written(page)
        page.meta = dict(written.meta)
        if page not in self.menu:
            page.meta["search"] = {"boost": BEHIND}
        text = parser.shield(written)
        rows = partial(self._glances, page)
        link = partial(self._built_link, page)
        told, cite = self.content, self.registry.cite
        data = inserts.Data(
            told.studies, told.medicines, told.helplines, told.judgements, cite
        )
        shown = inserts.add(text, written, data, rows, link)
        return shown + sources.HEADING if written.citations or shown != text else text

    def after_citations(self, markdown: str) -> str:
        """Return the Markdown of a page with what mkdocs-bibtex may not see."""
        return citations.unshield(markdown)

    def on_page_content(self, html: str, page: Page) -> None:
        """Refuse a citation that nobody resolved; keep marks out of the contents."""
        for sentence in sources.left_raw(html):
            raise PluginError(f"{self._written(page).file}: {sentence}")
        for entry in page.toc:
            _without_marks(entry)

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Give the templates what they show."""
        built = {f.src_uri: f.page for f in files.documentation_pages() if f.page}
        self._built = tuple(built.values())
        self._templates = env
        disclaimer, keeping = built.get(DISCLAIMER), built.get(KEEPING)
        resources = built.get(RESOURCES)
        shown = [
            claims.Built(str(p.title), p.url, p.content or "") for p in built.values()
        ]
        self.claims = claims.find(
            shown,
            self.registry.keys,
            tuple(self.content.judgements),
            tuple(self.content.searches),
        )
        looked = self.content.searches.values()
        env.filters["long_date"] = long_date
        env.filters["qr"] = qr_codes.qr
        env.filters["pressed"] = stylesheets.pressed
        env.filters["bare"] = sections.bare
        env.globals |= {
            "link_state": dead_links.line(self.links),
            "short_disclaimer": disclaimer and disclaimer.meta.get("short_disclaimer"),
            "claims": claims.once(self.claims),
            "notes": self.registry.notes,
            "keeping_page": keeping and keeping.url,
            "resources_page": resources and resources.url,
            "list_works": self._works,
            "list_studies": self._studies,
            "list_medicines": self._medicines,
            "helplines": self.content.helplines,
            "exports": exports.ENDINGS,
            "list_judgements": self._judgements,
            "list_a_to_z": self._a_to_z,
            "searches": [*looked],
            "audits": self.content.audits,
            "source_changes": self.content.changes,
            "words_of": lambda page: review.fingerprint(self._written(page)),
            "built_pages": self._built,
            "signed_pages": [
                (page, review.changed(self._written(page)))
                for page in self._built
                if page.meta.get("clinician")
            ],
            "collections": dict.fromkeys(it for one in looked for it in one.within),
        }
        wanted = [_preview(page, config) for page in built.values()]
        kept = Path(config.config_file_path).parent / ".cache" / "previews"
        self.drawing = previews.draw_beside(
            self._scripts, wanted, kept, Path(config.site_dir) / "previews"
        )
        if file := files.get_file_from_path(emergency_file.FILE):
            file.content_string = self._one_file(env, config, built)

    def before_search(self, context: Context, page: Page) -> None:
        """Let the search read the words of a page without its marks."""
        context["marked_content"] = page.content
        page.content = marks.without(page.content or "")

    def after_search(self, context: Context, page: Page, config: MkDocsConfig) -> None:
        """Finish a page, and give its template what it shows."""
        marked = context.pop("marked_content")
        around = self._around(page, relative(JUDGING, page.url), config)
        page.content = article.finish(marked, around)
        address, title = page.canonical_url or page.url, str(page.title)
        home = config.site_url or ""
        context["report_channels"] = list(
            report_channels.channels(
                config.extra["repository"], config.extra["contact"], title, address
            )
        )
        if page not in self.menu:
            context["page_above"] = self._page(parser.page_name(page.file.src_uri))
        written = self._written(page)
        context["page_age"] = review.age(written, today())
        context["page_words"] = review.fingerprint(written)
        context["words_changed"] = review.changed(written)
        context["page_hides"] = review.hides(written, today())
        context["shared_title"] = named = share_channels.named(page.meta["title"])
        context["share_channels"] = list(share_channels.channels(named, address))
        context["preview_picture"] = f"{home}previews/{_preview(page, config).name}"
        keys = marks.cited(marked, self.registry.keys)
        cited = [self.content.library[key] for key in keys]
        context["doubted_sources"] = [
            (change, self.registry.notes[key].short)
            for key in keys
            if (change := self.content.changes.get(key)) and change.is_grave
        ]
        context["structured"] = structured_data.page(
            page.meta, address, config.site_name, home, cited
        )

    def on_post_page(self, output: str, config: MkDocsConfig) -> str:
        """Give a page its policy."""
        return self.on_post_template(output, ".html", config)

    def on_post_template(self, output: str, name: str, config: MkDocsConfig) -> str:
        """Give the page that a host shows where nothing is found its policy."""
        if self.serving or not name.endswith(".html"):
            return output
        return content_security_policy.lock(output, config.site_url or "")

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Wait for the pictures; write what is made of the whole; put it in place."""
        said, _ = self.drawing.communicate()
        if self.drawing.returncode:
            raise PluginError(f"The link-card pictures could not be drawn:\n{said}")
        made = Path(config.site_dir)
        once = claims.once(self.claims)
        looked = self.content.searches.values()
        told = claims.to_json(
            once,
            looked,
            self.content.changes,
            get_build_date(),
            config.site_url or "",
        )
        if once:
            (made / CLAIMS).parent.mkdir(parents=True, exist_ok=True)
            (made / CLAIMS).write_text(told, encoding="utf-8")
        bib = Path(config.config_file_path).parent / Places.library
        exports.write(made, self.content.library, bib.read_text(encoding="utf-8"))
        home = config.site_url or ""
        catalogue.write(made, self.content.studies, get_build_date(), home)
        files = {it.file.src_uri: it.url for it in self._built}
        words, numbers = self.content.words, self.content.helplines
        search_index.write(made, self._findable(), files, words, numbers)
        self._lead_on(made, home)
        if self.serving:
            return
        precache.write(made, get_build_date())
        if not _warned():  # else MkDocs, being strict, is about to fail
            _swap(made, self.site)
            self.made = None

    def _lead_on(self, made: Path, home: str) -> None:
        """Write a page at each address where a page stood before."""
        render = self._templates.get_template("moved.html").render
        for page in self._built:
            for old in addresses.old(self._written(page)):
                html = moved.text(old, page.url, str(page.title), home, render)
                file = made / old / "index.html"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(html, encoding="utf-8")

    def on_build_error(self) -> None:
        """Leave nothing of a failed build; what was built before stays."""
        if self.made:
            shutil.rmtree(self.made, ignore_errors=True)

    def on_serve(
        self, server: LiveReloadServer, builder: Callable[[], None], site: Path
    ) -> None:
        """Show a fault as a page that says it; MkDocs would let every request wait."""
        server.builder = partial(fault_page.build, builder, site)

    def _written(self, page: Page) -> parser.Page:
        return self.content.pages[f"{Places.docs}/{page.file.src_uri}"]

    def _glances(self, page: Page) -> Iterator[tuple[str, str, Any]]:
        """Yield of each treatment, in the order of the menu, what the table shows."""
        here = posixpath.dirname(page.file.src_uri)
        for other in self.menu:
            if found := self._written(other).meta.get("glance"):
                to = posixpath.relpath(other.file.src_uri, here)
                title = other.title or self._written(other).meta["title"]
                yield str(title), to, found

    def _page(self, name: str) -> Page | None:
        """Return the page that data/ calls by a name, if the menu leads to it."""
        named = (p for p in self.menu if parser.page_name(p.file.src_uri) == name)
        return next(named, None)

    def _built_link(self, page: Page, name: str) -> str | None:
        to = self._page(name)
        return relative(to.url, page.url) if to else None

    def _works(self) -> bibliography.Bibliography:
        return bibliography.listed(self.registry, self.claims, self.content.studies)

    def _studies(self) -> catalogue.Listed:
        return catalogue.listed(self.content.studies, self.registry.notes)

    def _judgements(self, page: Page) -> list[tuple[str, str | None, list[Judgement]]]:
        """Return all judgements by page: its title, its address, and its own."""
        found: dict[str, list[Judgement]] = {}
        for judgement in self.content.judgements.values():
            found.setdefault(judgement.treatment, []).append(judgement)
        return [
            (str(it.title), self._built_link(page, name), found[name])
            for it in self.menu
            if (name := parser.page_name(it.file.src_uri)) in found
        ]

    def _medicines(self, page: Page) -> list[dict[str, Any]]:
        link = partial(self._built_link, page)
        return medicines.findable(self.content.medicines, link)

    def _findable(self) -> dict[str, Findable]:
        """Return what a search may find: no page that asks to be left out."""
        found = {}
        for page in self._built:
            said = self._written(page).meta
            if not said.get("search", {}).get("exclude"):
                own = self.content.medicines.of(parser.page_name(page.file.src_uri))
                brands = medicines.names(own) if page in self.menu else ()
                found[page.url] = Findable(
                    str(page.title),
                    said["description"],
                    (*said.get("other_names", ()), *brands),
                    tuple(said.get("questions", ())),
                    page not in self.menu,
                )
        return found

    def _a_to_z(self, page: Page) -> list[tuple[str, list[a_to_z.Entry]]]:
        """Return every name, as the page of them all shows it."""
        files = {it.file.src_uri: it.url for it in self._built}
        pages = {relative(to, page.url): it for to, it in self._findable().items()}

        def address(file: str, anchor: str) -> str:
            to = relative(files[file], page.url)
            return f"{to}#{anchor}" if anchor else to

        known, link = self.content.medicines, partial(self._built_link, page)
        return a_to_z.letters(self.content.words, known, pages, address, link)

    def _around(self, page: Page, judging: str, config: MkDocsConfig) -> Around:
        """Return what the article of a page is finished with."""
        picture = partial(_picture, Path(config.docs_dir), page)
        keys, notes = self.registry.keys, self.registry.notes
        judged = tuple(self.content.judgements.values())
        looked = tuple(self.content.searches.values())
        too_old = review.hides(self._written(page), today())
        return Around(
            keys, judged, looked, notes, judging, picture, self.links, too_old
        )

    def _one_file(
        self, env: Environment, config: MkDocsConfig, built: Mapping[str, Page]
    ) -> str:
        """Return the emergency page and the page for staff as one whole file."""
        shown = [built[name] for name in emergency_file.PAGES]
        home = config.site_url or ""
        parts = [(it.canonical_url or it.url, it.content or "") for it in shown]
        around = self._around(shown[0], f"{home}{JUDGING}", config)
        text = emergency_file.text(parts, around)
        template = env.get_template("emergency-page.html")
        age = review.age(self._written(shown[0]), today())
        words = review.fingerprint(self._written(shown[0]))
        html = template.render(
            config=config, page=shown[0], page_age=age, page_words=words, text=text
        )
        return content_security_policy.lock(html, home)

    def _restart_if_scripts_changed(self) -> None:
        """Start `mkdocs serve` anew after an edit of scripts/, which Python caches."""
        if freshness.newest(self._scripts) != self._loaded:
            if fault := freshness.fault(self._scripts):
                raise PluginError(fault)
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  # ourselves


def _without_marks(entry: AnchorLink) -> None:
    entry.title = marks.without(entry.title)
    for child in entry.children:
        _without_marks(child)


def _picture(docs: Path, page: Page, address: str) -> str:
    file = docs / posixpath.normpath(posixpath.join(page.url, address))
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _preview(page: Page, config: MkDocsConfig) -> Preview:
    said = page.meta
    return Preview(config.site_name, said["title"], said["description"], said["kind"])


def _warned() -> bool:
    """Tell whether MkDocs counts warnings and has some."""
    counters = (
        handler
        for handler in logging.getLogger("mkdocs").handlers
        if isinstance(handler, CountHandler)
    )
    return any(counter.get_counts() for counter in counters)


def _swap(made: Path, site: Path) -> None:
    """Put a whole build in the place of the one before."""
    before = site.with_name(f".{site.name}.old")
    shutil.rmtree(before, ignore_errors=True)
    with suppress(FileNotFoundError):
        site.rename(before)
    made.rename(site)
    shutil.rmtree(before, ignore_errors=True)
