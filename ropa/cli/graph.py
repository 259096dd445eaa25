"""Pictures of where data goes: `scripts/ropa graph`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ropa.cli import desk
from ropa.cli.asked import (
    OUTPUT,
    Asked,
    Asking,
    asked,
    asking,
    named,
    read,
    said_of,
    seen,
    two_moments,
)
from ropa.cli.conditions import conditions, query_of
from ropa.core.flows.activity import activity_flow
from ropa.core.flows.category import category_flow
from ropa.core.flows.chain import chain_flow
from ropa.core.flows.difference import difference
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.named import ANYTHING, PLACE, Misnamed, Named, find_named
from ropa.core.flows.organisation import organisation_flow
from ropa.core.flows.query import EVERYTHING, FlowQuery
from ropa.core.flows.reach import reach, reach_of_place
from ropa.core.flows.reach_gaps import reach_gaps
from ropa.core.flows.showing import RADIUS, neighbourhood, reach_view
from ropa.core.flows.view import View
from ropa.core.register import Register
from ropa.export.drawing import DrawingProblem
from ropa.export.pictures import FORMATS, picture
from ropa.vocabulary import Kind

_PLAIN = "svg"
"""The format where the file's name says none."""

_EXTENSIONS = {form: "mmd" if form == "mermaid" else form for form in FORMATS}
"""What a file's name ends in, by format."""


@dataclass(frozen=True, slots=True)
class Question:
    """What can be drawn: of which sorts of things, and how it is answered.

    Without `sorts` it is of the whole organisation; with `all` it may be.
    """

    sorts: tuple[str, ...]
    view: Callable[[FlowMap, Named | None, FlowQuery], View]
    all: bool = False


def _activity(flows: FlowMap, about: Named | None, _: FlowQuery) -> View:
    assert about is not None
    return activity_flow(flows.register, about.id, flows.reference, flows.day)


def _organisation(flows: FlowMap, _: Named | None, query: FlowQuery) -> View:
    return organisation_flow(flows, query)


def _chain(flows: FlowMap, about: Named | None, query: FlowQuery) -> View:
    return chain_flow(flows, about.record if about else None, query)


def _reach(flows: FlowMap, about: Named | None, _: FlowQuery) -> View:
    assert about is not None
    record = about.record
    found = reach(flows, record) if record else reach_of_place(flows, about.id)
    return reach_view(found, reach_gaps(found))


def _category(flows: FlowMap, about: Named | None, query: FlowQuery) -> View:
    assert about is not None
    return category_flow(flows, about.id, query)


QUESTIONS: Mapping[str, Question] = {
    "activity": Question((Kind.ACTIVITY,), _activity),
    "organisation": Question((), _organisation),
    "chain": Question((Kind.PARTY, Kind.ENGAGEMENT), _chain, all=True),
    "reach": Question((Kind.PARTY, Kind.ENGAGEMENT, Kind.SYSTEM, PLACE), _reach),
    "category": Question((Kind.DATA_CATEGORY,), _category),
}


@click.group()
def graph() -> None:
    """Draw pictures, in the format that the file's extension names.

    There are .svg, .png and .pdf, and the graph itself as .dot, .mmd, .graphml, .json and .csv.
    Things are named by their id or their name; party:ID says which kind is meant.
    """


@graph.command("activity")
@click.argument("reference")
@OUTPUT
@asking
def graph_activity(which: Asking, reference: str, output: Path) -> None:
    """Draw the data flow of an activity, named by its reference, its name or its id."""
    law = desk.law()
    register = read(which, law)
    whose = which.organisation or _owner(register, reference)
    held = seen(register, desk.chosen(register, whose), which, law)
    _draw(held, "activity", reference, output)


@graph.command("organisation")
@OUTPUT
@conditions
@asking
def graph_organisation(which: Asking, output: Path, **given: Any) -> None:
    """Draw what crosses from one jurisdiction to another."""
    _draw(asked(which), "organisation", None, output, given)


@graph.command("chain")
@click.argument("name", required=False)
@OUTPUT
@conditions
@asking
def graph_chain(which: Asking, name: str | None, output: Path, **given: Any) -> None:
    """Draw who stands under whom: all vendors, or above and below one."""
    _draw(asked(which), "chain", name, output, given)


@graph.command("reach")
@click.argument("name")
@OUTPUT
@asking
def graph_reach(which: Asking, name: str, output: Path) -> None:
    """Draw all that a breach at a party, in a system or in a place may reach."""
    _draw(asked(which), "reach", name, output)


@graph.command("category")
@click.argument("name")
@OUTPUT
@conditions
@asking
def graph_category(which: Asking, name: str, output: Path, **given: Any) -> None:
    """Draw where a category of personal data lives and goes."""
    _draw(asked(which), "category", name, output, given)


