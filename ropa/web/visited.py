"""What a reviewer opened, in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ropa.core.register import Register
from ropa.vocabulary import Kind
from ropa.web.list_page import title_of

_MARK = "\N{REPLACEMENT CHARACTER}"

_KINDS: Mapping[str, Kind] = {kind.plural: kind for kind in Kind}

_WORDS: Mapping[str, str] = {
    "home.home": "Overview",
    "lists.vocabularies": "Vocabularies",
    "transfers.hops": "Derived transfers",
    "transfers.download": "Derived transfers, as CSV",
    "transfers.hop": "A derived transfer",
    "transfers.matrix": "Transfers as a matrix",
    "transfers.chains": "Chains of transfers",
    "transfers.law": "The law behind the verdicts",
    "exports.index": "Exports",
    "exports.make": "Export",
    "exports.bundle": "Export: the signed bundle",
    "exports.file": "Export",
    "exports.stop": "Export cancelled",
    "journal.journal": "Journal",
    "compare.compare": "Two moments compared",
    "compare.download": "Two moments compared, as CSV",
    "files.download": "File of a document",
}
"""Pages that are what they are called, whatever their address asks."""


def visited(register: Register, organisation: str, address: str) -> str:
    """Say which page or file of an organisation an address is of; any other is told as it stands.

    No letter of the answer is one that cannot be seen.
    """
    path, query = urlsplit(address)[2:4]
    try:
        endpoint, of = current_app.url_map.bind("").match(unquote(path), method="GET")
    except RequestRedirect:
        return address
    except HTTPException:
        return _posted(path) or address
    if of.get("organisation", organisation) != organisation:
        return address
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    told = _TOLD.get(endpoint)
    if told is not None:
        return _seen(told(register, of, asked))
    return _WORDS.get(endpoint) or ("Data flows" if endpoint.startswith("flows.") else address)


def _seen(words: str) -> str:
    """Put a mark for each letter that cannot be seen, or that turns the others round."""
    return "".join(_MARK if unicodedata.category(one)[0] == "C" else one for one in words)


def _posted(path: str) -> str:
    try:
        endpoint, _ = current_app.url_map.bind("").match(unquote(path), method="POST")
    except HTTPException:
        return ""
    return _WORDS.get(endpoint, "")


def _record(register: Register, of: Mapping[str, Any], _asked: Mapping[str, str]) -> str:
    kind = _KINDS.get(of["plural"])
    record = register.get(kind, of["id"]) if kind else None
    if kind is None or record is None:
        return f"{of['plural']}/{of['id']}"
    return f"{kind.label} “{record.title}”"


def _list(_register: Register, of: Mapping[str, Any], asked: Mapping[str, str]) -> str:
    kind = _KINDS.get(of["plural"])
    narrowed = ", filtered" if asked.keys() - {"as_of", "about", "page", "sort", "column"} else ""
    return f"List: {title_of(kind) if kind else of['plural']}{narrowed}"


def _search(_register: Register, _of: Mapping[str, Any], asked: Mapping[str, str]) -> str:
    return f"Search for “{asked.get('q', '')}”"


_TOLD: Mapping[str, Callable[[Register, Mapping[str, Any], Mapping[str, str]], str]] = {
    "record.page": _record,
    "lists.listed": _list,
    "lists.download": _list,
    "search.search": _search,
}
