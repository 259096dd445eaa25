"""A new record that begins from the answers of another."""

from __future__ import annotations

from ropa.web.forms.posted import PREFIX, Posted
from ropa.web.forms.reading import posted_of
from ropa.web.forms.widgets import asked
from ropa.web.records.task import Task

_LONGEST = 500


def copy_of(task: Task) -> Posted:
    """Give the form of a copy: all that the record says, under a name of its own.

    What only its own history supports, the sources, does not go along; nor does the reference.
    """
    assert task.stored is not None
    posted = posted_of(task.cls, task.stored)
    left = (f"{PREFIX}provenance", f"{PREFIX}reference")
    kept = Posted({k: v for k, v in posted.values.items() if not k.startswith(left)})
    if not any(spec.name == "name" for spec in asked(task.cls)):
        return kept
    name = kept.one(f"{PREFIX}name")
    return kept.put({f"{PREFIX}name": (f"Copy of {name}"[:_LONGEST],) if name else ()})
