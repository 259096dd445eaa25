"""Everything the theme can draw, on one page, in every look."""

from __future__ import annotations

import re
from pathlib import Path

from flask import render_template_string
from playwright.sync_api import expect

from ropa.store.home import ROOT
from ropa.vocabulary import Theme
from ropa.web.frame import ClockLine, Frame, Place
from tests.browser.visit import Visit
from tests.web.conftest import Site

GALLERY = Path(__file__).with_name("gallery.html")
NOUNS = ("Activities", "Parties", "Systems", "Transfers", "Flows", "Findings", "Documents")


def frame(theme: Theme) -> Frame:
    """A frame in which everything applies."""
    return Frame(
        theme=theme,
        home="/",
        user="Ann Ode",
        sign_out="/sign-out",
        organisation="An Organisation With A Rather Long Name Ltd",
        switch=(Place("All organisations", "/"),),
        menu=(Place("Account and theme", "/"),),
        tabs=(Place("Overview", "/", None, True), *(Place(noun, "/", 10) for noun in NOUNS)),
        search="/",
        clock=ClockLine(
            recorded="31 March 2026, 23:59",
            day="23 November 2026",
            sequence=24,
            law="b919cc22",
            earlier=True,
            elsewhen=True,
            as_of="2026-03-31",
            about="",
            problem=None,
            action="/",
            kept=(("q", "<x>"),),
            back="/",
        ),
        marks="/",
        public="/",
    )


def serve_gallery(site: Site) -> None:
    for theme in Theme:
        site.app.add_url_rule(
            f"/gallery/{theme}",
            str(theme),
            lambda theme=theme: render_template_string(GALLERY.read_text(), frame=frame(theme)),
        )


def test_everything_is_accessible_in_every_look(live: Site, visit: Visit) -> None:
    serve_gallery(live)
    assert visit.inspect(visit.page, "/gallery/auto") == {}
    big = visit.window(viewport={"width": 390, "height": 900})
    big.goto("/gallery/auto")
    big.locator(".org summary").click()
    big.locator(".user summary").click()
    assert big.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_account_can_choose_against_the_device(live: Site, visit: Visit) -> None:
    serve_gallery(live)
    page = visit.page
    for theme, device, paper in (
        ("dark", "light", "rgb(17, 22, 21)"),
        ("light", "dark", "rgb(255, 255, 255)"),
        ("auto", "dark", "rgb(17, 22, 21)"),
        ("auto", "light", "rgb(255, 255, 255)"),
    ):
        page.emulate_media(color_scheme=device)  # type: ignore[arg-type]
        page.goto(f"/gallery/{theme}")
        expect(page.locator("body")).to_have_css("background-color", paper)


def test_paper_is_always_light_and_has_no_controls(live: Site, visit: Visit) -> None:
    serve_gallery(live)
    page = visit.page
    page.goto("/gallery/dark")
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_an_unknown_value_is_hidden_only_where_the_choice_says_so(live: Site, visit: Visit) -> None:
    serve_gallery(live)
    page = visit.page
    page.goto("/gallery/auto")
    expect(page.get_by_label("Interest", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Unknown").check()
    expect(page.get_by_label("Interest", exact=True)).to_be_hidden()


def test_both_dark_lists_are_the_same() -> None:
    css = (ROOT / "ropa" / "static" / "theme.css").read_text()
    lists = re.findall(r'\[data-bs-theme="(?:auto|dark)"\] \{(.*?)\}', css, re.DOTALL)
    assert len(lists) == 2
    assert lists[0].split() == lists[1].split()
    light = re.search(r"^:root \{(.*?)^\}", css, re.DOTALL | re.MULTILINE)
    assert light is not None
    names = re.findall(r"(--[\w-]+):", light.group(1))
    assert re.findall(r"(--[\w-]+):", lists[0]) == names


def test_a_theme_changes_colours_alone() -> None:
    """An inspection asks most rules in the light theme only."""
    dark = re.compile(r'(?:prefers-color-scheme: \w+\)|\[data-bs-theme="dark"\])\s*')
    themes = 0
    for sheet in (ROOT / "ropa" / "static").glob("*.css"):
        for begin in dark.finditer(css := sheet.read_text()):
            themes += 1
            rules = block(css[begin.end() :])
            for name, value in re.findall(r"([\w-]+):\s*([^;{}]*?)\s*[;}]", rules):
                assert name == "color-scheme" or re.fullmatch("--.* #[0-9a-f]+", f"{name} {value}")
    assert themes == 3


def block(css: str) -> str:
    """Give what stands in the braces that come first."""
    depth = 0
    for at, letter in enumerate(css):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return css[: at + 1]
    raise AssertionError(css)
