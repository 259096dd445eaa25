"""The page that checks a bundle, without scripts, in every look."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.visit import Visit
from tests.export.bundling import THEIRS, signed_again
from tests.web.conftest import Site
from tests.web.test_verify import exported


def send(page: Page, file: Path) -> None:
    page.goto("/verify")
    page.get_by_label("Bundle", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check").click()


def test_a_bundle_is_checked_without_scripts(served: Site, visit: Visit, tmp_path: Path) -> None:
    good, wrong = tmp_path / "good.zip", tmp_path / "wrong.zip"
    made = exported(served)
    good.write_bytes(made)
    wrong.write_bytes(made[:-500])
    page = visit.window(scripts=False)
    send(page, good)
    expect(page.get_by_role("heading", name="Whole and unchanged")).to_be_focused()
    send(page, wrong)
    expect(page.get_by_role("heading", name="This cannot be relied on")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("it was cut short on its way")
    page.goto("/verify")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file first.")


def test_the_page_is_accessible_in_every_look(served: Site, visit: Visit, tmp_path: Path) -> None:
    page, file = visit.page, tmp_path / "register.zip"
    assert visit.inspect(page, "/verify") == {}
    made = exported(served)
    for name, content in (
        ("good", made),
        ("wrong", made[:-500]),
        ("unknown", signed_again(made, {}, THEIRS)),
    ):
        file.write_bytes(content)
        send(page, file)
        assert visit.inspect_here(page, name) == {}
    page.goto("/verify")
    page.get_by_role("button", name="Check").click()
    assert visit.inspect_here(page, "nothing chosen") == {}
