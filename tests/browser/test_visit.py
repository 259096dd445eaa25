"""An inspection finds what is wrong in one look alone."""

from __future__ import annotations

from flask import Response

from tests.browser.visit import Visit
from tests.web.conftest import Site

PAGE = """\
<!doctype html><html lang="en"><title>Faults</title><link rel="stylesheet" href="/faults/{}.css">
<main><h1>Faults</h1><p class="text">Words with <a href="/">a link</a> in them</p>
<p class="more">More words</p>{}</main></html>
"""
STYLE = """\
body { background: #fff; color: #000 }
a { color: #00e }
@media (prefers-color-scheme: dark) { body { background: #000; color: #fff } a { color: #9cf } }
"""
LIGHT, DARK = "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"
MIDDLE, NARROW = "(min-width: 800px) and (max-width: 1100px)", "(max-width: 400px)"
FIELD = '<p class="field"><input name="n">'
LINKS = '<p class="links"><a href="/">a</a><a href="/">b</a>'

FAULTS = {
    "nothing": ("", "", ""),
    "a contrast in dark": (f"@media {DARK} {{ .more {{ color: #333 }} }}", "", "1440 dark"),
    "a contrast in light": (f"@media {LIGHT} {{ .more {{ color: #ccc }} }}", "", "1440 light"),
    "a contrast on a phone in dark": (
        f"@media {NARROW} and {DARK} {{ .more {{ color: #333 }} }}",
        "",
        "390 dark",
    ),
    "a background in the middle": (
        f"@media {MIDDLE} and {LIGHT} {{ main {{ background: #00e }} }}",
        "",
        "1024 light",
    ),
    "a veil on a phone": (
        f"@media {NARROW} {{ .more {{ opacity: 0.3 }} }}",
        "",
        "390 light, 390 dark",
    ),
    "large words that are small on a phone": (
        f""".more {{ color: #888; font-size: 2rem }} @media {DARK} {{ .more {{ color: #666 }} }}
            @media {NARROW} {{ .more {{ font-size: 1rem }} }}""",
        "",
        "390 light, 390 dark",
    ),
    "words that are seen on a phone": (
        f""".more {{ color: #777; background: #888; display: none }}
            @media {NARROW} {{ .more {{ display: block }} }}""",
        "",
        "390 light, 390 dark",
    ),
    "words that lie elsewhere on a phone": (
        f""".under {{ background: #00e; height: 8rem }} main {{ position: relative }}
            @media {NARROW} and {LIGHT} {{ .more {{ position: absolute; bottom: 2rem }} }}""",
        '<div class="under"></div>',
        "390 light",
    ),
    "a link like its words in dark": (
        f"""a {{ text-decoration: none; border-bottom: 1px solid }}
            @media {DARK} {{ a {{ color: #eee; border: 0 }} }}""",
        "",
        "1440 dark",
    ),
    "small targets on a phone": (
        f""".links a {{ display: inline-block; padding: 1rem }}
            @media {NARROW} {{ .links a {{ padding: 0; width: 9px; height: 9px }} }}""",
        LINKS,
        "390 light",
    ),
    "no label": ("", FIELD, "1440 light, 1024 light, 390 light"),
    "no label on a phone": (
        f".field {{ display: none }} @media {NARROW} {{ .field {{ display: block }} }}",
        FIELD,
        "390 light",
    ),
    "too wide in the middle": (
        f"@media {MIDDLE} {{ .more {{ width: 1200px }} }}",
        "",
        "1024 light, 1024 dark",
    ),
}
"""What is wrong; the style and the content that make it so; the looks in which it is told."""

SAYS = {
    "a link like its words in dark": "link-in-text-block",
    "small targets on a phone": "target-size",
    "no label": "label",
    "no label on a phone": "label",
    "too wide in the middle": "is 12",
}
"""What the complaint begins with; the others are of the contrast."""


def serve_faults(site: Site) -> None:
    def page(name: str) -> str:
        return PAGE.format(name, FAULTS[name][1])

    def style(name: str) -> Response:
        return Response(STYLE + FAULTS[name][0], mimetype="text/css")

    site.app.add_url_rule("/faults/<name>", "faults", page)
    site.app.add_url_rule("/faults/<name>.css", "style", style)


def test_what_is_wrong_in_one_look_is_found(live: Site, visit: Visit) -> None:
    serve_faults(live)
    for name, (_, _, looks) in FAULTS.items():
        found = visit.inspect(visit.page, f"/faults/{name}")
        where = ", ".join(look.removeprefix(f"/faults/{name} ") for look in found)
        assert where == looks, (name, found)
        says = SAYS.get(name, "color-contrast")
        assert all(one.startswith(says) for told in found.values() for one in told), found


def test_what_changed_since_the_last_inspection_is_found(live: Site, visit: Visit) -> None:
    serve_faults(live)
    page = visit.page
    assert visit.inspect(page, "/faults/nothing") == {}
    page.evaluate("document.querySelector('.more').style.color = '#777'")
    page.evaluate("document.querySelector('.more').style.background = '#888'")
    assert set(visit.inspect_here(page, "now")) == {"now 1440 light", "now 1440 dark"}
