"""Every value that is recorded stands in the document, in the part of its own record."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from ropa.core.answers import State
from ropa.core.names import Names, spoken_day
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.article30 import article30
from ropa.export.document import Document, Grid, Section, Words
from ropa.records.activity import Activity
from ropa.records.base import Provenance, Record
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.spec import FieldSpec, Many, fields, is_word
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind
from tests.build import build
from tests.export.test_article30 import CONTEXT, DAY, law, ocktra, record, said, section, walked

__all__ = ["law", "ocktra", "record"]

ELSEWHERE = ("organisation", "retired")
"""What a part need not say of its record: whose the document is, and that it is not retired."""


def stated(value: msgspec.Struct) -> Iterator[tuple[FieldSpec, Any]]:
    """Give every value that a record and its lines hold, one by one."""
    for spec in fields(type(value)):
        held = getattr(value, spec.name)
        if held is None or held == () or spec.name in ELSEWHERE:
            continue
        if spec.many is Many.LINES:
            for line in held:
                yield from stated(line)
        elif not (isinstance(value, Provenance) and spec.name in ("field", "standing")):
            for one in held if spec.many is not Many.ONE else (held,):
                yield spec, one


def reading(spec: FieldSpec, value: Any, names: Names) -> str:
    """Say a value in words, by another way than the document does."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return spoken_day(value)
    if spec.about.to is not None:
        return names.title(spec.about.to, value)
    if spec.about.law:
        return names.law(spec.about.law, value)
    if is_word(spec.scalar):
        return "none" if value == "none" else str(value.label)
    return names.value(spec, value)


def parts(document: Document, one: Record) -> tuple[Section, ...]:
    if isinstance(one, Organisation):
        cover = Section("cover", "", (document.cover,))
        return (cover, *(part for part in document.sections if part.id == "organisation"))
    return tuple(p for p in walked(document.sections) if p.id == f"{one.KIND}-{one.id}")


def unsaid(document: Document, one: Record, names: Names) -> list[str]:
    words = [word for part in parts(document, one) for word in said(part)]
    facts = [
        fact.source
        for part in parts(document, one)
        for inner in walked((part,))
        for block in inner.blocks
        for fact in getattr(block, "facts", ())
    ]
    text = "\n".join([*facts, *(t for w in words for t in (w.text, w.detail, w.source))])
    wanted = [reading(spec, value, names) for spec, value in stated(one)]
    return [value for value in wanted if value not in text]


def test_every_value_of_every_record(record: Document, ocktra: Register, law: Reference) -> None:
    names = Names(ocktra, law, DAY)
    found = {one.id: unsaid(record, one, names) for one in ocktra if one.KIND is not Kind.PERSON}
    assert {id: missing for id, missing in found.items() if missing} == {}
    assert len(found) > 60


def test_all_that_an_organisation_says_of_itself(law: Reference) -> None:
    texts = {
        spec.name: f"{spec.name}@acme.example" if "email" in spec.name else f"The {spec.name}"
        for spec in fields(Organisation)
        if spec.scalar is str and spec.many is Many.ONE and not spec.about.to
    }
    given = {**texts, "id": "acme", "country": "GB", "time_zone": "Europe/London"}
    given |= {"website": "https://acme.example/", "regimes": ["uk-gdpr"], "public_authority": True}
    given |= {"headcount": 12, "notice_days": 30, "objection_days": 14}
    given |= {"authorisation": "general", "trading_names": ["Acme"]}
    given["statements"] = [{"topic": "sale", "words": "We sell nothing.", "section": "§5"}]
    held = Register.of([build(Organisation, **given)])
    document = article30(held, "acme", CONTEXT, law)
    assert unsaid(document, held.organisations["acme"], Names(held, law, DAY)) == []
    cover = {fact.label: fact.words[0].text for fact in document.cover.facts}
    assert cover["Representative"] == "The representative_name"
    assert cover["Data protection officer"] == "The dpo_name"


def test_an_open_question_of_a_line_is_asked_in_the_words_of_the_line(record: Document) -> None:
    listed = {word.text for word in said(section(record, "What is not known"))}
    assert "People and personal data: Users of the Services, Support Data: source" in listed
    assert not any("users-of-the-services" in one for one in listed)


def test_no_cell_of_a_table_is_empty(law: Reference) -> None:
    held = Register.of(
        [
            build(Organisation, country="GB"),
            build(Engagement, id="one", stored_in=["IN"]),
            build(Engagement, id="two", name="Two", stored_in=["US"]),
            build(Transfer, importer="one", place="IN"),
            build(Activity, engagements=["one", "two"]),
        ]
    )
    document = article30(held, "acme", CONTEXT, law)
    grids = [b for p in walked(document.sections) for b in p.blocks if isinstance(b, Grid)]
    assert all(words.text for g in grids for row in g.rows for cell in row for words in cell)
    assert all(head for grid in grids for head in grid.heads)
    (declared,) = [grid for grid in grids if grid.caption == "Transfers"]
    assert declared.rows[1][0] == (Words("Not recorded", State.OPTIONAL),)


@pytest.mark.parametrize("word", ["unknown", "none", "Not recorded", "Not asked", "Verdict"])
def test_the_words_of_the_document_are_explained(word: str, record: Document) -> None:
    (facts,) = section(record, "How to read this record").blocks
    assert word in {fact.label for fact in getattr(facts, "facts", ())}
