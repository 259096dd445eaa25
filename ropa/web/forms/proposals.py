"""The lists of names that the inputs for finding propose, each once in a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ropa.records.spec import FieldSpec, Many
from ropa.web.forms.context import Context, list_id
from ropa.web.forms.model import Field, Finder, Proposals
from ropa.web.forms.widgets import asked


def proposals(context: Context, fields: Iterable[Field]) -> tuple[Proposals, ...]:
    """Give the lists of all the inputs for finding that a form has."""
    wanted = {find.list_id for field in fields for find in _finders(field)}
    specs = {list_id(spec): spec for spec in _specs(context.cls)}
    return tuple(
        Proposals(name, _labels(context, specs[name])) for name in sorted(wanted) if name in specs
    )


def _labels(context: Context, spec: FieldSpec) -> tuple[str, ...]:
    offers = context.offers
    return tuple(dict.fromkeys(offers.label(spec, value) for value in offers.listed(spec)))


def _finders(field: Field) -> Iterator[Finder]:
    if field.finder is not None:
        yield field.finder
    if field.matrix is not None:
        yield from field.matrix.finders


def _specs(cls: type) -> Iterator[FieldSpec]:
    for spec in asked(cls):
        yield spec
        if spec.many is Many.LINES:
            yield from _specs(spec.line)
