from __future__ import annotations

import re

from ropa.store.home import ROOT
from tests.web.conftest import Site
from tests.web.reading import addresses, parse

STATIC = ROOT / "ropa" / "static"
OURS = "Register Sans"


def test_styles_and_fonts_are_small_and_our_own() -> None:
    assert (STATIC / "public.css").stat().st_size < 3_000
    for style in STATIC.glob("*.css"):
        assert not re.search(r"https?:|@import|//", style.read_text())
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 3
    assert all(20_000 < font.stat().st_size < 33_000 for font in fonts)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts" / "OFL.txt").read_text()


def test_every_font_a_style_names_is_served(site: Site) -> None:
    named = re.findall(r"url\((fonts/[^)]+)\)", (STATIC / "public.css").read_text())
    assert len(named) == 3
    for font in named:
        with site.client.get(f"/static/{font}") as answer:
            assert answer.status_code == 200
            assert answer.mimetype == "font/woff2"
            assert answer.cache_control.max_age == 365 * 24 * 60 * 60


def test_a_style_is_kept_for_long_under_an_address_of_its_content(site: Site) -> None:
    page = parse(site.client.get("/").text)
    styles = [link for link in addresses(page) if link.startswith("/static/")]
    assert len(styles) == 2
    for style in styles:
        assert re.fullmatch(r"/static/\w+\.css\?v=[0-9a-f]{12}", style)
        with site.client.get(style) as answer:
            etag = answer.headers["ETag"]
            assert answer.cache_control.max_age == 365 * 24 * 60 * 60
        with site.client.get(style, headers={"If-None-Match": etag}) as again:
            assert again.status_code == 304
