"""What somebody does in the register with the keyboard, or with clicks where scripts are off."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.web.signing import PASSWORD

_MOST_TABS = 400


class Keys:
    """A person who has only a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def to(self, name: str, value: str | None = None) -> None:
        """Move on with Tab to a control, by its name and value or by its words."""
        for _ in range(_MOST_TABS):
            self.press("Tab")
            if self.stands_on(name, value):
                return
        raise AssertionError(f"{name} {value or ''} cannot be reached with Tab")

    def stands_on(self, name: str, value: str | None = None) -> bool:
        found = self.page.evaluate(
            "() => { const e = document.activeElement;"
            " return [e.name || '', e.value || '', e.innerText || ''] }"
        )
        by_name = found[0] == name and value in (None, found[1])
        return by_name or (value is None and found[2].strip() == name)

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button of a group: Tab reaches the chosen one, arrows the others."""
        self.to(name)
        for _ in range(6):
            if self.stands_on(name, value):
                return
            self.press("ArrowRight")
        raise AssertionError(f"{name} cannot be {value}")

    def tick(self, name: str, value: str) -> None:
        self.to(name, value)
        self.press("Space")

    def push(self, words: str) -> None:
        """Press a button or follow a link, and wait for the next page."""
        self.to(words)
        with self.page.expect_navigation():
            self.press("Enter")

    def on_to(self, name: str, value: str) -> None:
        """Press a button by its name and value, and wait for the next page."""
        self.to(name, value)
        with self.page.expect_navigation():
            self.press("Enter")


def join(page: Page, link: str, name: str, button: str, email: str = "") -> None:
    """Come in by a one-time link."""
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    if email:
        page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("OCKTRA.IO LTD")


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def invite(page: Page, email: str, role: str) -> str:
    """Make a one-time link for somebody."""
    page.goto("/o/ocktra/users/invite")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Role").select_option(role)
    page.get_by_role("button", name="Make the link").click()
    return page.get_by_label("One-time link").input_value()


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)


def save(page: Page, button: str = "Save") -> None:
    """Save a form and see that it was."""
    page.get_by_role("button", name=re.compile(f"^{button}")).last.click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
