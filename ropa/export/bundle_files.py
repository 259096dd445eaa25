"""What a bundle can hold, every format and a picture of each activity; and making one of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ropa.core.journal import Entry
from ropa.export.bundle import BundleProblem, Part, bundle
from ropa.export.drawing import DrawingProblem, draw_activity
from ropa.export.export import Export, ExportFailed
from ropa.export.formats import BY_NAME
from ropa.export.made import clocks
from ropa.export.signature import Signer
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation

DIAGRAMS = "diagrams"

CHOICES = (*BY_NAME, DIAGRAMS)
"""What can be chosen; all is for an authority, as the states in the journal are."""


def bundle_of(
    export: Export,
    whose: Organisation,
    chosen: Iterable[str],
    entries: Iterable[Entry],
    signer: Signer,
) -> bytes | BundleProblem:
    """Make the files chosen and pack them with the journal, of which `entries` are all there are.

    `export` is that of the organisation `whose`, and is told of `steps_of` steps, or a few fewer.
    Raises `ExportFailed` and `TooLarge`, as formats do.
    """
    files = dict(files_of(export, chosen))
    export.tell("packing all with the journal")
    part = Part(export.register, whose, export.activities, export.context, export.reference.digest)
    return bundle(files, entries, part, signer)


def files_of(export: Export, chosen: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Make the files chosen, one after the other, with their names in the bundle."""
    for one in chosen:
        if one == DIAGRAMS:
            yield from _diagrams(export)
        else:
            yield BY_NAME[one].file, BY_NAME[one].made(export)


def steps_of(export: Export, chosen: Iterable[str]) -> int:
    """Count the steps of making a bundle of the files chosen."""
    return 1 + sum(
        len(list(_drawn(export))) if one == DIAGRAMS else BY_NAME[one].steps(export)
        for one in chosen
    )


def _diagrams(export: Export) -> Iterator[tuple[str, bytes]]:
    """Draw each activity of the organisation."""
    register, context, law = export.register, export.context, export.reference
    caption = [clocks(register, law, context)]
    for activity in _drawn(export):
        export.tell(f"{DIAGRAMS}: drawing “{activity.title}”")
        drawn = draw_activity(register, activity.id, law, context.about, caption=caption)
        if isinstance(drawn, DrawingProblem):
            raise ExportFailed(f"the diagram of “{activity.title}”: {drawn.message}")
        yield f"{DIAGRAMS}/{activity.id}.svg", drawn.svg


def _drawn(export: Export) -> Iterator[Activity]:
    for activity in export.register.activities.values():
        if activity.organisation == export.organisation:
            yield activity
