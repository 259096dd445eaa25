"""Where records are found, and which kind an address names."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from flask import abort, request

from ropa.records.base import Record
from ropa.records.spec import CLASSES, REGISTER_KINDS
from ropa.vocabulary import Kind

_CLASSES: Mapping[str, type[Record]] = {kind.plural: CLASSES[kind] for kind in REGISTER_KINDS}


def class_of(plural: str) -> type[Record]:
    """Give the kind of record an address names; 404 where there is none."""
    return _CLASSES.get(plural) or abort(404)


def record_url(organisation: str, kind: Kind, id: str) -> str:
    """Give the address of the page of a record."""
    return f"{list_url(organisation, kind)}/{quote(id)}"


def list_url(organisation: str, kind: Kind) -> str:
    """Give the address of the list of a kind's records."""
    return f"{request.script_root}/o/{quote(organisation)}/{kind.plural}"
