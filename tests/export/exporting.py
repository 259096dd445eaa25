"""Registers to export, plain and ugly, shared by the tests of the formats."""

from __future__ import annotations

from ropa.core.imprint import Redaction
from ropa.core.register import Register, Stamp
from ropa.export.context import Context
from ropa.export.export import Export, export_of
from ropa.importing.files import parse_folder
from ropa.records.base import Record
from ropa.records.spec import REGISTER
from ropa.store.law import read_texts
from tests.build import build
from tests.export.reading import CONTEXT, MOMENT, reference
from tests.test_layers import ROOT

HAZARDS = (
    "=1+1",
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "'=1+1",
    "''=1+1",
    "'quoted'",
    '"double" and ;semicolon, comma',
    "https://evil.example/",
    "0042",
    "TRUE",
    "[1]",
    "None",
    "unknown",
    "{=1+1}",
    " padded  twice ",
    "<r><t>x</t></r>",
    "<b>&amp;</b>",
    "]]>",
    "_x0041_",
    "a\nb\n\n c",
    "tab\tinside",
    "line\u2028separator",
    "\u202eright to left\u202c שלום عربى",
    "🐉 Ünïcode \U0001f469\u200d\U0001f4bb",
)


def stamped(*records: Record) -> Register:
    """The records as they stand at a moment of a journal, each with a stamp."""
    stamps = {
        (record.KIND, record.id): Stamp(number, "2026-11-19T23:30:00.000000Z", "dpo")
        for number, record in enumerate(records, 1)
    }
    return Register({}).changed(records, (), stamps, MOMENT)


def ocktra() -> Register:
    """The register of the policy, as it stands at a moment of a journal."""
    found, problems = parse_folder(read_texts(ROOT / "data" / "ocktra"), reference())
    assert found is not None, problems
    return stamped(*found)


def every_kind() -> Register:
    """One record of every kind."""
    return stamped(*(build(cls) for cls in REGISTER))


def export(
    register: Register,
    organisation: str | None = None,
    *,
    activities: tuple[str, ...] | None = None,
    redaction: Redaction = Redaction.AUTHORITY,
    context: Context = CONTEXT,
) -> Export:
    return export_of(
        register, organisation, context, reference(), activities=activities, redaction=redaction
    )
