"""What a check of a bundle found, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.journal import Head
from ropa.core.names import spoken_day, spoken_instant
from ropa.export.bundle_check import Standing, Verdict, standing
from ropa.export.manifest import Manifest
from ropa.export.signature import in_groups
from ropa.export.strict_zip import Fault, printable

_VOUCHED = "What it says of itself"
_UNVOUCHED = "What it says of itself, which nobody known vouches for"


@dataclass(frozen=True, slots=True)
class Report:
    """A finding: whether all is well, the sentences that say so or why not, and the facts.

    `facts` are labels with what the bundle says of itself, under `title`, which says whether
    anybody vouches for that; `notes` are no faults.
    """

    good: bool
    headline: str
    lead: str
    reasons: tuple[str, ...]
    title: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def report(verdict: Verdict, live: Head | None) -> Report:
    """Say what was found; `live` is what a journal has where the bundle stands, if one was asked.

    A journal is to be asked for a `good` bundle only: whoever made another one up would learn
    from the answer how long the journal is.
    """
    told = standing(verdict.manifest.journal, live) if verdict.manifest and live else None
    differs = _differs(verdict.manifest, told) if verdict.manifest else ()
    good = verdict.good and not differs
    headline, lead = _said(verdict, good)
    return Report(
        good=good,
        headline=headline,
        lead=lead,
        reasons=(*map(_sentence, verdict.faults), *_unknown(verdict), *differs),
        title=_VOUCHED if verdict.signer else _UNVOUCHED,
        facts=tuple(_facts(verdict, told)),
        notes=tuple(map(_sentence, verdict.notes)),
    )


def _said(verdict: Verdict, good: bool) -> tuple[str, str]:
    if verdict.faults and verdict.manifest is None:
        return (
            "This cannot be relied on",
            "It is no bundle, or it was changed so that nothing it says can be vouched for.",
        )
    if verdict.faults:
        return "This was changed", "It is not as it was signed, so it cannot be relied on."
    if verdict.signer is None:
        return (
            "Unchanged, but nobody known signed it",
            "Every file is as it was signed. Who signed is not known here.",
        )
    name = verdict.signer.whose
    if not good:
        return (
            "This does not fit the journal",
            f"It is as it was signed with the key of {name}, but the journal tells otherwise.",
        )
    return (
        "Whole and unchanged",
        (
            f"Every file is there and as it was when it was signed with the key of {name}. "
            "Whether what it records is true, no signature shows."
        ),
    )


def _unknown(verdict: Verdict) -> Iterator[str]:
    if verdict.fingerprint and verdict.signer is None:
        yield (
            f"It is signed with a key that is not known here, whose fingerprint is "
            f"{in_groups(verdict.fingerprint)}. Anybody can make a key: get the right one, or its "
            "fingerprint, from the organisation itself, and compare."
        )


def _differs(manifest: Manifest, told: Standing | None) -> tuple[str, ...]:
    sequence = manifest.journal.sequence
    if told is Standing.DIFFERS:
        words = f"The journal here has another entry {sequence}: one of the two was made anew."
        return (words,)
    if told is Standing.NOT_REACHED:
        words = (
            f"The journal here ends before entry {sequence}: it lost its end, such as when an "
            "older copy was restored, or it is another one."
        )
        return (words,)
    return ()


def _facts(verdict: Verdict, told: Standing | None) -> Iterator[tuple[str, str]]:
    manifest = verdict.manifest
    if manifest is None:
        return
    position, total = manifest.journal, sum(file.size for file in manifest.files.values())
    yield "Record of", printable(f"{manifest.organisation.name} ({manifest.organisation.id})")
    if manifest.activities is not None:
        yield "Only the activities", printable(", ".join(manifest.activities)) or "none"
    yield "As recorded", _instant(manifest.as_recorded)
    yield "In force on", spoken_day(manifest.about)
    yield "Journal entry", f"{position.sequence}:{position.hash}"
    if told is Standing.SAME:
        yield "In the journal here", "the same entry"
    elif told is None:
        yield "In the journal here", "not compared"
    yield "Law data", printable(manifest.law)
    yield "Made by", printable(f"ropa {manifest.version}")
    yield "Files", f"{len(manifest.files):,}, {total:,} bytes"
    yield "Signed by", verdict.signer.whose if verdict.signer else "nobody known here"
    yield "Fingerprint of the key", in_groups(verdict.fingerprint or "")


def _instant(text: str) -> str:
    """Say an instant of the journal; any other text is given as it is."""
    try:
        return spoken_instant(datetime.datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return printable(text) or "not recorded"


def _sentence(fault: Fault) -> str:
    return f"{fault.where}: {fault.message}" if fault.where else fault.message
