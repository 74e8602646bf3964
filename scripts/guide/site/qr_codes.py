"""The code on a printed page that leads a phone back to the page."""

import segno


def qr(address: str) -> str:
    """Return an address as a drawing; the words beside it say the same."""
    # A set mask spares trying all eight on every page; any mask can be read.
    code = segno.make_qr(address, error="m", boost_error=False, mask=3)
    drawing: str = code.svg_inline(border=0, omitsize=True, svgclass="", lineclass="")
    return drawing.replace("<svg", '<svg aria-hidden="true"', 1)
