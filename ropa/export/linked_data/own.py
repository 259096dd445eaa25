"""The namespace of our own terms, and the terms that no field or word of the register gives.

The Data Privacy Vocabulary has no term for much of what a register says: a question that nobody
has answered, where an answer comes from, a basis of UK law. Those terms are ours, and every
document explains the ones it uses.
"""

from __future__ import annotations

from dataclasses import dataclass

NAMESPACE = "urn:uuid:e57e3439-b686-4858-8c64-e944637f9d7b#"
"""The namespace of our own terms.

A UUID is unique without anybody's permission, is no address that pretends to lead somewhere, and
needs no domain (a `tag:` does) and no registration (another `urn:` does); RFC 8141 allows the
fragment. The meaning of a term stands in each document that uses it. It never changes.
"""

PREFIX = "ropa"


@dataclass(frozen=True, slots=True)
class Own:
    """One term: its local name, what it is, and the broader term, as prefix and name."""

    name: str
    label: str
    definition: str
    broader: str = ""

    @property
    def is_class(self) -> bool:
        """Whether it is a class: those begin with a capital."""
        return self.name[0].isupper()


UNKNOWN = "Unknown"
NOT_ASKED = "NotAsked"
NOT_TOLD = "NotTold"
NONE = "None"
UNKNOWN_ANSWER = "unknownAnswer"
RECORDED_NONE = "recordedNone"
CLAUSE = "clause"
QUESTION = "provenance.question"
SUB_PROCESSOR = "hasSubProcessor"

TERMS: tuple[Own, ...] = (
    Own(
        UNKNOWN,
        "Unknown",
        "Stands for something that exists, or may exist, and that nobody has recorded. It keeps "
        "its place under a property that must be stated, and says nothing about what it is.",
    ),
    Own(
        NOT_ASKED,
        "Not asked",
        "Stands under a property that must be stated for what Article 30 does not ask of this "
        "record, such as the categories of processing of a controller's activity.",
    ),
    Own(
        NOT_TOLD,
        "Not told",
        "Stands under a property that must be stated for what this document does not tell its "
        "readers, whether it is known or not.",
    ),
    Own(NONE, "None", "Stands for a recorded answer that there is none."),
    Own(
        UNKNOWN_ANSWER,
        "unknown answer",
        "The field that is asked of the subject and that nobody has answered.",
    ),
    Own(
        RECORDED_NONE,
        "recorded as none",
        "The field of the subject whose recorded answer is that there is none.",
    ),
    Own(CLAUSE, "clause", "The provision of the law a term answers or stands in."),
    Own(QUESTION, "question", "The field whose answer a source supports."),
    Own(
        SUB_PROCESSOR,
        "has subprocessor",
        "A processor engaged for processing that the organisation itself carries out as a "
        "processor (Article 28(2), (4)).",
        "dpv:hasDataProcessor",
    ),
    Own("Export", "Export", "This document: what it was made from, so that it can be made again."),
    Own("export.holds", "holds", "A record of processing activities in the document."),
    Own("export.version", "product version", "The version of the product that made the document."),
    Own("export.schema", "records version", "The version of the shape of the records."),
    Own("export.redaction", "redaction", "For whom the document was made."),
    Own("export.organisation", "organisation", "The organisation whose record was asked for."),
    Own("export.activities", "chosen activity", "An activity that was chosen for the document."),
    Own("export.journal", "journal", "Sequence and hash of the last journal entry it includes."),
    Own("export.as_recorded", "as recorded at", "The instant at which the register stood so."),
    Own("export.about", "about", "The day whose dates and law hold in the document."),
    Own("export.law", "law data", "The SHA-256 of the law data it was made with."),
    Own(
        "Hop",
        "Hop",
        "Personal data going from one legal entity to another in one place, derived from the "
        "records.",
        "dpv:Transfer",
    ),
    Own("hop.engagement", "engagement", "What the importer does for the organisation."),
    Own("hop.serves", "serves", "An activity whose data the hop may carry."),
    Own("hop.way", "way", "How the data reaches the place."),
    Own("hop.verdict", "verdict", "What the law of the day says of the hop; the worst of all."),
    Own("hop.must_act", "must act", "Who must act, where the verdict asks for it."),
    Own("hop.judgement", "judgement", "What one regime says of the hop."),
    Own("Judgement", "Judgement", "What one regime says of a hop, and why."),
    Own("judgement.regime", "regime", "The regime applied; absent where none could be."),
    Own("judgement.verdict", "verdict", "What the regime says."),
    Own("judgement.clause", "clause cited", "The provision that decides."),
    Own("judgement.why", "why", "The verdict in a sentence."),
    Own("judgement.basis", "rests on", "What the verdict rests on."),
    Own("judgement.missing", "missing", "What would have to be recorded or done."),
    Own("judgement.evidence", "evidence", "A record that was used."),
)
"""The terms that are not made of the register's own fields, kinds and words."""

BY_NAME = {term.name: term for term in TERMS}
