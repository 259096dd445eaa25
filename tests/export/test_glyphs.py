from __future__ import annotations

from ropa.export.glyphs import INSTEAD, Letters, covered


def test_what_the_font_has_is_left_as_it_is() -> None:
    letters = Letters()
    text = "Ünïcödé: Ελληνικά, Кириллица, “quotes” – €5 → 1 ☐"
    assert letters.shown(text) == text
    assert not letters.missing


def test_what_it_lacks_is_substituted_once_for_each_letter_and_listed() -> None:
    letters = Letters()
    assert letters.shown("קב 😀 ק\x01") == f"{INSTEAD}{INSTEAD} {INSTEAD} {INSTEAD}{INSTEAD}"
    assert list(letters.missing) == ["ק", "ב", "😀", "\x01"]
    assert INSTEAD in covered()


def test_lines_joiners_and_variants_need_no_substitute() -> None:
    letters = Letters()
    assert letters.shown(" a\n\tb\u2028c\u200d\u202e third\N{NON-BREAKING HYPHEN}party Ａ") == (
        "a b c third-party A"
    )
    assert not letters.missing


def test_a_text_of_nothing_that_can_be_seen_is_substituted() -> None:
    letters = Letters()
    assert letters.shown("") == letters.shown(" \n") == ""
    assert not letters.missing
    for hidden in ("\u200b", "\u2060\u200e", "\N{SOFT HYPHEN}", "\U000e0041"):
        assert letters.shown(hidden) == INSTEAD
        assert letters.missing.keys() >= set(hidden)
