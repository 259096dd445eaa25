"""The first sheet of an incident: one page, with every unknown on it, read back from the PDF."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest

from ropa.core.flows.graph import FlowMap
from ropa.core.flows.reach import Reach, reach, reach_of_place
from ropa.core.flows.reach_gaps import reach_gaps
from ropa.export import typeset
from ropa.export.context import Context
from ropa.export.reach_sheet import NAMED, reach_sheet
from ropa.export.typeset import DocumentProblem
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.build import build
from tests.core.test_reach import DAY, flows_in

NOW = Context(DAY, "2026-11-25T03:04:05.000006Z", "0.1.0")
UGLY = (
    "#panic() [*bold*] $a_1$ \\ `raw` <b>&amp; @ref // /* =",
    "😀 family \N{MAN}\u200d\N{GIRL} emoji",
    "שלום עולם",
    "W" * 300,
    "word " * 60,
    "a\nb\tc\u2028d",
    '"quote" : ] } {',
)
_ANY = "\N{FULL BLOCK}"
ROLES = ("controller", "joint-controller", "processor", None)


def text_of(sheet: bytes | DocumentProblem) -> str:
    """Give the words of the one page, without what separates them."""
    assert isinstance(sheet, bytes), sheet
    reader = pypdf.PdfReader(io.BytesIO(sheet))
    assert len(reader.pages) == 1
    return squeezed(reader.pages[0].extract_text())


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


OFFICER = {"country": "GB", "dpo_name": "Dana Officer", "dpo_email": "dpo@acme.example"}


def small(**fields: Any) -> tuple[FlowMap, Reach]:
    records: tuple[Record, ...] = (
        build(Organisation, **{**OFFICER, **fields}),
        build(Party, name="Hosting Ltd", country="GB"),
        build(Party, id="client", name="Client Ltd", email="privacy@client.example"),
        build(Party, id="silent", name="Silent Ltd"),
        build(Party, id="below", name="Below Ltd", country="IN"),
        build(DataSubjectCategory, approximate_number=12_000, children=True),
        build(DataSubjectCategory, id="staff", name="Staff"),
        build(DataCategory, special=["health"], criminal=False),
        build(DataCategory, id="usage", name="Usage data", special=[], criminal=True),
        build(DataCategory, id="other", name="Other data"),
        build(Purpose),
        build(System, places=["GB"], engagement="hosting", operated_by="engagement"),
        build(Engagement, party="vendor", stored_in=["GB"], accessed_from=[]),
        build(Engagement, id="sub", name="Sub", party="below", under="hosting", stored_in=["IN"]),
        build(Engagement, id="sub2", name="Sub 2", party="below", under="hosting"),
        build(
            Activity,
            role="controller",
            purposes=[{"purpose": "billing"}],
            data=[{"subjects": "customers", "data": "contact"}],
            systems=["crm"],
            engagements=[],
        ),
        build(
            Activity,
            id="a2",
            name="Hosting for clients",
            role="processor",
            on_behalf_of=["client", "silent"],
            data=[
                {"subjects": "staff", "data": "usage"},
                {"subjects": "staff", "data": "other"},
            ],
            systems=[],
            engagements=["hosting"],
        ),
    )
    flows = flows_in(*records)
    return flows, reach(flows, (Kind.PARTY, "vendor"))


def test_what_is_touched_and_to_be_done_is_on_one_page() -> None:
    text = text_of(reach_sheet(small()[1], NOW))
    for said in (
        "Reach of Hosting Ltd",
        "In force on 25 November 2026",
        "We are controller (1)",
        "Billing customers",
        "We are processor (1)",
        "Hosting for clients",
        "Customers, children: about 12,000",
        "Staff: number not recorded",
        "Contact data · Data concerning health",
        "Usage data · convictions or offences",
        "Other data · special? not recorded",
        "Purposes (1) Billing",
        "Systems (1) CRM",
        "Sub, India",
        "Sub 2, place not recorded",
        "72 hours end",
        "Art 33(1) UK GDPR, as controller: Tell the Information Commission (ICO) without undue",
        "where feasible, not later than 72 hours",
        "Art 34(1), as controller: Tell the people whose data it is",
        "Art 33(2), as processor: Tell each controller for whom we process without undue delay",
        "Client Ltd: privacy@client.example",
        "Silent Ltd: contact not recorded",
        "Dana Officer, data protection officer: dpo@acme.example.",
        "33(3)(a)",
        "33(3)(d)",
    ):
        assert squeezed(said) in text, said
    assert squeezed("EU GDPR") not in text


@pytest.mark.parametrize(
    ("regimes", "said", "unsaid"),
    [
        (["eu-gdpr"], "the competent supervisory authority (Art 55)", "Information Commission"),
        (["uk-gdpr", "eu-gdpr"], "Art 33(1) EU GDPR", "competent authority of"),
        (["other"], "the authority of the other law", "Information Commission"),
    ],
)
def test_the_authority_is_that_of_the_regimes(regimes: list[str], said: str, unsaid: str) -> None:
    text = text_of(reach_sheet(small(regimes=regimes)[1], NOW))
    assert squeezed(said) in text
    assert squeezed(unsaid) not in text


def test_a_processor_alone_has_no_72_hours() -> None:
    records = (
        build(Organisation, country="GB"),
        build(Party, country="GB"),
        build(Engagement, party="vendor"),
        build(Activity, role="processor", engagements=["hosting"]),
    )
    text = text_of(reach_sheet(reach(flows_in(*records), (Kind.PARTY, "vendor")), NOW))
    assert squeezed("72 hours end") not in text
    assert squeezed("We became aware") in text
    assert squeezed("1 activity does not say for whom") in text


def test_without_an_officer_the_organisation_itself_is_the_contact() -> None:
    found = small(dpo_name=None, dpo_email=None, email="hello@acme.example")[1]
    text = text_of(reach_sheet(found, NOW))
    assert squeezed("Acme Ltd: hello@acme.example.") in text
    assert squeezed("To find out: whether there is a data protection officer.") in text


def test_the_same_gives_the_same_bytes() -> None:
    one, two = (reach_sheet(small()[1], NOW) for _ in range(2))
    assert one == two
    assert isinstance(one, bytes)
    held = pypdf.PdfReader(io.BytesIO(one))
    assert held.metadata is not None
    assert held.metadata.title == "Reach of Hosting Ltd"
    assert held.metadata.creation_date is not None
    assert held.metadata.creation_date.isoformat() == "2026-11-25T03:04:05+00:00"
    kept = held.root_object["/Metadata"].get_object().get_data()  # type: ignore[attr-defined]
    for standard in (b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>A<"):
        assert standard in kept


def ugly(count: int, names: tuple[str, ...]) -> FlowMap:
    """Make a register that is as much too big for a page as there are activities."""

    def name(number: int) -> str:
        return f"{names[number % len(names)]} {number}"

    few = max(count // 5, 1)
    records: list[Record] = [
        build(Organisation, name=name(0), country="GB", regimes=["uk-gdpr", "eu-gdpr", "other"]),
        build(Party, name=name(2)),
        build(Engagement, id="top", party="vendor", name=name(2)),
    ]
    for n in range(few):
        records += [
            build(Party, id=f"c{n}", name=name(n), address="1 Long Street\n" * 20),
            build(DataSubjectCategory, id=f"s{n}", name=name(n)),
            build(DataCategory, id=f"d{n}", name=name(n), criminal=True),
            build(Purpose, id=f"p{n}", name=name(n)),
            build(
                Engagement,
                id=f"e{n}",
                party=None if n % 5 else f"c{n}",
                name=name(n),
                under="top",
                stored_in=["US", "IN", "DE", "GB", "BR"] if n % 2 else None,
            ),
        ]
    records += [
        build(
            Activity,
            id=f"a{n}",
            name=name(n),
            role=ROLES[n % 4],
            on_behalf_of=[f"c{n % few}"] if n % 8 == 2 else None,
            engagements=["top"] if n % 9 else None,
            purposes=[{"purpose": f"p{n % few}"}],
            data=[{"subjects": f"s{n % few}", "data": f"d{n % few}"}] if n % 7 else None,
        )
        for n in range(count)
    ]
    return flows_in(*records)


@pytest.mark.parametrize(
    ("count", "names"), [(500, UGLY), (500, ("W" * 300,)), (40, UGLY), (7, ("word " * 60,))]
)
def test_every_unknown_is_told_on_one_page_whatever_the_names(
    count: int, names: tuple[str, ...]
) -> None:
    found = reach(ugly(count, names), (Kind.PARTY, "vendor"))
    text = text_of(reach_sheet(found, NOW))
    told = reach_gaps(found, NAMED, lambda _: _ANY)
    assert len(told) >= 7
    for sentence in told:
        parts = (re.escape(squeezed(part)) for part in sentence.split(_ANY))
        assert re.search(".*?".join(parts), text), sentence
    assert squeezed(f"{len(found.activities)}activities") in text
    assert squeezed(f"Personal data ({len(found.data)})") in text


def test_names_are_data_and_letters_without_a_glyph_are_listed() -> None:
    flows = ugly(7, UGLY)
    text = text_of(reach_sheet(reach(flows, (Kind.PARTY, "vendor")), NOW))
    assert squeezed("#panic() [*bold*] $a_1$ \\ `raw` <b>&amp; @ref // /* =") in text
    assert squeezed("Reach of ◊◊◊◊ ◊◊◊◊ 2 (vendor)") in text
    assert "lacks:U+05E9," in text


def test_where_nothing_is_in_force_that_is_said_first() -> None:
    flows = flows_in(build(Organisation, country="GB"), build(Party))
    text = text_of(reach_sheet(reach(flows, (Kind.PARTY, "vendor")), NOW))
    assert squeezed("Nothing of it is in force on this day") in text
    assert squeezed("None is recorded as touched.") in text
    text = text_of(reach_sheet(reach_of_place(flows, "GB"), Context(DAY, "", "0.1.0")))
    assert squeezed("Reach of United Kingdom") in text


def test_a_typesetter_that_takes_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "MEMORY", 1 << 20)
    found = small()[1]
    assert isinstance(reach_sheet(found, NOW), DocumentProblem)
    monkeypatch.undo()
    monkeypatch.setattr(typeset, "SECONDS", 0.01)
    late = reach_sheet(found, NOW)
    assert isinstance(late, DocumentProblem)
    assert "seconds" in late.message


def test_a_broken_template_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()")
    made = typeset.typeset(broken, {}, typeset.datetime.datetime(2026, 1, 1))
    assert made == DocumentProblem("The typesetter could not make this document.")
