"""Which letters the font of documents has; what it lacks is substituted, and listed.

A single letter without a glyph would keep a whole document from being made.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import font_source_sans_pro

STYLES = ("SourceSansPro", "SourceSansProSemibold")
"""The styles that documents use."""

INSTEAD = "\N{LOZENGE}"
_HYPHEN = "\N{NON-BREAKING HYPHEN}"
_WINDOWS, _UNICODE_BMP, _BY_SEGMENTS = 3, 1, 4


class Letters:
    """Texts for one document, and what of them it could not show.

    `missing` are the letters that were substituted, in the order of their first occurrence.
    """

    def __init__(self) -> None:
        self.missing: dict[str, None] = {}

    def shown(self, text: str) -> str:
        """Give a text in one line, of letters that the font has; nothing only for no text.

        A text of letters that cannot be seen would leave a heading empty, and no document with
        such a heading can be read aloud.
        """
        whole = unicodedata.normalize("NFC", " ".join(text.split()))
        seen = "".join(self._letter(letter) for letter in whole)
        if not whole or any(unicodedata.category(letter) != "Cf" for letter in seen):
            return seen
        self.missing.update(dict.fromkeys(whole))
        return INSTEAD

    def _letter(self, letter: str) -> str:
        if letter in covered():
            return letter
        if letter == _HYPHEN:
            return "-"
        if unicodedata.category(letter) in ("Cf", "Mn", "Me"):
            return ""  # nothing to be seen alone: joiners, directions, variants of emoji
        plain = unicodedata.normalize("NFKC", letter)
        if all(one in covered() for one in plain):
            return plain
        self.missing[letter] = None
        return INSTEAD


@cache
def covered() -> frozenset[str]:
    """Give the letters that every style has a glyph for."""
    files = [Path(font_source_sans_pro.font_files_ttf[style]) for style in STYLES]
    return frozenset.intersection(*(frozenset(map(chr, _glyphs(f.read_bytes()))) for f in files))


def folder() -> Path:
    """Give where the files of the font are."""
    return Path(font_source_sans_pro.font_files_ttf[STYLES[0]]).parent


def _glyphs(font: bytes) -> Iterator[int]:
    """Give the code points of a TrueType font, from the part of its `cmap` for the first plane."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        if (platform, encoding) == (_WINDOWS, _UNICODE_BMP):
            yield from _segments(font, cmap + offset)


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Read a table of format 4: ends and starts of segments, with what leads to the glyphs."""
    form, _, _, twice = struct.unpack_from(">HHHH", font, start)
    if form != _BY_SEGMENTS:
        return
    count = twice // 2
    ends, begins, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, start + 14 + place * twice + (2 if place else 0))
        for place in range(4)
    )
    at = start + 16 + 3 * twice
    for segment in range(count):
        for code in range(begins[segment], min(ends[segment], 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                place = at + 2 * segment + offsets[segment] + 2 * (code - begins[segment])
                (glyph,) = struct.unpack_from(">H", font, place)
                if not glyph:
                    continue
            if (glyph + deltas[segment]) & 0xFFFF:
                yield code
