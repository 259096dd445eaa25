"""Every answer has its place in the policy, and every quotation its words."""

from __future__ import annotations

import re
from pathlib import Path

from ropa.core.register import Register
from ropa.export.files import dump
from ropa.importing.files import parse_folder
from ropa.records.base import Record
from ropa.records.paths import line_key
from ropa.records.spec import Many, fields
from ropa.vocabulary import StatementTopic

# A reference is ours, a note too; a statement names its own document and section.
WITHOUT_SOURCE = {"id", "organisation", "reference", "note", "retired", "provenance", "statements"}


def sections() -> set[str]:
    """Give the sections of the policy, as the register names them."""
    text = (Path(__file__).parent / "privacy-policy.txt").read_text(encoding="utf-8")
    numbers = re.findall(r"^(\d+)\) ", text, re.MULTILINE)
    assert numbers == [str(n) for n in (*range(1, 14), 15, 16, 17)]
    return {"introduction", *(f"§{number}" for number in numbers)}


def section_words(place: str) -> str:
    """Give the words of one section."""
    text = (Path(__file__).parent / "privacy-policy.txt").read_text(encoding="utf-8")
    parts = re.split(r"^(\d+)\) ", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return " ".join(found[place.removeprefix("§")].split())


def test_every_source_is_a_section_of_the_policy(ocktra: Register) -> None:
    sources = [source for record in ocktra for source in record.provenance]

    assert {source.document for source in sources} == {"privacy-policy"}
    assert {source.place for source in sources} <= sections()


def unsourced(record: Record) -> list[str]:
    """Give the answers of a record that no source covers, whole or item by item."""
    covered = {source.field for source in record.provenance}
    missing: list[str] = []
    for spec in fields(type(record)):
        value = getattr(record, spec.name)
        if value is None or spec.name in WITHOUT_SOURCE or spec.name in covered:
            continue
        if spec.many is Many.ONE:
            missing.append(spec.name)
        else:
            keys = map(line_key, value) if spec.many is Many.LINES else value
            paths = [f"{spec.name}[{key}]" for key in keys]
            missing.extend(path for path in paths if path not in covered)
    return missing


def test_every_answer_has_a_source(ocktra: Register) -> None:
    missing = {(record.KIND.value, record.id): unsourced(record) for record in ocktra}

    assert {key: paths for key, paths in missing.items() if paths} == {}


def test_every_retention_has_a_source_of_its_own(ocktra: Register) -> None:
    for activity in ocktra.activities.values():
        covered = {source.field for source in activity.provenance}
        for line in activity.data or ():
            assert (line.retention is not None) == (f"data[{line_key(line)}].retention" in covered)


def test_statements_are_the_policys_own_words(ocktra: Register) -> None:
    (organisation,) = ocktra.organisations.values()

    for statement in organisation.statements or ():
        assert statement.document == "privacy-policy"
        assert statement.section is not None
        assert " ".join(statement.words.split()) in section_words(statement.section)


def test_what_is_stated_about(ocktra: Register) -> None:
    (organisation,) = ocktra.organisations.values()
    stated = {(statement.topic, statement.section) for statement in organisation.statements or ()}

    assert stated >= {
        (StatementTopic.LEGITIMATE_INTERESTS, "§3"),
        (StatementTopic.COOKIES, "§4"),
        (StatementTopic.SALE, "§5"),
        (StatementTopic.TRANSFERS, "§6"),
        (StatementTopic.SECURITY, "§8"),
        (StatementTopic.BREACHES, "§8"),
        (StatementTopic.RIGHTS, "§9"),
        (StatementTopic.COMPLAINTS, "§9"),
        (StatementTopic.MARKETING, "§10"),
        (StatementTopic.CHILDREN, "§11"),
        (StatementTopic.CUSTOMER_CONTENT, "§12"),
        (StatementTopic.INTEGRATIONS, "§12"),
        (StatementTopic.AUTOMATED_DECISIONS, "§13"),
        (StatementTopic.CHANGES, "§15"),
        (StatementTopic.SUBPROCESSORS, "§16"),
        (StatementTopic.INTEGRATIONS, "§17"),
    }


def test_names_are_the_policys_own_words(ocktra: Register, policy: str) -> None:
    # "Staff" follows a semicolon there, "encryption" and "MFA" stand within a sentence.
    said = policy.casefold()
    named = [
        *ocktra.purposes.values(),
        *ocktra.data_categories.values(),
        *ocktra.security_measures.values(),
        *ocktra.recipient_categories.values(),
        *ocktra.retention_rules.values(),
        *ocktra.documents.values(),
        *ocktra.parties.values(),
    ]

    assert [record.name for record in named if record.name.casefold() not in said] == []


def test_elements_and_quotations_are_the_policys_own_words(ocktra: Register, policy: str) -> None:
    elements = [
        element for one in ocktra.data_categories.values() for element in one.elements or ()
    ]
    remarks = [
        text
        for record in ocktra
        for text in (record.note, getattr(record, "description", None))
        if text is not None
    ]
    quoted = [words for text in remarks for words in re.findall("“([^”]*)”", text)]

    assert elements
    assert quoted
    said = policy.casefold()
    assert [words for words in (*elements, *quoted) if words.casefold() not in said] == []


def test_files_are_written_as_the_product_writes_them(
    ocktra: Register, texts: dict[str, str]
) -> None:
    written = {name: re.sub(r"(?m)^#.*\n", "", text) for name, text in texts.items()}

    assert dump(ocktra) == written
    assert parse_folder(dump(ocktra), None) == (ocktra, ())


def test_every_file_begins_with_a_remark(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if not text.startswith("# ")] == []
