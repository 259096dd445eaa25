"""The rows of `data/law`: what the law and the world say, from when, until when, says who."""

from datetime import date
from typing import Annotated, Literal, TypeAlias

import msgspec

RegimeId: TypeAlias = Literal["UK", "EU"]
NonEmpty = Annotated[str, msgspec.Meta(pattern=r"\S")]
WordId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]+\Z")]
PlaceCode = Annotated[str, msgspec.Meta(pattern=r"^([A-Z]{2}|EEA|GLOBAL)\Z")]
CountryCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}\Z")]
FieldId = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]+\.[a-z0-9_]+\Z")]
Iri = Annotated[str, msgspec.Meta(pattern=r"^https?://\S+\Z")]
Regimes = Annotated[tuple[RegimeId, ...], msgspec.Meta(min_length=1)]
PolicyDocument: TypeAlias = Literal["needed", "not_needed", "depends"]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a fact was read, and how close to the primary text that was."""

    id: WordId
    title: NonEmpty
    address: NonEmpty
    kind: NonEmpty
    read: NonEmpty


class FileCheck(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a file of `data/law` was last held against its sources."""

    file: NonEmpty
    checked: date


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row says of itself.

    `valid_from` is the first day and `valid_until` the last; None means that no start is known
    or needed beyond that of the regime, and that no end is known. `unverified` names the part
    of a row that nobody has checked.
    """

    source: Annotated[tuple[WordId, ...], msgspec.Meta(min_length=1)]
    verified: bool
    valid_from: date | None
    valid_until: date | None
    unverified: NonEmpty | None = None
    note: NonEmpty | None = None

    def in_force(self, day: date) -> bool:
        """Return whether the row holds on `day`, its first and last day included."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


class WordRow(Row, frozen=True, kw_only=True):
    """A row whose id a record may use as a word."""

    id: WordId
    label: NonEmpty


class Country(Row, frozen=True, kw_only=True):
    """An ISO 3166-1 country under its everyday English name; `with_the` as in "the Netherlands"."""

    code: CountryCode
    name: NonEmpty
    iso_name: NonEmpty | None = None
    with_the: bool = False


class PlaceGroup(Row, frozen=True, kw_only=True):
    """A place in the register that is not one country; unspecific where it could be any."""

    code: PlaceCode
    name: NonEmpty
    specific: bool
    with_the: bool = False


class Territory(Row, frozen=True, kw_only=True):
    """A territory with a country code of its own where the law of a member state's Union holds."""

    code: CountryCode
    part_of: CountryCode


class Membership(Row, frozen=True, kw_only=True):
    """That a country belongs to the EU or the EEA."""

    group: Literal["EU", "EEA"]
    country: CountryCode


class RegimeRow(Row, frozen=True, kw_only=True):
    """A data protection regime and the places that are not third countries to it."""

    id: RegimeId
    label: NonEmpty
    domestic: Annotated[tuple[PlaceCode, ...], msgspec.Meta(min_length=1)]


class Regulator(Row, frozen=True, kw_only=True):
    """The regulator of a regime by the name it bears; `wording` is for use in a sentence."""

    regime: RegimeId
    name: NonEmpty
    short_name: NonEmpty
    wording: NonEmpty


class Adequacy(Row, frozen=True, kw_only=True):
    """One decision that a place, or an international organisation, protects data adequately.

    Where `scope` is partial, the condition has to be checked and recorded; `per_recipient_check`
    is the public list to check each recipient against. `names` are those of bodies that a
    decision for a class of organisations covers, as far as they are listed.
    """

    id: WordId
    regime: RegimeId
    place: CountryCode | None
    organisation: NonEmpty | None = None
    names: tuple[NonEmpty, ...] = ()
    scope: Literal["full", "partial"]
    condition: NonEmpty | None
    instrument: NonEmpty
    group: Literal["EEA"] | None = None
    per_recipient_check: Iri | None = None
    last_review: NonEmpty | None = None
    risk: NonEmpty | None = None


class LawfulBasis(WordRow, frozen=True, kw_only=True):
    """A lawful basis of Article 6(1), and what has to be recorded with it."""

    article: NonEmpty
    regimes: Regimes
    needs: tuple[NonEmpty, ...] = ()
    balancing_test: bool = False
    open_to_public_tasks: bool = True
    uk_examples: tuple[NonEmpty, ...] = ()
    dpv_iri: Iri | None
    dpv_narrower: tuple[Iri, ...] = ()


