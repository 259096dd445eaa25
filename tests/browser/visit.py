"""A visitor: a browser window that remembers what went wrong in it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

WIDTHS = (1440, 1024, 390)
THEMES = ("light", "dark")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that a theme can break."""

LOOK = Path(__file__).with_name("look.js").read_text("utf-8")


@cache
def axe_script() -> str:
    package = find_spec("axe_playwright_python")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).with_name("axe.min.js").read_text("utf-8")


class Visit:
    """One person's browser, without scripts where `scripts` is false."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.page = self.window()

    def window(self, *, scripts: bool = True, **options: Any) -> Page:
        """Open a window that shares nothing with the others."""
        context = self.browser.new_context(
            # A colour that is still on its way would be judged half-way.
            base_url=self.address,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)
        return page

    def _heard(self, kind: str, words: str) -> None:
        # That a page is not there, or a form not right, is an answer; see `_answered` for the rest.
        if kind in ("error", "warning") and "the server responded with a status of 4" not in words:
            self.complaints.append(words)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        # What the browser gives up itself, for a download or as it leaves a page, did not fail.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.complaints == []

    def inspect(self, page: Page, *addresses: str) -> dict[str, list[str]]:
        """Look at pages in each width and theme; give what is wrong, by page and look."""
        wrong = {}
        for address in addresses:
            page.goto(address)
            wrong |= self.inspect_here(page, address)
        return wrong

    def inspect_here(self, page: Page, name: str) -> dict[str, list[str]]:
        """Look at the page that is open."""
        wrong = {}
        # Evaluated, not added as a script element: the page's policy allows none.
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(axe_script())
        for width, theme in product(WIDTHS, THEMES):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            if found := [*_sideways(page, width), *_axe(page, width, theme)]:
                wrong[f"{name} {width} {theme}"] = found
        return wrong


def _sideways(page: Page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"is {wide} wide"] if wide > width else []


def _axe(page: Page, width: int, theme: str) -> list[str]:
    look = {"theme": theme, "widest": width == WIDTHS[0], "tags": RULES, "colours": COLOURS}
    found: list[str] = page.evaluate(LOOK, look)
    return found
