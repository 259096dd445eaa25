"""The picture of one activity's data flow as SVG."""

from __future__ import annotations

import datetime
import json
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import font_source_sans_pro

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.folding import bounded
from ropa.core.flows.view import Row, View, table
from ropa.core.flows.words import Places
from ropa.core.register import Register
from ropa.export.diagram import FONT, KEY, LIGHT, UNDRAWABLE, Palette, dot_text

SVG = "http://www.w3.org/2000/svg"
SECONDS, PROCESSOR_SECONDS, MEMORY = 15, 10, 1 << 30
"""How long the engine may take, start and waiting included; its processor time; its bytes."""

SCALE = 1.25
"""Pixels of a stand-alone picture for a point of its layout: text of 15 and 13 px."""

MARGIN = 10
"""Points around a stand-alone picture."""

DARK = Palette(
    paper="#111615",
    panel="#181e1d",
    ink="#e5eae8",
    ink_3="#95a19d",
    edge="#77837f",
    accent="#79c7c9",
    on_accent="#0b1716",
    unknown="#e3b661",
    unknown_2="#282213",
    unknown_3="#a8853f",
)

_FALLBACK = f"'{FONT}', 'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
# Scripts the font lacks are measured as boxes, wider than any letter: there is room enough.
_FOREIGN = re.compile("[\u0530-\u1dff\u2c00-\U0010ffff]")

_ENGINE = Path(__file__).with_name("engine.py")
_FONT_FILE = Path(font_source_sans_pro.font_files_ttf["SourceSansPro"])


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, its size in pixels at 100 %, and the flow whose table says the same."""

    svg: bytes
    width: int
    height: int
    flow: View


@dataclass(frozen=True, slots=True)
class DrawingProblem:
    """Why there is no picture, in words."""

    message: str


_FAILED = DrawingProblem("The drawing engine could not draw this picture.")


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
    flow: View, *, inline: bool = False, caption: Sequence[str] = ()
) -> Drawing | DrawingProblem:
    """Draw a flow: the same bytes for the same flow.

    An `inline` picture goes into a page that brings the colours, the key and the table: it has
    no style and no ids, and its width is only a wish. Otherwise it is a file that stands alone,
    light and dark, with the key and the `caption` in it and every movement in its description.
    """
    title = flow.title
    said = (f"{title}, {flow.origin}.", *bounded(flow).notes, *caption, *KEY)
    below = () if inline else said
    laid_out = _lay_out(dot_text(flow, below))
    if laid_out == _FAILED:  # the engine aborts on some circles through clusters, not so ranked
        laid_out = _lay_out(dot_text(flow, below, newrank=True))
    if isinstance(laid_out, DrawingProblem):
        return laid_out
    raw, widths = laid_out
    picture = _cleaned(raw, widths)
    _, _, width, height = (float(part) for part in picture.attrib["viewBox"].split())
    if inline:
        picture.attrib |= {
            "width": f"{width * SCALE:g}",
            "aria-label": f"{title}; the table says the same",
        }
    else:
        width, height = width + 2 * MARGIN, height + 2 * MARGIN
        _stand_alone(picture, width, height, title, said, table(flow))
    svg = UNDRAWABLE.sub("\ufffd", ET.tostring(picture, encoding="unicode"))
    return Drawing(svg.encode(), round(width * SCALE), round(height * SCALE), flow)


def _lay_out(dot: str) -> tuple[ET.Element, Mapping[str, list[float]]] | DrawingProblem:
    """Give the engine's SVG of a graph, and the widths of its texts by the id of the element."""
    given = _run_engine(dot)
    if isinstance(given, DrawingProblem):
        return given
    try:
        svg, layout = json.loads(given)
        if "<!ENTITY" in svg:
            return DrawingProblem("The drawing engine gave a picture with entities.")
        return ET.fromstring(svg), _widths(json.loads(layout, strict=False))  # noqa: S314
    except (ValueError, ET.ParseError):
        return DrawingProblem("The drawing engine gave no readable picture.")


def _run_engine(dot: str) -> bytes | DrawingProblem:
    """Run the engine in a child process that knows nothing of this one's environment."""
    command = [sys.executable, "-I", str(_ENGINE), str(PROCESSOR_SECONDS), str(MEMORY)]
    try:
        with tempfile.TemporaryDirectory(prefix="ropa-drawing-") as folder:
            done = subprocess.run(  # noqa: S603 - our own program, by its path
                command,
                input=dot.encode(),
                capture_output=True,
                check=False,
                cwd=folder,
                env={"HOME": folder, "FONTCONFIG_FILE": _font_settings(Path(folder))},
                timeout=SECONDS,
            )
    except subprocess.TimeoutExpired:
        return DrawingProblem(f"The picture was not ready after {SECONDS} seconds.")
    except OSError as error:
        return DrawingProblem(f"The drawing engine could not be started: {error.strerror}.")
    stopped = done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    if stopped or (done.returncode and b"out of memory" in done.stderr):
        return DrawingProblem("The picture needs more time or memory than it may take.")
    if done.returncode:
        return _FAILED
    return done.stdout


