from __future__ import annotations

import pytest

from ropa.core.flows.view import Change, NodeKind, View
from ropa.core.transfers.verdicts import Verdict
from ropa.export import legend
from ropa.export.legend import key, key_words
from ropa.export.palette import Tone
from tests.export.views import VIEWS, activity, difference, organisation


def test_the_key_tells_what_is_in_the_picture_and_nothing_else() -> None:
    shapes, *others = key_words(activity())
    assert shapes.split(". ") == [
        "Filled: activity",
        "Rounded box: people",
        "Pointed box: source",
        "Cylinder: system",
        "Box: party",
        "Block: recipients",
        "Dashed box, “?”: unknown.",
    ]
    assert others == [
        "Solid line: stated. Dotted line: inferred. Dashed line: unknown.",
        "Green: Adequate. Amber: Verdict unknown. Red: Unsafeguarded.",
    ]
    shapes, *others = key_words(organisation())
    assert shapes.split(". ") == [
        "Filled, with a tab: the organisation",
        "Cylinder: system",
        "Box: party",
        "Folder: place",
        "Double border: several in one.",
    ]
    assert others == [
        "Solid line: stated. Dotted line: inferred. The thicker a line, the more activities.",
        "Grey: Onward, by contract. Amber: Incomplete.",
    ]
    assert key_words(difference()) == (
        "Filled: activity. Sheet: personal data. Box: party.",
        "Green, bold, “+”: added. Red, dashed, “−”: removed. Petrol, “~”: changed.",
    )


def test_a_view_of_nothing_has_no_key() -> None:
    assert key(View.of("A", "b", [], [])) == ()


@pytest.mark.parametrize("name", VIEWS)
def test_each_entry_has_the_tone_it_names(name: str) -> None:
    entries = [entry for group in key(VIEWS[name]()) for entry in group]
    named = {tone.word: tone for tone in Tone}
    for entry in entries:
        word = entry.words.split(":")[0].split(",")[0]
        assert entry.tone is named.get(word, entry.tone)
        if word not in named:
            assert entry.tone in (Tone.PLAIN, Tone.WARN)


def test_every_kind_and_change_has_an_entry() -> None:
    assert set(legend._SHAPES) == set(NodeKind)
    assert set(legend._CHANGES) == set(Change)
    assert len({*legend._SHAPES.values()}) == len(NodeKind)
    assert len({legend.verdict_words(verdict) for verdict in Verdict}) == len(Verdict)
