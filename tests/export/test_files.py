"""What is written as files reads back as the same records, and reads well."""

from __future__ import annotations

import datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ropa.core.register import Register
from ropa.export.files import dump
from ropa.importing.document import read_document
from ropa.importing.files import FILES, parse_folder
from ropa.records import about
from ropa.records.activity import ActivityData, ActivityPurpose
from ropa.records.base import Provenance, Record
from ropa.records.canonical import canonical
from ropa.records.data_category import DataCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import REGISTER, FieldSpec, Many, by_name
from ropa.vocabulary import ActivityRole, Combination, Standing
from tests.build import DEFAULTS, activity, build, register

UGLY = (
    "NO",
    "no",
    "y",
    "~",
    "null",
    "true",
    "1",
    "007",
    "1e5",
    "0x1F",
    "1_000",
    "12:30",
    "2025-12-10",
    ".inf",
    "=",
    "<<",
    "- a",
    "-",
    "?",
    "? a",
    "a: b",
    "a:",
    ":a",
    "a #b",
    "#a",
    "&a",
    "*a",
    "!a",
    "!!str a",
    "%YAML 1.1",
    "@a",
    "`a`",
    "|",
    ">-",
    "---",
    "...",
    "--- a",
    "[a]",
    "{a: b}",
    "a, b]",
    '"a"',
    "'a'",
    "a\"b'c\\d",
    "\\n",
    "\\",
    "ends with \\",
    " leading",
    "trailing ",
    "two  spaces",
    "tab\tinside",
    "a\nb",
    "a\n",
    "a\n\n",
    "\na",
    "a\n\nb",
    "a\n\n\nb\n",
    "a \nb",
    "a\n b",
    "a\n  \nb",
    "a\n# b",
    "a\n---\nb",
    "line\u2028separator",
    "paragraph\u2029separator",
    "\ufeffmark",
    "no\u00a0break",
    "soft\u00adhyphen",
    "\u202eright to left",
    "👩\u200d💻 emoji 😀",
    "é e\u0301",
    "‑ “§4” – ’",
    "日本語",
    "word " * 60,
    ("word " * 60).strip(),
    ("word " * 60).strip() + ": # - 'x' \"y\" \\ end",
    "\n".join([("word " * 40).strip()] * 3),
    "\n\n".join([("word " * 40).strip()] * 3) + "\n",
    " ".join(["- #", *["word"] * 60]),
    ("word  " * 60).strip(),
    ('\\ " ' * 60).strip(),
    "x" * 300,
    "a " + "x" * 300 + " b",
)

# The reader takes no control characters and no noncharacters, however they are written.
READABLE = st.characters(
    exclude_categories=("Cc", "Cs"),
    include_characters="\t\n",
    exclude_characters="".join(
        chr(code) for code in range(0x110000) if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    ),
)
TEXTS = st.one_of(
    st.sampled_from(UGLY),
    st.text(READABLE, max_size=60),
    st.text(alphabet=" ab:#-\n\t\"'\\,[]{}", min_size=1, max_size=300),
)
SLUGS = ("no", "null", "on", "y", "n", "true", "123", "1e5", "0x1", "2025-12-10", "a-b", "e1")
KNOWN: tuple[tuple[Any, st.SearchStrategy[str]], ...] = (
    (about.Slug, st.sampled_from(SLUGS)),
    (about.LawWord, st.sampled_from(("contract", "9_2_a", "12", "NO", "_", "-", "--"))),
    (about.Place, st.sampled_from(("NO", "GB", "EU", "EEA", "GLOBAL"))),
    (about.Email, st.sampled_from(("a@b", "#a@b", "{a}@b", "!@b"))),
    (about.Url, st.sampled_from(("https://a.b/c?d=e#f", "http://[::1]:80/, {x}"))),
    (about.Duration, st.sampled_from(("P6Y", "P1Y2M", "P30D"))),
    (about.Digest, st.sampled_from(("0" * 64, "1e" + "0" * 62))),
)


