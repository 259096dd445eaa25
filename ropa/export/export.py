"""What is asked of an export, and the register as it may be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec

from ropa.core.imprint import Imprint, Redaction
from ropa.core.names import Names
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.scope import scoped
from ropa.export.annex import NO_ANNEX, Annex
from ropa.export.context import Context
from ropa.export.progress import Tell, untold
from ropa.export.redaction import kinds, redacted, told
from ropa.records.base import Record
from ropa.records.spec import FieldSpec
from ropa.records.upgrade import VERSION


class ExportFailed(Exception):
    """An export that could not be made; says why in words."""


@dataclass(frozen=True)
class Export:
    """A register cut to its scope and its readers, with what a format needs to write it.

    `organisation` is None for the whole catalogue, `activities` None for all of them. `created` is
    when the record of each activity was made (ISO 8601, UTC), as far as a journal tells; `annex`
    is what documents tell beside the register. `tell` is told of each step of the writing, and
    changes nothing of what is written.
    """

    register: Register
    organisation: str | None
    context: Context
    reference: Reference
    activities: tuple[str, ...] | None = None
    redaction: Redaction = Redaction.AUTHORITY
    created: Mapping[str, str] = field(default_factory=dict)
    annex: Annex = NO_ANNEX
    tell: Tell = field(default=untold, compare=False, repr=False)

    @cached_property
    def names(self) -> Names:
        """How ids and words of the law read."""
        return Names(self.register, self.reference, self.context.about)

    def with_annex(self, annex: Annex) -> Export:
        """Give it with the annex of the organisation, of which only an authority is told."""
        if self.organisation is None or self.redaction is not Redaction.AUTHORITY:
            return self
        return replace(self, annex=annex.part(self.organisation, self.activities))

    @property
    def kinds(self) -> tuple[type[Record], ...]:
        """The kinds of records it tells of."""
        return kinds(self.redaction)

    def told(self, cls: type[msgspec.Struct]) -> tuple[FieldSpec, ...]:
        """The fields of a record or a line that it tells."""
        return told(cls, self.redaction)

    @property
    def whose(self) -> str:
        """Whose register it is, in words."""
        held = self.register.organisations.values()
        return ", ".join(one.name for one in held) or "No organisation"

    @property
    def imprint(self) -> Imprint:
        """What it says of itself."""
        moment = self.register.moment
        return Imprint(
            version=self.context.version,
            schema=VERSION,
            redaction=self.redaction,
            organisation=self.organisation,
            activities=self.activities,
            journal=f"{moment.sequence}:{moment.digest}" if moment.digest else None,
            as_recorded=self.context.as_recorded or None,
            about=self.context.about,
            law=self.reference.digest,
        )


def export_of(
    register: Register,
    organisation: str | None,
    context: Context,
    reference: Reference,
    *,
    activities: Collection[str] | None = None,
    redaction: Redaction = Redaction.AUTHORITY,
    created: Mapping[str, str] | None = None,
) -> Export:
    """Cut a register to what is asked. KeyError for an activity that is not there."""
    part = scoped(register, organisation, activities)
    seen = redacted(part, context.about, redaction)
    chosen = None if activities is None else tuple(sorted(set(activities)))
    told_of = replace(context, chosen=chosen)
    return Export(seen, organisation, told_of, reference, chosen, redaction, created or {})
