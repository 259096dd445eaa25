"""Who may do what, and the one way a view comes to a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlencode, urlsplit

from flask import abort, redirect, request, url_for

from ropa.core.filters import Query
from ropa.core.moments import AsOf
from ropa.core.register import Key, Register
from ropa.core.scope import scoped
from ropa.records.organisation import Organisation
from ropa.store.accounts import Account, memberships
from ropa.store.members import strangers
from ropa.store.reviewers import Reviewer, Terms
from ropa.vocabulary import Theme, UserRole, Word
from ropa.web import door
from ropa.web.clock import Clock, read_clock, register_at
from ropa.web.parts import Parts, parts
from ropa.web.session import who


class Action(Word):
    """What a view lets somebody do in an organisation."""

    READ = "read", "See the record and its history"
    EXPORT = "export", "Take exports out"
    EDIT = "edit", "Add and change records"
    RETIRE = "retire", "Retire records"
    DELETE = "delete", "Delete records"
    UNDO = "undo", "Undo a batch of changes"
    REDACT = "redact", "Take earlier states out of the journal"
    USERS = "users", "Invite people and set their roles"
    REVIEWERS = "reviewers", "Let an authority read the record"


_ADMINISTRATOR, _DPO, _EDITOR, _READER = UserRole

PERMISSIONS: Mapping[Action, tuple[UserRole, ...]] = {
    Action.READ: (_ADMINISTRATOR, _DPO, _EDITOR, _READER),
    Action.EXPORT: (_ADMINISTRATOR, _DPO, _EDITOR, _READER),
    Action.EDIT: (_ADMINISTRATOR, _DPO, _EDITOR),
    Action.RETIRE: (_ADMINISTRATOR, _DPO, _EDITOR),
    Action.DELETE: (_ADMINISTRATOR, _DPO),
    Action.UNDO: (_ADMINISTRATOR, _DPO),
    Action.REDACT: (_ADMINISTRATOR, _DPO),
    Action.USERS: (_ADMINISTRATOR,),
    Action.REVIEWERS: (_ADMINISTRATOR, _DPO),
}

_OF_THE_PAST = frozenset({Action.READ, Action.EXPORT})
"""What can be done with the register as it stood earlier."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One user's place in one organisation, for one request.

    `register` holds what the organisation may see, at the clock's moment; `elsewhere` are the
    other organisations the user has a role in. A `reviewer` is no user: an authority's person, who
    sees a part of it.
    """

    user: Account
    organisation: Organisation
    role: UserRole
    register: Register
    clock: Clock
    elsewhere: tuple[Organisation, ...]
    reviewer: Reviewer | None = None

    @property
    def activities(self) -> frozenset[str] | None:
        """The activities that the register is cut to; None where it has all of them."""
        return door.narrowed(self.reviewer.terms, self.register) if self.reviewer else None

    def opens(self, endpoint: str) -> bool:
        """Whether there is such a page at this desk."""
        return self.reviewer is None or door.opens(self.reviewer.terms, endpoint)

    def may(self, action: Action) -> bool:
        """Whether the role allows an action now; the past can only be read."""
        allowed = self.role in PERMISSIONS[action]
        return allowed and (action in _OF_THE_PAST or not self.clock.earlier)

    def url_of(self, key: Key) -> str:
        """Give the address of the page of a record, at the clock's moment."""
        kind, id = key
        return self.url("record.page", plural=kind.plural, id=id)

    def list_url(self, query: Query, endpoint: str = "lists.listed") -> str:
        """Give the address of a list, at the clock's moment."""
        # A facet may be called what a part of the path is: url_for would mix them up.
        path = url_for(endpoint, organisation=self.organisation.id, plural=query.kind.plural)
        pairs = [*self.clock.asked.items(), *query.to_args()]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def url(self, endpoint: str, **values: object) -> str:
        """Give the address of a page of the organisation, at the clock's moment."""
        kept = {**self.clock.asked, "organisation": self.organisation.id, **values}
        return url_for(endpoint, **kept)  # type: ignore[arg-type]


