"""The picture of a view as SVG."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.folding import bounded
from ropa.core.flows.view import Row, View, table
from ropa.core.flows.words import Places
from ropa.core.register import Register
from ropa.export.child import FAILED, DrawingProblem, run
from ropa.export.diagram import FONT, dot_text, heading_label, node_ids
from ropa.export.labels import edge_marks, is_cut, kept, node_words
from ropa.export.legend import key_words
from ropa.export.palette import DARK, LIGHT, Palette, Tone

__all__ = ["Drawing", "DrawingProblem", "draw", "draw_activity", "laid_out"]

SVG = "http://www.w3.org/2000/svg"

SCALE = 1.25
"""Pixels of a stand-alone picture for a point of its layout: text of 15 and 13 px."""

MARGIN = 10
"""Points around a stand-alone picture."""

MOST_SENTENCES = 5_000
"""How many movements the description of a stand-alone picture tells."""

NO_LINKS: Mapping[str, str] = MappingProxyType({})

DOWNWARDS: Mapping[str, str] = MappingProxyType({"rankdir": "TB"})
"""What lets flows run downwards."""

_FALLBACK = f"'{FONT}', 'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
# Scripts the font lacks are measured as boxes, wider than any letter: there is room enough.
_FOREIGN = re.compile("[\u0530-\u1dff\u2c00-\U0010ffff]")
_WRITTEN_OUT = re.compile(r"[!-\[\]-~]+")
# What is written above and below the picture is in one group: its colour tells what each is.
_AROUND = ("heading", "g")
_CLASSES = {LIGHT.ink: "title"} | {tone.of(LIGHT): str(tone) for tone in Tone}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, its size in pixels at 100 %, and the view whose table says the same."""

    svg: bytes
    width: int
    height: int
    flow: View


def draw_activity(
    register: Register,
    activity_id: str,
    reference: Places,
    day: datetime.date,
    *,
    inline: bool = False,
    caption: Sequence[str] = (),
) -> Drawing | DrawingProblem:
    """Draw the data flow of one activity, given by its id, as it is on a day."""
    if activity_id not in register.activities:
        return DrawingProblem(f"There is no activity “{activity_id}”.")
    flow = activity_flow(register, activity_id, reference, day)
    return draw(flow, inline=inline, caption=caption)


def draw(
    view: View,
    links: Mapping[str, str] = NO_LINKS,
    *,
    opened: Collection[str] = (),
    inline: bool = False,
    downwards: bool = False,
    caption: Sequence[str] = (),
) -> Drawing | DrawingProblem:
    """Draw a view, within the limits of what is drawn: the same bytes for the same view.

    `links` are the addresses of nodes by their keys; what is no web or relative address leads
    nowhere. The folds of groups `opened` are drawn as what is in them. Flows run to the right, or
    `downwards`.

    An `inline` picture goes into a page that brings the colours, the key and the table: it has
    no style and no ids, and its width is only a wish. Otherwise it is a file that stands alone,
    light and dark, with title, key and `caption` in it and every movement in its description.
    """
    drawn = bounded(view, opened)
    turned = DOWNWARDS if downwards else {}
    given = laid_out(drawn, None if inline else caption, turned, "svg", "json")
    if isinstance(given, DrawingProblem):
        return given
    read = _read(given)
    if isinstance(read, DrawingProblem):
        return read
    words = {id: _Words.of(drawn, key, links) for key, id in node_ids(drawn).items()}
    picture = _cleaned(*read, words)
    _, _, width, height = (float(part) for part in picture.attrib["viewBox"].split())
    if inline:
        picture.attrib |= {
            "width": f"{width * SCALE:g}",
            "aria-label": f"{view.title}; the table says the same",
        }
    else:
        width, height = width + 2 * MARGIN, height + 2 * MARGIN
        said = (f"{view.title}, {view.origin}.", *drawn.notes, *key_words(drawn), *caption)
        _stand_alone(picture, width, height, view.title, (*said, *_sentences(view)))
    svg = kept(ET.tostring(picture, encoding="unicode"))
    return Drawing(svg.encode(), round(width * SCALE), round(height * SCALE), view)


