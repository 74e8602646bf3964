"""Sites behind an address that have no end, and programs that are used wrongly."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from link_program import NO_CANARIES, PROGRAM, build, run
from rough_web import Asked, always, answer, page, running

QUICKLY = ("--json", "o.json", "--pause", "0", "--allow-private")


def found(folder: Path) -> dict[str, str]:
    """The verdicts that were written, by address."""
    return {
        item["url"]: item["verdict"]
        for item in json.loads((folder / "o.json").read_text())
    }


def test_a_site_that_shows_one_page_everywhere_has_an_end(tmp_path: Path) -> None:
    """A relative link on it would lead on for ever."""
    with running({"our": always(200, page('<a href="a/">on</a>'))}) as web:
        result = run(tmp_path, web.url("our", "/"), *QUICKLY)
        asked = len(web.log)
    assert result.returncode == 0
    assert "was not read to its end. It shows the same page" in result.stderr
    assert asked < 60


def test_a_quoted_refresh_on_the_first_page_is_followed(tmp_path: Path) -> None:
    """The pages behind it are crawled as any."""
    refresh = '<meta http-equiv="refresh" content="0; url=\'en/\'">'
    pages = {
        "/": page("", head=refresh),
        "/en/": page('<a href="gone">g</a>'),
    }

    def site(asked: Asked) -> bytes:
        text = pages.get(asked.path)
        return answer(200, text) if text else answer(404, "no")

    with running({"our": site}) as web:
        assert run(tmp_path, web.url("our", "/"), *QUICKLY).returncode == 1
        assert found(tmp_path) == {
            web.url("our", "/en/"): "ok",
            web.url("our", "/en/gone"): "dead",
        }


def test_a_no_break_space_at_an_address_s_end_is_part_of_it(tmp_path: Path) -> None:
    """As in browsers; LinkChecker, which drops it, is not called in."""
    with running({"a": always()}) as web:
        build(tmp_path, web.url("a", "/x&nbsp;"))
        result = run(tmp_path, "site", *QUICKLY)
        asked = [request.path for request in web.log]
    assert "/x%C2%A0" in asked
    assert "report it" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("--memory", "m.json", "--json", "m.json"), {}, "need a file each"),
        (("--report", "a/../r.md", "--json", "r.md"), {}, "need a file each"),
        ((), {"SITE_URL": "http://["}, "SITE_URL is 'http://['"),
        ((), {"SITE_URL": "mailto:a@b.example"}, "SITE_URL is 'mailto:a@b.example'"),
    ],
)
def test_a_wrong_use_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    """And nothing is written."""
    build(tmp_path, "https://a.example/")
    result = run(tmp_path, "site", *arguments, **environment)
    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["site"]


def test_a_newer_memory_is_left_alone(tmp_path: Path) -> None:
    """It is not corrupt: this program is old."""
    build(tmp_path, "https://a.example/")
    text = '{"version": 2, "checked": "", "links": {}}'
    (tmp_path / "m.json").write_text(text)
    result = run(tmp_path, "site", "--memory", "m.json")
    assert result.returncode == 2
    assert "A newer version of this program wrote its memory." in result.stderr
    assert (tmp_path / "m.json").read_text() == text
    assert len([*tmp_path.iterdir()]) == 2


def test_to_be_ended_is_to_be_stopped(tmp_path: Path) -> None:
    """What was seen is remembered, whoever ends the run."""
    process: list[subprocess.Popen[str]] = []

    def ends(asked: Asked) -> bytes:
        if asked.path == "/2":
            process[0].send_signal(signal.SIGTERM)
        return answer()

    with running({"a": ends}) as web:
        build(tmp_path, *(web.url("a", f"/{n}") for n in range(9)))
        command = [sys.executable, str(PROGRAM), "site", "--memory", "m.json"]
        process.append(
            subprocess.Popen(
                [*command, "--pause", "0.2", "--allow-private"],
                cwd=tmp_path,
                env={**NO_CANARIES, "CONTACT": "care@example.org"},
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        said = process[0].communicate(timeout=60)[1]
    assert process[0].returncode == 2
    assert "What was seen of the others is remembered." in said
    assert len(json.loads((tmp_path / "m.json").read_text())["links"]) >= 2