def open(organisation: str, action: Action) -> Desk:
    """Fetch an organisation's register and check the right to an action, in one step.

    Whoever is signed out is sent to sign in; a stranger gets 404, as does a wrong address; a
    member without the right gets 403, and a reviewer 404 for all that is not open to them.
    """
    reviewer = door.inside()
    desk = _of_user(person(), organisation) if reviewer is None else _of(reviewer, organisation)
    if not desk.may(action):
        abort(403)
    return desk


def _of_user(user: Account, organisation: str) -> Desk:
    its = parts()
    roles = {m.organisation: UserRole(m.role) for m in memberships(its.session(), user.id)}
    now = its.register()
    found = now.organisations.get(organisation)
    if found is None or organisation not in roles:
        abort(404)
    clock, then = read_clock(its, now, found, request.args)
    return Desk(
        user=user,
        organisation=then.organisations.get(organisation, found),
        role=roles[organisation],
        register=seen(its, now, then, organisation),
        clock=clock,
        elsewhere=tuple(
            other for id, other in now.organisations.items() if id in roles.keys() - {organisation}
        ),
    )


def _of(reviewer: Reviewer, organisation: str) -> Desk:
    its, terms = parts(), reviewer.terms
    last = last_of(its, terms)
    found = last.organisations.get(organisation)
    closed = not door.opens(terms, request.endpoint or "")
    if found is None or reviewer.organisation != organisation or closed:
        abort(404)
    clock, then = read_clock(its, last, found, request.args, upto=terms.sequence)
    return Desk(
        user=Account(reviewer.id, "", f"{terms.name}, {terms.authority}", Theme.AUTO, ""),
        organisation=then.organisations.get(organisation, found),
        role=UserRole.READER,
        register=seen(its, its.register(), then, organisation, terms),
        clock=clock,
        elsewhere=(),
        reviewer=reviewer,
    )


def last_of(its: Parts, terms: Terms | None) -> Register:
    """Give the whole register at the last moment that somebody may look at."""
    now = its.register()
    if terms is None or terms.sequence is None:
        return now
    return register_at(its, now, AsOf(sequence=terms.sequence))


def person() -> Account:
    """Give who is signed in; send anybody else to sign in and back, but a reviewer nowhere."""
    if door.inside() is not None:
        abort(404)
    return who() or _to_sign_in()


def organisations(user: Account) -> tuple[Organisation, ...]:
    """Give the organisations a user has a role in."""
    roles = {m.organisation for m in memberships(parts().session(), user.id)}
    return tuple(o for id, o in parts().register().organisations.items() if id in roles)


def safe_next(address: str | None) -> str | None:
    """Give an address to go on to, if it is a path of this site and nothing else."""
    if not address or not address.startswith("/") or not address.isprintable():
        return None
    parsed = urlsplit(address)
    # Browsers read a backslash as a slash, and two slashes as another site.
    if parsed.scheme or parsed.netloc or address.startswith("//") or "\\" in address:
        return None
    return address


def seen(
    its: Parts, now: Register, then: Register, organisation: str, terms: Terms | None = None
) -> Register:
    """Give what an organisation, or somebody on terms, may see; worked out once for each moment.

    Shared records that no organisation reaches are seen by its own people alone.
    """
    # The head counts too: the journal an earlier moment was read from may be another one today.
    key = (then.moment, now.moment.digest, organisation)
    if terms is None:
        return its.registers.recall(
            key, lambda: then.only([organisation], strangers(its.session(), organisation))
        )
    whole = its.registers.recall((*key, None), lambda: then.only([organisation]))
    chosen = door.narrowed(terms, whole)
    if chosen is None:
        return whole
    return its.registers.recall((*key, chosen), lambda: scoped(whole, organisation, chosen))


def _to_sign_in() -> NoReturn:
    rule = request.url_rule
    readable = rule is not None and "GET" in (rule.methods or ())
    back = request.full_path.rstrip("?") if readable else None
    abort(redirect(url_for("accounts.sign_in", next=safe_next(back)), 303))
