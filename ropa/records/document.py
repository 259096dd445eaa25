"""Evidence: a link, or a file kept in the catalogue."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import Digest, Prose, Slug, Text, Url, about
from ropa.records.base import Problem, Record, in_order
from ropa.vocabulary import DocumentKind, Kind


class Document(Record, frozen=True, kw_only=True):
    """A document, with its substance in a sentence. Without an organisation it is shared."""

    KIND: ClassVar[Kind] = Kind.DOCUMENT

    organisation: Annotated[
        Slug | None, about("Organisation", to=Kind.ORGANISATION, optional=True)
    ] = None
    name: Annotated[Text, about("Name")]
    kind: Annotated[DocumentKind | None, about("Kind of document")] = None
    date: Annotated[datetime.date | None, about("Date")] = None
    expiry: Annotated[datetime.date | None, about("Expires on", optional=True)] = None
    url: Annotated[Url | None, about("Link", optional=True)] = None
    sha256: Annotated[
        Digest | None, about("File", help="The SHA-256 of a file kept here.", optional=True)
    ] = None
    substance: Annotated[Prose | None, about("Substance", help="What it says, in a sentence.")] = (
        None
    )

    def problems(self) -> Iterator[Problem]:
        """Refuse an expiry before the date."""
        yield from in_order(self.date, self.expiry, "expiry", "is before the date of the document")
