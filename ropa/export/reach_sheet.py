"""The first sheet of an incident: what a breach may reach and what has to be done, on one page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ropa.core.flows import links
from ropa.core.flows.counts import counted, they_do
from ropa.core.flows.incident import Contact, Data, Incident, Onward, People, incident
from ropa.core.flows.notice import notice
from ropa.core.flows.reach import Reach
from ropa.core.flows.reach_gaps import reach_gaps
from ropa.core.names import spoken_day
from ropa.export.context import Context
from ropa.export.glyphs import INSTEAD, Letters
from ropa.export.typeset import DocumentProblem, typeset
from ropa.vocabulary import ActivityRole

T = TypeVar("T")

_TEMPLATE = Path(__file__).with_name("reach_sheet.typ")

MOST = 40
"""How many of a list the template is given; it tells as many as there is room for."""

NAMED, LONGEST = 3, 90
"""How many a sentence on what is not known names; how long a name may be."""

_BREAK = "\N{ZERO WIDTH SPACE}"
_LONG_WORD = re.compile(r"(\S{24})(?=\S)")
"""What is broken at the end of a line although there is no space in it."""

_LISTED = 8
_LEAD = "What may be touched, as the register records it. Whether it was, only people can find out."
_WITHIN = 50


def reach_sheet(reach: Reach, context: Context) -> bytes | DocumentProblem:
    """Make the sheet: the same bytes for the same register, law and clocks."""
    sheet = _Sheet(incident(reach), context)
    return typeset(_TEMPLATE, sheet.data(), sheet.made)


class _Sheet:
    """The words of one sheet, each of letters that can be printed."""

    def __init__(self, found: Incident, context: Context) -> None:
        self.found, self.reach, self.context = found, found.reach, context
        self.letters = Letters()

    @property
    def made(self) -> datetime.datetime:
        """The moment it is dated: when the register stood so, or else the day it is about."""
        try:
            return datetime.datetime.fromisoformat(self.context.as_recorded)
        except ValueError:  # a register from files has no moment
            midnight = datetime.time(tzinfo=datetime.UTC)
            return datetime.datetime.combine(self.context.about, midnight)

    def data(self) -> Mapping[str, Any]:
        """Give all that the template places."""
        found = self.found
        register = self.reach.flows.register
        organisation = register.organisations.get(self.reach.flows.organisation)
        placed = {
            "title": f"Reach of {self._name(self.reach.title, self._id())}",
            "organisation": self._text(organisation.name if organisation else ""),
            "lead": _LEAD,
            "clocks": self._clocks(),
            "numbers": list(self._numbers()),
            **self._touched(),
            "clock": any(role is not ActivityRole.PROCESSOR for role, _ in found.roles),
            "duties": [
                {"clause": one.clause, "said": self._text(one.text, longest=None)}
                for one in found.duties
            ],
            "controllers": {
                "asked": any(role is ActivityRole.PROCESSOR for role, _ in found.roles),
                **self._some(found.controllers, self._controller),
            },
            "notice": list(self._notice()),
            "gaps": [self._text(one, longest=None) for one in self._gaps()],
        }
        return {**placed, "foot": self._foot()}

    def _id(self) -> str:
        return self.reach.record[1] if self.reach.record else self.reach.place or ""

    def _clocks(self) -> str:
        flows, context = self.reach.flows, self.context
        moment = flows.register.moment
        recorded = "From files, not from a journal"
        if moment.sequence:
            recorded = (
                f"As recorded at {context.as_recorded}, "
                f"journal {moment.sequence}:{moment.digest[:12]}"
            )
        day = spoken_day(context.about)
        law = flows.reference.digest[:12]
        return f"{recorded}. In force on {day}, law data {law}, ropa {context.version}."

    def _numbers(self) -> Iterable[Mapping[str, Any]]:
        found, reach = self.found, self.reach
        of = counted(len(reach.flows.activities), "activity")
        yield _number(len(reach.activities), "activities", f"of {of} in the register")
        said = f"{_categories(len(found.people))}, {found.uncounted or 'none'} not counted"
        known = f"about {found.number:,}" if found.number else "?"
        yield _number(known, "people", said, unknown=bool(found.uncounted or not found.people))
        silent = sum(one.special is None for one in found.data)
        said = f"{found.special or 'none'} marked special or criminal, {silent or 'none'} not said"
        yield _number(len(found.data), "categories of data", said, unknown=silent > 0)
        vague = bool(reach.of(links.UNKNOWN))
        said = f"{counted(len(reach.of(links.PLACE)), 'place')} known"
        said = "" if reach.place else f"{said}, not all recorded" if vague else said
        yield _number(len(found.onward), "parties it goes on to", said, unknown=vague)
        if ActivityRole.PROCESSOR in reach.roles:
            yield self._controllers()

    def _controllers(self) -> Mapping[str, Any]:
        found = self.found.controllers
        silent = sum(not one.on_behalf_of for one in self.reach.roles[ActivityRole.PROCESSOR])
        without = sum(not one.ways for one in found)
        more = "+" if found else "?"
        number = f"{len(found) or ''}{more if silent else ''}"
        said = f"{without or 'none'} without a contact"
        if silent:
            said = f"{they_do(silent, 'activity')} not say for whom"
        return _number(number, "controllers to tell", said, unknown=bool(silent or without))

    def _touched(self) -> Mapping[str, Any]:
        found, systems = self.found, self.reach.of(links.SYSTEM)
        groups = [
            {
                "role": f"We are {role.label.lower()}" if role else "Our role is not recorded",
                "count": len(held),
                "names": [self._name(one.title, one.id) for one in held[:MOST]],
            }
            for role, held in found.roles
        ]
        stated = self.reach.stated is not None or not found.data
        basis = "" if stated else "All that these activities process: the most it can be."
        return {
            "activities": {"count": len(self.reach.activities), "groups": groups},
            "people": self._some(found.people, self._person),
            "data": {"basis": basis, **self._some(found.data, self._datum)},
            "purposes": {
                "count": len(found.purposes),
                "names": [self._text(name) for name in found.purposes[:MOST]],
            },
            "systems": {
                "count": len(systems),
                "names": [self._node(one.node) for one in systems[:MOST]],
            },
            "onward": self._some(found.onward, self._onward),
        }

    def _person(self, one: People) -> Mapping[str, Any]:
        children = "children" if one.children else ""
        return {
            "name": self._name(one.name, one.id),
            "marks": _joined(children, "vulnerable people" if one.vulnerable else ""),
            "number": None if one.number is None else f"{one.number:,}",
        }

    def _datum(self, one: Data) -> Mapping[str, Any]:
        special = (word.label for word in one.special or ())
        return {
            "name": self._name(one.name, one.id),
            "marks": _joined(*special, "convictions or offences" if one.criminal else ""),
            "unknown": "special? not recorded" if one.special is None else "",
        }

    def _onward(self, one: Onward) -> Mapping[str, Any]:
        places = None if one.places is None else ", ".join(one.places) or "not stored"
        return {
            "name": self._name(one.name, one.engagement),
            "places": None if places is None else self._text(places),
            "verdict": one.verdict.label.lower() if one.verdict else "",
        }

    def _notice(self) -> Iterable[Mapping[str, str]]:
        """Give the contents of Article 33(3): what is recorded, and what is left to people."""
        found = self.found
        contact = next(part for part in notice(found) if part.clause == "Art 33(3)(b)")
        number = f"about {found.number:,} people as far as recorded" if found.number else ""
        uncounted = f"{_categories(found.uncounted)} not counted" if found.uncounted else ""
        yield {
            "clause": "33(3)(a)",
            "label": "Nature of the breach; whose data, how many",
            "filled": _sentence(
                f"{_categories(len(found.people))} of people",
                number,
                uncounted,
                f"{_categories(len(found.data))} of data",
            ),
            "ask": "What happened, how we know, approximate number of records:",
        }
        yield {
            "clause": "33(3)(b)",
            "label": "Data protection officer or other contact",
            "filled": self._text(_sentence(*contact.recorded), longest=4 * LONGEST)
            if contact.recorded
            else "",
            "ask": f"To find out: {'; '.join(contact.unknown)}." if contact.unknown else "",
        }
        yield {
            "clause": "33(3)(c)",
            "label": "Likely consequences",
            "filled": "",
            "ask": "What it may mean for these people; likely risk or high risk, and why:",
        }
        yield {
            "clause": "33(3)(d)",
            "label": "Measures taken or proposed",
            "filled": "",
            "ask": "What was done, by whom, at what time; what is next:",
        }

    def _gaps(self) -> Iterable[str]:
        if not self.reach.starts:
            yield "Nothing of it is in force on this day, as far as is recorded."
        yield from reach_gaps(
            self.reach, NAMED, lambda name: _cut(self.letters.shown(name), _WITHIN)
        )

    def _foot(self) -> str:
        said = (
            "“and 3 more” counts what there is no room for: the page of this reach has all of it."
        )
        if not self.letters.missing:
            return said
        listed = ", ".join(f"U+{ord(one):04X}" for one in list(self.letters.missing)[:_LISTED])
        more = len(self.letters.missing) - _LISTED
        rest = f" and {more} more" if more > 0 else ""
        return f"{said} {INSTEAD} stands for letters this font lacks: {listed}{rest}."

    def _controller(self, one: Contact) -> Mapping[str, str]:
        ways = self._text("; ".join(one.ways), longest=2 * LONGEST)
        return {"name": self._name(one.name, one.id or ""), "ways": ways}

    def _some(self, items: Sequence[T], row: Callable[[T], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Give how many there are, and as many of them as there can be room for."""
        return {"count": len(items), "rows": [row(one) for one in items[:MOST]]}

    def _name(self, name: str, id: str) -> str:
        """Give a name, with the id beside it where letters of it cannot be printed."""
        shown = self._text(name)
        return f"{shown} ({self._text(id)})" if INSTEAD in shown else shown

    def _node(self, node: str) -> str:
        return self._name(self.reach.flows.words.node(node).name, links.parts(node)[1])

    def _text(self, text: str, longest: int | None = LONGEST) -> str:
        shown = self.letters.shown(text)
        return _LONG_WORD.sub(rf"\1{_BREAK}", shown if longest is None else _cut(shown, longest))


def _number(
    number: int | str, label: str, said: str, *, unknown: bool = False
) -> Mapping[str, Any]:
    shown = number if isinstance(number, str) else f"{number:,}"
    return {"number": shown, "label": label, "said": said, "unknown": unknown}


def _cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _categories(number: int) -> str:
    return "1 category" if number == 1 else f"{number:,} categories"


def _joined(*words: str) -> str:
    return ", ".join(filter(None, words))


def _sentence(*words: str) -> str:
    return f"{'; '.join(filter(None, words))}."
