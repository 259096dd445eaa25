"""What a browser would send of a page's form, read from its HTML."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

Pairs = list[tuple[str, str]]

_CHECKED = ("checkbox", "radio")
_BUTTONS = ("submit", "button", "image", "reset", "file")


def form_in(page: Element) -> Element:
    """Give the form of a record in a page."""
    found = page.find(".//form[@id='form']")
    assert found is not None, "".join(page.itertext())
    return found


def sent(form: Element) -> Pairs:
    """Give the names and values of a form's successful controls, in the order of the page."""
    return [pair for control in form.iter() if (pair := _pair(control)) is not None]


def changed(pairs: Iterable[tuple[str, str]], **values: str | list[str] | None) -> Pairs:
    """Give the pairs with other values: `f_name` stands for `f-name`, `__` for a dot."""
    named = {_name(name): value for name, value in values.items()}
    kept = [(name, value) for name, value in pairs if name not in named]
    for name, value in named.items():
        given = [value] if isinstance(value, str) else value or []
        kept += [(name, each) for each in given]
    return kept


def encoded(pairs: Pairs) -> dict[str, list[str]]:
    """Give the pairs as Flask's client takes them."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def _name(name: str) -> str:
    begins = name.replace("__", ".")
    return f"f-{begins[2:]}" if begins.startswith("f_") else begins


def _pair(control: Element) -> tuple[str, str] | None:
    name = control.attrib.get("name")
    if not name or "disabled" in control.attrib:
        return None
    if control.tag == "textarea":
        return name, "".join(control.itertext())
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = next((o for o in options if "selected" in o.attrib), options[0])
        return name, chosen.attrib["value"]
    if control.tag != "input":
        return None
    kind = control.attrib.get("type", "text")
    if kind in _BUTTONS or (kind in _CHECKED and "checked" not in control.attrib):
        return None
    value = control.attrib.get("value", "")
    if kind not in (*_CHECKED, "hidden"):
        value = value.replace("\r", "").replace("\n", "")  # as an input of one line does
    return name, value
