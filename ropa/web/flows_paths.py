"""Every way that data takes from one thing to another, as a page places it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.named import ANYTHING, Misnamed, Named, find_named
from ropa.core.flows.paths import READING, Path, Paths, paths
from ropa.core.search import natural
from ropa.web.access import Desk
from ropa.web.flows_asked import AROUND, PATHS, Asked, Pairs, url_of
from ropa.web.flows_page import FlowPage, asked_here, flow_page

MOST_OFFERED = 500
"""So many names are offered while one types; any other can be typed as well."""

_OFFERED = (links.SUBJECTS, links.SOURCE, links.SYSTEM, links.PLACE, links.RECIPIENTS)


@dataclass(frozen=True, slots=True)
class End:
    """One end as it was typed, and why it leads to nothing where it does."""

    typed: str
    problem: str


@dataclass(frozen=True, slots=True)
class Step:
    """A thing on a way, with how the data came to it; nothing for the first."""

    how: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PathsPage:
    """All that the page places; `page` is None until both ends are known."""

    title: str
    begin: End
    end: End
    offered: tuple[str, ...]
    action: str
    kept: Pairs
    ways: tuple[tuple[Step, ...], ...]
    more: bool
    unsure: tuple[Step, ...]
    page: FlowPage | None


def paths_page(desk: Desk, flows: FlowMap) -> PathsPage:
    """Give the page of the ways between two things; what cannot be found is told in words."""
    asked = asked_here(flows, PATHS)
    texts = asked.question.of.strip(), asked.question.to.strip()
    ends = [find_named(flows, text, ANYTHING) if text else None for text in texts]
    found = _between(flows, *ends)
    return PathsPage(
        title=found.view.title if found else "Ways that data takes",
        begin=_end(texts[0], ends[0]),
        end=_end(texts[1], ends[1]),
        offered=_names(flows),
        action=desk.url("flows.paths").partition("?")[0],
        kept=tuple(desk.clock.asked.items()),
        ways=tuple(_way(desk, flows, path) for path in found.paths) if found else (),
        more=found is not None and found.more,
        unsure=tuple(_step(desk, flows, node) for node in found.unsure) if found else (),
        page=_page(desk, flows, asked, found) if found else None,
    )


def _between(
    flows: FlowMap, begin: Named | Misnamed | None, end: Named | Misnamed | None
) -> Paths | None:
    if isinstance(begin, Named) and isinstance(end, Named):
        return paths(flows, begin, end)
    return None


def _end(text: str, found: Named | Misnamed | None) -> End:
    return End(text, found.message if isinstance(found, Misnamed) else "")


def _page(desk: Desk, flows: FlowMap, asked: Asked, found: Paths) -> FlowPage:
    return flow_page(desk, flows, asked, found.view)


def _way(desk: Desk, flows: FlowMap, path: Path) -> tuple[Step, ...]:
    how = ("", *(READING[relation] for relation in path.relations))
    pairs = zip(how, path.nodes, strict=True)
    return tuple(_step(desk, flows, node, said) for said, node in pairs)


def _step(desk: Desk, flows: FlowMap, node: str, how: str = "") -> Step:
    shown = flows.words.node(node)
    record = shown.record
    url = desk.url_of(record) if record else url_of(desk, AROUND, node)
    return Step(how, shown.name, url)


def _names(flows: FlowMap) -> tuple[str, ...]:
    """Give names to begin or end at, for those who look for one."""
    return tuple(sorted(dict.fromkeys(_nameable(flows)), key=natural)[:MOST_OFFERED])


def _nameable(flows: FlowMap) -> Iterator[str]:
    for node in flows.graph:
        if links.parts(node)[0] in _OFFERED:
            yield flows.words.node(node).lines[0]
    parties = flows.register.parties
    for engagement in flows.engagements.values():
        if engagement.party and engagement.party in parties:
            yield parties[engagement.party].name
