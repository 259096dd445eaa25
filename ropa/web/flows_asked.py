"""What the address of a picture asks: a question, what it is about, and how it is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from flask import url_for

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.category import category_flow
from ropa.core.flows.chain import chain_flow
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.named import ANYTHING, Misnamed, find_named
from ropa.core.flows.organisation import organisation_flow
from ropa.core.flows.paths import paths
from ropa.core.flows.query import EVERYTHING, FlowQuery
from ropa.core.flows.reach import Reach, reach, reach_of_place
from ropa.core.flows.reach_gaps import reach_gaps
from ropa.core.flows.showing import RADIUS, neighbourhood, reach_view
from ropa.core.flows.view import View
from ropa.core.register import Key
from ropa.vocabulary import Kind
from ropa.web.access import Desk

Pairs = tuple[tuple[str, str], ...]

PLACES: Final = "places"
"""What the address of a place begins with, where that of a record begins with its plural."""

REACHED: Final = (Kind.PARTY, Kind.ENGAGEMENT, Kind.SYSTEM)
CHAINED: Final = (Kind.PARTY, Kind.ENGAGEMENT)
"""The kinds of records that a reach and a chain may be of."""

_REGIONS: Final = ("EU", "EEA", "GLOBAL")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name, and what it is `of` as the address has it.

    That is the id of a category or an activity, a record as `parties/aws`, a place as
    `places/US`, the key of a node, or where ways begin; these end at `to`. `since` and `until`
    are two moments as they were typed, where it is asked what changed between them.
    """

    name: str
    of: str = ""
    to: str = ""
    radius: int = RADIUS[0]
    changes: bool = False
    since: str = ""
    until: str = ""

    def pairs(self) -> Pairs:
        """Give the parts of an address that ask this of the downloads and of what changed."""
        radius = str(self.radius) if self.name == AROUND and self.radius != RADIUS[0] else ""
        held = [("of", self.of), ("to", self.to), ("radius", radius)]
        if self.changes:
            held += [("before", self.since), ("after", self.until)]
        return tuple(pair for pair in held if pair[1])


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of question: its name in the address, its words, and how it is answered.

    `view` gives None where there is nothing that it could be about; `filtered` says whether it
    takes conditions.
    """

    name: str
    label: str
    filtered: bool
    view: Callable[[FlowMap, Question, FlowQuery], View | None]


ORGANISATION, CHAINS, REACH, DATA, ACTIVITY, AROUND, PATHS = (
    "organisation",
    "chains",
    "reach",
    "data",
    "activity",
    "around",
    "paths",
)
BEGINS: Mapping[str, str] = {AROUND: "node", PATHS: "from"}
"""What the address of a page calls what a question is about, where that is not `of`."""


def about(flows: FlowMap, of: str, kinds: Iterable[Kind]) -> Key | None:
    """Read a record of some kinds from an address such as `parties/aws`; None where it is none."""
    plural, _, id = of.partition("/")
    kind = next((kind for kind in kinds if kind.plural == plural), None)
    return None if kind is None or flows.register.get(kind, id) is None else (kind, id)


def reach_asked(flows: FlowMap, of: str) -> Reach | None:
    """Give the reach of what an address names; None where it names nothing."""
    plural, _, code = of.partition("/")
    if plural == PLACES:
        known = code in flows.reference.countries or code in _REGIONS
        return reach_of_place(flows, code) if known else None
    key = about(flows, of, REACHED)
    return None if key is None else reach(flows, key)


def _organisation(flows: FlowMap, _: Question, query: FlowQuery) -> View:
    return organisation_flow(flows, query)


def _chains(flows: FlowMap, question: Question, query: FlowQuery) -> View | None:
    if not question.of:
        return chain_flow(flows, None, query)
    key = about(flows, question.of, CHAINED)
    return None if key is None else chain_flow(flows, key, query)


def _reach(flows: FlowMap, question: Question, _: FlowQuery) -> View | None:
    found = reach_asked(flows, question.of)
    return None if found is None else reach_view(found, reach_gaps(found))


def _data(flows: FlowMap, question: Question, query: FlowQuery) -> View | None:
    if question.of not in flows.register.data_categories:
        return None
    return category_flow(flows, question.of, query)


def _activity(flows: FlowMap, question: Question, _: FlowQuery) -> View | None:
    if question.of not in flows.register.activities:
        return None
    return activity_flow(flows.register, question.of, flows.reference, flows.day)


def _around(flows: FlowMap, question: Question, _: FlowQuery) -> View | None:
    if question.of not in flows.graph:
        return None
    return neighbourhood(flows, question.of, question.radius)


def _paths(flows: FlowMap, question: Question, _: FlowQuery) -> View | None:
    begin, end = (find_named(flows, text, ANYTHING) for text in (question.of, question.to))
    if isinstance(begin, Misnamed) or isinstance(end, Misnamed):
        return None
    return paths(flows, begin, end).view


SORTS: Final = (
    Sort(ORGANISATION, "The organisation", True, _organisation),
    Sort(CHAINS, "Vendor chains", True, _chains),
    Sort(REACH, "Reach", False, _reach),
    Sort(DATA, "Where data lives and goes", True, _data),
    Sort(ACTIVITY, "Data flow of an activity", False, _activity),
    Sort(AROUND, "Around", False, _around),
    Sort(PATHS, "Ways", False, _paths),
)

_BY_NAME: Final = {sort.name: sort for sort in SORTS}


def sort_of(name: str) -> Sort | None:
    """Give the sort of question of a name; None where there is none."""
    return _BY_NAME.get(name)


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an address asks of a page: the question, its conditions, and the table's order.

    `problems` say in words what could not be understood, and was left out.
    """

    question: Question
    query: FlowQuery = EVERYTHING
    order: str = ""
    page: int = 1
    problems: tuple[str, ...] = ()

    @property
    def sort(self) -> Sort:
        """The sort of its question."""
        return _BY_NAME[self.question.name]

    def with_query(self, query: FlowQuery) -> Asked:
        """Ask the same under other conditions, from the first page of the table."""
        return replace(self, query=query, page=1)

    def url(self, desk: Desk) -> str:
        """Give the address of its page, at the clock's moment."""
        table = [("sort", self.order)] if self.order else []
        table += [("page", str(self.page))] if self.page > 1 else []
        path, pairs = _path(desk, self.question)
        return _joined(path, (*desk.clock.asked.items(), *pairs, *self.query.to_args(), *table))

    def file_url(self, desk: Desk, form: str) -> str:
        """Give the address of its picture, or of what it shows, as a file."""
        name = CHANGES if self.question.changes else self.question.name
        path = url_for(
            "flows.download", organisation=desk.organisation.id, question=name, form=form
        )
        asked = (("question", self.question.name),) if self.question.changes else ()
        pairs = (*desk.clock.asked.items(), *asked, *self.question.pairs())
        return _joined(path, (*pairs, *self.query.to_args()))


