"""A document as DOCX: real headings and tables, with the pictures of its flows."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from docx import api
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Length, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ropa.core.answers import State
from ropa.export.child import DrawingProblem
from ropa.export.column_widths import column_widths
from ropa.export.context import Context
from ropa.export.diagram import FONT
from ropa.export.document import Block, Document, Fact, Facts, Figure, Grid, Prose, Section, Words
from ropa.export.export import ExportFailed
from ropa.export.labels import UNDRAWABLE
from ropa.export.on_paper import NATURAL, on_paper
from ropa.export.pictures import DPI, picture
from ropa.export.progress import Tell, untold

_INK, _INK_3 = RGBColor(0x18, 0x21, 0x1F), RGBColor(0x5F, 0x6A, 0x67)
_ACCENT, _UNKNOWN = RGBColor(0x0D, 0x5A, 0x63), RGBColor(0x7A, 0x4D, 0x00)
_WIDTH, _HEIGHT, _LABEL = Cm(17), Cm(22), Cm(5)
_BODY, _SMALL = Pt(10), Pt(8.5)
_HEADINGS = {"Title": 26, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 11}
_PROPERTY = 255
_LONG = 1500
"""From how many letters on a row may go on on the next page."""

_LETTER, _GUTTER = 0.62, Cm(0.5)
"""The width of a letter, by its size, and what is left blank in each column."""

_NO_DATE = (1980, 1, 1, 0, 0, 0)
_BREAKS = re.compile(r"\s*[\r\n]+\s*")


def docx(document: Document, context: Context, tell: Tell = untold) -> bytes:
    """Write a document as DOCX, the same bytes each time: its dates are those of the context.

    Tells of each picture, and of the writing. Raises `ExportFailed` where a picture could not be
    drawn this time.
    """
    word = api.Document()
    _prepare(word, document, context)
    word.add_paragraph(_clean(document.title), "Title")
    word.add_paragraph(_clean(document.subtitle), "Subtitle")
    _facts(word, document.cover)
    for number, section in enumerate(document.sections):
        if number == 0:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _section(word, section, 1, tell)
    tell("writing the pages")
    target = io.BytesIO()
    word.save(target)
    return _undated(target.getvalue())


def _prepare(word: Word, document: Document, context: Context) -> None:
    made = datetime.datetime.combine(context.about, datetime.time())
    about = word.core_properties
    whose = _clean(document.subtitle)[:_PROPERTY]
    about.title, about.author, about.subject = _clean(document.title)[:_PROPERTY], whose, whose
    about.comments, about.language = _clean(document.made)[:_PROPERTY], document.language
    about.created = about.modified = made
    about.last_modified_by, about.revision = "", 1
    for name in ("Normal", *_HEADINGS, "Subtitle"):
        style = word.styles[name]
        style.font.name, style.font.color.rgb = FONT, _INK
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        if name in _HEADINGS:
            style.font.size = Pt(_HEADINGS[name])
            style.paragraph_format.keep_with_next = True
    normal = word.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = _BODY, Pt(4)
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    _run(head, f"{document.subtitle}: {document.title}", _SMALL, _INK_3)
    _run(foot, f"{document.made}. Page ", _SMALL, _INK_3)
    _field(foot, "PAGE")


def _section(word: Word, section: Section, level: int, tell: Tell) -> None:
    word.add_heading(_clean(section.title), level)
    for place, block in enumerate(section.blocks):
        _block(word, block, tell)
        if place == 0 and isinstance(block, Prose):  # stays with what it introduces
            word.paragraphs[-1].paragraph_format.keep_with_next = True
    for inner in section.sections:
        _section(word, inner, min(level + 1, 9), tell)


def _block(word: Word, block: Block, tell: Tell) -> None:
    match block:
        case Facts():
            _facts(word, block)
        case Grid():
            _grid(word, block)
        case Prose():
            word.add_paragraph(_clean(block.text))
        case Figure():
            tell(f"drawing “{block.view.title}”")
            _figure(word, block)


def _facts(word: Word, facts: Facts) -> None:
    table = word.add_table(0, 2)
    _ruled(table, (_LABEL, Length(_WIDTH - _LABEL)))
    for fact in facts.facts:
        label, value = _row(table, (word.text for word in fact.words))
        _label(label, fact)
        _words(value, fact.words)
        if fact.source:
            _small(value.add_paragraph(), fact.source)
    word.add_paragraph()


def _label(cell: _Cell, fact: Fact) -> None:
    _run(cell.paragraphs[0], fact.label, _BODY, _INK_3)
    if fact.clause:
        _small(cell.add_paragraph(), fact.clause)


def _grid(word: Word, grid: Grid) -> None:
    caption = word.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    _run(caption, grid.caption, _BODY, _INK).bold = True
    table = word.add_table(0, len(grid.heads))
    widths, size = _shares(grid)
    _ruled(table, widths)
    for cell, head in zip(_row(table, grid.heads), grid.heads, strict=True):
        _run(cell.paragraphs[0], head, _SMALL, _INK_3)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    _mark(table.rows[0], "w:tblHeader")  # stands on every page
    for row in grid.rows:
        said = (word.text for words in row for word in words)
        for cell, words in zip(_row(table, said), row, strict=True):
            _words(cell, words, size)
    word.add_paragraph()


def _words(cell: _Cell, words: Iterable[Words], size: Length = _BODY) -> None:
    """Write the answers of a cell, each in a paragraph; what is not known stands out in words."""
    paragraph: Paragraph | None = cell.paragraphs[0]
    for one in words:
        at = paragraph or cell.add_paragraph()
        paragraph = None
        unknown = one.state is State.UNKNOWN
        run = _run(at, one.text, size, _UNKNOWN if unknown else _INK)
        run.italic = one.state is not State.ANSWERED
        beside = "; ".join(filter(None, (one.detail, one.source)))
        if beside:
            _run(at, f" ({beside})", _SMALL, _INK_3)


def _figure(word: Word, figure: Figure) -> None:
    drawn = on_paper(
        figure.view,
        lambda view, downwards: picture(view, "png", downwards=downwards),
        lambda drawn: _width(drawn) / _natural(drawn),
    )
    if isinstance(drawn, DrawingProblem):
        if drawn.passing:  # the same record would else be another file tomorrow
            raise ExportFailed(f"{figure.view.title}: {drawn.message}")
        word.add_paragraph(drawn.message)
        return
    shape = word.add_picture(io.BytesIO(drawn), Length(round(_width(drawn))))
    shape._inline.docPr.set(  # noqa: SLF001 - nor to this
        "descr", f"{figure.view.title}, {figure.view.origin}"
    )
    word.add_paragraph()


def _natural(drawn: bytes) -> float:
    """Give the width of a PNG picture where it has room."""
    return Inches(int.from_bytes(drawn[16:20], "big") * NATURAL / DPI)


def _width(drawn: bytes) -> float:
    """Give how wide a PNG picture is on a page."""
    wide, high = (int.from_bytes(drawn[at : at + 4], "big") for at in (16, 20))
    return min(_natural(drawn), _WIDTH, _HEIGHT * wide / high)


def _run(paragraph: Paragraph, text: str, size: Length, colour: RGBColor) -> Run:
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.color.rgb = size, colour
    return run


def _small(paragraph: Paragraph, text: str) -> None:
    _run(paragraph, text, _SMALL, _INK_3)


def _ruled(table: Table, widths: Sequence[Length]) -> None:
    """Draw hairlines between the rows, and give the columns their widths."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C8CECA")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    about = table._tbl.tblPr  # noqa: SLF001 - python-docx has no other way to this
    about.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _row(table: Table, texts: Iterable[str]) -> tuple[_Cell, ...]:
    """Add a row, which stays on one page unless it is long."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    if sum(map(len, texts)) < _LONG:
        _mark(row, "w:cantSplit")
    return tuple(row.cells)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - nor to this


def _shares(grid: Grid) -> tuple[list[Length], Length]:
    """Share the width of a table by what its columns say, and give the size of its letters."""
    columns = [
        [head, *(t for row in grid.rows for w in row[at] for t in (w.text, w.detail, w.source))]
        for at, head in enumerate(grid.heads)
    ]
    for size in (_BODY, _SMALL):
        widths = column_widths(columns, _WIDTH, size * _LETTER, _GUTTER)
        if widths:
            return [Length(round(width)) for width in widths], size
    return [Length(_WIDTH // len(columns))] * len(columns), _SMALL


def _field(paragraph: Paragraph, name: str) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001 - nor to this


def _clean(text: str) -> str:
    """Give a text as XML can hold it, on one line."""
    return _BREAKS.sub(" ", UNDRAWABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def _undated(given: bytes) -> bytes:
    """Write the container again without the moment at which it was written."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            kept = zipfile.ZipInfo(name, _NO_DATE)
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, old.read(name))
    return target.getvalue()
