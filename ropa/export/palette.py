"""The colours of pictures, light and dark, and what each of them stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ropa.core.flows.view import Change
from ropa.core.transfers.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture in one theme, as six hexadecimal digits."""

    paper: str
    panel: str
    ink: str
    ink_3: str
    edge: str
    accent: str
    on_accent: str
    unknown: str
    unknown_2: str
    unknown_3: str
    ok: str
    bad: str


LIGHT = Palette(
    paper="#ffffff",
    panel="#f6f7f5",
    ink="#18211f",
    ink_3="#5f6a67",
    edge="#7f8a86",
    accent="#0d5a63",
    on_accent="#ffffff",
    unknown="#7a4d00",
    unknown_2="#fef7e6",
    unknown_3="#b98219",
    ok="#1d663b",
    bad="#9c261c",
)
DARK = Palette(
    paper="#111615",
    panel="#181e1d",
    ink="#e5eae8",
    ink_3="#95a19d",
    edge="#77837f",
    accent="#79c7c9",
    on_accent="#0b1716",
    unknown="#e3b661",
    unknown_2="#282213",
    unknown_3="#a8853f",
    ok="#7fc998",
    bad="#f29d92",
)


class Tone(StrEnum):
    """How a line, a border or a word is coloured; the value is its class in the picture."""

    word: str

    def __new__(cls, value: str, word: str) -> Tone:
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word
        return member

    PLAIN = "plain", "Grey"
    OK = "ok", "Green"
    WARN = "warn", "Amber"
    BAD = "bad", "Red"
    NEW = "new", "Petrol"

    def of(self, colours: Palette) -> str:
        """Give its colour in a theme."""
        found = {
            Tone.PLAIN: colours.ink_3,
            Tone.OK: colours.ok,
            Tone.WARN: colours.unknown,
            Tone.BAD: colours.bad,
            Tone.NEW: colours.accent,
        }
        return found[self]


VERDICTS: Mapping[Verdict, Tone] = {
    Verdict.NOT_RESTRICTED: Tone.PLAIN,
    Verdict.ADEQUATE: Tone.OK,
    Verdict.SAFEGUARDED: Tone.OK,
    Verdict.DEROGATION: Tone.PLAIN,
    Verdict.ONWARD: Tone.PLAIN,
    Verdict.CONDITIONAL: Tone.WARN,
    Verdict.INCOMPLETE: Tone.WARN,
    Verdict.UNKNOWN: Tone.WARN,
    Verdict.UNSAFEGUARDED: Tone.BAD,
    Verdict.INITIATED_BY_ANOTHER: Tone.PLAIN,
    Verdict.NOT_JUDGED: Tone.PLAIN,
}
CHANGES: Mapping[Change, Tone] = {
    Change.ADDED: Tone.OK,
    Change.REMOVED: Tone.BAD,
    Change.CHANGED: Tone.NEW,
}


def tone_of(verdict: Verdict | None, change: Change | None) -> Tone:
    """Give the tone of a part: a difference is about what changed, whatever the verdict."""
    if change is not None:
        return CHANGES[change]
    return Tone.PLAIN if verdict is None else VERDICTS[verdict]
