"""How far an export is, and that telling of it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ropa.core.flows.activity import activity_flow
from ropa.core.register import Register
from ropa.export import docx, pdf
from ropa.export.bundle_files import CHOICES, DIAGRAMS, bundle_of, steps_of
from ropa.export.child import BUSY, DrawingProblem
from ropa.export.export import Export, ExportFailed
from ropa.export.formats import BY_NAME, FORMATS, Format
from ropa.export.on_paper import on_paper
from ropa.export.progress import Counter, Step, Stopped
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from tests.build import build
from tests.export.bundling import OURS, Journal, contents
from tests.export.exporting import export, ocktra, stamped
from tests.export.reading import CONTEXT, reference


def small() -> Register:
    """One activity whose data goes nowhere, so that there is no picture of the organisation."""
    return stamped(build(Organisation), build(Activity))


def told(asked: Export, total: int) -> tuple[Export, list[Step]]:
    """Give an export that tells of its steps, and where it tells of them."""
    steps: list[Step] = []
    return replace(asked, tell=Counter(total, steps.append)), steps


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_every_format_tells_of_its_steps_and_writes_the_same(one: Format) -> None:
    for register, whose in ((ocktra(), "ocktra"), (small(), "acme")):
        asked = export(register, whose)
        watched, steps = told(asked, one.steps(asked))
        assert one.made(watched) == one.write(asked)
        assert [step.done for step in steps] == list(range(len(steps)))
        assert {step.total for step in steps} == {one.steps(asked)}
        assert 0 <= one.steps(asked) - len(steps) <= 1
        assert all(step.words.startswith(f"{one.file}: ") for step in steps)


def test_the_pictures_of_a_document_are_counted() -> None:
    asked = export(ocktra(), "ocktra")
    watched, steps = told(asked, BY_NAME["pdf"].steps(asked))
    BY_NAME["pdf"].made(watched)
    drawn = [step.words for step in steps if "drawing" in step.words]
    assert len(drawn) == 1 + len(ocktra().activities)
    assert any("Data flow of C5" in words for words in drawn)


def test_the_files_of_a_bundle_are_told_one_by_one() -> None:
    journal = Journal()
    journal.put(*ocktra())
    register = Register.of(ocktra(), journal.moment())
    asked = export(register, "ocktra", activities=("c1", "c5"))
    watched, steps = told(asked, steps_of(asked, CHOICES))
    whose = asked.register.organisations["ocktra"]
    made = bundle_of(watched, whose, CHOICES, journal.entries, OURS)
    assert isinstance(made, bytes), made
    assert {f"{DIAGRAMS}/c1.svg", f"{DIAGRAMS}/c5.svg"} <= contents(made).keys()
    assert [step.done for step in steps] == list(range(steps_of(asked, CHOICES)))
    begun = list(dict.fromkeys(step.words.partition(":")[0] for step in steps))
    assert begun == [*(one.file for one in FORMATS), DIAGRAMS, "packing all with the journal"]


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_whoever_is_told_may_end_the_work(one: Format) -> None:
    def stop(_words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        one.made(replace(export(small(), "acme"), tell=stop))


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_a_picture_that_cannot_be_drawn_this_time_is_not_left_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the same record would be another file when nobody else draws."""
    monkeypatch.setattr(pdf, "draw", lambda *_, **__: BUSY)
    monkeypatch.setattr(docx, "picture", lambda *_, **__: BUSY)
    asked = export(small(), "acme")
    with pytest.raises(ExportFailed, match="Too many pictures are being drawn just now"):
        BY_NAME[name].write(asked)


def test_a_picture_is_not_drawn_another_way_because_others_draw() -> None:
    view = activity_flow(ocktra(), "c1", reference(), CONTEXT.about)
    given: Iterator[str | DrawingProblem] = iter(["too small to read", BUSY, "legible"])
    found = on_paper(view, lambda _view, _downwards: next(given), lambda drawn: len(drawn) / 100)
    assert found == BUSY