def laid_out(
    view: View, caption: Sequence[str] | None, graph: Mapping[str, str], *forms: str
) -> bytes | DrawingProblem:
    """Give a view in some forms of the engine, drawn as `dot_text` says it."""
    heading = "" if caption is None else heading_label(view)
    given = run(dot_text(view, caption, graph), *forms, heading=heading)
    if given == FAILED:  # the engine aborts on some circles through clusters, not so ranked
        other = {**graph, "newrank": "true"}
        given = run(dot_text(view, caption, other), *forms, heading=heading)
    return given


Layout = tuple[ET.Element, Mapping[str, list[float]]]


def _read(given: bytes) -> Layout | DrawingProblem:
    """Give the engine's SVG of a graph, and the widths of its texts by the id of the element."""
    try:
        svg, layout = json.loads(given)
        if "<!ENTITY" in svg:
            return DrawingProblem("The drawing engine gave a picture with entities.")
        return ET.fromstring(svg), _widths(json.loads(layout, strict=False))  # noqa: S314
    except (ValueError, ET.ParseError):
        return DrawingProblem("The drawing engine gave no readable picture.")


@dataclass(frozen=True, slots=True)
class _Words:
    """What a node is called, where it leads, and whether the picture leaves out some of it."""

    name: str
    address: str | None
    cut: bool

    @classmethod
    def of(cls, view: View, key: str, links: Mapping[str, str]) -> _Words:
        node = view.graph.nodes[key]["node"]
        address = _address(links.get(key, ""))
        name = node_words(node)
        opens = f"Open {name[0].lower()}{name[1:]}" if node.opens and address else name
        return cls(opens, address, is_cut(node))


