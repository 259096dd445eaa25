"""How the fields of a form are laid out, and which fields of a line belong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ropa.core.sections import SECTIONS, Plan
from ropa.records.activity import ActivityPurpose
from ropa.records.base import Line, Record
from ropa.web.forms.widgets import asked

_SOURCES = ("note", "provenance")
"""What stands in the last section of every form."""


def layout(cls: type[Record]) -> tuple[Plan, ...]:
    """Give the sections of a kind's form: those of its page, with every field that is asked for."""
    names = [spec.name for spec in asked(cls)]
    own = tuple(name for name in names if name not in _SOURCES)
    plans = SECTIONS.get(cls.KIND) or (Plan("details", "Details", "", own),)
    laid = (replace(plan, fields=tuple(n for n in plan.fields if n in own)) for plan in plans)
    last = Plan("sources", "Note and sources", "", tuple(n for n in names if n in _SOURCES))
    return (*(plan for plan in laid if plan.fields), last)


def is_sourced(name: str) -> bool:
    """Whether the answer of a field may have a source."""
    return name not in _SOURCES


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of a line that belong together.

    They are needed where one of the `bases` is chosen, and otherwise folded away until answered.
    """

    title: str
    names: tuple[str, ...]
    bases: tuple[str, ...] = ()


GROUPS: Mapping[type[Line], tuple[Group, ...]] = {
    ActivityPurpose: (
        Group("", ("purpose", "bases", "combination", "condition")),
        Group(
            "Legal obligation or public task (c), (e)",
            ("law_cited",),
            ("legal_obligation", "public_task"),
        ),
        Group(
            "Legitimate interests (f)",
            ("interest", "assessment"),
            ("legitimate_interests",),
        ),
        Group(
            "Recognised legitimate interest (ea)",
            ("recognised_interest",),
            ("recognised_legitimate_interests",),
        ),
        Group("Consent (a)", ("consent_record",), ("consent",)),
        Group(
            "Special category and criminal offence data",
            (
                "article9",
                "schedule1",
                "policy",
                "policy_followed",
                "policy_reasons",
                "policy_keep_until",
            ),
        ),
        Group(
            "Electronic marketing and devices (PECR)",
            ("pecr_channels", "pecr_marketing", "pecr_condition", "pecr_storage"),
        ),
    ),
}
"""The lines with so many fields that they are folded."""


def groups(line: type[Line]) -> tuple[Group, ...]:
    """Give the groups of a line's fields; every field stands in one."""
    return GROUPS.get(line, (Group("", tuple(spec.name for spec in asked(line))),))