class Annex1Condition(WordRow, frozen=True, kw_only=True):
    """A recognised legitimate interest: UK GDPR Annex 1, for Article 6(1)(ea)."""

    paragraph: NonEmpty
    regimes: Regimes


class Article9Condition(WordRow, frozen=True, kw_only=True):
    """A condition of Article 9(2), with the Schedule 1 conditions that meet it in the UK."""

    article: NonEmpty
    regimes: Regimes
    schedule1: tuple[WordId, ...]
    policy_document: PolicyDocument
    dpv_iri: Iri | None


class Article10(Row, frozen=True, kw_only=True):
    """What criminal convictions and offences need, under each regime."""

    article: NonEmpty
    label: NonEmpty
    uk: NonEmpty
    eu: NonEmpty
    dpv_data_iris: tuple[Iri, ...]


class Schedule1Condition(WordRow, frozen=True, kw_only=True):
    """A condition of DPA 2018 Schedule 1, and whether it needs an appropriate policy document."""

    paragraph: int
    part: Literal[1, 2, 3]
    regimes: Regimes
    policy_document: PolicyDocument
    changed_by: NonEmpty | None = None


class Mechanism(WordRow, frozen=True, kw_only=True):
    """A way to transfer that is approved or safeguarded; `record_with_it` says the evidence.

    `agreed_until` is the last day on which an agreement on it could be made, where that day
    came before its last day in force; None where every agreement counts. `outside_only` says that
    it is made for importers whose processing is not itself under the regime.
    """

    article: NonEmpty
    regimes: Regimes
    kind: Literal["approval", "safeguard"]
    needs_assessment: bool
    record_with_it: tuple[NonEmpty, ...]
    module: WordId | None = None
    agreed_until: date | None = None
    outside_only: bool = False
    tables: tuple[NonEmpty, ...] = ()
    dpv_iri: Iri | None


class SccModule(WordRow, frozen=True, kw_only=True):
    """A module of the EU standard contractual clauses, by what exporter and importer are."""

    exporter: Literal["controller", "processor"]
    importer: Literal["controller", "processor"]
    lists_subprocessors: bool
    fulfils_article28: bool


class Derogation(WordRow, frozen=True, kw_only=True):
    """A derogation of Article 49(1) for a specific situation.

    `occasional_only` by recital 111, or for want of repetition (second subparagraph);
    `closed_to_public_authorities` in the exercise of their public powers, by Article 49(3).
    """

    article: NonEmpty
    regimes: Regimes
    needs_assessment: bool
    occasional_only: bool
    closed_to_public_authorities: bool
    record_with_it: tuple[NonEmpty, ...]
    dpv_iri: Iri | None


class Right(WordRow, frozen=True, kw_only=True):
    """A right of the data subject and the articles that give it under a regime."""

    regimes: Regimes
    articles: NonEmpty
    dpv: tuple[Iri, ...]


class RightAnswer(WordRow, frozen=True, kw_only=True):
    """A word that says whether a right applies under a basis."""

    applies: bool


class BasisRights(Row, frozen=True, kw_only=True):
    """Which rights apply under one lawful basis: right id to the id of an answer."""

    basis: WordId
    answers: dict[WordId, WordId]


class Article30Item(Row, frozen=True, kw_only=True):
    """One thing that Article 30, or DPA 2018 Schedule 1 paragraph 41, asks the record for."""

    id: WordId
    clause: NonEmpty
    regimes: Regimes
    role: Literal["controller", "processor", "both"]
    required: Literal[
        "always",
        "where_applicable",
        "where_possible",
        "on_request",
        "exemption",
        "only_for_art49_1_second_subparagraph",
        "where_apd_needed",
    ]
    label: NonEmpty
    field_ids: Annotated[tuple[FieldId, ...], msgspec.Meta(min_length=1)]
    uk_note: NonEmpty | None = None
    eu_note: NonEmpty | None = None


class ContactBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is named in one block above the table of a template; `columns` as in `A:B`."""

    label: NonEmpty
    columns: NonEmpty | None


class Template(Row, frozen=True, kw_only=True):
    """The workbook an authority offers, outside its columns; rows count from 1."""

    id: WordId
    title: NonEmpty
    heading: NonEmpty
    address: Iri | None
    sheets: tuple[NonEmpty, ...]
    header_row: int
    first_data_row: int | None
    contact_blocks: tuple[ContactBlock, ...]
    contact_lines: tuple[NonEmpty, ...]
    colours: NonEmpty


class TemplateColumn(Row, frozen=True, kw_only=True):
    """One column of a template; `other_headers` are wordings of it seen elsewhere."""

    order: int
    column: NonEmpty
    header: NonEmpty
    section: NonEmpty
    required_by: Literal["art30", "dpa2018_sch1", "optional"]
    clause: NonEmpty | None
    field_id: FieldId
    fill: NonEmpty | None = None
    other_headers: tuple[NonEmpty, ...] = ()


class CnilHeading(Row, frozen=True, kw_only=True):
    """One heading of the CNIL's basic register; `within` is the id of the one it stands under."""

    order: int
    id: WordId
    header: NonEmpty
    within: WordId | None = None


