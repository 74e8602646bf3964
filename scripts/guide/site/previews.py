"""The picture of a page on a link card: its title and description, in our colours."""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[3] / "overrides" / ".fonts"
DRAWN = 1  # raise it when the drawing below changes: pictures are kept by their name
SIZE = (1200, 630)
MARGIN = 84
CALM, ALARM = (16, 61, 69), (120, 14, 20)  # the head of the page; an emergency
TITLE_SIZES = (92, 80, 68)
LINES = 3


@dataclass(frozen=True)
class Preview:
    """What the picture of a page shows."""

    site: str
    title: str
    description: str
    kind: str

    @property
    def name(self) -> str:
        """Its file name, which changes with what it shows."""
        said = "\n".join((str(DRAWN), *astuple(self)))
        return f"{hashlib.sha256(said.encode()).hexdigest()[:16]}.png"


def draw(preview: Preview) -> bytes:
    """Return the picture as PNG: one colour and white, so that it is small."""
    image = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, 64), preview.site, 215, _font("regular", 34))
    pen.rectangle((MARGIN, 128, MARGIN + 96, 133), 150)
    width = SIZE[0] - 2 * MARGIN
    size, lines = _fitted(preview.title, width)
    top = 178
    for line in lines:
        pen.text((MARGIN, top), line, 255, _font("bold", size))
        top += round(size * 1.14)
    top += 26
    small = _font("regular", 38)
    for line in list(_wrapped(preview.description, small, width))[:LINES]:
        pen.text((MARGIN, top), line, 222, small)
        top += 52
    ground = ALARM if preview.kind == "emergency" else CALM
    image.putpalette(_ramp(ground))
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=6)
    return file.getvalue()


def draw_beside(
    scripts: Path, wanted: Iterable[Preview], kept: Path, to: Path
) -> subprocess.Popen[str]:
    """Start drawing pictures on the other processor.

    Args:
        scripts: the folder of the programs.
        wanted: the pictures, each drawn once.
        kept: the folder of those drawn before.
        to: the folder to fill.
    """
    program = [sys.executable, str(scripts / "draw_previews.py")]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as asked:
        json.dump([asdict(preview) for preview in wanted], asked)
        asked.seek(0)
        return subprocess.Popen(  # noqa: S603  # our own program
            [*program, "--kept", str(kept), "--to", str(to)],
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def _fitted(title: str, width: int) -> tuple[int, list[str]]:
    """Return the largest size at which a title takes few lines, and the lines."""
    size = TITLE_SIZES[-1]
    for size in TITLE_SIZES:
        lines = list(_wrapped(title, _font("bold", size), width))
        if len(lines) < LINES:
            return size, lines
    return size, list(_wrapped(title, _font("bold", size), width))[:LINES]


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if line and font.getlength(longer) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _ramp(ground: tuple[int, int, int]) -> list[int]:
    """Return 256 steps from the ground to white: the edge of a letter lies between."""
    return [
        round(low + (255 - low) * step / 255) for step in range(256) for low in ground
    ]


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{weight}.ttf"), size)
