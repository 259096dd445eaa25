"""The record of a controller in the layout of the CNIL's basic register.

A list in front, and one sheet (fiche) for each activity with the CNIL's headings beside our
answers. The boxes that can be ticked are not answered: the register has categories and measures
of its own and does not say under which box each falls.
"""

from __future__ import annotations

from collections.abc import Iterator

from ropa.core.law import CnilHeading
from ropa.export.book import BLANK, Book, Held, Look, Place, Row, Sheet
from ropa.export.cell import Cell, State
from ropa.export.cnil_answers import ANSWERS, Fiche, retention
from ropa.export.explained import Guide, explained, section
from ropa.export.export import Export
from ropa.export.ico_controller import ROLES
from ropa.export.ico_facts import Facts
from ropa.export.ico_scope import LeftOut, Scope, scope

LIST = "Liste"
_COLUMNS = ("name", "created", "updated", "purposes")
_WIDTHS = (44, 60, 10, 10, 34)
_MARKS = {
    State.UNKNOWN: Held("Unknown", Look.UNKNOWN),
    State.NONE: Held("None", Look.NONE),
    State.ELSEWHERE: Held("Not asked", Look.NOT_ASKED),
    State.NOT_APPLICABLE: Held("Not asked", Look.NOT_ASKED),
}
_PARTLY = "Unknown in part"
_UNTICKED = Held("Unknown", Look.UNKNOWN)
_READING = (
    (Held("Unknown", Look.UNKNOWN), "Nobody has answered."),
    (Held(f"({_PARTLY})", Look.PARTLY), "Something else that belongs in the cell is unknown."),
    (Held("None", Look.NONE), "A recorded answer: there is none."),
    (Held("Not asked", Look.NOT_ASKED), "Another answer settles it."),
    (
        Held("Boxes"),
        "Unknown: the register has categories and measures of its own, and does not say which box.",
    ),
    (Held("Hors UE"), "Outside the EU and the EEA, whatever law the organisation is under."),
)


def cnil(export: Export) -> Book:
    """Make the workbook of one organisation; KeyError where there is no such one."""
    assert export.organisation is not None
    day = export.context.about
    facts = Facts.of(export.register, export.organisation, export.reference, day)
    taken = scope(export.register, export.organisation, ROLES, day)
    fiches = [
        Fiche(facts, activity, export.created.get(activity.id)) for activity in taken.activities
    ]
    sheets = [_list(export, fiches)]
    sheets.extend(_fiche(export, fiche, f"Fiche {n}") for n, fiche in enumerate(fiches, 1))
    guide = Guide(
        title="Registre des activités de traitement",
        subject="Record of the controller, Article 30(1) of the GDPR, as the CNIL lays it out",
        reading=_READING,
        more=tuple(_left_out(taken)),
        contents=False,
    )
    return explained(export, sheets, guide, first=False)


def _headings(export: Export) -> tuple[CnilHeading, ...]:
    rows = export.reference.tables.cnil_headings
    return tuple(row for row in rows if row.in_force(export.context.about))


def _list(export: Export, fiches: list[Fiche]) -> Sheet:
    headers = {row.id: row.header for row in _headings(export)}
    rows: list[Row] = [
        (Held("Fiche", Look.HEAD), *(Held(headers[id], Look.HEAD) for id in _COLUMNS))
    ]
    for number, fiche in enumerate(fiches, 1):
        name = Held(f"Fiche {number}", Look.LINK, Place(f"Fiche {number}", 0))
        rows.append((name, *(_held(ANSWERS[id](fiche)) for id in _COLUMNS)))
    return Sheet(LIST, tuple(rows), frozen=(1, 2), filtered=True)


def _fiche(export: Export, fiche: Fiche, name: str) -> Sheet:
    rows: list[Row] = [
        (Held(fiche.activity.title, Look.TITLE),),
        (Held(LIST, Look.LINK, Place(LIST, 0)),),
    ]
    for heading in _headings(export):
        label = Held(heading.header, Look.LABEL)
        if heading.id == "retention":
            rows.extend(_retention(export, fiche, label))
        elif heading.id in ANSWERS:
            rows.append((label, _held(ANSWERS[heading.id](fiche))))
            rows.extend((Held(box), _UNTICKED) for box in _boxes(export, heading.id))
        else:
            rows.append((label,))
    return Sheet(name, tuple(rows), frozen=(1, 1), widths=_WIDTHS)


def _retention(export: Export, fiche: Fiche, label: Held) -> Iterator[Row]:
    """Give a row for each category of data, with its period under the unit it is told in."""
    yield label, *(Held(box, Look.HEAD) for box in _boxes(export, "retention"))
    limits = list(retention(fiche))
    if not limits:
        known = fiche.activity.data is not None
        yield BLANK, _MARKS[State.NONE if known else State.UNKNOWN]
    for category, cells in limits:
        held = map(_held, cells)
        yield Held(category), *(BLANK if one.look is Look.NOT_ASKED else one for one in held)


def _boxes(export: Export, heading: str) -> list[str]:
    rows = export.reference.tables.cnil_boxes
    day = export.context.about
    return [row.label for row in rows if row.within == heading and row.in_force(day)]


def _held(cell: Cell) -> Held:
    if cell.state in _MARKS:
        return _MARKS[cell.state]
    if cell.state is State.PARTLY:
        return Held(f"{cell.text}\n({_PARTLY})", Look.PARTLY)
    return Held(cell.day or cell.text)


def _left_out(taken: Scope) -> Iterator[Row]:
    yield from section("Activities left out")
    for why in LeftOut:
        yield Held(why.value), Held(taken.left_out.get(why, 0))