def scalars(cls: type[Any], spec: FieldSpec) -> st.SearchStrategy[Any]:
    if spec.scalar is bool:
        return st.booleans()
    if spec.scalar is int:
        return st.integers(0, 2_000_000_000)
    if spec.scalar is datetime.date:
        return st.sampled_from((datetime.date(2025, 12, 10), datetime.date(1, 1, 1)))
    if spec.scalar is not str:
        return st.sampled_from(list(spec.scalar))
    said = str(get_type_hints(cls, include_extras=True)[spec.name])
    for known, values in KNOWN:
        if repr(known.__metadata__[0]) in said:
            return values
    return TEXTS


def plain(cls: type[Any], *, without: tuple[str, ...] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what could be a record or a line of one, known fields or not."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for spec in by_name(cls).values():
        if spec.name in without:
            continue
        one = plain(spec.line) if spec.many is Many.LINES else scalars(cls, spec)
        fields[spec.name] = one if spec.many is Many.ONE else st.lists(one, max_size=3)
    return st.fixed_dictionaries({}, optional=fields)


def draw_record(data: st.DataObject, cls: type[Record]) -> Record:
    ends = ("from_", "to_") if cls is Flow else ("\0",)
    without = tuple(n for n in by_name(cls) if n == "provenance" or n.startswith(ends))
    fields = {**DEFAULTS[cls], **data.draw(plain(cls, without=without))}
    for line in fields.get("data", ()):
        line.pop("purposes", None)
    named = [name for name in ("name", "party") if name in fields]
    if named:
        places = data.draw(st.lists(TEXTS, max_size=2, unique=True))
        fields["provenance"] = [{"field": named[0], "place": place} for place in places]
    record, _ = canonical(cls, fields)
    assume(record is not None)
    assert record is not None
    return record


def read_back(record: Record) -> Record | None:
    (text,) = dump(Register.of([record])).values()
    document, problems = read_document(text)
    assert document is not None, (problems, text)
    assert isinstance(document.data, dict)
    (found,) = document.data.items()
    return canonical(type(record), {**found[1], "id": found[0]})[0]


@pytest.mark.parametrize("cls", REGISTER, ids=lambda cls: cls.KIND)
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_record_survives(cls: type[Record], data: st.DataObject) -> None:
    record = draw_record(data, cls)

    assert read_back(record) == record


@settings(max_examples=500)
@given(text=TEXTS)
def test_any_text_survives(text: str) -> None:
    record, _ = canonical(Organisation, {"id": "acme", "name": "Acme", "note": text})
    assume(record is not None)

    assert read_back(record) == record


@pytest.mark.parametrize("text", UGLY)
def test_ugly_texts_survive_wherever_they_stand(text: str) -> None:
    record, problems = canonical(
        DataCategory,
        {
            "id": "a",
            "name": text[:500],
            "description": text,
            "elements": [text[:500], "b", text[:500]],
            "provenance": [{"field": "name", "place": text[:500]}],
        },
    )
    assert record is not None, problems

    assert read_back(record) == record


def test_a_file_reads_well() -> None:
    record = activity(
        reference="A1",
        role=ActivityRole.PROCESSOR,
        start=datetime.date(2026, 11, 23),
        operations=("storing", "sending: on request"),
        purposes=(
            ActivityPurpose(
                purpose="billing",
                bases=("contract", "legal_obligation"),
                combination=Combination.ALL,
            ),
        ),
        data=(
            ActivityData(subjects="customers", data="contact", retention="six-years"),
            ActivityData(subjects="customers", purposes=()),
        ),
        systems=(),
        breaches=tuple(f"breach-{number:02}-of-the-year-2026" for number in range(4)),
        dpia_needed=False,
        note="These words are too long for one line of the file: so they stand on two. Nobody has "
        "to scroll sideways.",
        provenance=(
            Provenance(field="name", document="notice", place="§1"),
            Provenance(
                field="data[customers/contact].retention",
                document="notice",
                standing=Standing.INFERRED,
            ),
        ),
    )

    assert dump(register(record, activity(id="no")))["activities.yml"] == (
        "a1:\n"
        "  organisation: acme\n"
        "  reference: A1\n"
        "  name: Billing customers\n"
        "  role: processor\n"
        "  start: 2026-11-23\n"
        "  operations:\n"
        "    - storing\n"
        '    - "sending: on request"\n'
        "  purposes:\n"
        "    - purpose: billing\n"
        "      bases: [contract, legal_obligation]\n"
        "      combination: all\n"
        "  data:\n"
        "    - subjects: customers\n"
        "      data: contact\n"
        "      retention: six-years\n"
        "    - subjects: customers\n"
        "      purposes: []\n"
        "  systems: []\n"
        "  dpia_needed: false\n"
        "  breaches:\n"
        "    - breach-00-of-the-year-2026\n"
        "    - breach-01-of-the-year-2026\n"
        "    - breach-02-of-the-year-2026\n"
        "    - breach-03-of-the-year-2026\n"
        "  note: >-\n"
        "    These words are too long for one line of the file: so they stand on two. Nobody has "
        "to scroll\n"
        "    sideways.\n"
        "  provenance:\n"
        "    - {field: name, document: notice, place: §1}\n"
        '    - {field: "data[customers/contact].retention", document: notice, standing: inferred}\n'
        "\n"
        '"no":\n'
        "  organisation: acme\n"
        "  name: Billing customers\n"
    )


def test_paragraphs_stay_paragraphs() -> None:
    long = ("word " * 30).strip()
    record = build(Purpose, description="Short.\n\nAlso short.", note=f"{long}\n{long}\n")

    assert dump(register(record))["purposes.yml"] == (
        "billing:\n"
        "  name: Billing\n"
        "  description: |-\n"
        "    Short.\n"
        "\n"
        "    Also short.\n"
        "  note: >\n"
        f"    {('word ' * 19).strip()}\n"
        f"    {('word ' * 11).strip()}\n"
        "\n"
        f"    {('word ' * 19).strip()}\n"
        f"    {('word ' * 11).strip()}\n"
    )


def test_what_the_eye_would_miss_is_quoted() -> None:
    record = build(Purpose, description="\nBelow.", note="No\u00a0break ")

    assert dump(register(record))["purposes.yml"] == (
        'billing:\n  name: Billing\n  description: "\\nBelow."\n  note: "No\\u00a0break "\n'
    )


def test_a_person_is_in_the_file_like_any_other() -> None:
    person = build(Person, name="Ada Byron", email="ada@example.org", job_title="Engineer")

    assert dump(register(person)) == {
        "people.yml": "p1:\n  name: Ada Byron\n  job_title: Engineer\n  email: ada@example.org\n"
    }


def test_a_record_without_any_answer() -> None:
    assert dump(register(build(Person))) == {"people.yml": "p1: {}\n"}
    assert parse_folder({"people.yml": "p1: {}\n"}, None) == (register(build(Person)), ())


def test_an_empty_register_has_no_files() -> None:
    assert dump(register()) == {}


def test_unknown_none_and_retired_stay_apart() -> None:
    unknown, none = build(Party), build(Party, id="b", regimes=(), retired=True)

    assert dump(register(unknown, none))["parties.yml"] == (
        "b:\n  name: Vendor\n  regimes: []\n  retired: true\n\nvendor:\n  name: Vendor\n"
    )


def whole() -> Register:
    """Give a register with every kind of record, links between them and ugly words."""
    records = [build(cls) for cls in REGISTER]
    linked = activity(
        id="a2",
        purposes=(ActivityPurpose(purpose="billing", bases=()),),
        data=(ActivityData(subjects="customers", data="contact", retention="six-years"),),
        engagements=("hosting",),
        systems=("crm",),
        owner="p1",
        note="NO: # yes\n  - no",
    )
    place = build(Engagement, id="oslo", stored_in=("NO", "GB"), name="y")
    rule = build(RetentionRule, id="null", minimum="P6Y", rolling=True)
    dated = build(Document, id="2025-12-10", name="2025-12-10", date=datetime.date(2025, 12, 10))
    return register(*records, linked, place, rule, dated)


def test_a_whole_register_survives() -> None:
    texts = dump(whole())

    assert set(texts) == set(FILES)
    assert parse_folder(texts, None) == (whole(), ())


def test_the_same_register_gives_the_same_texts() -> None:
    texts = dump(whole())
    again, _ = parse_folder(dict(reversed(texts.items())), None)

    assert again is not None
    assert dump(again) == texts
    assert list(dump(again)) == list(texts)
    assert dump(Register.of(reversed(list(whole())))) == texts
