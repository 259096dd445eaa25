"""The record of a controller as the CNIL lays it out: a list, and a fiche for each activity."""

from __future__ import annotations

import dataclasses
import datetime
import io
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from ropa.core.register import Register
from ropa.export.cnil import cnil
from ropa.export.cnil_answers import ANSWERS
from ropa.export.xlsx import xlsx_of
from ropa.records.activity import ActivityData, ActivityPurpose
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.system import System
from ropa.records.transfer import Transfer
from tests.build import activity, build
from tests.export.exporting import HAZARDS, export, ocktra, stamped
from tests.export.reading import reference

SECTIONS = (
    "Nom de l'activité",
    "Date de création de la fiche",
    "Date de dernière mise à jour",
    "Nom du responsable conjoint du traitement",
    "Nom du logiciel ou de l'application (si pertinent)",
    "Objectifs poursuivis",
    "Catégories de personnes concernées",
    "Catégories de données collectées",
    "Des données sensibles sont-elles traitées ?",
    "Durées de conservation des catégories de données",
    "Catégories de destinataires",
    "Destinataires internes",
    "Organismes externes",
    "Sous-traitants",
    "Transferts des données hors UE",
    "Mesures de sécurité",
)
BOXES = {
    "data": (
        "État-civil, identité, données d'identification, images",
        "Vie personnelle",
        "Vie professionnelle",
        "Informations d'ordre économique et financier",
        "Données de connexion",
        "Données de localisation",
        "Internet",
        "Autres catégories de données",
    ),
    "retention": ("Jours", "Mois", "Ans", "Autre durée"),
    "measures": (
        "Contrôle d'accès des utilisateurs",
        "Mesures de traçabilité",
        "Mesures de protection des logiciels",
        "Sauvegarde des données",
        "Chiffrement des données",
        "Contrôle des sous-traitants",
        "Autres mesures",
    ),
}
PARTLY = "\n(Unknown in part)"


def read(made: Register, **created: str) -> dict[str, list[list[Any]]]:
    asked = dataclasses.replace(export(made, next(iter(made.organisations))), created=created)
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_of(cnil(asked))))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def catalogue(*others: Record, **fields: Any) -> Register:
    kept = {(one.KIND, one.id) for one in others}
    base = (
        build(Organisation, time_zone="Europe/Paris", country="FR"),
        build(Purpose),
        build(DataCategory, special=[], criminal=False),
        build(DataSubjectCategory),
        build(System),
        build(Party),
        build(SecurityMeasure),
    )
    rest = [one for one in base if (one.KIND, one.id) not in kept]
    return stamped(*rest, *others, activity(**{"role": "controller", **fields}))


def fiche(*others: Record, **fields: Any) -> dict[str, str]:
    rows = read(catalogue(*others, **fields))["Fiche 1"]
    return {row[0]: row[1] for row in rows}


def test_the_headings_are_those_of_the_authority_in_their_order() -> None:
    tables = reference().tables
    assert tuple(row.header for row in tables.cnil_headings) == SECTIONS
    found: dict[str, tuple[str, ...]] = {}
    for box in tables.cnil_boxes:
        found[box.within] = (*found.get(box.within, ()), box.label)
    assert found == BOXES
    assert {row.id for row in tables.cnil_headings} == {*ANSWERS, "retention", "recipients"}


def test_a_fiche_has_every_heading_once_in_order() -> None:
    rows = [row[0] for row in read(ocktra())["Fiche 1"]]
    assert [text for text in rows[2:] if text in SECTIONS] == list(SECTIONS)
    assert [text for text in rows if text in BOXES["measures"]] == list(BOXES["measures"])


def test_a_list_stands_in_front_and_leads_to_each_fiche() -> None:
    sheets = read(ocktra())
    names = list(sheets)
    assert names[0] == "Liste"
    assert names[-1] == "About this workbook"
    controlled = [one for one in ocktra().activities.values() if one.role == "controller"]
    assert [row[1] for row in sheets["Liste"][1:]] == [one.title for one in controlled]
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_of(cnil(export(ocktra(), "ocktra", activities=("c1", "c2")))))
    )
    assert book.sheetnames == ["Liste", "Fiche 1", "Fiche 2", "About this workbook"]
    assert book["Liste"]["A3"].hyperlink.location == "'Fiche 2'!A1"
    assert book["Fiche 2"]["A2"].hyperlink.location == "'Liste'!A1"


