"""What lists can be filtered by: one visible table of facets for each kind of record.

A facet gives every record one or more values, which `ropa.core.facet_values` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ropa.core import article30
from ropa.core import facet_values as values
from ropa.core.facet_values import (
    NO,
    NOTHING,
    SOME,
    UNKNOWN,
    YES,
    Alone,
    Dated,
    Linked,
    values_at,
)
from ropa.core.names import Names
from ropa.core.search import Links
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.spec import CLASSES, Many, by_name, fields, is_word
from ropa.records.system import System
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind, Word

_YES_NO = {YES: "Yes", NO: "No"}


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing a list can be filtered by.

    `phrase` leads a value in a sentence. `alone` reads values off a record, `linked` also off
    what it links to; `dated` adds what depends on the day, the law or on what links to the
    record. `path` is the field whose values they are. A value is named by `says`, by `labels`
    (which then hold every value), as a record of kind `to`, as a word of the `law` table, or
    else stands for itself. A facet that is not `shown` only serves links.
    """

    name: str
    label: str
    phrase: str
    alone: Alone | None = None
    linked: Linked | None = None
    dated: Dated | None = None
    path: str = ""
    to: Kind | None = None
    law: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    says: Callable[[str, Names], str] | None = None
    shown: bool = True

    def kept(self, record: Record, links: Links) -> Iterable[str]:
        """Give the values that stay as long as the record and what it links to do."""
        if self.alone is not None:
            return self.alone(record)
        return self.linked(record, links) if self.linked is not None else ()

    def refuses(self, value: str) -> bool:
        """Whether no record can have the value, whatever the register holds."""
        return bool(self.labels) and value not in (*self.labels, UNKNOWN, NOTHING)

    def label_of(self, value: str, names: Names) -> str:
        """Say a value."""
        if self.says is not None:
            return self.says(value, names)
        if value in self.labels:
            return self.labels[value]
        if value in (UNKNOWN, NOTHING):
            return "Unknown" if value == UNKNOWN else "None"
        if self.to is not None:
            return names.title(self.to, value)
        return names.law(self.law, value) if self.law else value.removeprefix("~")


def at(cls: type[Record], path: str, phrase: str, name: str = "", label: str = "") -> Facet:
    """Make the facet of a field, or of a field of its lines."""
    head, _, tail = path.partition(".")
    spec = by_name(cls)[head]
    if tail:
        spec = by_name(spec.line)[tail]
    about = spec.about
    labels: Mapping[str, str] = {}
    if spec.scalar is bool:
        labels = _YES_NO
    elif is_word(spec.scalar):
        labels = {word.value: word.label for word in _words(spec.scalar)}
    return Facet(
        name=name or path.replace(".", "_"),
        label=label or about.label.rstrip("?"),
        phrase=phrase,
        alone=values_at(cls, path),
        path=path,
        to=about.to,
        law=about.law,
        labels=labels,
    )


def _words(cls: type[Word]) -> Iterator[Word]:
    yield from cls


def _gap_labels(cls: type[Record]) -> Mapping[str, str]:
    """Name the fields that leave gaps, those of lines with the field they stand in."""
    labels = {SOME: "Any answer", NOTHING: "Nothing"}
    for spec in fields(cls):
        if spec.gap and not spec.about.personal:
            labels[spec.name] = spec.about.label
        if spec.many is Many.LINES and spec.name != "provenance":
            for part in fields(spec.line):
                if part.gap:
                    labels[f"{spec.name}.{part.name}"] = f"{spec.about.label}: {part.about.label}"
    return labels


def _status_labels(cls: type[Record]) -> Mapping[str, str]:
    return {
        f"{item.id}:{status}": f"{item.id} {status.label.lower()}"
        for item in article30.ITEMS
        if item.cls is cls
        for status in article30.Status
    }


def _say_pair(value: str, names: Names) -> str:
    people, _, data = value.partition("/")
    subjects = names.title(Kind.DATA_SUBJECT_CATEGORY, people)
    return f"{subjects}, {names.title(Kind.DATA_CATEGORY, data)}"


def _say_status(value: str, names: Names) -> str:
    item, _, status = value.partition(":")
    return f"{names.item(item)}: {status.replace('-', ' ')}"


def _for_all(cls: type[Record]) -> tuple[Facet, ...]:
    """Give the facets every kind has, after its own."""
    owned = cls is Organisation or "organisation" in by_name(cls)
    organisation = Facet(
        "organisation", "Organisation", "the organisation is", values.owners, to=Kind.ORGANISATION
    )
    unknown = Facet(
        "unknown", "Unknown answers", "unknown is", values.unknown_fields, labels=_gap_labels(cls)
    )
    retired = Facet("retired", "Retired", "retired is", values.retired, labels=_YES_NO)
    return (*((organisation,) if owned else ()), unknown, retired)


_USED = Facet("used", "Used", "used is", dated=values.used, labels=_YES_NO)

