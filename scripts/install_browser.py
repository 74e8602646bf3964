"""Find a Chromium for the tests, install one if there is none, write down where."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = (sys.executable, "-m", "playwright", "install", "chromium")
DEBIAN = (("apt-get", "update"), ("apt-get", "install", "--yes", "chromium"))


def main() -> int:
    """Write the path of a browser that starts to the file named; 0 or 2."""
    note = Path(sys.argv[1])
    for install in (None, playwright_chromium, debian_chromium):
        if install:
            install()
        for path in candidates():
            if starts(path):
                note.write_text(f"{path}\n", encoding="utf-8")
                return 0
    print(
        "The tests need a browser and none could be installed. "
        "Install Chromium, then run make test again.",
        file=sys.stderr,
    )
    return 2


def candidates() -> list[str]:
    """Return the browsers of this machine: the system's, then Playwright's own."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return [*found, *([own] if Path(own).exists() else [])]


def starts(path: str) -> bool:
    """Tell whether the browser at this path opens a page without a screen."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox"]
            )
            browser.new_page().close()
            browser.close()
        except Error:
            return False
    return True


def playwright_chromium() -> None:
    """Install Playwright's own Chromium, where its store can be reached."""
    print("Installing a browser for the tests (once) ...", flush=True)
    subprocess.run(PLAYWRIGHT, capture_output=True, check=False, timeout=600)  # noqa: S603


def debian_chromium() -> None:
    """Install the distribution's Chromium, on Debian and its kin as root."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in DEBIAN:
        subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
