"""The questions of a transfer risk assessment, in our own words.

Under the UK GDPR it is the data protection test of Article 46(6) and (7), under the GDPR what
clause 14 of the standard contractual clauses (Decision (EU) 2021/914) has the parties look into.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions with what asks them; `regimes` are those under which they are asked."""

    title: str
    clause: str
    regimes: tuple[str, ...]
    questions: tuple[str, ...]


PARTS: tuple[Part, ...] = (
    Part(
        "The transfer",
        "UK GDPR Art 46(7); SCC clause 14(b)(i)",
        ("UK", "EU"),
        (
            "What does the importer do with the data, and for how long?",
            (
                "Which data, how much of it, about how many people? Is any of it of a special "
                "category, about crime, about children, or otherwise able to do harm?"
            ),
            (
                "In what form does it travel and lie there: in clear, pseudonymised, encrypted? "
                "Who holds the keys?"
            ),
            "By which channel does it go, and to whom does the importer hand it on?",
            "Could the purpose be reached without the transfer, or with less data?",
        ),
    ),
    Part(
        "The law and practice of the place",
        "UK GDPR Art 46(6); SCC clause 14(b)(ii)",
        ("UK", "EU"),
        (
            "Are the clauses enforceable there? Are there independent courts and a regulator?",
            (
                "Which laws let public authorities have the data, of this importer and in this "
                "sector? Are their powers limited to what is necessary, and supervised?"
            ),
            "Can the people concerned go to court against it?",
            "Does the importer know of requests it has received, or is it barred from saying?",
            "On what does this rest: which reports, opinions or statements, of what date?",
        ),
    ),
    Part(
        "The data protection test",
        "UK GDPR Art 46(6), (7)",
        ("UK",),
        (
            (
                "With the safeguard in place, is the standard of protection after the transfer "
                "materially lower than under the UK GDPR? In what, and for whom?"
            ),
            (
                "Is that answer reasonable and proportionate for the nature and the volume of this "
                "data?"
            ),
            "Are the rights of the people, and their way to a remedy, still effective?",
        ),
    ),
    Part(
        "What the clauses ask of both parties",
        "SCC clauses 14(a), (c) to (f), 15",
        ("EU",),
        (
            (
                "Have both parties no reason to believe that law or practice there keeps the "
                "importer from its duties under the clauses?"
            ),
            "Has the importer given what it knows, and will it tell when that changes?",
            (
                "How will it tell of a request by an authority, test whether it is lawful, and "
                "disclose no more than it must?"
            ),
            "Is this assessment kept so that the supervisory authority can have it?",
        ),
    ),
    Part(
        "What is done beyond it",
        "UK GDPR Art 46(6); SCC clause 14(b)(iii)",
        ("UK", "EU"),
        (
            "Technical measures: encryption with keys held here, pseudonyms, split processing?",
            (
                "Contractual and organisational measures: transparency reports, a duty to contest "
                "requests, audits, training?"
            ),
            "Which risk is left, and who accepts it?",
        ),
    ),
)
"""The parts, in the order of the page."""


def parts_for(regimes: Iterable[str]) -> tuple[Part, ...]:
    """Give the parts that are asked under some regimes; all of them where none is known."""
    asked = set(regimes) or {"UK", "EU"}
    return tuple(part for part in PARTS if asked.intersection(part.regimes))
