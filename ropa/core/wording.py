"""How a recorded answer reads in words.

Every function gives None where the answer is unknown and "None" where a recorded answer is that
there is none. Words of the law read as on `day`, or as their newest row where they were no law
on that day: what somebody recorded is shown all the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from ropa.core.reference import Reference
from ropa.records.activity import ActivityPurpose
from ropa.records.document import Document
from ropa.records.party import Party
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.vocabulary import Combination, MeasureKind, Word

NONE = "None"
"""How a recorded "there is none" reads."""


def listed(items: Iterable[str] | None, separator: str = "; ") -> str | None:
    """Join the items of one answer, each once, in their order."""
    return None if items is None else separator.join(dict.fromkeys(items)) or NONE


def yes_or_no(answer: bool | None) -> str | None:
    """Say an answer to a question."""
    return None if answer is None else "Yes" if answer else "No"


def word(answer: Word | None) -> str | None:
    """Say a word of a closed list by its label."""
    return None if answer is None else answer.label


def basis(id: str, reference: Reference, day: datetime.date, detail: str | None = None) -> str:
    """Say one lawful basis with its article: "Contract (Art 6(1)(b))"."""
    row = reference.basis(id, day) or reference.basis(id)
    if row is None:
        return f"{id}: {detail}" if detail else id
    article = f"Art {row.article}"
    return f"{row.label} ({article}: {detail})" if detail else f"{row.label} ({article})"


def bases(line: ActivityPurpose, reference: Reference, day: datetime.date) -> str | None:
    """Say what a purpose rests on: "Contract (…) and Consent (…), as configured".

    A legal obligation takes the law that is cited for it, a recognised legitimate interest the
    condition of Annex 1.
    """
    if line.bases is None:
        return None
    details = {
        "legal_obligation": line.law_cited,
        "recognised_legitimate_interests": recognised_interest(line, reference, day),
    }
    link = f" {(line.combination or Combination.ALL).label} "
    said = [basis(id, reference, day, details.get(id)) for id in line.bases]
    text = link.join(said) or NONE
    return f"{text}, {line.condition}" if line.condition else text


def recognised_interest(
    line: ActivityPurpose, reference: Reference, day: datetime.date
) -> str | None:
    """Say the condition of UK GDPR Annex 1: "Crime (Annex 1 para 5)"."""
    id = line.recognised_interest
    if id is None:
        return None
    row = reference.annex1(id, day) or reference.annex1(id)
    return id if row is None else f"{row.label} (Annex 1 para {row.paragraph})"


def article9(ids: Sequence[str] | None, reference: Reference, day: datetime.date) -> str | None:
    """Say conditions for special category data: "Explicit consent (Art 9(2)(a))"."""
    if ids is None:
        return None
    rows = ((id, reference.article9(id, day) or reference.article9(id)) for id in ids)
    return listed(id if row is None else f"{row.label} (Art {row.article})" for id, row in rows)


def schedule1(ids: Sequence[str] | None, reference: Reference, day: datetime.date) -> str | None:
    """Say conditions of DPA 2018 Schedule 1: "Public health (Sch 1 Part 1 para 3)"."""
    if ids is None:
        return None
    rows = ((id, reference.schedule1(id, day) or reference.schedule1(id)) for id in ids)
    return listed(
        id if row is None else f"{row.label} (Sch 1 Part {row.part} para {row.paragraph})"
        for id, row in rows
    )


def rights(
    ids: Sequence[str],
    reference: Reference,
    day: datetime.date,
    regimes: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """Name the rights that apply under any of the lawful bases, each once, in the law's order.

    `regimes` are "UK" and "EU"; where they are unknown, the rights of both are named.
    """
    found = {
        under.right.label
        for id in ids
        for regime in (regimes if regimes is not None else (None,))
        for under in reference.rights(id, regime, day)
        if under.answer.applies
    }
    known = dict.fromkeys(row.label for row in reference.tables.rights)
    return tuple(label for label in known if label in found)


def place(code: str, reference: Reference) -> str:
    """Name a place; one that is no single country says so."""
    name = reference.place_name(code)
    return name if code in reference.countries else f"{name} (no single country recorded)"


def places(codes: Iterable[str] | None, reference: Reference) -> str | None:
    """Name the places of one answer."""
    return None if codes is None else listed((place(code, reference) for code in codes), ", ")


def document(record: Document) -> str:
    """Name a document with its address in plain text, so that it can be found without a link."""
    return f"{record.name} ({record.url})" if record.url else record.name


def party(record: Party) -> str:
    """Name a body with its legal entity and contact details, a line each."""
    name = record.name
    if record.legal_name and record.legal_name != record.name:
        name = f"{record.name} ({record.legal_name})"
    return "\n".join(said for said in (name, *contact(record)) if said)


def contact(record: Party) -> tuple[str, ...]:
    """Give the contact details that are known: address, email, telephone."""
    details = (record.address, record.email, record.telephone)
    return tuple(detail for detail in details if detail)


def retention(rule: RetentionRule) -> str | None:
    """Say how long: the rule's reading, its criterion and what happens then."""
    said = rule.reading
    if said is None:
        return None
    if rule.criterion and rule.criterion != said:
        said = f"{said} ({rule.criterion})"
    return f"{said}; then {rule.disposal.label.lower()}" if rule.disposal else said


def measures(records: Iterable[SecurityMeasure]) -> str:
    """Name security measures by kind, a line for each kind, those without one last."""
    by_kind: dict[MeasureKind | None, list[str]] = {kind: [] for kind in (*MeasureKind, None)}
    for record in records:
        by_kind[record.kind].append(record.name)
    lines = (
        f"{kind.label}: {listed(names)}" if kind else "; ".join(names)
        for kind, names in by_kind.items()
        if names
    )
    return "\n".join(lines) or NONE