@graph.command("around")
@click.argument("name")
@click.option("--radius", type=click.IntRange(RADIUS[0], RADIUS[-1]), default=1, show_default=True)
@OUTPUT
@asking
def graph_around(which: Asking, name: str, radius: int, output: Path) -> None:
    """Draw what stands around anything, so many links away."""
    held = asked(which)
    flows = held.flows
    about = named(flows, name, *ANYTHING)
    node = next((node for node in about.nodes if node in flows.graph), None)
    if node is None:
        raise click.ClickException(f"Nothing leads to or from {about.name} on {flows.day}.")
    _write(neighbourhood(flows, node, radius), output, [held.clocks])


@graph.command("difference")
@click.argument("name", required=False)
@click.option("--of", "what", type=click.Choice(list(QUESTIONS)), default="organisation")
@click.option("--before", required=True, metavar="T", help="As recorded at this moment …")
@click.option("--after", metavar="T", help="… and at this one; now where not given.")
@OUTPUT
@conditions
@asking
def graph_difference(
    which: Asking,
    name: str | None,
    what: str,
    before: str,
    after: str | None,
    output: Path,
    **given: Any,
) -> None:
    """Draw what was added, removed and changed between two moments, or since in a folder."""
    if name is None and QUESTIONS[what].sorts and not QUESTIONS[what].all:
        raise click.UsageError(f"Say of what the {what} is asked.")
    if name is not None and not QUESTIONS[what].sorts:
        raise click.UsageError(f"The {what} is asked of as a whole: leave “{name}” out.")
    old, new = two_moments(which, before, after)
    views = [_answered(held, what, name, query_of(held.flows, given)) for held in (old, new)]
    first, second = (view for view, _ in views)
    if first is None and second is None:
        raise click.ClickException(views[1][1])
    shown = difference(first or _nothing(second), second or _nothing(first))
    _write(shown, output, said_of(old, new), given["open"])


def _draw(
    held: Asked,
    what: str,
    name: str | None,
    output: Path,
    given: Mapping[str, Any] | None = None,
) -> None:
    """Answer a question and write its picture."""
    query = query_of(held.flows, given) if given else EVERYTHING
    view, problem = _answered(held, what, name, query)
    if view is None:
        raise click.ClickException(problem)
    _write(view, output, [held.clocks], query.opened)


def _answered(
    held: Asked, what: str, name: str | None, query: FlowQuery
) -> tuple[View | None, str]:
    """Give the view of a question, or why there is none."""
    question, flows = QUESTIONS[what], held.flows
    if name is None or not question.sorts:
        return question.view(flows, None, query), ""
    about = find_named(flows, name, question.sorts)
    if isinstance(about, Misnamed):
        return None, about.message
    return question.view(flows, about, query), ""


def _nothing(view: View | None) -> View:
    """Give the view of something that was not there yet, or is there no more."""
    assert view is not None
    return View.of(view.title, view.origin, (), ())


def _write(view: View, output: Path, caption: list[str], opened: tuple[str, ...] = ()) -> None:
    ending = output.suffix.lower().removeprefix(".") or _PLAIN
    form = next((form for form, own in _EXTENSIONS.items() if own == ending), None)
    if form is None:
        known = ", ".join(f".{one}" for one in _EXTENSIONS.values())
        raise click.ClickException(
            f"“{output.suffix}” is no format of pictures: let the file end in {known}."
        )
    _check_groups(view, opened)
    drawn = picture(view, form, opened=opened, caption=caption)
    if isinstance(drawn, DrawingProblem):
        raise click.ClickException(drawn.message)
    desk.write(output, drawn)
    click.echo(f"Wrote {output}: {view.title}. {caption[-1]}")


def _check_groups(view: View, opened: tuple[str, ...]) -> None:
    """Refuse to open what is no group, naming those there are; a part of one ends in `#` and n."""
    groups = dict.fromkeys(group.key for node in view.nodes for group in node.groups)
    for wanted in opened:
        if wanted.rpartition("#")[0] not in groups and wanted not in groups:
            there = ", ".join(f"“{one}”" for one in groups) or "none"
            raise click.ClickException(f"There is no group “{wanted}” to open: there are {there}.")


def _owner(register: Register, reference: str) -> str | None:
    """Give whose activity it is, where only one organisation has one of this name."""
    wanted = reference.casefold()
    owners = {
        one.organisation
        for one in register.activities.values()
        if wanted in (one.id, (one.reference or "").casefold(), one.title.casefold())
    }
    return owners.pop() if len(owners) == 1 else None
