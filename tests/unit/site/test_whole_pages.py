"""A whole page: its policy, its styles, what it needs, how it opens from a folder."""

import pytest
from guide.site import content_security_policy, folder_edition, html_tree, precache
from guide.site.stylesheets import pressed

HOME = "https://guide.example/"
NOTHING = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  # of an empty text


def page(head: str = "", body: str = "") -> str:
    """Return a page of some HTML."""
    return (
        "<!doctype html>\n<html><head><meta charset="
        f'"utf-8">{head}</head><body>{body}</body></html>'
    )


def policy(head: str = "", body: str = "") -> str:
    """Return the policy of such a page."""
    return content_security_policy.policy(html_tree.read_page(page(head, body)))


def test_a_policy_admits_only_inline_code_that_runs() -> None:
    """By its hash; neither a file nor data counts, and styles stand apart."""
    bare = policy()
    assert "script-src 'self'; style-src 'self'; img-src" in bare
    assert "style-src-attr" not in bare
    for kind in ("", ' type="module"', ' type="text/javascript"'):
        assert f"script-src 'self' '{NOTHING}';" in policy(f"<script{kind}></script>")
    for dead in (' type="application/ld+json"', ' src="a.js"'):
        assert policy(f"<script{dead}></script>") == bare
    assert f"style-src 'self' '{NOTHING}';" in policy("<style></style>")
    attribute = policy(body='<p style="">x</p>')
    assert attribute.endswith(f"style-src-attr 'unsafe-hashes' '{NOTHING}'")


def test_a_policy_admits_the_receivers_of_forms() -> None:
    """Origins alone, each once; without one no form may be sent."""
    assert policy().endswith("form-action 'none'")
    forms = (
        '<form action="https://b.example/x?y"></form><form action="/z"></form>'
        '<form action="https://a.example"></form><form action="https://b.example/"></form>'
    )
    sent = "form-action https://a.example https://b.example"
    assert policy(body=forms).endswith(sent)


def test_outward_links_name_no_page() -> None:
    """Whatever they said before; a link within stays as it was."""
    links = (
        f'<a rel="x" href="https://o.example/">o</a><a href="{HOME}a/">a</a>'
        '<a href="../b/">b</a>'
    )
    locked = content_security_policy.lock(page(body=links), HOME)
    assert locked.startswith(
        '<!doctype html>\n<html><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src '
    )
    assert '<meta name="referrer" content="no-referrer"></head>' in locked
    assert (
        '<a rel="noopener noreferrer" href="https://o.example/">o</a>'
        f'<a href="{HOME}a/">a</a><a href="../b/">b</a>'
    ) in locked


def test_a_page_that_says_its_characters_late_is_refused() -> None:
    """Its policy would stand below what it has to govern."""
    late = "<html><head><title>t</title><meta charset='utf-8'></head></html>"
    with pytest.raises(ValueError, match="after which its policy belongs"):
        content_security_policy.lock(late, HOME)


@pytest.mark.parametrize(
    ("css", "said"),
    [
        ("a > b , c {\n  top: 1px ;\n}\n", "a>b,c{top: 1px}"),
        ("/* it's */ a { /* } */ b: c; /* d */ }", "a{b: c}"),
        ('a { content: "x;  } /* y */" ; }', 'a{content: "x;  } /* y */"}'),
        ("a { b: ' , ' } /* c */ d e { f: g; h: i }", "a{b: ' , '}d e{f: g;h: i}"),
    ],
)
def test_styles_lose_comments_and_space_but_no_string(css: str, said: str) -> None:
    """The rules stay the same."""
    assert pressed(css) == said


def test_a_page_needs_its_styles_scripts_and_pictures() -> None:
    """As addresses below the root; what is elsewhere or only named is no need."""
    html = page(
        '<link rel="icon" href="../../i.png"><link rel="canonical" href="c">'
        '<link rel="manifest" href="m?a&amp;b"><script src="../s.js"></script>',
        '<img src="https://o.example/x.png"><img src="data:,"><script>1</script>',
    )
    needs = precache.needs(html_tree.read_page(html), "a/b/")
    assert needs == {"i.png", "a/s.js", "a/b/m?a&b"}


def test_a_page_opens_from_a_folder() -> None:
    """Its links name files, its policy admits them, no server is asked."""
    html = content_security_policy.lock(
        page(
            '<link rel="manifest" href="m"><link rel="icon" href="../i.png">',
            '<a href="../a/#b">a</a><a href="#c">c</a><a href="https://o.example/">'
            'o</a><img src="x.png">',
        ),
        HOME,
    )
    folder = folder_edition.page(html)
    assert 'rel="manifest"' not in folder
    assert '<link rel="icon" href="../i.png">' in folder
    assert '<a href="../a/index.html#b">a</a><a href="#c">c</a>' in folder
    assert 'href="https://o.example/"' in folder
    for kind in ("script", "style", "img"):
        assert f"{kind}-src 'self' file:" in folder
    assert "font-src 'self';" in folder