OWN: Mapping[Kind, tuple[Facet, ...]] = MappingProxyType(
    {
        Kind.ACTIVITY: (
            at(Activity, "function", "the business function is"),
            at(Activity, "role", "the role is"),
            at(Activity, "status", "the status is"),
            at(Activity, "owner", "the owner is"),
            at(Activity, "purposes.bases", "a lawful basis is", "basis", "Lawful basis"),
            at(Activity, "data.subjects", "the people include", "people"),
            at(Activity, "data.data", "the personal data includes", "category"),
            Facet(
                "special",
                "Special category data",
                "special category data is",
                linked=values.special,
                labels=_YES_NO,
            ),
            Facet(
                "recipient", "Recipient", "a recipient is", linked=values.recipients, to=Kind.PARTY
            ),
            at(
                Activity,
                "recipient_categories",
                "a category of recipients is",
                "recipient_category",
                "Category of recipients",
            ),
            Facet("place", "Place", "a place is", linked=values.places, law="place"),
            at(Activity, "purposes.purpose", "a purpose is", "purpose"),
            at(Activity, "systems", "a system is", "system", "System"),
            at(Activity, "measures", "a security measure is", "measure", "Security measure"),
            at(Activity, "data.retention", "the retention is", "retention"),
            at(Activity, "automated_decisions", "automated decisions are"),
            at(Activity, "dpia_needed", "a DPIA required is", "dpia"),
            Facet(
                "pair",
                "People and data",
                "people and data are",
                values.pairs,
                says=_say_pair,
                shown=False,
            ),
        ),
        Kind.PARTY: (
            at(Party, "kind", "the kind of body is"),
            at(Party, "country", "the country of establishment is"),
            at(Party, "regimes", "a further regime is"),
            Facet(
                "engaged",
                "Has engagements",
                "having engagements is",
                dated=values.linked_from(Kind.ENGAGEMENT),
                labels=_YES_NO,
            ),
            _USED,
        ),
        Kind.ENGAGEMENT: (
            at(Engagement, "role", "the role is"),
            at(Engagement, "category", "the category is"),
            at(Engagement, "party", "the party is"),
            at(Engagement, "stored_in", "data is stored in"),
            at(Engagement, "accessed_from", "data is accessed from"),
            at(Engagement, "data_categories", "the personal data includes", "data"),
            at(Engagement, "contracts", "a contract is", "contract"),
            at(Engagement, "public", "being listed publicly is", label="On the public page"),
            Facet("in_force", "In force", "in force is", dated=values.in_force, labels=_YES_NO),
            Facet(
                "serving",
                "Serves activities",
                "serving activities is",
                dated=values.linked_from(Kind.ACTIVITY),
                labels=_YES_NO,
            ),
        ),
        Kind.SYSTEM: (
            at(System, "kind", "the kind of system is"),
            at(System, "operated_by", "it is operated by"),
            at(System, "owner", "the owner is"),
            at(System, "places", "a place is", "place", "Place"),
            at(System, "data_categories", "the personal data includes", "data"),
            _USED,
        ),
        Kind.ORGANISATION: (
            at(Organisation, "country", "the country of establishment is"),
            at(Organisation, "regimes", "a regime is"),
        ),
        Kind.ADEQUACY_CONFIRMATION: (
            at(AdequacyConfirmation, "adequacy", "the adequacy decision is"),
            at(AdequacyConfirmation, "party", "the party is"),
        ),
        Kind.RECIPIENT_CATEGORY: (at(RecipientCategory, "role", "the role is"), _USED),
        Kind.DATA_CATEGORY: (
            at(DataCategory, "special", "the special category is"),
            at(DataCategory, "criminal", "criminal convictions and offences is"),
            at(DataCategory, "retention", "the default retention is"),
            _USED,
        ),
        Kind.DATA_SUBJECT_CATEGORY: (
            at(DataSubjectCategory, "vulnerable", "vulnerable people is"),
            at(DataSubjectCategory, "children", "children is"),
            _USED,
        ),
        Kind.PURPOSE: (at(Purpose, "dpv", "the DPV term is"), _USED),
        Kind.RETENTION_RULE: (
            at(RetentionRule, "disposal", "what happens then is"),
            at(RetentionRule, "rolling", "rolling is"),
            _USED,
        ),
        Kind.SECURITY_MEASURE: (at(SecurityMeasure, "kind", "the kind of measure is"), _USED),
        Kind.FLOW: (
            at(Flow, "activities", "an activity is", "activity", "Activity"),
            at(Flow, "data_categories", "the personal data includes", "data"),
            at(Flow, "encrypted", "encrypted in transit is"),
        ),
        Kind.TRANSFER: (
            at(Transfer, "importer", "the importer is"),
            at(Transfer, "place", "the third country is"),
            at(Transfer, "mechanisms", "a mechanism is", "mechanism", "Mechanism"),
            at(Transfer, "derogations", "a derogation is", "derogation", "Derogation"),
            at(Transfer, "outcome", "the assessment's outcome is"),
        ),
        Kind.DOCUMENT: (at(Document, "kind", "the kind of document is"), _USED),
        Kind.PERSON: (_USED,),
    }
)
"""The facets of each kind; `facets_of` adds those that every kind has."""


def _with_status(kind: Kind) -> tuple[Facet, ...]:
    labels = _status_labels(CLASSES[kind])
    if not labels:
        return ()
    return (
        Facet(
            "article30",
            "Article 30",
            "of Article 30",
            linked=values.status,
            dated=values.dated_status,
            labels=labels,
            says=_say_status,
            shown=False,
        ),
    )


FACETS: Mapping[Kind, tuple[Facet, ...]] = MappingProxyType(
    {kind: (*own, *_with_status(kind), *_for_all(CLASSES[kind])) for kind, own in OWN.items()}
)
"""All facets of each kind, in the order of the page."""


def facet(kind: Kind, name: str) -> Facet:
    """Give one facet of a kind; raises `KeyError` where there is none."""
    return _BY_NAME[kind][name]


_BY_NAME = {kind: {facet.name: facet for facet in facets} for kind, facets in FACETS.items()}
