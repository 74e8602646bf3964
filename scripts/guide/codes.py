"""The code on a printed page that leads a phone back to the page."""

import segno


def qr(address: str) -> str:
    """Return an address as a drawing; the words beside it say the same."""
    code = segno.make_qr(address, error="l", boost_error=False)
    drawing: str = code.svg_inline(border=0, omitsize=True, svgclass="", lineclass="")
    return drawing.replace("<svg", '<svg aria-hidden="true"', 1)
