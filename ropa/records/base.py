"""What every record and every line of one has in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

import msgspec

from ropa.records.about import Prose, Slug, Text, about
from ropa.vocabulary import Kind, Standing

DPV = "dpv:"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value: where (a path such as `purposes[0].bases`) and in words."""

    path: str
    message: str


class Line(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,  # as for a record
):
    """A line of a record; `KEY` names the fields that tell it from its neighbours."""

    KEY: ClassVar[tuple[str, ...]]

    def problems(self) -> Iterator[Problem]:
        """Give what the types alone cannot refuse."""
        yield from ()


class Provenance(Line, frozen=True, kw_only=True):
    """Where an answer comes from: one field, one document, one place in it.

    `field` is a path into the record: `name`, `engagements[aws]`, `data[users/support-data]`.
    """

    KEY: ClassVar[tuple[str, ...]] = ("field", "document", "place")

    field: Annotated[Text, about("Field")]
    document: Annotated[Slug | None, about("Document", to=Kind.DOCUMENT, optional=True)] = None
    place: Annotated[Text | None, about("Place in it", optional=True)] = None
    standing: Annotated[Standing, about("Stated or inferred")] = Standing.STATED


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,  # a frozen tree holds no cycle, and there are very many
):
    """A record as a value. Absent is unknown (`None`); a recorded "none" is the empty tuple.

    Every default is "unknown", so that leaving defaults out of the stored text can never change
    what a stored text means.
    """

    KIND: ClassVar[Kind]
    SHARED: ClassVar[bool] = False
    """Whether the organisations of a catalogue share records of this kind."""

    id: Annotated[Slug, about("Identifier", help="Made from the name; cannot change afterwards.")]
    note: Annotated[
        Prose | None,
        about(
            "Note",
            help="A remark that stays with the record; on a shared one, everybody reads it.",
            optional=True,
        ),
    ] = None
    retired: Annotated[bool, about("Retired", optional=True)] = False
    provenance: Annotated[
        tuple[Provenance, ...],
        about("Source of the answers", help="Field by field.", optional=True),
    ] = ()

    def problems(self) -> Iterator[Problem]:
        """Give what the types alone cannot refuse."""
        yield from ()

    @property
    def title(self) -> str:
        """The words that stand for the record in lists and links."""
        return str(getattr(self, "name", None) or self.id)


def in_order(first: object, second: object, path: str, message: str) -> Iterator[Problem]:
    """Give a problem where both are known and the second is less than the first."""
    if first is not None and second is not None and second < first:  # type: ignore[operator]
        yield Problem(path, message)
