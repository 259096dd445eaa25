"""What an answer was made from: the two clocks, the journal, the law and the product."""

from __future__ import annotations

from typing import Any

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.context import Context
from ropa.records.organisation import Organisation


def made_from(
    register: Register, organisation: Organisation, reference: Reference, context: Context
) -> dict[str, Any]:
    """Give it as plain values, so that the same answer can be had again."""
    moment = register.moment
    return {
        "organisation": {"id": organisation.id, "name": organisation.name},
        "about": context.about.isoformat(),
        "as_recorded": context.as_recorded,
        "journal": {"sequence": moment.sequence, "digest": moment.digest},
        "law": reference.digest,
        "version": context.version,
    }


def clocks(register: Register, reference: Reference, context: Context) -> str:
    """Say it in a line."""
    recorded = "As files say it"
    if register.moment.sequence:
        recorded = f"As recorded at {context.as_recorded}, journal {register.moment.sequence}"
    return (
        f"{recorded}, in force on {context.about}, law data {reference.digest[:12]}, "
        f"ropa {context.version}."
    )
