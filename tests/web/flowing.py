"""Pages with pictures of data flows, as tests read them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from tests.web.reading import tables, text

DPO = "dpo@ocktra.example"
G = "/o/ocktra/graphs"


def main(page: Element) -> str:
    return text(page.find(".//main"))


def links(page: Element) -> dict[str, str]:
    """Give the addresses of the links in a page's main part by their words."""
    content = page.find(".//main")
    assert content is not None
    return {text(link): link.attrib["href"] for link in content.iter("a") if "href" in link.attrib}


def in_picture(page: Element) -> dict[str, str]:
    """Give where the nodes of the picture lead, by what they are called."""
    frame = page.find(".//div[@data-flow]")
    found = {}
    for link in frame.iter() if frame is not None else ():
        if link.tag.rpartition("}")[2] == "a":
            address = next(v for name, v in link.attrib.items() if name.endswith("href"))
            found[link.attrib.get("aria-label", text(link))] = address
    return found


def twin(page: Element) -> list[dict[str, str]]:
    return tables(page).get("Movements of data", [])