def _address(text: str) -> str | None:
    """Give an address that leads into the web or to a page beside this one; None for all else."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if not _WRITTEN_OUT.fullmatch(text):  # browsers leave out what else it may hold
        return None
    web = parts.scheme in ("http", "https") and parts.netloc
    return text if web or not (parts.scheme or parts.netloc) else None


def _widths(layout: dict[str, Any]) -> dict[str, list[float]]:
    """Give how wide each line of text is, by the id of the element that holds it."""
    found: dict[str, list[float]] = {}
    for part in [layout, *layout.get("objects", ()), *layout.get("edges", ())]:
        texts = [drawn["width"] for drawn in part.get("_ldraw_", ()) if drawn["op"] == "T"]
        if texts:  # a part without any, such as a rank, bears the id of the one around it
            found[part["id"]] = texts
    return found


def _cleaned(
    raw: ET.Element, widths: Mapping[str, list[float]], words: Mapping[str, _Words]
) -> ET.Element:
    """Give the picture without titles, ids and size, each text held to its measured width."""
    root = ET.Element("svg", {"xmlns": SVG, "viewBox": raw.attrib["viewBox"], "lang": "en-GB"})
    root.extend(part for child in raw for part in _clean(child, widths, words))
    links = any(one.address for one in words.values())
    root.set("role", "group" if links else "img")  # what is inside an image cannot be reached
    if links:
        for part in root.iter("g"):
            if {"edge", "cluster"}.intersection(part.get("class", "").split()):
                part.set("aria-hidden", "true")  # scraps of text, of which the table makes sense
    return root


def _clean(
    element: ET.Element, widths: Mapping[str, list[float]], words: Mapping[str, _Words]
) -> Iterator[ET.Element]:
    tag, id = element.tag.removeprefix(f"{{{SVG}}}"), element.get("id", "")
    if tag == "title":
        return
    clean = ET.Element(tag, _held(element))
    clean.extend(part for child in element for part in _clean(child, widths, words))
    if tag == "text":
        clean.text = element.text
    for text, width in zip(clean.findall("text"), widths.get(id, ()), strict=False):
        if id in _AROUND:
            text.set("class", _CLASSES[text.get("fill", LIGHT.ink_3)])
        if text.text and not _FOREIGN.search(text.text):
            # A reader without the font takes another: its letters must stay in the box, too.
            text.attrib |= {"textLength": f"{width:g}", "lengthAdjust": "spacingAndGlyphs"}
    if id in words:
        _name(clean, words[id])
    yield clean


def _held(element: ET.Element) -> dict[str, str]:
    held = {name: value for name, value in element.attrib.items() if name != "id"}
    if element.get("id") == "heading":  # a node to the engine only
        held["class"] = "heading"
    if held.get("stroke-dasharray") == "1,5":  # too faint on a line of one point
        width = float(held.get("stroke-width", 1))
        dots = "1,3" if width < 1.5 else f"0.1,{2.5 * width:g}"
        held |= {"stroke-dasharray": dots, "stroke-linecap": "round"}
    return held


def _name(node: ET.Element, words: _Words) -> None:
    """Make a node a link, or say in full what is cut in it."""
    if words.address:
        inside = list(node)
        link = ET.Element("a", {"href": words.address, "aria-label": words.name})
        link.extend(inside)
        node[:] = [link]
    elif words.cut:
        node.attrib |= {"role": "img", "aria-label": words.name}


def _stand_alone(
    picture: ET.Element,
    width: float,
    height: float,
    title: str,
    said: Sequence[str],
) -> None:
    """Make the picture a file of its own: size, words, ground, and the colours of both themes."""
    box = {"width": f"{width:g}", "height": f"{height:g}"}
    corner = {"x": f"{-MARGIN:g}", "y": f"{-MARGIN:g}"}
    picture.attrib |= {
        "viewBox": " ".join((*corner.values(), *box.values())),
        "width": f"{width * SCALE:g}",
        "height": f"{height * SCALE:g}",
        "aria-labelledby": "flow-title",
        "aria-describedby": "flow-words",
    }
    parts = [
        _text("title", title, id="flow-title"),
        _text("desc", "\n".join(said), id="flow-words"),
        _text("style", _STYLE),
        ET.Element("rect", {"class": "paper", "fill": LIGHT.paper, **corner, **box}),
    ]
    for text in picture.iter("text"):
        text.set("font-family", _FALLBACK)
    for place, part in enumerate(parts):
        picture.insert(place, part)


def _text(tag: str, words: str, **attributes: str) -> ET.Element:
    element = ET.Element(tag, attributes)
    element.text = words
    return element


def _sentences(view: View) -> Iterator[str]:
    rows = table(view)
    yield from map(_sentence, rows[:MOST_SENTENCES])
    if len(rows) > MOST_SENTENCES:
        yield f"And {len(rows) - MOST_SENTENCES:,} more movements, which the table has."


def _sentence(row: Row) -> str:
    edge = row.edge
    data = "unknown" if edge.data is None else ", ".join(edge.data) or "none"
    job = f" ({edge.job})" if edge.job else ""
    said = [f"{row.origin.name} → {row.destination.name}{job}", f"Data: {data}", edge.how]
    said += [row.basis, *edge_marks(edge), row.destination.cluster.label]
    return " ".join(f"{words}." for words in said)


def _style(colours: Palette) -> str:
    """Recolour by class, as `.flow` does inside a page."""
    filled = ':not([fill="none"])'
    shapes = ":is(path,polygon,polyline)"
    rules = {
        ".paper": f"fill:{colours.paper}",
        "text": f"fill:{colours.ink_3}",
        ".title,.node text": f"fill:{colours.ink}",
        f".cluster>{shapes}{filled}": f"fill:{colours.panel};stroke:{colours.panel}",
        f".node {shapes}": f"stroke:{colours.edge}",
        f".node {shapes}{filled}": f"fill:{colours.paper}",
        f".edge {shapes}": f"stroke:{colours.ink_3}",
        f".edge polygon{filled}": f"fill:{colours.ink_3}",
        f":is(.activity,.organisation) {shapes}": f"stroke:{colours.accent}",
        f":is(.activity,.organisation) {shapes}{filled}": f"fill:{colours.accent}",
        ":is(.activity,.organisation) text": f"fill:{colours.on_accent}",
        f".unknown {shapes}": f"stroke:{colours.unknown_3}",
        f".unknown {shapes}{filled}": f"fill:{colours.unknown_2}",
        ".unknown text": f"fill:{colours.unknown}",
    }
    for tone in Tone:
        if tone is not Tone.PLAIN:
            colour = tone.of(colours)
            rules |= {
                f".{tone} {shapes}": f"stroke:{colour}",
                f".edge.{tone} polygon{filled}": f"fill:{colour}",
                f"text.{tone},.edge.{tone} text": f"fill:{colour}",
            }
    return "".join(f"{selector}{{{rule}}}" for selector, rule in rules.items())


_LINKS = (
    "a:hover text{text-decoration:underline}a:focus-visible{outline:2px solid;outline-offset:2px}"
)
_STYLE = (
    f":root{{color-scheme:light dark}}{_LINKS}@media (prefers-color-scheme:dark){{{_style(DARK)}}}"
)
