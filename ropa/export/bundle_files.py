"""The files that a bundle can hold: every format, and a picture of each activity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ropa.export.drawing import DrawingProblem, draw_activity
from ropa.export.export import Export, ExportFailed
from ropa.export.formats import BY_NAME
from ropa.export.made import clocks
from ropa.records.activity import Activity

DIAGRAMS = "diagrams"

CHOICES = (*BY_NAME, DIAGRAMS)
"""What can be chosen; all is for an authority, as the states in the journal are."""


def files_of(export: Export, chosen: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Make the files chosen, one after the other, with their names in the bundle.

    `export` is that of an organisation, and is told of `steps_of` steps, or a few fewer. Raises
    `ExportFailed` and `TooLarge`, as formats do.
    """
    for one in chosen:
        if one == DIAGRAMS:
            yield from _diagrams(export)
        else:
            yield BY_NAME[one].file, BY_NAME[one].made(export)


def steps_of(export: Export, chosen: Iterable[str]) -> int:
    """Count the steps of making the files chosen."""
    return sum(
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
