"""What changed in twelve months, as an authority reads it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import pytest

from ropa.core.past import Past
from ropa.core.register import Key, Moment, Register, Stamp
from ropa.export.annex import Annex
from ropa.export.article30 import article30
from ropa.export.article30_changes import _COMPARED, _LETTERS, _NAMED
from ropa.export.document import Document, Grid, Prose, Words
from ropa.export.docx import docx
from ropa.export.pdf import pdf
from ropa.records.base import Record
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.build import activity, build
from tests.export.exporting import export, stamped
from tests.export.reading import CONTEXT, MOMENT, reference
from tests.export.test_article30 import section

LONG_AGO = datetime.date(2025, 11, 20)
ACME = build(Organisation)


def changes(
    before: Iterable[Record],
    after: Iterable[Record],
    *,
    since: datetime.date = LONG_AGO,
    young: bool = False,
    redacted: frozenset[Key] = frozenset(),
    moment: Moment = MOMENT,
) -> Document:
    now = (ACME, *after)
    stamps = {(r.KIND, r.id): Stamp(7, "2026-03-31T23:30:00.000000Z", "ann") for r in now}
    register = Register({}).changed(now, (), stamps, moment)
    past = Past(Register.of((ACME, *before)), since, young, redacted)
    return article30(register, "acme", CONTEXT, reference(), Annex(past))


def joined(cell: tuple[Words, ...]) -> str:
    return " / ".join(f"{one.text} ({one.detail})" if one.detail else one.text for one in cell)


def told(document: Document) -> list[str]:
    """Give the part a line each: sentences, and the rows of its tables."""
    found = []
    for block in section(document, "Changes in the last twelve months").blocks:
        if isinstance(block, Prose):
            found.append(block.text)
        elif isinstance(block, Grid):
            found += [" | ".join(map(joined, row)) for row in block.rows]
    return found


def test_each_record_says_what_it_said_and_says() -> None:
    before = (
        activity(function="Sales", systems=["crm"], purposes=[{"purpose": "billing"}]),
        build(System),
        build(Purpose),
        build(Party),
    )
    after = (
        activity(function="Marketing", systems=[], purposes=[{"purpose": "billing", "bases": []}]),
        build(Purpose),
        build(Party, retired=True),
        build(System, id="till", name="Till"),
    )
    intro, *rows = told(changes(before, after))
    billing = "Billing customers (Processing activity, changed last on 31 March 2026)"
    function = "Business function: was “Sales”, is now “Marketing”"
    lines = "Purposes and lawful bases: “Billing”: Lawful bases was unknown, is now none"
    assert intro == (
        "How this record, as it stood on 20 November 2026 (entry 412 of the journal), differs from "
        "how it stood at the end of 20 November 2025. What was changed and changed back is not "
        "told."
    )
    assert rows == [
        "Processing activity | 0 | 0 | 0 | 1",
        "Party | 0 | 0 | 1 | 0",
        "System | 1 | 1 | 0 | 0",
        "System | Till",
        "System | CRM",
        f"{billing} | Changed | {function} / {lines} / Systems: removed “CRM”, is now none",
        "Vendor (Party, changed last on 31 March 2026) | Retired | nothing else",
    ]


def test_nothing_is_said_where_nothing_differs() -> None:
    (only,) = told(changes([activity()], [activity()]))
    assert only == (
        "Nothing differs between the end of 20 November 2025 and 20 November 2026 (entry 412 of "
        "the journal)."
    )


def test_a_young_record_says_since_when_it_is_kept() -> None:
    since = datetime.date(2026, 2, 3)
    intro, *rows = told(changes([], [activity()], since=since, young=True))
    assert intro.startswith("This record has been kept since 3 February 2026 only. How this record")
    assert rows[-1] == "Processing activity | Billing customers"
    first = datetime.date(2026, 11, 20)
    (only,) = told(changes([], [], since=first, young=True))
    assert only == (
        "This record has been kept since 20 November 2026 only. It is given as it stood on that "
        "day: there is none before to compare."
    )


def test_who_changed_a_record_and_people_are_not_told() -> None:
    document = changes(
        [build(Person, name="Ann Ode"), activity()],
        [build(Person, name="Ben Nye"), activity(owner="p1")],
    )
    words = "\n".join(told(document))
    assert "ann" not in words.replace("Planned", "").split()
    assert "Person" not in words
    assert "Owner: was unknown, is now “Ben Nye”" in words


def test_another_organisations_records_are_not_told() -> None:
    other = build(Organisation, id="other", name="Other Ltd")
    theirs = activity(id="theirs", organisation="other", name="Theirs")
    assert "Theirs" not in "\n".join(told(changes([], [activity(), other, theirs])))


def test_a_record_whose_earlier_state_was_redacted_is_not_new() -> None:
    gone = frozenset({(Kind.ACTIVITY, "a1"), (Kind.ACTIVITY, "elsewhere")})
    _, counts, row = told(changes([], [activity()], redacted=gone))
    assert counts == "Processing activity | 1"
    assert row.endswith("| Changed | Its state of then has been taken out of the journal.")


def test_thousands_of_changes_are_counted_and_the_rest_is_named_by_its_place() -> None:
    many = 3 * _COMPARED
    before = [build(System, id=f"s{n}", name=f"System {n}") for n in range(many)]
    after = [build(System, id=f"s{n}", name=f"System {n}", note="x" * 999) for n in range(many)]
    after += [build(Party, id=f"p{n}", name=f"Party {n}") for n in range(_NAMED + 7)]
    found = told(changes(before, after))
    assert f"System | 0 | {many}" in found
    assert next(row for row in found if row.startswith("Party | Party 0; ")).endswith("7 more…")
    rows = [row for row in found if "| Changed |" in row]
    assert len(rows) == _COMPARED
    assert all(len(row) < _LETTERS + 100 for row in rows)
    assert found[-1].startswith(f"{many - _COMPARED} more records changed, counted above")


def test_documents_carry_it_with_the_same_bytes() -> None:
    once, again = (changes([activity()], [activity(function="Sales")]) for _ in range(2))
    assert docx(once, CONTEXT) == docx(again, CONTEXT)
    made = pdf(once, CONTEXT)
    assert isinstance(made, bytes)
    assert made == pdf(again, CONTEXT)


@pytest.mark.parametrize("chosen", [None, ("a1",)])
def test_only_what_is_exported_is_told(chosen: tuple[str, ...] | None) -> None:
    records = [ACME, activity(), activity(id="a2", name="Other work")]
    past = Past(Register.of(records), LONG_AGO, young=False)
    now = [ACME, activity(name="First work"), activity(id="a2", name="Second work")]
    made = export(stamped(*now), "acme", activities=chosen).with_annex(Annex(past))
    assert made.annex.past is not None
    titles = {one.title for one in made.annex.past.register}
    assert ("Other work" in titles) is (chosen is None)
