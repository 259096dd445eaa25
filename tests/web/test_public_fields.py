"""Nothing but the fields named here can be seen on the public page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, get_type_hints

import msgspec
import pytest

from ropa.app import db
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import DESTINATIONS, ORIGINS, Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.spec import ACCOUNTS, REGISTER, FieldSpec, Many, fields
from ropa.records.system import System
from ropa.records.transfer import Transfer
from ropa.store.blobs import keep
from ropa.vocabulary import Kind
from tests.build import build
from tests.web.conftest import Site

pytestmark = pytest.mark.one_database

PUBLIC: dict[type[msgspec.Struct], dict[str, Any]] = {
    Organisation: {
        "name": "shown organisation name",
        "trading_names": ["shown trading name"],
        "company_number": "shown company number",
        "address": "shown address",
        "email": "shown@organisation.example",
    },
    Party: {"name": "shown party name", "legal_name": "shown legal entity"},
    Engagement: {
        "category": "shown category",
        "service": "shown service",
        "purpose": "shown purpose",
        "stored_in": ["NO"],
        "accessed_from": ["IN"],
        "start": "2026-01-05",
        "end": "2031-12-24",
    },
    DataCategory: {"name": "shown data"},
    Transfer: {"place": "NZ", "mechanisms": ["uk_idta"]},
}
"""Every field whose value is shown, with the value it has here."""

SHOWN = [
    "shown organisation name",
    "shown trading name",
    "shown company number",
    "shown address",
    "shown@organisation.example",
    "shown party name",
    "shown legal entity",
    "shown category",
    "shown service",
    "shown purpose",
    "Norway",
    "India",
    "shown data",
    "New Zealand",
    "International Data Transfer Agreement (IDTA), version A1.0",
    "shown words on customer-content",
    "shown words on subprocessors",
    "shown words on integrations",
    "shown words on transfers",
]

TOPICS = ("customer-content", "subprocessors", "integrations", "transfers")
STATEMENTS = [
    *(
        {"topic": topic, "words": f"shown words on {topic}", "section": "zqmarker"}
        for topic in TOPICS
    ),
    {"topic": "security", "words": "zqmarker", "section": "zqmarker"},
]

# What decides whether something is shown, or what a record's own rules ask for.
DECIDES = {
    Engagement: {"role": "processor", "public": True},
    System: {"operated_by": "engagement"},
    Organisation: {"time_zone": "Antarctica/Troll"},
}

FILE = b"zqmarker"
DIGEST = hashlib.sha256(FILE).hexdigest()

# One kind of text each field can hold, each a mark of its own.
MARKS: tuple[Any, ...] = (
    "zqmarker words",
    "zqmarker",
    "zqmarker@zqmarker.example",
    "https://zqmarker.example/",
    DIGEST,
    "P77Y",
    "TV",
    True,
    768_768,
    "1968-07-06",
)
SEEN_AS = ("zqmarker", DIGEST, "P77Y", "77 years", "Tuvalu", '"TV"', "768768", "1968", "Troll")


SHARED = [cls for cls in (*REGISTER, *ACCOUNTS) if "organisation" not in cls.__struct_fields__]
SHARED.remove(Organisation)
OWNED = [cls for cls in (*REGISTER, *ACCOUNTS) if cls not in SHARED]


def id_of(kind: Kind, whose: str) -> str:
    shared = {cls.KIND for cls in SHARED}
    return f"zqmarker-{'shared' if kind in shared else whose}-{kind}"


def value_of(owner: type[msgspec.Struct], spec: FieldSpec, whose: str) -> Any:
    """Give a field something that would be recognised wherever it is shown."""
    if spec.many is Many.LINES:
        return [filled(spec.line, whose)]
    if spec.about.to is not None:
        if spec.about.to is getattr(owner, "KIND", None):
            return None  # above itself there is nothing
        link = id_of(spec.about.to, whose)
        return link if spec.many is Many.ONE else [link]
    hint = get_type_hints(owner, include_extras=True)[spec.name]
    words = tuple(spec.scalar) if isinstance(spec.scalar, type(Kind)) else ()
    for mark in (*words, *MARKS):
        given = mark if spec.many is Many.ONE else [mark]
        try:
            msgspec.convert(given, hint)
        except msgspec.ValidationError:
            continue
        if spec.form is None or spec.form.fits(str(mark)):
            return given
    raise AssertionError(f"nothing fits {owner.__name__}.{spec.name}")


def filled(cls: type[msgspec.Struct], whose: str) -> dict[str, Any]:
    return {spec.name: value_of(cls, spec, whose) for spec in fields(cls)}


def record(cls: type[Record], whose: str) -> Record:
    values = filled(cls, whose)
    values |= {"id": id_of(cls.KIND, whose), "retired": False}
    values |= DECIDES.get(cls, {})
    source = {"field": "note", "document": id_of(Kind.DOCUMENT, whose), "place": "zqmarker"}
    values["provenance"] = [source]
    if cls is Flow:
        values |= dict.fromkeys((*ORIGINS[1:], *DESTINATIONS[1:]))
    if cls is Organisation:
        values["statements"] = STATEMENTS
    if cls is Document and whose == "shared":
        values["organisation"] = None
    if whose != "theirs":
        values |= PUBLIC.get(cls, {})
    return build(cls, **values)


def everything() -> Iterator[Record]:
    """Make a record of every kind, with every field filled, and those of a second organisation."""
    for cls in (*SHARED, Document):
        yield record(cls, "shared")
    for cls in OWNED:
        yield record(cls, "mine")
        yield record(cls, "theirs")


def unanswered(value: msgspec.Struct) -> Iterator[str]:
    for spec in fields(type(value)):
        held = getattr(value, spec.name)
        if held is None or held == ():
            yield f"{type(value).__name__}.{spec.name}"
        elif spec.many is Many.LINES:
            for line in held:
                yield from unanswered(line)


def test_every_field_is_filled() -> None:
    empty = {name for held in everything() for name in unanswered(held)}
    above_itself = {"Party.representative", "Engagement.under"}
    one_end = {f"Flow.{name}" for name in (*ORIGINS[1:], *DESTINATIONS[1:])}
    assert empty == above_itself | one_end | {"Statement.document", "Document.organisation"}


def test_only_named_fields_are_public(site: Site) -> None:
    with site.app.app_context():
        keep(db.session(), FILE, "text/plain")
    site.put(*everything())
    own = "/legal/zqmarker-mine-organisation/subprocessors"
    assert site.client.get(own).text.replace(f"{own}.json", "").count("zqmarker") == 0
    short, told = (site.client.get(f"/legal/subprocessors{end}").text for end in ("", ".json"))
    for text in (short, told):
        assert [mark for mark in SEEN_AS if mark in text] == []
        assert [value for value in SHOWN if value not in text] == []
    assert "5 January 2026" in short
    assert "24 December 2031" in short