CHANGES = "difference"
"""What the address calls the question of what changed in the answer to another."""


def url_of(desk: Desk, name: str, of: str = "", radius: int = RADIUS[0]) -> str:
    """Give the address of the page of a question without any conditions."""
    return Asked(Question(name, of, radius=radius)).url(desk)


def number(text: str, most: int) -> int | None:
    """Read a number from 1 on; None where it is none."""
    return min(int(text), most) if _NUMBER.fullmatch(text) and int(text) else None


def _path(desk: Desk, question: Question) -> tuple[str, Pairs]:
    """Give the path of a page, and what of the question is not in it."""
    own = {"organisation": desk.organisation.id}
    if question.changes:
        pairs = (("question", question.name), *question.pairs())
        return url_for("flows.difference", **own), pairs  # type: ignore[arg-type]
    endpoint = f"flows.{question.name}"
    if question.name == REACH:
        plural, _, id = question.of.partition("/")
        own |= {"plural": plural, "id": id}
    elif question.name in (DATA, ACTIVITY):
        own |= {"id": question.of}
    else:
        begins = BEGINS.get(question.name, "of")
        pairs = tuple((begins if n == "of" else n, value) for n, value in question.pairs())
        return url_for(endpoint, **own), pairs  # type: ignore[arg-type]
    return url_for(endpoint, **own), ()  # type: ignore[arg-type]


def _joined(path: str, pairs: Pairs) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
