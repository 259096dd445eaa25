"""Pages as a browser reads them, by a parser that is not ours and accepts no error."""

from __future__ import annotations

from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient


@lru_cache(maxsize=16)
def parse(html: str) -> Element:
    """Parse a whole page, never to be changed; fails on anything that is not valid HTML5."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def page_of(client: FlaskClient, address: str) -> Element:
    """Ask for a page that is there, and parse it."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return parse(answer.text)


def text(element: Element | None) -> str:
    """Give all the words below an element, with single spaces between them."""
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def tables(page: Element) -> dict[str, list[dict[str, str]]]:
    """Give the rows of each table by its caption, each cell by the head of its column."""
    found = {}
    for table in page.iter("table"):
        heads = [text(cell) for cell in table.iterfind("./thead/tr/*")]
        rows = [[text(cell) for cell in row] for row in table.iterfind("./tbody/tr")]
        found[text(table.find("caption"))] = [dict(zip(heads, row, strict=True)) for row in rows]
    return found


def addresses(page: Element) -> list[str]:
    """Give everything the page links to or loads."""
    return [
        element.attrib[name]
        for element in page.iter()
        for name in ("href", "src", "action", "srcset", "data", "poster", "formaction")
        if name in element.attrib
    ]
