"""A named owner or contact."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Email, Prose, Text, about
from ropa.records.base import Record
from ropa.vocabulary import Kind


class Person(Record, frozen=True, kw_only=True):
    """A natural person whom other records name by id only.

    What identifies the person is kept in rows and never enters the journal, so that it can be
    erased (Art 17). Contact details that Art 30(1)(a) asks for stand on the organisation.
    """

    KIND: ClassVar[Kind] = Kind.PERSON
    SHARED: ClassVar[bool] = True

    name: Annotated[Text | None, about("Name", personal=True)] = None
    job_title: Annotated[Text | None, about("Job title", personal=True, optional=True)] = None
    email: Annotated[Email | None, about("Email", personal=True, optional=True)] = None
    telephone: Annotated[Text | None, about("Telephone", personal=True, optional=True)] = None
    note: Annotated[Prose | None, about("Note", personal=True, optional=True)] = None
