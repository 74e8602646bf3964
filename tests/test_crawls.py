"""The contract with LinkChecker: what its command line writes."""

import asyncio
from pathlib import Path

import pytest
from guide.links import crawls, run
from guide.links.net import crawler, mirror


def test_linkchecker_says_what_we_read(tmp_path: Path) -> None:
    """Pinned by this test: its XML, its exit codes, its way as root."""
    (tmp_path / "index.html").write_text(
        '<a href="b.html">b</a>\n<a href="gone.html">g</a>\n'
        '<a href="http://[::1">m</a><a href="http://example.invalid/x">e</a>'
    )
    (tmp_path / "b.html").write_text("<p>b</p>")

    async def crawl() -> tuple[crawls.Crawled, ...]:
        folder = run.find_folder(str(tmp_path))
        assert folder
        async with mirror.serve(folder.answer) as address:
            return await crawler.crawl(f"{address}/{mirror.ALL_PAGES}", "Guide/1.0")

    found = {item.written: item for item in asyncio.run(crawl())}
    fine = {name for name, one in found.items() if one.valid and not one.warnings}
    assert fine & {"/b.html", "gone.html", "http://[::1"} == {"/b.html"}
    assert {"gone.html", "http://[::1"} <= set(found)
    assert (found["gone.html"].line, found["gone.html"].result) == (2, "404 Not Found")
    assert found["http://example.invalid/x"].result == "filtered"


def test_a_report_that_breaks_off_is_a_failure() -> None:
    """As after a crash."""
    with pytest.raises(ValueError, match="breaks off"):
        crawls.parse(b"<linkchecker>\n <urldata>")
