"""Who may do what: accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import Email, Prose, Slug, Text, about
from ropa.records.base import Problem, Record
from ropa.vocabulary import Kind, UserRole


class User(Record, frozen=True, kw_only=True):
    """Somebody who may sign in. Name and email are kept in rows only, the password beside them."""

    KIND: ClassVar[Kind] = Kind.USER

    email: Annotated[Email | None, about("Email", personal=True)] = None
    name: Annotated[Text | None, about("Name", personal=True)] = None
    active: Annotated[bool | None, about("May sign in?")] = None
    note: Annotated[Prose | None, about("Note", personal=True, optional=True)] = None

    def problems(self) -> Iterator[Problem]:
        """Refuse an address that could be kept twice, in other cases."""
        if self.email is not None and self.email != self.email.casefold():
            yield Problem("email", "is kept in lower case")


class Membership(Record, frozen=True, kw_only=True):
    """The role of one user in one organisation."""

    KIND: ClassVar[Kind] = Kind.MEMBERSHIP

    user: Annotated[Slug, about("User", to=Kind.USER)]
    organisation: Annotated[Slug, about("Organisation", to=Kind.ORGANISATION)]
    role: Annotated[UserRole, about("Role")]

    @property
    def title(self) -> str:
        """The user and the organisation."""
        return f"{self.user} in {self.organisation}"
