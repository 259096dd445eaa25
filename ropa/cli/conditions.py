"""What a picture is narrowed to: options that pictures share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import click

from ropa.cli.asked import named
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.named import PLACE
from ropa.core.flows.query import FlowQuery
from ropa.core.search import folded
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Kind

_OPTIONS = (
    click.option("--function", metavar="NAME", help="Only activities of this function."),
    click.option("--data", metavar="NAME", help="Only activities with this category of data."),
    click.option("--special", is_flag=True, help="Only activities with special category data."),
    click.option(
        "--verdict",
        type=click.Choice([verdict.value for verdict in Verdict]),
        metavar="VERDICT",
        help=f"Only what leads to a hop judged so: {', '.join(v.value for v in Verdict)}.",
    ),
    click.option("--country", metavar="NAME", help="Only what leads to this country."),
    click.option(
        "--open", "open", multiple=True, metavar="GROUP", help="Draw what is folded in a group."
    ),
)


def conditions(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command; `query_of` reads what is given."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def query_of(flows: FlowMap, given: Mapping[str, Any]) -> FlowQuery:
    """Read the conditions, with names for what they name."""
    data, country, verdict = (given.get(name) for name in ("data", "country", "verdict"))
    return FlowQuery(
        function=_function(flows, given.get("function")),
        data=named(flows, data, Kind.DATA_CATEGORY).id if data else "",
        special=bool(given.get("special")),
        verdict=Verdict(verdict) if verdict else None,
        country=named(flows, country, PLACE).id if country else "",
        opened=given.get("open", ()),
    )


def _function(flows: FlowMap, text: str | None) -> str:
    """Give a function as activities have it."""
    if not text:
        return ""
    known = {
        folded(one.function): one.function for one in flows.activities.values() if one.function
    }
    found = known.get(folded(text))
    if found is None:
        close = get_close_matches(folded(text), known, 5) or list(known)[:5]
        hint = " or ".join(f"“{known[one]}”" for one in close)
        said = f"No activity has the function “{text}”"
        raise click.ClickException(
            f"{said}; did you mean {hint}?" if hint else f"{said}: none has any."
        )
    return found