class CnilBox(Row, frozen=True, kw_only=True):
    """What can be ticked, or entered in, under the heading with the id `within`."""

    order: int
    within: WordId
    label: NonEmpty


class DpvNamespace(Row, frozen=True, kw_only=True):
    """A namespace of the Data Privacy Vocabulary or beside it."""

    prefix: NonEmpty
    iri: Iri


class DpvTerm(Row, frozen=True, kw_only=True):
    """The property and class under which one of our fields stands in the vocabulary."""

    field: NonEmpty
    property: Iri
    value_class: Iri | None
    clause: NonEmpty | None
    match: Literal["exact", "partial", "class_exact_property_broader", "outside_dpv"]
    dpcat_or_dcat: NonEmpty | None = None


class DpvClass(Row, frozen=True, kw_only=True):
    """A class of the vocabulary that a kind of record is in, or what a field says.

    With a `value`, the record is in it where its field `of` holds that word; "any" is any.
    """

    of: NonEmpty
    value: NonEmpty | None = None
    iri: Iri


class DpvValue(Row, frozen=True, kw_only=True):
    """The term of the vocabulary that stands for a value of the field `of`."""

    of: NonEmpty
    value: NonEmpty
    iri: Iri


class PecrRule(WordRow, frozen=True, kw_only=True):
    """An exception of PECR 2003 and the conditions that must all be met."""

    regulation: NonEmpty
    applies_to: NonEmpty
    conditions: Annotated[tuple[NonEmpty, ...], msgspec.Meta(min_length=1)]


class Provision(Row, frozen=True, kw_only=True):
    """What one provision says, in short, for help and explanations."""

    id: WordId
    topic: Literal[
        "lawful_bases", "schedule1", "rights", "pecr", "adequacy", "transfers", "subprocessors"
    ]
    regimes: Regimes
    provision: NonEmpty
    text: NonEmpty


class OmittedProvision(Row, frozen=True, kw_only=True):
    """A UK provision that may no longer be cited as current, and what stands in its place."""

    id: WordId
    provision: NonEmpty
    replaced_by: NonEmpty


class TimelineEntry(Row, frozen=True, kw_only=True):
    """What of the Data (Use and Access) Act 2025 came into force on `valid_from`."""

    instrument: NonEmpty
    what: NonEmpty


class LawTables(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every table of `data/law`, by the name it has there."""

    checks: tuple[FileCheck, ...]
    sources: tuple[Source, ...]
    countries: tuple[Country, ...]
    place_groups: tuple[PlaceGroup, ...]
    territories: tuple[Territory, ...]
    memberships: tuple[Membership, ...]
    regimes: tuple[RegimeRow, ...]
    regulators: tuple[Regulator, ...]
    adequacy: tuple[Adequacy, ...]
    article6: tuple[LawfulBasis, ...]
    annex1: tuple[Annex1Condition, ...]
    article9: tuple[Article9Condition, ...]
    article10: tuple[Article10, ...]
    schedule1: tuple[Schedule1Condition, ...]
    mechanisms: tuple[Mechanism, ...]
    scc_modules: tuple[SccModule, ...]
    derogations: tuple[Derogation, ...]
    rights: tuple[Right, ...]
    right_answers: tuple[RightAnswer, ...]
    rights_by_basis: tuple[BasisRights, ...]
    article30: tuple[Article30Item, ...]
    ico_templates: tuple[Template, ...]
    ico_controller_columns: tuple[TemplateColumn, ...]
    ico_processor_columns: tuple[TemplateColumn, ...]
    cnil_headings: tuple[CnilHeading, ...]
    cnil_boxes: tuple[CnilBox, ...]
    dpv_namespaces: tuple[DpvNamespace, ...]
    dpv_terms: tuple[DpvTerm, ...]
    dpv_classes: tuple[DpvClass, ...]
    dpv_values: tuple[DpvValue, ...]
    pecr: tuple[PecrRule, ...]
    provisions: tuple[Provision, ...]
    omitted_provisions: tuple[OmittedProvision, ...]
    timeline: tuple[TimelineEntry, ...]
