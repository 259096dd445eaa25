"""A workbook as an ODS file (OpenDocument 1.3), always to the same bytes.

Written here, element by element: the one library that is kept up (odfdo) makes every cell a tree of
its own, which took some twenty times as long, and puts the clock's time into the file; odfpy has
had no release since 2020. A sheet of texts needs little of the format.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from xml.sax.saxutils import escape, quoteattr

from ropa.export.book import Book, Held, Look, Sheet
from ropa.export.worksheet import INK, PALE, RULE
from ropa.export.zipped import zipped

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("office", f"{_OASIS}:office:1.0"),
        ("table", f"{_OASIS}:table:1.0"),
        ("text", f"{_OASIS}:text:1.0"),
        ("style", f"{_OASIS}:style:1.0"),
        ("number", f"{_OASIS}:datastyle:1.0"),
        ("fo", f"{_OASIS}:xsl-fo-compatible:1.0"),
        ("meta", f"{_OASIS}:meta:1.0"),
        ("config", f"{_OASIS}:config:1.0"),
        ("ooo", "http://openoffice.org/2004/office"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("xlink", "http://www.w3.org/1999/xlink"),
    )
)
_SPACES = re.compile(r"^ | {2,}| $|\t")

_LOOKS = {
    Look.BODY: ("", "", True),
    Look.TITLE: ("", f'fo:font-weight="bold" fo:color="{INK}" fo:font-size="14pt"', False),
    Look.SECTION: ("", f'fo:font-weight="bold" fo:color="{INK}" fo:font-size="11pt"', False),
    Look.HEAD: (
        f'fo:background-color="{PALE}" fo:border="0.5pt solid {RULE}"',
        f'fo:font-weight="bold" fo:color="{INK}"',
        True,
    ),
    Look.LABEL: (f'fo:background-color="{PALE}"', f'fo:font-weight="bold" fo:color="{INK}"', True),
    Look.LINK: (
        "",
        f'fo:color="{INK}" style:text-underline-style="solid" style:text-underline-width="auto"',
        True,
    ),
    Look.UNKNOWN: (
        'fo:background-color="#FBE7C6"',
        'fo:font-style="italic" fo:color="#6B4300"',
        True,
    ),
    Look.NONE: ("", 'fo:font-style="italic" fo:color="#4A5B5B"', True),
    Look.PARTLY: ('fo:background-color="#FDF4E3"', "", True),
    Look.NOT_ASKED: ("", 'fo:font-style="italic" fo:color="#6A7A7A"', True),
}
"""Of each look the cell, its text and whether it is wrapped."""


def ods_of(book: Book) -> bytes:
    """Write a workbook; the sheets must be `fitted`."""
    parts: dict[str, bytes | Iterable[bytes]] = {
        "mimetype": _TYPE.encode(),
        "content.xml": _pieces_of(_content(book)),
        "styles.xml": _styles(book).encode(),
        "meta.xml": _meta(book).encode(),
        "settings.xml": _settings(book).encode(),
        "META-INF/manifest.xml": _manifest().encode(),
    }
    return zipped(parts, stored=("mimetype",))


def _pieces_of(texts: Iterator[str]) -> Iterator[bytes]:
    """Put many short texts together to fewer."""
    while piece := "".join(islice(texts, 500)):
        yield piece.encode()


def _document(name: str, inside: str) -> str:
    return f'{_HEAD}<office:{name} {_NAMESPACES} office:version="1.3">{inside}</office:{name}>\n'


def _content(book: Book) -> Iterator[str]:
    columns = {sheet.name: sheet.columns for sheet in book.sheets}
    widths = sorted({width for held in columns.values() for width in held})
    start, end = _document("document-content", "\0").split("\0")
    yield f"{start}<office:automatic-styles>"
    yield from map(_column_style, widths)
    yield (
        '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>'
        '<style:style style:name="sheet" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>'
    )
    yield from map(_cell_style, Look)
    yield _DAY_STYLE
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for sheet in book.sheets:
        yield from _table(sheet, columns[sheet.name])
    yield "<table:database-ranges>"
    for number, sheet in enumerate(book.sheets):
        if sheet.filtered:
            yield _filter(number, sheet, len(columns[sheet.name]))
    yield f"</table:database-ranges></office:spreadsheet></office:body>{end}"


_DAY = "day"
_DAY_STYLE = (
    '<number:date-style style:name="iso"><number:year number:style="long"/><number:text>-'
    '</number:text><number:month number:style="long"/><number:text>-</number:text>'
    f'<number:day number:style="long"/></number:date-style><style:style style:name="{_DAY}" '
    'style:family="table-cell" style:parent-style-name="Default" style:data-style-name="iso">'
    f'<style:table-cell-properties style:vertical-align="top" fo:border-bottom="0.5pt solid {RULE}"'
    '/><style:paragraph-properties fo:text-align="start"/></style:style>'
)
"""The look of a day, written as year, month and day wherever it is read."""


def _column_style(width: int) -> str:
    return (
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.19:.2f}cm"/></style:style>'
    )


def _cell_style(look: Look) -> str:
    cell, text, wrapped = _LOOKS[look]
    wrap = "wrap" if wrapped else "no-wrap"
    line = f'fo:border-bottom="0.5pt solid {RULE}" ' if wrapped and "fo:border" not in cell else ""
    return (
        f'<style:style style:name="{look.value}" style:family="table-cell" '
        'style:parent-style-name="Default"><style:table-cell-properties '
        f'style:vertical-align="top" fo:wrap-option="{wrap}" {line}{cell}/>'
        f"<style:text-properties {text}/></style:style>"
    )


def _table(sheet: Sheet, widths: tuple[int, ...]) -> Iterator[str]:
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet">'
    for width, run in groupby(widths):
        number = len(list(run))
        yield (
            f'<table:table-column table:style-name="w{width}" '
            f'table:number-columns-repeated="{number}" table:default-cell-style-name="body"/>'
        )
    heads = sheet.frozen[0] if sheet.filtered else 0
    if heads:
        yield "<table:table-header-rows>"
        yield from map(_row, sheet.rows[:heads])
        yield "</table:table-header-rows>"
    yield from map(_row, sheet.rows[heads:] if sheet.rows else [()])
    yield "</table:table>"


def _row(row: Iterable[Held]) -> str:
    cells = "".join(map(_cell, row)) or "<table:table-cell/>"
    return f'<table:table-row table:style-name="row">{cells}</table:table-row>'


def _cell(cell: Held) -> str:
    if cell.content == "":
        return f'<table:table-cell table:style-name="{cell.look.value}"/>'
    kind = 'office:value-type="string"'
    if "\t" in str(cell.content):  # LibreOffice passes the element of a tab over
        kind += f" office:string-value={quoteattr(str(cell.content))}"
    style = cell.look.value
    if isinstance(cell.content, int):
        kind = f'office:value-type="float" office:value="{cell.content}"'
    elif isinstance(cell.content, datetime.date):
        kind = f'office:value-type="date" office:date-value="{cell.content}"'
        style = _DAY
    start = f'<table:table-cell table:style-name="{style}" {kind}>'
    lines = str(cell.content).split("\n")
    return start + "".join(_paragraph(line, cell) for line in lines) + "</table:table-cell>"


def _paragraph(line: str, cell: Held) -> str:
    place = quoteattr(f"#'{cell.to.sheet}'.A{cell.to.row + 1}") if cell.to else ""
    pieces = _pieces(line, f'<text:a xlink:type="simple" xlink:href={place}>' if place else "")
    return f"<text:p>{''.join(pieces)}</text:p>"


def _pieces(line: str, link: str) -> Iterator[str]:
    """Give a line with the spaces marked that a reader would else take together.

    A mark stands between links and not in one, where LibreOffice passes it over.
    """
    end = "</text:a>" if link else ""
    last = 0
    for found in _SPACES.finditer(line):
        if found.start() > last:
            yield f"{link}{escape(line[last : found.start()])}{end}"
        space = found[0]
        yield "<text:tab/>" if space == "\t" else f'<text:s text:c="{len(space)}"/>'
        last = found.end()
    if last < len(line):
        yield f"{link}{escape(line[last:])}{end}"


def _filter(number: int, sheet: Sheet, columns: int) -> str:
    """Give the filter of a sheet, by the name that LibreOffice gives one of its own."""
    head = sheet.frozen[0]
    last = f"{_letters(columns)}{max(len(sheet.rows), head + 1)}"
    area = quoteattr(f"'{sheet.name}'.A{head}:'{sheet.name}'.{last}")
    return (
        f'<table:database-range table:name="__Anonymous_Sheet_DB__{number}" '
        f'table:target-range-address={area} table:display-filter-buttons="true"/>'
    )


def _letters(column: int) -> str:
    """Name a column, counted from 1, as spreadsheets do."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _styles(book: Book) -> str:
    footer = f"<text:p>{escape(book.footer)}, page <text:page-number>1</text:page-number></text:p>"
    return _document(
        "document-styles",
        '<office:styles><style:style style:name="Default" style:family="table-cell">'
        '<style:text-properties fo:font-size="10pt"/></style:style></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="page">'
        '<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" '
        'style:print-orientation="landscape" style:scale-to-X="1"/><style:footer-style>'
        '<style:header-footer-properties fo:min-height="0.7cm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Default" style:page-layout-name="page">'
        f"<style:footer>{footer}</style:footer></style:master-page></office:master-styles>",
    )


