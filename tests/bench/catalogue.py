"""A catalogue of a given size in a temporary file, and what is measured on it in this process."""

from __future__ import annotations

import datetime
import io
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from ropa.core.change import Applied, Put
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.context import Context
from ropa.export.ico import ico_controller
from ropa.records.base import Record
from ropa.records.spec import CLASSES, REGISTER_KINDS
from ropa.sample.make import sample
from ropa.store.apply import apply
from ropa.store.engine import open_engine
from ropa.store.journal import latest, read_head
from ropa.store.load import load, refresh
from ropa.store.migrate import upgrade
from ropa.vocabulary import Kind
from tests.bench.measure import Measure, median, once
from tests.sample.applying import store

START = datetime.datetime(2022, 10, 3, 9, tzinfo=datetime.UTC)
RETAILER = "pennaquil-stores"

_SELECT = """
SELECT kind, state FROM journal_entry WHERE sequence IN (
    SELECT max(sequence) FROM journal_entry WHERE action != 'redacted' AND sequence <= ?
    GROUP BY kind, record)
ORDER BY sequence
"""
_DECODERS = {kind.value: msgspec.json.Decoder(cls) for kind, cls in CLASSES.items()}
_PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A filled database and its engine."""

    activities: int
    path: Path
    engine: Engine

    @property
    def url(self) -> str:
        """The database as the product names it."""
        return f"sqlite:///{self.path}"

    def measure(self, what: str, ms: float, floor: float | None = None, of: str = "") -> Measure:
        """Make a measure of this size."""
        return Measure(what, self.activities, ms, floor, of)


@contextmanager
def filled(folder: Path, activities: int, seed: int) -> Iterator[tuple[Catalogue, list[Measure]]]:
    """Fill a new database; give it with how long that took."""
    path = folder / f"{activities}.db"
    catalogue = Catalogue(activities, path, open_engine(f"sqlite:///{path}"))
    upgrade(catalogue.url)
    generated = once(lambda: list(sample(activities, seed, START)))
    batches = tuple(sample(activities, seed, START))
    with Session(catalogue.engine) as session:
        stored = once(lambda: store(session, batches))
    yield (
        catalogue,
        [catalogue.measure("generate", generated), catalogue.measure("store it", stored)],
    )
    catalogue.engine.dispose()


def measured(catalogue: Catalogue, runs: int, reference: Reference) -> Iterator[Measure]:
    """Measure everything that needs no server."""
    with Session(catalogue.engine) as session:
        editor = _Editor(session)
        yield _one_change(catalogue, editor, runs)
        yield _refresh(catalogue, session, editor, runs)
    with catalogue.engine.connect() as connection:
        yield from _cold(catalogue, connection, runs)
        register = load(connection)
    yield _workbook(catalogue, register, runs, reference)


class _Editor:
    """Changes the note of one activity, each time based on the last."""

    def __init__(self, session: Session) -> None:
        self.session = session
        entry = next(latest(session.connection(), [Kind.ACTIVITY]))
        self.record = load(session.connection()).activities[entry.record]
        self.base = entry.sequence

    def edit(self) -> None:
        """Apply one more change."""
        record = msgspec.structs.replace(self.record, note=f"Edited after entry {self.base}")
        at = datetime.datetime.now(datetime.UTC)
        outcome = apply(self.session, "bench", [Put(record, self.base)], "Measured", at)
        assert isinstance(outcome, Applied), outcome
        assert outcome.entries == 1
        self.base = outcome.sequence


def _one_change(catalogue: Catalogue, editor: _Editor, runs: int) -> Measure:
    """Floor: one row, committed with the same settings in a file of its own."""
    ms = median(runs, editor.edit)
    bare = sqlite3.connect(catalogue.path.with_suffix(".bare.db"), isolation_level=None)
    for pragma in _PRAGMAS:
        bare.execute(pragma)
    bare.execute("CREATE TABLE row (state TEXT)")

    def insert() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO row VALUES (?)", ["x" * 1500])
        bare.execute("COMMIT")

    floor = median(runs, insert)
    bare.close()
    return catalogue.measure("apply one change", ms, floor, "one row inserted and committed")


def _refresh(catalogue: Catalogue, session: Session, editor: _Editor, runs: int) -> Measure:
    before = load(session.connection())
    editor.edit()
    ms = median(runs, lambda: refresh(session.connection(), before))
    return catalogue.measure("refresh after one change", ms)


def _cold(catalogue: Catalogue, connection: Connection, runs: int) -> Iterator[Measure]:
    bare = sqlite3.connect(catalogue.path)
    last = read_head(connection).sequence
    for name, until in (("cold register", last), ("as of half-way back", last // 2)):
        texts = [
            (kind, state)
            for kind, state in bare.execute(_SELECT, [until])
            if state is not None and kind in REGISTER_KINDS
        ]
        floor = median(runs, partial(_decoded, texts))
        ms = median(runs, partial(load, connection, until))
        yield catalogue.measure(name, ms, floor, "its JSON decoded by msgspec")
    ms = median(runs, lambda: sum(1 for _ in latest(connection, REGISTER_KINDS)))
    floor = median(runs, lambda: bare.execute(_SELECT, [last]).fetchall())
    yield catalogue.measure("its last entries read", ms, floor, "the rows by sqlite3")
    bare.close()


def _decoded(texts: Iterable[tuple[str, str]]) -> list[Record]:
    return [_DECODERS[kind].decode(state) for kind, state in texts]


def _workbook(catalogue: Catalogue, register: Register, runs: int, reference: Reference) -> Measure:
    own = register.only([RETAILER])
    context = Context(datetime.date(2026, 11, 23), register.moment.instant, "bench")
    book = ico_controller(own, RETAILER, context, reference)
    ms = median(runs, lambda: ico_controller(own, RETAILER, context, reference))
    sheets = [
        CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(name).to_python()
        for name in CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    ]
    floor = median(runs, lambda: _bare_workbook(sheets))
    return catalogue.measure("ICO workbook", ms, floor, "its cells by XlsxWriter")


def _bare_workbook(sheets: Iterable[Iterable[Iterable[object]]]) -> bytes:
    """Write cells in constant memory with one format, and nothing else."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    style = book.add_format({"valign": "top", "text_wrap": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and value:
                    sheet.write_string(number, column, value, style)
                elif value not in ("", None):
                    sheet.write_number(number, column, value, style)
    book.close()
    return target.getvalue()