def _font_settings(folder: Path) -> str:
    """Let the engine measure with the one font of the product, whatever the machine has."""
    fonts = folder / "fonts"
    fonts.mkdir()
    (fonts / _FONT_FILE.name).symlink_to(_FONT_FILE)
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(folder))}</cachedir></fontconfig>"
    )
    return str(settings)


def _widths(layout: dict[str, Any]) -> dict[str, list[float]]:
    """Give how wide each line of text is, by the id of the element that holds it."""
    found: dict[str, list[float]] = {}
    for part in [layout, *layout.get("objects", ()), *layout.get("edges", ())]:
        texts = [drawn["width"] for drawn in part.get("_ldraw_", ()) if drawn["op"] == "T"]
        if texts:  # a part without any, such as a rank, bears the id of the one around it
            found[part["id"]] = texts
    return found


def _cleaned(raw: ET.Element, widths: Mapping[str, list[float]]) -> ET.Element:
    """Give the picture without titles, ids and size, each text held to its measured width."""
    root = ET.Element("svg", {"xmlns": SVG, "viewBox": raw.attrib["viewBox"]})
    root.attrib |= {"role": "img", "lang": "en-GB"}
    root.extend(part for child in raw for part in _clean(child, widths))
    return root


def _clean(element: ET.Element, widths: Mapping[str, list[float]]) -> Iterator[ET.Element]:
    tag = element.tag.removeprefix(f"{{{SVG}}}")
    if tag == "title":
        return
    held = {name: value for name, value in element.attrib.items() if name != "id"}
    if held.get("stroke-dasharray") == "1,5":  # too faint on a line of one point
        held |= {"stroke-dasharray": "1,3", "stroke-linecap": "round"}
    clean = ET.Element(tag, held)
    clean.extend(part for child in element for part in _clean(child, widths))
    if tag == "text":
        clean.text = element.text
    texts = clean.findall("text")
    for text, width in zip(texts, widths.get(element.get("id", ""), ()), strict=False):
        if text.text and not _FOREIGN.search(text.text):
            # A reader without the font takes another: its letters must stay in the box, too.
            text.attrib |= {"textLength": f"{width:g}", "lengthAdjust": "spacingAndGlyphs"}
    yield clean


def _stand_alone(
    picture: ET.Element,
    width: float,
    height: float,
    title: str,
    said: Sequence[str],
    rows: Sequence[Row],
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
    words = [*said, *(_sentence(row) for row in rows)]
    parts = [
        _text("title", title, id="flow-title"),
        _text("desc", "\n".join(words), id="flow-words"),
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


def _sentence(row: Row) -> str:
    data = "unknown" if row.edge.data is None else ", ".join(row.edge.data) or "none"
    job = f" ({row.edge.job})" if row.edge.job else ""
    ends = f"{row.origin.name} → {row.destination.name}{job}"
    return f"{ends}. Data: {data}. {row.edge.how}. {row.basis}. {row.destination.cluster.label}."


def _style(colours: Palette) -> str:
    """Recolour by class, as `.flow` does inside a page."""
    rules = {
        ".paper": f"fill:{colours.paper}",
        "text": f"fill:{colours.ink}",
        ".graph>text,.cluster text,.edge text": f"fill:{colours.ink_3}",
        ".cluster path,.cluster polygon": f"fill:{colours.panel};stroke:{colours.panel}",
        ".node path,.node polygon": f"fill:{colours.paper};stroke:{colours.edge}",
        ".edge path": f"stroke:{colours.ink_3}",
        ".edge polygon": f"fill:{colours.ink_3};stroke:{colours.ink_3}",
        ".activity path,.activity polygon": f"fill:{colours.accent};stroke:{colours.accent}",
        ".activity text": f"fill:{colours.on_accent}",
        ".unknown path,.unknown polygon": f"fill:{colours.unknown_2};stroke:{colours.unknown_3}",
        ".unknown text": f"fill:{colours.unknown}",
    }
    return "".join(f"{selector}{{{rule}}}" for selector, rule in rules.items())


_STYLE = f":root{{color-scheme:light dark}}@media (prefers-color-scheme:dark){{{_style(DARK)}}}"