def _meta(book: Book) -> str:
    created = f"{book.created.isoformat(timespec='seconds')}Z"
    facts = "".join(
        f"<meta:user-defined meta:name={quoteattr(name)}>{escape(value)}</meta:user-defined>"
        for name, value in book.facts.items()
    )
    return _document(
        "document-meta",
        f"<office:meta><dc:title>{escape(book.title)}</dc:title>"
        f"<dc:subject>{escape(book.subject)}</dc:subject>"
        f"<meta:initial-creator>{escape(book.author)}</meta:initial-creator>"
        f"<meta:creation-date>{created}</meta:creation-date><dc:date>{created}</dc:date>"
        f"{facts}</office:meta>",
    )


def _settings(book: Book) -> str:
    """Say which rows and columns stay when a sheet is scrolled, as LibreOffice reads it."""
    sheets = "".join(_frozen(sheet) for sheet in book.sheets)
    return _document(
        "document-settings",
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{sheets}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>",
    )


def _frozen(sheet: Sheet) -> str:
    items = []
    for name, mark, at in (
        ("Horizontal", "Right", sheet.frozen[1]),
        ("Vertical", "Bottom", sheet.frozen[0]),
    ):
        items.append((f"{name}SplitMode", "short", 2 if at else 0))
        items.append((f"{name}SplitPosition", "int", at))
        items.append((f"Position{mark}", "int", at))
    inside = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
        "</config:config-item>"
        for name, kind, value in items
    )
    name = quoteattr(sheet.name)
    return (
        f"<config:config-item-map-entry config:name={name}>{inside}</config:config-item-map-entry>"
    )


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (
            ("/", _TYPE),
            *((name, "text/xml") for name in ("content.xml", "styles.xml", "meta.xml")),
            ("settings.xml", "text/xml"),
        )
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" '
        f'manifest:version="1.3">{entries}</manifest:manifest>\n'
    )
