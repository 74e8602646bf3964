"""Parts of a built page: what a template prints in a place of its own."""

from guide.site import headings, html_tree, red_cards, sources


def bare(html: str, anchor: str) -> str:
    """Return the body of a section without its citation marks.

    The section stays in the page with its marks: so no mark stands there twice.

    Raises:
        ValueError: the page has no such section.
    """
    root = html_tree.read(html)
    heading = next((it for it in root.iter("h2") if it.get("id") == anchor), None)
    if heading is None:
        raise ValueError(f"The page has no section #{anchor} to print. Write it.")
    body = html_tree.element("div")
    for part in [*heading.itersiblings()]:
        named = html_tree.classes(part)
        if part.tag == "h2" or sources.FOLD in named:
            break
        if isinstance(part.tag, str) and red_cards.FOLD not in named:
            body.append(part)
    for own in [*body.iter("sup"), *body.find_class(headings.HERE)]:
        html_tree.remove(own)
    return html_tree.write(body).strip()
