"""Which kind of record an address names."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort

from ropa.records.base import Record
from ropa.records.spec import CLASSES, REGISTER_KINDS
from ropa.vocabulary import Kind

_CLASSES: Mapping[str, type[Record]] = {kind.plural: CLASSES[kind] for kind in REGISTER_KINDS}


def class_of(plural: str) -> type[Record]:
    """Give the kind of record an address names; 404 where there is none."""
    return _CLASSES.get(plural) or abort(404)


def kind_of(plural: str) -> Kind:
    """Give the kind an address names; 404 where there is none."""
    return class_of(plural).KIND