def test_what_nobody_answered_says_so() -> None:
    told = fiche()
    unknown = {text for text in SECTIONS if told[text] == "Unknown"}
    assert unknown == set(SECTIONS) - {
        "Nom de l'activité",
        "Date de dernière mise à jour",
        "Nom du responsable conjoint du traitement",
        "Durées de conservation des catégories de données",
        "Catégories de destinataires",
    }
    assert all(told[box] == "Unknown" for box in (*BOXES["data"], *BOXES["measures"]))
    assert told[""] == "Unknown"


def test_a_recorded_none_is_not_unknown() -> None:
    told = fiche(
        systems=(),
        purposes=(),
        data=(),
        engagements=(),
        recipient_categories=(),
        internal_recipients=(),
        measures=(),
    )
    for text in SECTIONS[4:8] + SECTIONS[11:]:
        assert told[text] == "None"
    assert told["Des données sensibles sont-elles traitées ?"] == "No"


def test_what_is_recorded_stands_beside_its_heading() -> None:
    told = fiche(
        build(System, id="web", name="Website"),
        reference="C1",
        systems=("crm", "web"),
        purposes=(ActivityPurpose(purpose="billing"),),
        data=(ActivityData(subjects="customers", data="contact"),),
        internal_recipients=("Sales", "Support"),
        measures=("tls",),
    )
    assert told["Nom de l'activité"] == "C1 Billing customers"
    assert told["Nom du logiciel ou de l'application (si pertinent)"] == "CRM\nWebsite"
    assert told["Objectifs poursuivis"] == "Billing"
    assert told["Catégories de personnes concernées"] == "Customers"
    assert told["Catégories de données collectées"] == "Contact data"
    assert told["Destinataires internes"] == "Sales\nSupport"
    assert told["Mesures de sécurité"] == "TLS"


def test_days_are_those_of_the_organisation() -> None:
    made = catalogue()
    rows = dict(row[:2] for row in read(made, a1="2026-01-31T23:30:00.000000Z")["Fiche 1"])
    assert rows["Date de création de la fiche"] == datetime.date(2026, 2, 1)
    assert rows["Date de dernière mise à jour"] == datetime.date(2026, 11, 20)


def test_a_joint_controller_is_named() -> None:
    party = build(Party, email="dpo@vendor.example")
    joint = build(Engagement, party="vendor", role="joint-controller")
    told = fiche(party, joint, role="joint-controller", engagements=("hosting",))
    assert told["Nom du responsable conjoint du traitement"] == "Vendor\ndpo@vendor.example"


@pytest.mark.parametrize(
    ("of_category", "said"),
    [
        ({"special": ["health"], "criminal": False}, "Yes: Contact data"),
        ({"special": [], "criminal": True}, "Yes: Contact data"),
        ({"special": ["health"]}, f"Yes: Contact data{PARTLY}"),
        ({"special": [], "criminal": False}, "No"),
        ({"special": []}, "Unknown"),
        ({}, "Unknown"),
    ],
)
def test_sensitive_data(of_category: dict[str, Any], said: str) -> None:
    told = fiche(
        build(DataCategory, **of_category),
        data=(ActivityData(subjects="customers", data="contact"),),
    )
    assert told["Des données sensibles sont-elles traitées ?"] == said


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ({"minimum": "P6Y", "maximum": "P6Y"}, ["", "", "6", ""]),
        ({"minimum": "P30D", "maximum": "P30D"}, ["30", "", "", ""]),
        ({"minimum": "P3M", "maximum": "P3M"}, ["", "3", "", ""]),
        ({"maximum": "P6Y"}, ["", "", "", "at most 6 years"]),
        ({"minimum": "P6Y", "maximum": "P6Y", "trigger": "end"}, ["", "", "", "end + 6 years"]),
        (
            {"minimum": "P6Y", "maximum": "P6Y", "disposal": "erased"},
            ["", "", "", "6 years; then erased"],
        ),
        ({}, ["", "", "", "Unknown"]),
    ],
)
def test_a_period_stands_under_its_unit(rule: dict[str, Any], cells: list[str]) -> None:
    line = ActivityData(subjects="customers", data="contact", retention="six-years")
    rows = read(catalogue(build(RetentionRule, **rule), data=(line,)))["Fiche 1"]
    head = next(row for row in rows if row[0].startswith("Durées"))
    assert head[1:] == list(BOXES["retention"])
    assert next(row for row in rows if row[0] == "Contact data")[1:] == cells


