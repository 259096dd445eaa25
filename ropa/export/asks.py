"""What is asked of the flows, as it is told on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ropa.core.flows.graph import FlowMap
from ropa.core.flows.incident import Incident
from ropa.core.flows.paths import READING, Path, Paths
from ropa.core.flows.single_points import Point, SinglePoints
from ropa.core.flows.unused import Unused
from ropa.core.flows.who_holds import Holders, Holding
from ropa.core.wording import NONE
from ropa.export.told import Part, Row, Told

_BETWEEN = "; "
_NOTHING_IN_FORCE = "Nothing of it is in force on this day."


def reach_told(found: Incident) -> Told:
    """Tell all that is touched, and what has to be done."""
    notes = found.gaps if found.reach.starts else (_NOTHING_IN_FORCE, *found.gaps)
    title = f"Reach of {found.reach.title}"
    parts = (*_touched(found), *_to_do(found))
    return Told(title, ("Name", "What", "How"), parts, notes, _reach_plain(found))


def _touched(found: Incident) -> Iterator[Part]:
    reach, name = found.reach, found.reach.flows.words.node
    far = {one.node: _steps(one.distance, one.before) for one in reach.touched}
    activities = (
        (one.title, role.label if role else None, far[f"activity/{one.id}"])
        for role, held in found.roles
        for one in held
    )
    people = (
        (
            one.name,
            None if one.number is None else f"about {one.number:,}",
            _whose(one.children, one.vulnerable),
        )
        for one in found.people
    )
    yield Part("Processing activities", tuple(activities), ("Our role: ", ""))
    yield Part("People", tuple(people), ("Number: ", ""))
    yield Part("Personal data", tuple((one.name, *_two(one.marks)) for one in found.data), ("", ""))
    yield Part("Purposes", tuple((name, "", "") for name in found.purposes), ("", ""))
    for title, prefixes in (("Systems", ("system",)), ("Places", ("place", "unknown"))):
        rows = tuple((name(one.node).name, "", far[one.node]) for one in reach.of(*prefixes))
        yield Part(title, rows, ("", ""))


def _to_do(found: Incident) -> Iterator[Part]:
    onward = (
        (one.name, _places(one.places), one.verdict.label if one.verdict else "")
        for one in found.onward
    )
    contacts = tuple((one.name, _BETWEEN.join(one.ways) or None, "") for one in found.controllers)
    yield Part("Parties it goes on to", tuple(onward), ("Stored in: ", "Verdict: "))
    yield Part("Controllers for whom we process", contacts, ("Contact: ", ""))
    duties = tuple((one.clause, one.text, "") for one in found.duties)
    yield Part("What has to be done", duties, ("", ""))


def paths_told(found: Paths) -> Told:
    """Tell every way, one to a row."""
    name = found.flows.words.node
    title = f"Ways from {found.origin.name} to {found.destination.name}"
    rows = tuple((_way(found.flows, path), str(len(path.nodes) - 1)) for path in found.paths)
    part = Part("Ways", rows, nothing="None is recorded.")
    unsure = tuple((name(node).name, "") for node in found.unsure)
    parts = (part, Part("May lead there", unsure)) if unsure else (part,)
    plain = {
        "from": _ref(found.origin.sort, found.origin.id, found.origin.name),
        "to": _ref(found.destination.sort, found.destination.id, found.destination.name),
        "paths": [
            {
                "nodes": [{"key": n, "name": name(n).name} for n in path.nodes],
                "relations": [relation.value for relation in path.relations],
            }
            for path in found.paths
        ],
        "more": found.more,
        "may_lead_there": list(found.unsure),
        "on_a_way": [node.key for node in found.view.nodes],
    }
    return Told(title, ("Way", "Steps"), parts, found.notes, plain)


def unused_told(found: Unused) -> Told:
    """Tell what nothing uses."""
    rows = tuple((record.title, record.id) for record in found.records)
    plural = found.kind.plural.replace("-", " ")
    title = f"Unused {plural}: {found.rule}"
    part = Part(
        plural.capitalize(), rows, nothing="None is unused." if found.of else "None is recorded."
    )
    plain = {
        "kind": found.kind.value,
        "rule": found.rule,
        "of": found.of,
        "unused": [{"id": record.id, "title": record.title} for record in found.records],
    }
    return Told(title, ("Name", "Id"), (part,), found.notes, plain)


def points_told(found: SinglePoints) -> Told:
    """Tell whose loss stops most activities."""
    parts = (
        Part("Parties", tuple(_point(one, found.of) for one in found.parties)),
        Part("Systems", tuple(_point(one, found.of) for one in found.systems)),
    )
    heads = ("Name", "Activities that depend on it", "For which it is the only one", "Category")
    plain = {
        "activities": found.of,
        "parties": [_point_plain(one) for one in found.parties],
        "systems": [_point_plain(one) for one in found.systems],
    }
    return Told("Whose loss stops most activities", heads, parts, found.notes, plain)


def holders_told(found: Holders) -> Told:
    """Tell who surely holds a category of data, and who may."""
    parts = (
        Part("Surely", tuple(_holding(one) for one in found.holdings if one.surely)),
        Part(
            "Possibly: what they hold is not recorded",
            tuple(_holding(one) for one in found.holdings if not one.surely),
            nothing="None.",
        ),
    )
    heads = ("Name", "What it is", "Stored in", "Accessed from", "Verdict")
    plain = {
        "data": {"id": found.data, "name": found.name},
        "activities": list(found.activities),
        "holders": [
            {
                "key": one.node.key,
                "name": one.node.name,
                "surely": one.surely,
                "stored_in": one.stored and list(one.stored),
                "accessed_from": one.accessed and list(one.accessed),
                "verdict": one.verdict and one.verdict.value,
            }
            for one in found.holdings
        ],
    }
    return Told(f"Who holds {found.name}", heads, parts, found.notes, plain)


def _steps(distance: int, before: bool) -> str:
    steps = "1 step" if distance == 1 else f"{distance} steps"
    return f"{steps} {'back' if before else 'on'}"


def _whose(children: bool | None, vulnerable: bool | None) -> str:
    said = ("children" if children else "", "vulnerable people" if vulnerable else "")
    return _BETWEEN.join(filter(None, said))


def _two(marks: tuple[str, ...]) -> tuple[str, str]:
    return _BETWEEN.join(marks), ""


def _places(places: Iterable[str] | None) -> str | None:
    return None if places is None else _BETWEEN.join(places) or NONE


def _way(flows: FlowMap, path: Path) -> str:
    return " → ".join(_walked(flows, path))


def _walked(flows: FlowMap, path: Path) -> Iterator[str]:
    yield flows.words.node(path.nodes[0]).name
    for relation, node in zip(path.relations, path.nodes[1:], strict=True):
        yield f"{READING[relation]} {flows.words.node(node).name}"


def _ref(sort: str, id: str, name: str) -> dict[str, str]:
    return {"kind": sort, "id": id, "name": name}


def _point(one: Point, of: int) -> Row:
    alone = f"{len(one.alone):,}" if one.categories else None
    return (one.name, f"{len(one.depending):,} of {of:,}", alone, _places(one.categories or None))


def _point_plain(one: Point) -> dict[str, Any]:
    return {
        **_ref(one.record[0].value, one.record[1], one.name),
        "known": one.known,
        "categories": list(one.categories),
        "activities": list(one.depending),
        "only_one_for": list(one.alone),
    }


def _holding(one: Holding) -> Row:
    own = not one.node.key.startswith("engagement/")
    accessed = "" if own and one.accessed is None else _places(one.accessed)
    verdict = one.verdict.label if one.verdict else ""
    return (one.node.name, one.node.kind.label, _places(one.stored), accessed, verdict)


def _reach_plain(found: Incident) -> dict[str, Any]:
    reach = found.reach
    return {
        "starts": list(reach.starts),
        "touched": [
            {"key": one.node, "steps": one.distance, "direction": "back" if one.before else "on"}
            for one in reach.touched
        ],
        "activities": [
            {"id": one.id, "title": one.title, "role": one.role and one.role.value}
            for one in reach.activities
        ],
        "people": [
            {"id": p.id, "name": p.name, "approximate_number": p.number} for p in found.people
        ],
        "data": [
            {
                "id": one.id,
                "name": one.name,
                "special": None if one.special is None else [word.value for word in one.special],
                "criminal": one.criminal,
                "people": list(reach.data[one.id]),
            }
            for one in found.data
        ],
        "data_stated": reach.stated is not None,
        "purposes": list(reach.purposes),
        "controllers": [
            {"id": one.id, "name": one.name, "contact": list(one.ways)} for one in found.controllers
        ],
        "onward": [
            {
                "engagement": one.engagement,
                "name": one.name,
                "stored_in": None if one.places is None else list(one.places),
                "verdict": one.verdict and one.verdict.value,
            }
            for one in found.onward
        ],
        "duties": [{"clause": d.clause, "whom": d.whom, "said": d.said} for d in found.duties],
    }
