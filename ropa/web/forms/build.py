"""Making the form of a record: which questions, in which order, as they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from ropa.core.gaps import gaps, settled
from ropa.records.activity import ActivityPurpose
from ropa.records.base import Line, Provenance, Record
from ropa.records.canonical import canonical
from ropa.records.organisation import Statement
from ropa.records.spec import FieldSpec, Many, by_name, is_date
from ropa.web.forms.cells import matrix_of
from ropa.web.forms.context import Context
from ropa.web.forms.controls import control, unset
from ropa.web.forms.faults import FORM, REASON
from ropa.web.forms.matrix import NOBODY_KNOWS, cell_of
from ropa.web.forms.model import (
    ErrorLink,
    Field,
    FieldGroup,
    FormModel,
    LineModel,
    Section,
)
from ropa.web.forms.posted import FRESH, PICK, PREFIX, in_line
from ropa.web.forms.proposals import proposals
from ropa.web.forms.reading import read
from ropa.web.forms.sections import Group, groups, layout
from ropa.web.forms.widgets import MATRICES, Widget, asked, is_period, is_tristate, needed

_NOUNS: Mapping[type[Line], str] = {
    ActivityPurpose: "purpose",
    Statement: "statement",
    Provenance: "source",
}
_WIDE = (Widget.LINES, Widget.MATRIX)


def form_of(context: Context, *, creating: bool) -> FormModel:
    """Make the form of a record as its controls stand; a new record may be given an identifier."""
    unknown, apart = _standing(context)
    context = replace(context, settled=apart)
    sections = []
    for plan in layout(context.cls):
        specs = [by_name(context.cls)[name] for name in plan.fields]
        fields = tuple(_field(context, context.cls, spec, PREFIX) for spec in specs)
        if fields[0].widget in _WIDE:
            fields = (replace(fields[0], untitled=True), *fields[1:])
        wrong = sum(context.wrong_below(field.name) for field in fields)
        gaps_here = sum(unknown[name] for name in plan.fields)
        sections.append(Section(plan.id, plan.label, plan.clause, fields, gaps_here, wrong))
    if creating:
        last = sections[-1]
        sections[-1] = replace(last, fields=(*last.fields, _identifier(context)))
    every = {field.name: field for section in sections for field in _with_lines(section.fields)}
    return FormModel(tuple(sections), _errors(context, every), proposals(context, every.values()))


def _field(context: Context, owner: type[msgspec.Struct], spec: FieldSpec, prefix: str) -> Field:
    """Make one question as it stands."""
    name, posted = prefix + spec.name, context.posted
    of_lines = spec.many is Many.LINES
    widget, options, find = (
        (Widget.MATRIX if spec.line in MATRICES else Widget.LINES, (), None)
        if of_lines
        else control(context, owner, spec, name)
    )
    axes = (f"{name}.rows{PICK}", f"{name}.columns{PICK}") if widget is Widget.MATRIX else ()
    return Field(
        name=name,
        label=spec.about.label,
        clause=spec.about.clause,
        help=_help(owner, spec),
        widget=widget,
        unset="" if spec.name in needed(owner) else unset(context, owner, spec, name),
        required=not spec.answerable,
        gap=spec.gap and not context.settles(spec, name),
        state=posted.state(name) if is_tristate(spec) else "",
        value=posted.one(name),
        values=tuple(value for value in posted.all(name) if value.strip()),
        options=options,
        finder=find,
        lines=_lines(context, spec, name) if of_lines else (),
        line_label=_NOUNS.get(spec.line, "line") if of_lines else "",
        matrix=matrix_of(context, spec.line, name) if widget is Widget.MATRIX else None,
        notes=_notes(context, spec, name),
        sources=context.sources.get(name.removeprefix(PREFIX), ()),
        errors=context.errors(name, name + PICK, *axes),
        focus=context.focus in (name, name + PICK),
        short=is_date(spec.scalar) or is_period(spec) or spec.scalar is int,
    )


def _lines(context: Context, spec: FieldSpec, name: str) -> tuple[LineModel, ...]:
    hidden = MATRICES.get(spec.line, ())
    return tuple(
        LineModel(
            id=f"{name}-{number}",
            title=_title(context, spec, name, number),
            number=str(number),
            drop="" if hidden else f"drop {name}-{number}",
            hidden=tuple(
                (in_line(name, number) + part, context.posted.one(in_line(name, number) + part))
                for part in hidden
            ),
            errors=context.errors(f"{name}-{number}"),
            groups=tuple(
                _group(context, spec.line, group, in_line(name, number), hidden)
                for group in groups(spec.line)
            ),
            focus=context.focus == f"{name}-{number}",
        )
        for number in context.posted.lines(name)
    )


def _group(
    context: Context, line: type[Line], group: Group, prefix: str, hidden: tuple[str, ...]
) -> FieldGroup:
    specs = [by_name(line)[name] for name in group.names if name not in hidden]
    fields = tuple(_field(context, line, spec, prefix) for spec in specs)
    bases = context.posted.all(f"{prefix}bases")
    is_needed = any(basis in bases for basis in group.bases)
    said = any(_says(field) or field.urgent for field in fields)
    return FieldGroup(group.title, fields, open=is_needed or said, needed=is_needed)


def _says(field: Field) -> bool:
    answered = field.state not in ("", "unknown") or bool(field.value.strip())
    return answered or bool(field.finder and field.finder.text)


def _title(context: Context, spec: FieldSpec, name: str, number: int) -> str:
    """Say which line it is: by the cell it stands in, by what it names, or by its number."""
    parts = by_name(spec.line)
    if spec.line in MATRICES:
        heads = cell_of(spec.line, name, number, context.posted)
        return ", ".join(
            f"{parts[part].about.label} unknown"
            if value == NOBODY_KNOWS
            else context.offers.label(parts[part], value)
            for part, value in zip(MATRICES[spec.line], heads, strict=True)
        )
    first = parts[spec.line.KEY[0]]
    named = context.posted.one(in_line(name, number) + first.name)
    if named and first.about.to is not None:
        return context.offers.label(first, named)
    return f"{_NOUNS.get(spec.line, 'line').capitalize()} {number + 1}"


def _help(owner: type[msgspec.Struct], spec: FieldSpec) -> str:
    parts = [spec.about.help]
    if is_date(spec.scalar):
        parts.append("Such as 23 November 2026.")
    if is_period(spec):
        parts.append("Such as 6 years, or 30 days.")
    if spec.name in needed(owner):
        parts.append("Needed.")
    return " ".join(part for part in parts if part)


def _notes(context: Context, spec: FieldSpec, name: str) -> tuple[str, ...]:
    """Say what the chosen lawful bases need."""
    if spec.about.law != "article6":
        return ()
    offers = context.offers
    needs = ((basis, offers.needs(basis)) for basis in context.posted.all(name))
    return tuple(f"{offers.label(spec, basis)} needs: {'; '.join(n)}." for basis, n in needs if n)


def _identifier(context: Context) -> Field:
    name = f"{PREFIX}id"
    return Field(
        name=name,
        label="Identifier",
        clause="",
        help="Made from the name where it is left empty; cannot change afterwards.",
        widget=Widget.TEXT,
        unset="",
        value=context.posted.one(name),
        errors=context.errors(name),
    )


def _if_saved(context: Context, sound: Mapping[str, Any]) -> tuple[Record | None, set[str]]:
    """Give the record that these answers would make, and the fields that keep it from being one."""
    required = {name: "new" for name in needed(context.cls) if name not in sound}
    record, problems = canonical(context.cls, {**required, **_with_ids(sound, {})})
    return record, {re.split(r"[.\[]", problem.path)[0] for problem in problems}


def _standing(context: Context) -> tuple[Counter[str], frozenset[str]]:
    """Count the gaps by field, and name the fields that other answers settle.

    An answer that is wrong is no gap; nor does it settle anything.
    """
    plain = read(context.cls, context.posted)
    wrong = {name for name in plain if context.wrong_below(PREFIX + name)}
    sound = {name: value for name, value in plain.items() if name not in wrong | {"provenance"}}
    record, contrary = _if_saved(context, sound)
    if record is not None:
        found = Counter(gap.path.partition("[")[0] for gap in gaps(record))
        return Counter({n: m for n, m in found.items() if n not in wrong}), settled(record)
    agreed = {name: value for name, value in sound.items() if name not in contrary}
    record, _ = _if_saved(context, agreed)
    apart = settled(record) if record is not None else frozenset()
    open_ = (s.name for s in asked(context.cls) if s.gap and plain.get(s.name) is None)
    return Counter(name for name in open_ if name not in apart), apart


def _with_ids(value: Any, made: dict[str, str]) -> Any:
    """Put an identifier in the place of each name of a record that is to be made."""
    if isinstance(value, str) and value.startswith(FRESH):
        return made.setdefault(value, f"new-{len(made)}")
    if isinstance(value, list):
        return [_with_ids(item, made) for item in value]
    if isinstance(value, dict):
        return {name: _with_ids(item, made) for name, item in value.items()}
    return value


def _with_lines(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        for line in field.lines:
            for group in line.groups:
                yield from _with_lines(group.fields)


def _errors(context: Context, every: Mapping[str, Field]) -> tuple[ErrorLink, ...]:
    """Link every fault to where it is mended, by an id that the form has."""
    found = []
    for fault in context.faults:
        control = fault.control.removesuffix(PICK)
        field = every.get(control) or every.get(control.rsplit(".", 1)[0])
        lines = {line.id: (of, line) for of in every.values() for line in of.lines}
        if field is not None:
            found.append(ErrorLink(field.name, f"{field.label}: {fault.message}"))
        elif control in lines:
            of, line = lines[control]
            found.append(ErrorLink(line.id, f"{of.label}, {line.title}: {fault.message}"))
        elif control == REASON:
            found.append(ErrorLink(REASON, f"Reason for this change: {fault.message}"))
        else:
            found.append(ErrorLink(FORM, fault.message))
    return tuple(found)
