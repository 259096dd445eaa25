"""The movements of a view as CSV, one line for each (see `ropa.export.csv`)."""

from __future__ import annotations

from ropa.core import wording
from ropa.core.flows.view import Node, Row, View, table
from ropa.export.csv import written
from ropa.export.labels import kept

_HEADS = (
    "From",
    "From is",
    "From is in",
    "To",
    "To is",
    "To is in",
    "Personal data",
    "For",
    "How it is known",
    "Basis",
    "Verdict",
    "Activities",
    "Change",
)


def movements_csv(view: View) -> bytes:
    """Write every movement of a view; what is unknown is blank."""
    return written(_HEADS, ([kept(cell) for cell in _row(row)] for row in table(view)))


def _row(row: Row) -> tuple[str, ...]:
    edge = row.edge
    none = wording.NONE if edge.data == () else ""
    return (
        *_end(row.origin),
        *_end(row.destination),
        "; ".join(edge.data or ()) or none,
        edge.job,
        "" if edge.standing is None else edge.how,
        row.basis,
        edge.verdict.label if edge.verdict else "",
        "" if edge.weight is None else str(edge.weight),
        edge.change.label if edge.change else "",
    )


def _end(node: Node) -> tuple[str, str, str]:
    return node.name if node.known else "", node.kind.label, node.cluster.label
