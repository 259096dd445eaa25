from __future__ import annotations

import re
from pathlib import Path

import pytest

import ropa
from ropa.core.flows.view import Change
from ropa.core.transfers.verdicts import Verdict
from ropa.export.palette import CHANGES, DARK, LIGHT, VERDICTS, Palette, Tone

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK])


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_text_can_be_read_on_what_it_stands_on(colours: Palette) -> None:
    pairs = [
        (colours.ink, colours.paper),
        (colours.ink_3, colours.paper),
        (colours.ink_3, colours.panel),
        (colours.on_accent, colours.accent),
        (colours.unknown, colours.unknown_2),
        *((tone.of(colours), ground) for tone in Tone for ground in (colours.paper, colours.panel)),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@THEMES
def test_lines_and_borders_can_be_seen(colours: Palette) -> None:
    grounds = (colours.paper, colours.panel)
    lines = [colours.edge, colours.unknown_3, colours.accent, *(tone.of(colours) for tone in Tone)]
    pairs = [(line, ground) for line in lines for ground in grounds]
    assert [pair for pair in pairs if contrast(*pair) < 3] == []


def test_every_verdict_and_change_has_its_tone() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(CHANGES) == set(Change)


@pytest.mark.parametrize(("colours", "place"), [(LIGHT, 0), (DARK, 1), (DARK, 2)])
def test_pictures_have_the_colours_of_the_pages(colours: Palette, place: int) -> None:
    theme = (Path(ropa.__file__).parent / "static" / "theme.css").read_text()
    for name in colours.__slots__:
        token = re.findall(rf"--{name.replace('_', '-')}: (#[0-9a-f]{{6}})", theme)
        assert token[place] == getattr(colours, name), name
