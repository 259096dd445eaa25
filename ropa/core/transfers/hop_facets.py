"""What a list of hops can be filtered by: one visible table, each row giving the values of a hop.

`UNKNOWN` is the value where nobody has answered, `NOTHING` where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ropa.core.facet_values import NO, NOTHING, UNKNOWN, YES
from ropa.core.names import Names
from ropa.core.register import Register
from ropa.core.transfers.hops import Hop, Way
from ropa.core.transfers.verdicts import Judged, Verdict
from ropa.records.transfer import Transfer
from ropa.vocabulary import EngagementRole, Kind, Word

RETURNED = "returned"
"""The role of an importer that the organisation acts for."""

_DECISION, _MECHANISM, _DEROGATION = "adequacy:", "mechanism:", "derogation:"
_YES_NO = {YES: "Yes", NO: "No"}
_OWN, _ABOVE, _NOBODY = "own", "above", "nobody"

Values = Callable[[Judged, Register], Iterable[str]]


@dataclass(frozen=True, slots=True)
class HopFacet:
    """One thing hops can be filtered by; `phrase` leads a value in a sentence.

    A value is named by `labels` (which then hold every value), as a record of kind `to`, by
    `says`, or else stands for itself. A facet that is not `shown` only serves links.
    """

    name: str
    label: str
    phrase: str
    values: Values
    labels: Mapping[str, str] = field(default_factory=dict)
    to: Kind | None = None
    says: Callable[[str, Names], str] | None = None
    shown: bool = True

    def refuses(self, value: str) -> bool:
        """Whether no hop can have the value, whatever the register holds."""
        return bool(self.labels) and value not in (*self.labels, UNKNOWN, NOTHING)

    def label_of(self, value: str, names: Names) -> str:
        """Say a value."""
        if value in self.labels:
            return self.labels[value]
        if value in (UNKNOWN, NOTHING):
            return "Unknown" if value == UNKNOWN else "Nothing on record"
        if self.says is not None:
            return self.says(value, names)
        return names.title(self.to, value) if self.to is not None else value


def _labels(words: Iterable[Word]) -> dict[str, str]:
    return {word.value: word.label for word in words}


def _verdict(judged: Judged, _register: Register) -> Iterable[str]:
    return (judged.verdict.value,)


def _regime(judged: Judged, _register: Register) -> Iterable[str]:
    return {one.regime or NOTHING: None for one in judged.judgements}


def _place(judged: Judged, _register: Register) -> Iterable[str]:
    return (judged.hop.place or UNKNOWN,)


def _how(judged: Judged, _register: Register) -> Iterable[str]:
    return [way.value for way in judged.hop.ways]


def _importer(judged: Judged, _register: Register) -> Iterable[str]:
    return (judged.hop.importer.party or UNKNOWN,)


def _is_own(hop: Hop) -> bool:
    """Whether the organisation exports, itself or by a branch."""
    return hop.above is None or hop.exporter.organisation == hop.organisation


def _exporter(judged: Judged, _register: Register) -> Iterable[str]:
    hop = judged.hop
    return (_OWN if _is_own(hop) else hop.exporter.party or UNKNOWN,)


def _role(judged: Judged, register: Register) -> Iterable[str]:
    if judged.hop.engagement is None:
        return (RETURNED,)
    role = register.engagements[judged.hop.engagement].role
    return (role.value if role else UNKNOWN,)


def _tool(judged: Judged, register: Register) -> Iterable[str]:
    """Give the decisions and declared tools that its judgements looked at."""
    found: dict[str, None] = {}
    for one in judged.judgements:
        found.update(dict.fromkeys(f"{_DECISION}{word}" for word in one.decisions))
    for key in judged.evidence:
        record = register.get(*key)
        if isinstance(record, Transfer):
            found.update(dict.fromkeys(f"{_MECHANISM}{w}" for w in record.mechanisms or ()))
            found.update(dict.fromkeys(f"{_DEROGATION}{w}" for w in record.derogations or ()))
    return found or (NOTHING,)


def _say_tool(value: str, names: Names) -> str:
    table, _, word = value.partition(":")
    if f"{table}:" not in (_DECISION, _MECHANISM, _DEROGATION):
        return value
    if table != "adequacy":
        return names.law(table, word)
    # The label on a day names the row alone; the word says from where to where.
    found = names.reference.law_word(table, word)
    return found.label if found else word


def _clause(judged: Judged, _register: Register) -> Iterable[str]:
    return {one.clause or NOTHING: None for one in judged.judgements}


def _activity(judged: Judged, _register: Register) -> Iterable[str]:
    return judged.hop.load.activities or (NOTHING,)


def _data(judged: Judged, _register: Register) -> Iterable[str]:
    return judged.hop.load.data or (UNKNOWN,)


def _special(judged: Judged, register: Register) -> Iterable[str]:
    """Tell whether any of its data is of a special category; unknown data may be."""
    unknown = not judged.hop.load.data
    for id in judged.hop.load.data:
        category = register.data_categories.get(id)
        found = category.special if category else None
        if found:
            return (YES,)
        unknown = unknown or found is None
    return (UNKNOWN if unknown else NO,)


def _public(judged: Judged, register: Register) -> Iterable[str]:
    if judged.hop.engagement is None:
        return (NO,)
    public = register.engagements[judged.hop.engagement].public
    return (UNKNOWN if public is None else YES if public else NO,)


def _acts(judged: Judged, _register: Register) -> Iterable[str]:
    if not judged.must_act:
        return (_NOBODY,)
    return (_OWN if _is_own(judged.hop) else _ABOVE,)


def _engagement(judged: Judged, _register: Register) -> Iterable[str]:
    return (judged.hop.engagement or NOTHING,)


def _say_place(value: str, names: Names) -> str:
    return names.reference.place_name(value)


def _say_exporter(value: str, names: Names) -> str:
    return "The organisation" if value == _OWN else names.title(Kind.PARTY, value)


_ROLES = {**_labels(EngagementRole), RETURNED: "Controller acted for"}
_ACTING = {_OWN: "The organisation", _ABOVE: "An importer above", _NOBODY: "Nobody"}
_REGIMES = {"UK": "UK GDPR", "EU": "EU GDPR", NOTHING: "Neither applied"}

HOP_FACETS: tuple[HopFacet, ...] = (
    HopFacet("verdict", "Verdict", "the verdict is", _verdict, _labels(Verdict)),
    HopFacet("acts", "Who must act", "who must act is", _acts, _ACTING),
    HopFacet("place", "Place", "the place is", _place, says=_say_place),
    HopFacet("how", "How the data is there", "of the place", _how, _labels(Way)),
    HopFacet("regime", "Regime", "the regime is", _regime, _REGIMES),
    HopFacet("importer", "Importer", "the importer is", _importer, to=Kind.PARTY),
    HopFacet("exporter", "Exporter", "the exporter is", _exporter, says=_say_exporter),
    HopFacet("role", "Role of the importer", "the role of the importer is", _role, _ROLES),
    HopFacet("tool", "Decision or tool", "the decision or tool is", _tool, says=_say_tool),
    HopFacet("clause", "Clause", "the clause is", _clause),
    HopFacet("data", "Personal data", "the personal data includes", _data, to=Kind.DATA_CATEGORY),
    HopFacet("special", "Special category data", "special category data is", _special, _YES_NO),
    HopFacet("public", "On the public page", "being listed publicly is", _public, _YES_NO),
    HopFacet("activity", "Activity", "an activity is", _activity, to=Kind.ACTIVITY, shown=False),
    HopFacet(
        "engagement",
        "Engagement",
        "the engagement is",
        _engagement,
        to=Kind.ENGAGEMENT,
        shown=False,
    ),
)
"""The facets, in the order of the page."""
