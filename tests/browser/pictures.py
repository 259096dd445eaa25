"""Takes the pictures of the README: `python -m tests.browser.pictures`."""

from __future__ import annotations

import shutil
from itertools import product

from playwright.sync_api import Browser, sync_playwright

from ropa.store.home import ROOT
from tests.browser.conftest import FLAGS
from tests.browser.product import Product, running
from tests.browser.story import join
from tests.browser.visit import THEMES

FOLDER = ROOT / "data" / "pictures"
PAGES = {
    "overview": "/o/ocktra/",
    "list": "/o/ocktra/activities?role=controller",
    "activity": "/o/ocktra/activities/c1",
    "form": "/o/ocktra/activities/c1/edit",
    "public": "/legal/subprocessors",
}
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


def main() -> None:
    """Serve the example and take every page in every look."""
    found = shutil.which("chromium")
    FOLDER.mkdir(exist_ok=True)
    with running() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        _take(browser, served)
        browser.close()


def _take(browser: Browser, served: Product) -> None:
    page = browser.new_context(base_url=served.address, reduced_motion="reduce").new_page()
    join(page, served.first, "Ann Ode", "Begin", "ann@ocktra.example")
    for (name, address), (size, (width, height)), theme in product(
        PAGES.items(), SIZES.items(), THEMES
    ):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / f"{name}-{size}-{theme}.png")


if __name__ == "__main__":
    main()
