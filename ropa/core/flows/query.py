"""What a picture is narrowed to: conditions read from an address, and said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap, place_key
from ropa.core.flows.links import key
from ropa.core.flows.reach import steps
from ropa.core.transfers.verdicts import Verdict
from ropa.records.activity import Activity

_NAMES = ("function", "data", "special", "verdict", "country")


@dataclass(frozen=True, slots=True)
class FlowQuery:
    """Conditions on a picture, and the folds in it that are open; empty is no condition.

    `function` is that of activities, `data` the id of a category they process, `special` asks for
    those with special category data, `verdict` for what leads to a hop of that verdict, and
    `country` to a place, by its code.
    """

    function: str = ""
    data: str = ""
    special: bool = False
    verdict: Verdict | None = None
    country: str = ""
    opened: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether it has a condition."""
        return replace(self, opened=()) != EVERYTHING

    def to_args(self) -> list[tuple[str, str]]:
        """Give the parts of the address that ask for this."""
        held = (
            ("function", self.function),
            ("data", self.data),
            ("special", "yes" if self.special else ""),
            ("verdict", self.verdict.value if self.verdict else ""),
            ("country", self.country),
        )
        return [(n, v) for n, v in held if v] + [("open", group) for group in self.opened]

    def opening(self, group: str) -> FlowQuery:
        """Give the same with one more fold open."""
        return replace(self, opened=tuple(dict.fromkeys((*self.opened, group))))

    def closed(self) -> FlowQuery:
        """Give the same with every fold closed."""
        return replace(self, opened=())

    def said(self, flows: FlowMap) -> str:
        """Say the conditions in words, for a title; empty where there is none."""
        held = flows.register.data_categories.get(self.data)
        words = (
            self.function and f"function {self.function}",
            self.data and f"with {held.name if held else self.data}",
            "special category data only" if self.special else "",
            f"verdict {self.verdict.label}" if self.verdict else "",
            self.country and f"to {flows.reference.place_name(self.country)}",
        )
        return ", ".join(filter(None, words))


EVERYTHING = FlowQuery()
"""No condition, and no fold open."""


def parse_flows(args: Iterable[tuple[str, str]]) -> tuple[FlowQuery, tuple[str, ...]]:
    """Read the conditions of an address; what cannot be read is told in words and left out."""
    held: dict[str, str] = {}
    opened: dict[str, None] = {}
    for name, value in args:
        if value and name == "open":
            opened[value] = None
        elif value and name in _NAMES:
            held[name] = value
    word = held.get("verdict", "")
    verdict = next((verdict for verdict in Verdict if verdict.value == word), None)
    problems = (f"there is no verdict “{word}”",) if word and verdict is None else ()
    query = FlowQuery(
        function=held.get("function", ""),
        data=held.get("data", ""),
        special=held.get("special") == "yes",
        verdict=verdict,
        country=held.get("country", ""),
        opened=tuple(opened),
    )
    return query, problems


def kept(flows: FlowMap, query: FlowQuery) -> set[str]:
    """Give the nodes of the graph that a query leaves: all that is on a way that fits it.

    Conditions on activities leave those activities, with what leads to them and on from them;
    conditions on places and verdicts leave the ways that end in such a place.
    """
    nodes = set(flows.graph)
    fits = list(_on_activities(flows, query))
    if fits:
        of = [
            key(links.ACTIVITY, one.id)
            for one in flows.activities.values()
            if all(fit(one) for fit in fits)
        ]
        nodes &= steps(flows, of, back=True).keys() | steps(flows, of, back=False).keys()
        others = {n for n in nodes if links.parts(n)[0] == links.ACTIVITY}
        nodes -= others - set(of)
    if query.verdict or query.country:
        ends = list(_ends(flows, query))
        nodes &= steps(flows, [begin for begin, _ in ends], back=True).keys() | {
            end for _, end in ends
        }
    return nodes


def _on_activities(flows: FlowMap, query: FlowQuery) -> Iterator[Callable[[Activity], bool]]:
    if query.function:
        yield lambda one: one.function == query.function
    if query.data:
        yield lambda one: any(line.data == query.data for line in one.data or ())
    if query.special:
        special = {id for id, c in flows.register.data_categories.items() if c.special}
        yield lambda one: any(line.data in special for line in one.data or ())


def _ends(flows: FlowMap, query: FlowQuery) -> Iterator[tuple[str, str]]:
    """Give the links to places that fit: of the verdict asked for, in the country."""
    wanted = place_key(query.country) if query.country else None
    for node in flows.graph:
        if links.parts(node)[0] not in (links.PLACE, links.UNKNOWN) or wanted not in (None, node):
            continue
        for begin in flows.graph.pred[node]:
            if query.verdict in (None, flows.verdicts.get((begin, node))):
                yield begin, node
