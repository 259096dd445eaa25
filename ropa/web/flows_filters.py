"""The conditions of a picture: what there is to choose, what was chosen, and how that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.query import EVERYTHING, FlowQuery, parse_flows
from ropa.core.search import natural
from ropa.core.transfers.verdicts import Verdict
from ropa.web.access import Desk
from ropa.web.flows_asked import DATA, Asked, Question, number, sort_of
from ropa.web.list_page import Filter, Pairs

OTHERS = (
    *("as_of", "about", "question", "of", "node", "from", "to", "radius", "before", "after"),
    *("sort", "page"),
)
"""The parts of an address that are no conditions."""

_LONGEST = 80
_MOST_OPEN = 40
_LAST_PAGE = 1_000_000

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that pictures may have: how it is asked and said, and what it may be."""

    name: str
    label: str
    phrase: str
    choices: Callable[[FlowMap], Choices]


@dataclass(frozen=True, slots=True)
class Select:
    """A condition to be chosen: each choice with its words, and whether it is the chosen one."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions as a page places them; `kept` is what the form leaves as it is."""

    selects: tuple[Select, ...]
    said: tuple[Filter, ...]
    clear: str | None
    action: str
    kept: Pairs


def _functions(flows: FlowMap) -> Choices:
    found = {one.function for one in flows.activities.values() if one.function}
    return tuple((function, function) for function in sorted(found, key=natural))


def _data(flows: FlowMap) -> Choices:
    held, used = flows.register.data_categories, _used(flows)
    found = ((id, held[id].name if id in held else id) for id in used)
    return tuple(sorted(found, key=lambda one: (natural(one[1]), one[0])))


def _special(flows: FlowMap) -> Choices:
    held = flows.register.data_categories
    any_special = any(held[id].special for id in _used(flows) if id in held)
    return (("yes", "Special category data only"),) if any_special else ()


def _verdicts(flows: FlowMap) -> Choices:
    found = set(flows.verdicts.values())
    return tuple((verdict.value, verdict.label) for verdict in Verdict if verdict in found)


def _countries(flows: FlowMap) -> Choices:
    codes = (id for prefix, id in map(links.parts, flows.graph) if prefix == links.PLACE)
    found = ((code, flows.reference.place_name(code)) for code in codes)
    return tuple(sorted(found, key=lambda one: natural(one[1])))


def _used(flows: FlowMap) -> set[str]:
    lines = (line for one in flows.activities.values() for line in one.data or ())
    return {line.data for line in lines if line.data}


CONDITIONS = (
    Condition("function", "Function", "the function is", _functions),
    Condition("data", "Personal data", "the data includes", _data),
    Condition("special", "Sensitivity", "the activity uses", _special),
    Condition("verdict", "Verdict", "the verdict is", _verdicts),
    Condition("country", "Country", "it goes to", _countries),
)


def read(flows: FlowMap, question: Question, args: Iterable[tuple[str, str]]) -> Asked:
    """Read the conditions and the table's order from an address; what is wrong is told in words."""
    pairs = [(name, value.strip()) for name, value in args if value.strip()]
    told = [(name, value) for name, value in pairs if name not in OTHERS]
    offered = dict(_offered(flows, question))
    problems, good = [], []
    for name, value in told:
        said = _refused(offered, name, value)
        if said:
            problems.append(said)
        else:
            good.append((name, value))
    query, more = parse_flows(good[: _MOST_OPEN + len(CONDITIONS)])
    given = dict(pairs)
    return Asked(
        question,
        query,
        given.get("sort", ""),
        number(given.get("page", ""), _LAST_PAGE) or 1,
        (*dict.fromkeys(problems), *more),
    )


def filters(desk: Desk, flows: FlowMap, asked: Asked) -> Filters:
    """Give the conditions of a page: those that can be chosen, and those that are."""
    chosen = dict(asked.query.to_args())
    offered = list(_offered(flows, asked.question))
    bare = FlowQuery(opened=asked.query.opened)
    return Filters(
        selects=tuple(_select(name, choices, chosen.get(name, "")) for name, choices in offered),
        said=tuple(_said(desk, asked, dict(offered))),
        clear=asked.with_query(bare).url(desk) if asked.query.narrowed else None,
        action=asked.url(desk).partition("?")[0],
        kept=tuple(parse_qsl(asked.with_query(EVERYTHING).url(desk).partition("?")[2])),
    )


def _offered(flows: FlowMap, question: Question) -> Iterator[tuple[str, Choices]]:
    """Give the conditions with the values that occur, where a question takes any."""
    sort = sort_of(question.name)
    if sort is None or not sort.filtered:
        return
    for condition in CONDITIONS:
        choices = condition.choices(flows)
        # What a picture is about is no condition on it, too.
        if choices and not (condition.name == question.name == DATA):
            yield condition.name, choices


def _refused(offered: dict[str, Choices], name: str, value: str) -> str:
    """Say why a part of the address is no condition; nothing where it is one."""
    if name == "open" or value in dict(offered.get(name, ())):
        return ""
    label = next((one.label for one in CONDITIONS if one.name == name), None)
    if label is None or name not in offered:
        return f"there is no filter “{_short(name)}” for this picture"
    return f"“{_short(value)}” is nothing that “{label}” can be here"


def _select(name: str, choices: Choices, chosen: str) -> Select:
    label = next(one.label for one in CONDITIONS if one.name == name)
    return Select(name, label, tuple((v, words, v == chosen) for v, words in choices))


def _said(desk: Desk, asked: Asked, offered: dict[str, Choices]) -> Iterator[Filter]:
    chosen = dict(asked.query.to_args())
    for one in CONDITIONS:
        if one.name in chosen:
            words = dict(offered[one.name])[chosen[one.name]]
            words = words[:1].lower() + words[1:] if one.name == "special" else words
            less = replace(asked.query, **{one.name: getattr(EVERYTHING, one.name)})
            url = asked.with_query(less).url(desk)
            yield Filter(one.phrase, ((words, url),))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
