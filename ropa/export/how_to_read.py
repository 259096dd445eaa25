"""What the words of the record mean to a reader who meets them for the first time."""

from __future__ import annotations

from ropa.core.answers import State
from ropa.export.document import NONE, UNKNOWN, Fact, Facts, Section, Words

_WORDS: tuple[tuple[str, str], ...] = (
    (
        UNKNOWN.text,
        "Nobody has answered the question yet. It stands again under “What is not known”.",
    ),
    (NONE.text, "The question was answered: there is none."),
    (State.OPTIONAL.label, "A particular that need not be given, and is not."),
    (State.NOT_ASKED.label, "The question does not arise, or another answer settles it."),
    (
        "Words in brackets or below an answer",
        (
            "What else tells it, the article of the law, or the document and place that the"
            " answer comes from. “Inferred”: the document suggests it and does not state it."
        ),
    ),
    (
        "Verdict",
        (
            "What follows for a transfer from the answers recorded and the law in force on the day"
            " of this record. No authority has confirmed it."
        ),
    ),
    (
        "Journal entry and its hash",
        (
            "Every change is an entry of the organisation's journal. The hash is of that entry and"
            " of all before it: whoever holds the journal can tell whether this record fits it."
        ),
    ),
)


def how_to_read() -> Section:
    """Give a section that says what stands for what."""
    facts = tuple(Fact(label, "", (Words(said),)) for label, said in _WORDS)
    return Section("reading", "How to read this record", (Facts(facts),))
