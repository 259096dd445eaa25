"""Where each answer of a record comes from, one row a source."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.answers import Answers, Source, line_title
from ropa.records.paths import line_key, split
from ropa.records.spec import Many, by_name


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: the field of the answer, which item or line of it, and the source itself."""

    label: str
    item: str
    source: Source


def source_rows(answers: Answers) -> tuple[SourceRow, ...]:
    """Give the sources of a record's answers, in the order in which it holds them."""
    return tuple(
        SourceRow(*words_of(answers, path), source)
        for path, held in answers.sources.items()
        for source in held
    )


def words_of(answers: Answers, path: str) -> tuple[str, str]:
    """Say which field a path is of, and which item or line of it."""
    parts = split(path)
    spec = by_name(type(answers.record)).get(parts[0]) if parts else None
    if parts is None or spec is None:
        return path, ""
    _, key, part = parts
    if key is None:
        return spec.about.label, ""
    if spec.many is not Many.LINES:
        return spec.about.label, answers.names.value(spec, key)
    lines = getattr(answers.record, spec.name) or ()
    line = next((line for line in lines if line_key(line) == key), None)
    item = line_title(line, answers.names) if line is not None else key
    if part is not None:
        label = by_name(spec.line)[part].about.label
        return spec.about.label, f"{item}: {label[:1].lower()}{label[1:]}"
    return spec.about.label, item
