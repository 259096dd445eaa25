"""The formats a register is exported in, as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ropa.core.imprint import Redaction
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.article30 import article30
from ropa.export.book import Book
from ropa.export.cnil import cnil
from ropa.export.context import Context
from ropa.export.csv_package import csv_package
from ropa.export.document import Document
from ropa.export.docx import docx
from ropa.export.everything import everything
from ropa.export.export import Export, ExportFailed
from ropa.export.ico import ico_controller, ico_processor
from ropa.export.json import json_of
from ropa.export.linked import json_ld, turtle
from ropa.export.ods import ods_of
from ropa.export.pdf import pdf
from ropa.export.progress import Tell
from ropa.export.typeset import DocumentProblem
from ropa.export.xlsx import xlsx_of

BOTH = (Redaction.AUTHORITY, Redaction.PUBLIC)
AUTHORITY = (Redaction.AUTHORITY,)

_Write = Callable[[Document, Context, Tell], bytes | DocumentProblem]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the name its file gets among others, and what writes it.

    `whose` says that it is the record of one organisation and cannot be of a whole catalogue;
    `redactions` are the readers it can be for; `annexed` that it tells what is in the annex; `more`
    counts the steps that `write` tells of.
    """

    name: str
    file: str
    label: str
    write: Callable[[Export], bytes]
    redactions: tuple[Redaction, ...] = BOTH
    whose: bool = False
    annexed: bool = False
    more: Callable[[Export], int] = lambda _export: 0

    def steps(self, export: Export) -> int:
        """Count the steps of making it: those it tells of, or a few more."""
        return 1 + self.more(export)

    def made(self, export: Export) -> bytes:
        """Write it, telling of each step under the name of its file."""

        def tell(words: str) -> None:
            export.tell(f"{self.file}: {words}")

        tell("collecting what is recorded")
        return self.write(replace(export, tell=tell))


def _template(
    write: Callable[[Register, str, Context, Reference], bytes],
) -> Callable[[Export], bytes]:
    """Write an authority's template for the organisation asked for."""

    def written(export: Export) -> bytes:
        assert export.organisation is not None
        return write(export.register, export.organisation, export.context, export.reference)

    return written


def _document(write: _Write) -> Callable[[Export], bytes]:
    """Write the record of the organisation asked for as a document."""

    def written(export: Export) -> bytes:
        assert export.organisation is not None
        context, reference = export.context, export.reference
        record = article30(export.register, export.organisation, context, reference, export.annex)
        made = write(record, context, export.tell)
        if isinstance(made, DocumentProblem):
            raise ExportFailed(made.message)
        return made

    return written


def _document_steps(export: Export) -> int:
    """Count a picture of each activity, one of the organisation, and the setting of the pages."""
    drawn = (
        activity
        for activity in export.register.activities.values()
        if activity.organisation == export.organisation and not activity.retired
    )
    return sum(1 for _ in drawn) + 2


def _book(write: Callable[[Book], bytes]) -> Callable[[Export], bytes]:
    """Write the workbook of everything."""

    def written(export: Export) -> bytes:
        book = everything(export)
        export.tell("writing the sheets")
        return write(book)

    return written


def _drawn(name: str, file: str, label: str, write: _Write) -> Format:
    written = _document(write)
    more = _document_steps
    return Format(name, file, label, written, AUTHORITY, whose=True, annexed=True, more=more)


def _workbook(name: str, file: str, label: str, write: Callable[[Book], bytes]) -> Format:
    return Format(name, file, label, _book(write), more=lambda _export: 1)


FORMATS: tuple[Format, ...] = (
    _drawn("pdf", "record.pdf", "The record as PDF", pdf),
    _drawn("docx", "record.docx", "The record as DOCX", docx),
    Format("json", "register.json", "JSON, which can be loaded again", json_of),
    Format("csv", "register-csv.zip", "CSV files with their schema, in a ZIP file", csv_package),
    _workbook("xlsx", "register.xlsx", "A workbook of everything, XLSX", xlsx_of),
    _workbook("ods", "register.ods", "A workbook of everything, ODS", ods_of),
    Format("turtle", "register.ttl", "Linked data in DPV and DCAT, Turtle", turtle),
    Format("json-ld", "register.jsonld", "Linked data in DPV and DCAT, JSON-LD", json_ld),
    Format(
        "cnil",
        "cnil.xlsx",
        "The layout of the CNIL's register, for controllers",
        lambda export: xlsx_of(cnil(export)),
        AUTHORITY,
        whose=True,
    ),
    Format(
        "ico-controller",
        "ico-controller.xlsx",
        "The ICO's template for controllers",
        _template(ico_controller),
        AUTHORITY,
        whose=True,
    ),
    Format(
        "ico-processor",
        "ico-processor.xlsx",
        "The ICO's template for processors",
        _template(ico_processor),
        AUTHORITY,
        whose=True,
    ),
)
"""Every format, in the order in which they are offered."""

BY_NAME = {one.name: one for one in FORMATS}
