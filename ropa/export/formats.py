"""The formats a register is exported in, as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
from ropa.export.typeset import DocumentProblem
from ropa.export.xlsx import xlsx_of

BOTH = (Redaction.AUTHORITY, Redaction.PUBLIC)
AUTHORITY = (Redaction.AUTHORITY,)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the name its file gets among others, and what writes it.

    `whose` says that it is the record of one organisation and cannot be of a whole catalogue;
    `redactions` are the readers it can be for; `annexed` that it tells what is in the annex.
    """

    name: str
    file: str
    label: str
    write: Callable[[Export], bytes]
    redactions: tuple[Redaction, ...] = BOTH
    whose: bool = False
    annexed: bool = False


def _template(
    write: Callable[[Register, str, Context, Reference], bytes],
) -> Callable[[Export], bytes]:
    """Write an authority's template for the organisation asked for."""

    def written(export: Export) -> bytes:
        assert export.organisation is not None
        return write(export.register, export.organisation, export.context, export.reference)

    return written


def _document(
    write: Callable[[Document, Context], bytes | DocumentProblem],
) -> Callable[[Export], bytes]:
    """Write the record of the organisation asked for as a document."""

    def written(export: Export) -> bytes:
        assert export.organisation is not None
        context, reference = export.context, export.reference
        record = article30(export.register, export.organisation, context, reference, export.annex)
        made = write(record, context)
        if isinstance(made, DocumentProblem):
            raise ExportFailed(made.message)
        return made

    return written


def _book(write: Callable[[Book], bytes]) -> Callable[[Export], bytes]:
    """Write the workbook of everything."""
    return lambda export: write(everything(export))


FORMATS: tuple[Format, ...] = (
    Format(
        "pdf",
        "record.pdf",
        "The record as PDF",
        _document(pdf),
        AUTHORITY,
        whose=True,
        annexed=True,
    ),
    Format(
        "docx",
        "record.docx",
        "The record as DOCX",
        _document(docx),
        AUTHORITY,
        whose=True,
        annexed=True,
    ),
    Format("json", "register.json", "JSON, which can be loaded again", json_of),
    Format("csv", "register-csv.zip", "CSV files with their schema, in a ZIP file", csv_package),
    Format("xlsx", "register.xlsx", "A workbook of everything, XLSX", _book(xlsx_of)),
    Format("ods", "register.ods", "A workbook of everything, ODS", _book(ods_of)),
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
