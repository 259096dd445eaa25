"""The mark of each verdict: an icon and a word; colour only repeats what they say."""

from __future__ import annotations

from collections.abc import Mapping

from ropa.core.transfers.verdicts import Verdict

Mark = tuple[str, str, str]
"""The icon, the sort of mark and the word, as `_marks.html` places them."""

_MARKS: Mapping[Verdict, Mark] = {
    Verdict.NOT_RESTRICTED: ("rest", "flat", "Not restricted"),
    Verdict.ADEQUATE: ("ok", "ok", "Adequate"),
    Verdict.SAFEGUARDED: ("shield", "ok", "Safeguarded"),
    Verdict.DEROGATION: ("alt", "flat", "Derogation"),
    Verdict.ONWARD: ("arrow", "flat", "Onward"),
    Verdict.CONDITIONAL: ("half", "warn", "Conditional"),
    Verdict.INCOMPLETE: ("warn", "warn", "Incomplete"),
    Verdict.UNKNOWN: ("unknown", "unknown", "Unknown"),
    Verdict.UNSAFEGUARDED: ("bad", "bad", "Unsafeguarded"),
    Verdict.INITIATED_BY_ANOTHER: ("in", "flat", "Initiated by another"),
    Verdict.NOT_JUDGED: ("ring", "flat", "Not judged"),
}


def mark_of(verdict: Verdict) -> Mark:
    """Give the mark of a verdict."""
    return _MARKS[verdict]
