"""From a form to the catalogue: checking, putting together, storing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from ropa.core.answers import Answers
from ropa.core.change import Applied, Conflict, Conflicts, Put, Refused
from ropa.core.source_rows import words_of
from ropa.importing.wording import scalar_refusal
from ropa.records.about import Slug
from ropa.records.activity import Activity
from ropa.records.base import Problem, Provenance, Record
from ropa.records.canonical import canonical
from ropa.records.paths import unresolved
from ropa.records.person import Person
from ropa.records.references import references
from ropa.records.sources import still_true
from ropa.records.spec import by_name
from ropa.store import drafts
from ropa.store.apply import apply
from ropa.vocabulary import Kind
from ropa.web.forms.faults import FORM, Fault, at_controls, faults, unsettled
from ropa.web.forms.picks import Picked
from ropa.web.forms.posted import PREFIX
from ropa.web.forms.reading import read
from ropa.web.parts import parts
from ropa.web.records.fresh import Fresh, new_id
from ropa.web.records.task import Task, everything, is_shared

_IDENTIFIER = f"{PREFIX}id"
_KEPT = ("retired", "sha256")


@dataclass(frozen=True, slots=True)
class Saved:
    """The record is stored: its id, how many entries the journal gained, and what was made.

    `unsourced` names the answers that changed, so that a source no longer covers them.
    """

    id: str
    entries: int
    made: tuple[Record, ...] = ()
    unsourced: tuple[str, ...] = ()


Result = Saved | Conflict | tuple[Fault, ...]


def save(task: Task, picked: Picked, base: int | None, reason: str | None) -> Result:
    """Store what a form says, with the records it makes on the way, as one batch."""
    plain = read(task.cls, picked.posted)
    found = (
        *unsettled(picked.posted, picked.waiting),
        *faults(task.cls, plain, task.offers),
        *_identifier_faults(task, picked.posted.one(_IDENTIFIER)),
        *_name_faults(task, plain),
        *_reference_faults(task, plain),
        *_owner_faults(task, plain),
    )
    if found:
        return found
    organisation = task.desk.organisation.id
    fresh = Fresh(everything(), organisation, shared=_is_shared(task, plain))
    whole = _whole(task, fresh.named(task.cls, plain), picked.posted.one(_IDENTIFIER).strip())
    made, found = _made(fresh)
    if found:
        return found
    return _checked(task, whole, made, base, reason)


def _checked(
    task: Task, whole: dict[str, Any], made: list[Record], base: int | None, reason: str | None
) -> Result:
    bare, problems = canonical(task.cls, {**whole, "provenance": []})
    if bare is None:
        return at_controls(task.cls, problems)
    sources, found = _sources(task, bare, whole.get("provenance", []))
    if found:
        return found
    record, problems = canonical(task.cls, {**whole, "provenance": sources})
    strange = [] if record is None else list(_strange_links(task, record, made))
    if record is None or strange:
        return at_controls(task.cls, problems or strange)
    return _stored(task, record, made, base, reason)


def _strange_links(task: Task, record: Record, made: list[Record]) -> Iterator[Problem]:
    """Refuse links to what the organisation does not see, as if it were not there."""
    known = {(other.KIND, other.id) for other in (*made, record)}
    if task.stored is not None:
        known |= {(link.kind, link.id) for link in references(task.stored)}
    known |= {(Kind.DOCUMENT, source.document or "") for source in _unseen(task)}
    for link in references(record):
        key = (link.kind, link.id)
        if key not in known and task.desk.register.get(*key) is None:
            message = f"there is no {link.kind.label.lower()} “{link.id}”"
            yield Problem(link.field, message)


def _stored(
    task: Task, record: Record, made: list[Record], base: int | None, reason: str | None
) -> Result:
    its, key = parts(), (record.KIND, record.id)
    changes = [*(Put(other) for other in made), Put(record, base)]
    outcome = apply(its.session(), task.desk.user.id, changes, reason, its.now())
    match outcome:
        case Applied():
            drafts.discard(its.session(), task.slot)
            return Saved(record.id, outcome.entries, tuple(made), _unsourced(task, record))
        case Refused():
            own = [r.problem for r in outcome.refusals if (r.kind, r.id) == key]
            others = [r for r in outcome.refusals if (r.kind, r.id) != key]
            return (
                *at_controls(task.cls, own),
                *(Fault(FORM, f"{r.kind.label} “{r.id}”: {r.problem.message}") for r in others),
            )
        case Conflicts():
            return _conflict(task, outcome, key)


def _conflict(task: Task, outcome: Conflicts, key: tuple[object, str]) -> Result:
    mine = next((c for c in outcome.conflicts if (c.kind, c.id) == key), None)
    if mine is None or task.creating:
        taken = "Somebody else made a record of the same name at this moment: save once more"
        return (Fault(FORM, taken),)
    return mine


def _whole(task: Task, plain: dict[str, Any], identifier: str) -> dict[str, Any]:
    """Add what the form does not ask for: the id, the organisation, what acts of their own set."""
    organisation = task.desk.organisation.id
    if "organisation" in by_name(task.cls) and task.cls.KIND.value != "document":
        plain["organisation"] = organisation
    if task.stored is not None:
        held = {name: getattr(task.stored, name, None) for name in _KEPT}
        plain |= {name: value for name, value in held.items() if value}
    if task.creating:
        taken = set(everything().of_kind(task.cls.KIND))
        plain["id"] = identifier or new_id(task.cls.KIND, str(plain.get("name", "")), taken)
    else:
        plain["id"] = task.key
    return plain


def _made(fresh: Fresh) -> tuple[list[Record], tuple[Fault, ...]]:
    made: list[Record] = []
    found: list[Fault] = []
    for cls, plain in fresh.records():
        record, problems = canonical(cls, plain)
        if record is not None:
            made.append(record)
        found += [Fault(FORM, f"New {cls.KIND.label.lower()}: {p.message}") for p in problems]
    return made, tuple(found)


def _sources(
    task: Task, record: Record, given: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], tuple[Fault, ...]]:
    """Keep the sources of answers that are as they were, those only others may see among them.

    A source that was there already goes with the answer it was of; a new one has to fit.
    """
    kept: list[Provenance] = []
    found: list[Fault] = []
    held = set(task.stored.provenance) if task.stored else set()
    for number, plain in enumerate(given):
        source = msgspec.convert(plain, Provenance)
        if task.stored and source in held:
            kept += still_true(source, task.stored, record)
        elif why := unresolved(record, source.field):
            found.append(Fault(f"{PREFIX}provenance-{number}-field", why))
        else:
            kept.append(source)
    if task.stored:
        for source in _unseen(task):
            kept += still_true(source, task.stored, record)
    # What is left of several sources may be the same.
    return msgspec.to_builtins(list(dict.fromkeys(kept))), tuple(found)


def _unsourced(task: Task, record: Record) -> tuple[str, ...]:
    """Name the answers there still are that a source no longer covers."""
    if task.stored is None:
        return ()
    answers = Answers(task.stored, task.offers.names)
    held = set(record.provenance)
    lost = (
        source.field
        for source in task.stored.provenance
        if source not in held and unresolved(record, source.field) is None
    )
    return tuple(dict.fromkeys(": ".join(filter(None, words_of(answers, path))) for path in lost))


def _unseen(task: Task) -> list[Provenance]:
    """Give the sources of a shared record that the organisation may not see."""
    whole = everything().get(task.cls.KIND, task.key)
    if whole is None or task.stored is None:
        return []
    seen = set(task.stored.provenance)
    return [source for source in whole.provenance if source not in seen]


def _identifier_faults(task: Task, identifier: str) -> tuple[Fault, ...]:
    identifier = identifier.strip()
    if not task.creating or not identifier:
        return ()
    if wrong := scalar_refusal(Slug, identifier):
        return (Fault(_IDENTIFIER, wrong),)
    taken = identifier == "new" or everything().get(task.cls.KIND, identifier)
    return (Fault(_IDENTIFIER, f"“{identifier}” is taken"),) if taken else ()


def _name_faults(task: Task, plain: dict[str, Any]) -> tuple[Fault, ...]:
    """Ask for the name of a person; only where one was erased may there be none."""
    asks = task.cls is Person and task.creating and plain.get("name") is None
    return (Fault(f"{PREFIX}name", "an answer is needed"),) if asks else ()


def _reference_faults(task: Task, plain: dict[str, Any]) -> tuple[Fault, ...]:
    """Refuse a reference that another activity of the organisation has, unless it had it before."""
    given = plain.get("reference")
    if task.cls is not Activity or given in (None, getattr(task.stored, "reference", None)):
        return ()
    own = task.desk.register.activities.values()
    other = next((other for other in own if other.reference == given), None)
    if other is None:
        return ()
    return (Fault(f"{PREFIX}reference", f"“{given}” is the reference of “{other.name}”"),)


def _owner_faults(task: Task, plain: dict[str, Any]) -> tuple[Fault, ...]:
    """Refuse a document for an organisation that is not the one at hand."""
    said = plain.get("organisation")
    if said in (None, task.desk.organisation.id):
        return ()
    return (Fault(f"{PREFIX}organisation", "is not the organisation you are in"),)


def _is_shared(task: Task, plain: dict[str, Any]) -> bool:
    return is_shared(task.cls) and plain.get("organisation") is None
