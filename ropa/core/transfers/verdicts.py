"""How a hop is judged: the verdicts in their order, and what each of them explains."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ropa.core.reference import Reference
from ropa.core.register import Key
from ropa.core.transfers.hops import Hop
from ropa.vocabulary import Word


class Verdict(Word):
    """What the law says of a hop, from best to worst; the last two stand apart."""

    NOT_RESTRICTED = "not-restricted", "Not restricted"
    ADEQUATE = "adequate", "Adequate"
    SAFEGUARDED = "safeguarded", "Safeguarded"
    DEROGATION = "derogation", "Derogation"
    ONWARD = "onward", "Onward, by contract"
    CONDITIONAL = "conditional", "Conditional, not confirmed"
    INCOMPLETE = "incomplete", "Incomplete"
    UNKNOWN = "unknown", "Unknown"
    UNSAFEGUARDED = "unsafeguarded", "Unsafeguarded"
    INITIATED_BY_ANOTHER = "initiated-by-another", "Initiated by another"
    NOT_JUDGED = "not-judged", "Not judged"

    @property
    def apart(self) -> bool:
        """Whether it says nothing about how well the data is protected."""
        return self in (Verdict.INITIATED_BY_ANOTHER, Verdict.NOT_JUDGED)

    @property
    def clean(self) -> bool:
        """Whether nobody has to do anything."""
        return self.apart or _RANK[self] <= _RANK[Verdict.ONWARD]

    @property
    def rank(self) -> int:
        """Its place from best to worst; those apart come before all."""
        return -1 if self.apart else _RANK[self]


_RANK: Mapping[Verdict, int] = {verdict: number for number, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the worst; those apart count only where there is nothing else."""
    found = list(verdicts)
    if not found:
        raise ValueError("there is no verdict to choose from")
    return max(found, key=lambda verdict: (not verdict.apart, verdict.rank))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one regime says of a hop, in two sentences: what it is, and on what that rests.

    `regime` is "UK" or "EU", empty where none could be applied. `clause` is what is cited,
    `evidence` the records that were used, `decisions` the rows of `data/law` on adequacy, and
    `missing` what would have to be recorded or done.
    """

    regime: str
    verdict: Verdict
    clause: str
    why: str
    basis: str
    missing: tuple[str, ...] = ()
    evidence: tuple[Key, ...] = ()
    decisions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.why} {self.basis}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A hop with what each regime of its exporter says, and who must act where it is not clean."""

    hop: Hop
    judgements: tuple[Judgement, ...]
    must_act: str

    @property
    def verdict(self) -> Verdict:
        """The worst of all regimes."""
        return worst(judgement.verdict for judgement in self.judgements)

    @property
    def deciding(self) -> Judgement:
        """The judgement that the verdict is of."""
        return next(one for one in self.judgements if one.verdict is self.verdict)

    @property
    def evidence(self) -> tuple[Key, ...]:
        """All records that were used."""
        return tuple(dict.fromkeys(key for one in self.judgements for key in one.evidence))


_NAMES: Mapping[str, str] = {"UK": "UK GDPR", "EU": "GDPR"}
_ARTICLE = re.compile(r"[0-9]")


def law_name(regime: str) -> str:
    """Give the name under which a regime is cited."""
    return _NAMES[regime]


def cite(regime: str, article: str) -> str:
    """Cite an article of `data/law`, such as `44A(2)(a), 45A` or `45; DPA 2018 s.17A`."""
    first, *others = (part.strip() for part in article.split(";"))
    if not _ARTICLE.match(first):
        return article
    articles = ", ".join(f"Art {part.strip()}" for part in first.split(","))
    return "; ".join([f"{law_name(regime)} {articles}", *others])


def general(regime: str, reference: Reference, day: datetime.date) -> str:
    """Cite what restricts transfers at all: Article 44A in the UK since it replaced Article 44."""
    row = reference.provision("art44a")
    if regime == "UK" and row is not None and row.in_force(day):
        return row.provision
    return f"{law_name(regime)} Art 44"
