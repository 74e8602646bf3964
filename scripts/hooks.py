"""The door between MkDocs and the guide: each event goes to a method of `Build`.

It decides nothing and holds nothing but the build. The numbers say who comes first:
before mkdocs-bibtex reads a page, after all others have written into it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from guide.site.build import Build
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

FIRST, LAST = 100, -100
BUILD = Build(Path(__file__).parent)
Context = dict[str, Any]


def on_startup(command: str, **_: object) -> None:
    BUILD.on_startup(command)


@event_priority(FIRST)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    BUILD.on_config(config)
    return config


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    BUILD.on_files(files, config)
    return files


def on_nav(nav: Navigation, files: Files, **_: object) -> Navigation:
    BUILD.on_nav(nav, files)
    return nav


def on_page_read_source(page: Page, **_: object) -> str:
    return BUILD.on_page_read_source(page)


@event_priority(FIRST)
def _before_citations(_markdown: str, /, page: Page, **_: object) -> str:
    return BUILD.before_citations(page)


@event_priority(LAST)
def _after_citations(markdown: str, /, **_: object) -> str:
    return BUILD.after_citations(markdown)


on_page_markdown = CombinedEvent(_before_citations, _after_citations)


def on_page_content(html: str, page: Page, **_: object) -> str:
    BUILD.on_page_content(html, page)
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    BUILD.on_env(env, config, files)
    return env


@event_priority(FIRST)
def _before_search(context: Context, /, page: Page, **_: object) -> Context:
    BUILD.before_search(context, page)
    return context


@event_priority(LAST)
def _after_search(
    context: Context, /, page: Page, config: MkDocsConfig, **_: object
) -> Context:
    BUILD.after_search(context, page, config)
    return context


on_page_context = CombinedEvent(_before_search, _after_search)


@event_priority(LAST)
def on_post_page(output: str, config: MkDocsConfig, **_: object) -> str:
    return BUILD.on_post_page(output, config)


@event_priority(LAST)
def on_post_template(
    output: str, template_name: str, config: MkDocsConfig, **_: object
) -> str:
    return BUILD.on_post_template(output, template_name, config)


@event_priority(LAST)
def on_post_build(config: MkDocsConfig) -> None:
    BUILD.on_post_build(config)


def on_build_error(**_: object) -> None:
    BUILD.on_build_error()


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    BUILD.on_serve(server, builder, Path(config.site_dir))
    return server
