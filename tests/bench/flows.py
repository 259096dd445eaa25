"""The graph of all flows, what is asked of it, and its pictures, beside the floor under each."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import msgspec

from ropa.core.flows.folding import bounded
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.organisation import organisation_flow
from ropa.core.flows.reach import reach, reach_of_place
from ropa.core.flows.showing import reach_view
from ropa.core.flows.view import View
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.judge import transfers_of
from ropa.export.drawing import Drawing, draw
from ropa.records.base import Record
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.bench.hops import DAY, chained, one_pass
from tests.bench.measure import Measure, median

_PLACES = ("GB", "IE", "DE", "US", "IN")
_LINES = "one pass over the same lines"
_CHILD = "a picture of one node"


def flows(activities: int, seed: int, runs: int, reference: Reference) -> Iterator[Measure]:
    """Measure a register with a tenth as many engagements, and systems, as activities."""
    register = with_systems(chained(activities, max(4, activities // 10), seed))
    transfers = transfers_of(register, reference, DAY)
    found = FlowMap(transfers, "acme")
    floor = median(runs, lambda: one_pass(register))
    for what, run in (
        ("flow graph", lambda: len(FlowMap(transfers, "acme").graph)),
        ("organisation, folded", lambda: len(bounded(organisation_flow(found)).nodes)),
        ("reach of a party", lambda: len(reach_view(reach(found, (Kind.PARTY, "p1"))).nodes)),
        ("reach of a place", lambda: len(bounded(reach_view(reach_of_place(found, "IN"))).nodes)),
    ):
        yield Measure(what, activities, median(runs, run), floor, _LINES)
        gc.collect()
    picture = bounded(organisation_flow(found))
    child = median(runs, lambda: _drawn(View.of("", "", picture.nodes[:1], ())))
    yield Measure(
        "organisation drawn", activities, median(runs, lambda: _drawn(picture)), child, _CHILD
    )


def with_systems(register: Register) -> Register:
    """Give a register whose activities use a tenth as many systems, in a few countries."""
    number = max(4, len(register.activities) // 10)
    made: list[Record] = [
        System(id=f"s{n}", organisation="acme", name=f"System {n}", places=(_PLACES[n % 5],))
        for n in range(number)
    ]
    for place, activity in enumerate(register.activities.values()):
        named = tuple(sorted({f"s{(place * step) % number}" for step in (1, 3, 7)}))
        made.append(msgspec.structs.replace(activity, systems=named))
    return register.changed(made, (), {}, register.moment)


def _drawn(view: View) -> Drawing:
    found = draw(view)
    assert isinstance(found, Drawing), found
    return found
