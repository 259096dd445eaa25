"""Takes the pictures of the README: `python -m tests.browser.pictures`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from itertools import product

from playwright.sync_api import Browser, Page, sync_playwright

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
    "flow-organisation": "/o/ocktra/graphs/organisation",
    "flow-activity": "/o/ocktra/graphs/activity/c1",
    "flow-chains": "/o/ocktra/graphs/chains",
    "flow-reach": "/o/ocktra/graphs/reach/parties/aws#picture",
    "flow-data": "/o/ocktra/graphs/data/authentication-data",
    "flow-around": "/o/ocktra/graphs/around?node=engagement/aws-cloud-hosting&radius=2",
}
CHANGED = {"flow-difference": "/o/ocktra/graphs/difference?question=organisation&before=67"}
"""What is looked at once something was retired after the register was loaded."""

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
    _look(page, PAGES)
    page.goto("/o/ocktra/engagements/brevo-email-delivery/retire")
    page.get_by_role("button", name="Retire").click()
    _look(page, CHANGED)


def _look(page: Page, pages: Mapping[str, str]) -> None:
    """Take each page in every size and theme."""
    for (name, address), (size, (width, height)), theme in product(
        pages.items(), SIZES.items(), THEMES
    ):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / f"{name}-{size}-{theme}.png")


if __name__ == "__main__":
    main()