def test_recipients_are_split_in_three() -> None:
    told = fiche(
        build(Engagement, party="vendor", role="processor"),
        build(Engagement, id="bank", name="Bank", party="vendor", role="recipient"),
        build(Engagement, id="who", name="Who", party="vendor"),
        build(Engagement, id="gone", name="Gone", role="processor", end="2026-01-01"),
        build(RecipientCategory, role="independent-controller"),
        build(RecipientCategory, id="hosts", name="Hosts", role="processor"),
        build(RecipientCategory, id="some", name="Some"),
        engagements=("hosting", "bank", "who", "gone"),
        recipient_categories=("advisers", "hosts", "some"),
        internal_recipients=("Sales",),
    )
    assert told["Sous-traitants"] == "Vendor: Hosting\nHosts"
    assert told["Organismes externes"] == (
        "Vendor: Bank\nVendor: Who (role unknown)\nProfessional advisers\nSome (role unknown)"
    )
    assert told["Destinataires internes"] == "Sales"


def test_transfers_are_those_outside_the_eu_even_for_a_british_organisation() -> None:
    told = fiche(
        build(Organisation, country="GB", regimes=["uk-gdpr"]),
        build(Engagement, party="vendor", stored_in=["IE", "GB"], accessed_from=["US"]),
        build(Transfer, importer="hosting", place="US", mechanisms=["uk_idta"]),
        engagements=("hosting",),
        recipient_categories=(),
    )
    said = told["Transferts des données hors UE"]
    assert said.split("\n") == [
        "United States (International Data Transfer Agreement (IDTA), version A1.0)",
        "United Kingdom",
    ]


def test_a_place_nobody_named_is_unknown_in_part() -> None:
    told = fiche(
        build(Engagement, party="vendor", stored_in=["US"], accessed_from=None),
        engagements=("hosting",),
        recipient_categories=(),
    )
    assert told["Transferts des données hors UE"] == f"United States{PARTLY}"


def test_activities_of_a_processor_and_those_over_are_left_out_and_counted() -> None:
    made = catalogue(
        activity(id="p1", role="processor"),
        activity(id="old", role="controller", end="2026-01-01"),
        activity(id="who", role=None),
    )
    sheets = read(made)
    assert [row[1] for row in sheets["Liste"][1:]] == ["Billing customers"]
    counts = {row[0]: row[1] for row in sheets["About this workbook"]}
    assert counts["In the other record, because of their role"] == 1
    assert counts["Ended before the day"] == 1
    assert counts["In neither record, because their role is unknown"] == 1


@pytest.mark.parametrize("text", [HAZARDS[0], HAZARDS[6], HAZARDS[-1], "=" * 500])
def test_ugly_texts_are_texts(text: str) -> None:
    made = catalogue(name=text, internal_recipients=(text,))
    content = xlsx_of(cnil(export(made, "acme")))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Fiche 1"]
    held = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(held) == 3
    assert {cell.data_type for cell in held} == {"s"}


def test_an_organisation_without_activities_has_an_empty_list() -> None:
    sheets = read(stamped(build(Organisation)))
    assert list(sheets) == ["Liste", "About this workbook"]
    assert len(sheets["Liste"]) == 1
