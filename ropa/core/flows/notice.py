"""What a notification of a breach contains, as far as the register can fill it in: Art 33(3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ropa.core.flows.incident import Incident


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the notification: what the register says of it, and what is to be found out."""

    clause: str
    asks: str
    recorded: tuple[str, ...]
    unknown: tuple[str, ...]


def notice(told: Incident) -> tuple[Part, ...]:
    """Give the parts of a notification in the order of the article; nothing is left out."""
    return tuple(_parts(told))


def _parts(told: Incident) -> Iterator[Part]:
    yield Part("Art 33(3)(a)", "The nature of the breach", (), ("what has happened",))
    yield _people(told)
    yield _records(told)
    yield _contact(told)
    yield Part("Art 33(3)(c)", "The likely consequences", (), ("what may follow from it",))
    yield Part(
        "Art 33(3)(d)",
        "The measures taken or proposed",
        (),
        ("what is done about it, and against its possible effects",),
    )


def _people(told: Incident) -> Part:
    recorded = tuple(
        one.name if one.number is None else f"{one.name}: about {one.number:,}"
        for one in told.people
    )
    uncounted = [one.name for one in told.people if one.number is None]
    unknown = [f"how many there are of {', '.join(uncounted)}"] if uncounted else []
    unknown += [] if recorded else ["whose data it is, and of how many people"]
    return Part("Art 33(3)(a)", "The people concerned", recorded, tuple(unknown))


def _records(told: Incident) -> Part:
    recorded = tuple(one.name for one in told.data)
    unknown = "how many records" if recorded else "which data it is, and how many records"
    return Part("Art 33(3)(a)", "The personal data concerned", recorded, (unknown,))


def _contact(told: Incident) -> Part:
    """Give the data protection officer, or else how the organisation itself is reached."""
    officer, unknown = told.officer, []
    own = told.reach.flows.register.organisations.get(told.reach.flows.organisation)
    ways = (own.email, own.telephone) if own else ()
    recorded = [_reached(officer.name, officer.ways)] if officer else []
    if officer is None:
        unknown = ["whether there is a data protection officer"]
    if not (officer and officer.ways) and own and any(ways):
        recorded.append(_reached(own.name, ways))
    elif not (officer and officer.ways):
        unknown.append("where more can be learned")
    return Part("Art 33(3)(b)", "The contact point", tuple(recorded), tuple(unknown))


def _reached(name: str, ways: Iterable[str | None]) -> str:
    return ": ".join(filter(None, (name, ", ".join(filter(None, ways)))))
