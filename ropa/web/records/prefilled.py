"""A new record that begins from answers in the address of its form."""

from __future__ import annotations

from typing import Any

from flask import request

from ropa.records.spec import FieldSpec, Many
from ropa.web.forms.faults import faults
from ropa.web.forms.posted import PREFIX, Posted
from ropa.web.forms.reading import posted_of, read
from ropa.web.forms.widgets import asked
from ropa.web.records.task import Task


def prefilled(task: Task) -> Posted | None:
    """Give the form with the answers of the address that it could take; None without any.

    An answer that would be refused when it is saved is left out, as are lines. Nothing is stored.
    """
    sent = Posted.of(request.args.items(multi=True))
    if not sent.values:
        return None
    plain = read(task.cls, sent)
    refused = {fault.control for fault in faults(task.cls, plain, task.offers)}
    kept = {
        spec.name: plain[spec.name]
        for spec in asked(task.cls)
        if spec.name in plain
        and f"{PREFIX}{spec.name}" not in refused
        and spec.many is not Many.LINES
        and _seen(task, spec, plain[spec.name])
    }
    return posted_of(task.cls, kept)


def _seen(task: Task, spec: FieldSpec, value: Any) -> bool:
    """Whether the organisation sees every record that an answer names."""
    if spec.about.to is None:
        return True
    ids = (value,) if spec.many is Many.ONE else value
    return all(task.desk.register.get(spec.about.to, id) is not None for id in ids)
