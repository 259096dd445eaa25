"""What a document made of a register says of itself, so that it can be made again and checked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec

from ropa.vocabulary import Word


class Redaction(Word):
    """For whom a document is: an authority may see all, the public what is named for it."""

    AUTHORITY = "authority", "For an authority: everything"
    PUBLIC = "public", "For the public: only what is named for it"


class Imprint(msgspec.Struct, frozen=True, kw_only=True):
    """The two clocks, the journal, the law and the product a document was made with.

    `schema` is the version of the records. `organisation` is None for the whole catalogue,
    `activities` None where it was not made of chosen activities only. `journal` is the sequence
    and hash of the last entry, None for a register that was not read from a journal.
    """

    version: str
    schema: int
    redaction: Redaction
    organisation: str | None
    activities: tuple[str, ...] | None
    journal: str | None
    as_recorded: str | None
    about: datetime.date
    law: str

    def said(self) -> Iterator[tuple[str, str]]:
        """Give each fact with its label, in words."""
        yield "As recorded at", self.as_recorded or "not from a journal"
        yield "About", self.about.isoformat()
        yield "Journal sequence and hash", self.journal or "not from a journal"
        yield "Law data digest", self.law
        yield "Product version", f"ropa {self.version}, records version {self.schema}"
        yield "Redaction", self.redaction.label
        if self.activities is not None:
            yield "Chosen activities", ", ".join(self.activities) or "none"
