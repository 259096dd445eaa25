"""Pictures from the command line: every kind, in every format, and what cannot be drawn."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import OCKTRA, Run

DAY = ("--about", "2026-11-25")
POLICY = ("--with", str(OCKTRA), *DAY)
QUESTIONS = (
    ("activity", "C1"),
    ("organisation",),
    ("chain",),
    ("chain", "Sentry"),
    ("reach", "AWS"),
    ("reach", "GB"),
    ("category", "Authentication Data"),
    ("around", "AWS", "--radius", "2"),
)
BEGINS = {
    "svg": b"<svg",
    "png": b"\x89PNG",
    "pdf": b"%PDF",
    "dot": b"digraph",
    "graphml": b"<?xml",
    "json": b"{",
}


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_question_is_drawn_with_both_clocks(
    folder_run: Run, tmp_path: Path, question: tuple[str, ...]
) -> None:
    target = tmp_path / "x.svg"
    said = folder_run("graph", *question, *POLICY, "-o", str(target)).output
    assert said.startswith(f"Wrote {target}: ")
    drawn = target.read_text("utf-8")
    assert "in force on 2026-11-25" in drawn
    assert "law data" in drawn


@pytest.mark.parametrize("ending", [*BEGINS, "mmd", "csv", "SVG"])
def test_the_extension_names_the_format(folder_run: Run, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"x.{ending}"
    folder_run("graph", "reach", "sentry", *POLICY, "-o", str(target))
    written = target.read_bytes()
    assert BEGINS.get(ending.lower(), b"") in written[:200]
    if ending not in ("png", "pdf"):
        assert "Sentry" in written.decode("utf-8-sig")


def test_conditions_narrow_a_picture_and_stand_in_its_title(
    folder_run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "x.csv"
    conditions = ("--data", "authentication data", "--verdict", "adequate", "--country", "EU")
    said = folder_run("graph", "chain", *POLICY, *conditions, "-o", str(target)).output
    assert "with Authentication Data, verdict Adequate, to European Union" in said
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    text = "\n".join(",".join(row) for row in rows)
    assert "Sentry" in text
    assert "AWS" not in text


def test_what_changed_between_two_moments(loaded: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    loaded("user", "add", "a@b.example", "--role", "dpo", "--password", "x" * 12)
    (tmp_path / "more").mkdir()
    for file in OCKTRA.iterdir():
        (tmp_path / "more" / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "more" / "systems.yml").open("a") as systems:
        systems.write("\nnew-vault:\n  organisation: ocktra\n  name: New vault\n  places: [IN]\n")
    since = ("graph", "difference", "--before", "65", *DAY, "-o", str(target))
    loaded(*since)
    assert "Nothing changed between the two moments." in target.read_text("utf-8")
    loaded("load", str(tmp_path / "more"))
    loaded(*since)
    drawn = target.read_text("utf-8")
    assert "New vault" in drawn
    assert "Before: As recorded at" in drawn
    loaded(*since, "--after", "66")
    assert "New vault" not in target.read_text("utf-8")
    loaded(*since, "--with", str(tmp_path / "more"))
    assert "New vault" in target.read_text("utf-8")
    loaded(*since, "--of", "reach", "New vault")
    assert "New vault" in target.read_text("utf-8")
    first = ("graph", "difference", "--before", "2020-01-01", *DAY, "-o", str(target))
    loaded(*first, "--of", "reach", "AWS")
    assert "+ added" in target.read_text("utf-8")
    both = ("--after", "66", "--with", str(tmp_path / "more"))
    assert "The two moments are" in loaded(*since, *both, code=2).output
    assert "no party or engagement" in loaded(*since, "--of", "chain", "Nobody", code=1).output


def test_an_activity_is_found_whoever_it_belongs_to(folder_run: Run, tmp_path: Path) -> None:
    (tmp_path / "of").mkdir()
    (tmp_path / "of" / "organisations.yml").write_text(
        "acme:\n  name: Acme\nother:\n  name: Other\n"
    )
    (tmp_path / "of" / "activities.yml").write_text(
        "a1:\n  organisation: acme\n  name: Sell\n  reference: S1\n"
        "b1:\n  organisation: other\n  name: Buy\n  reference: S1\n"
    )
    folder, target = ("--with", str(tmp_path / "of")), tmp_path / "x.svg"
    folder_run("graph", "activity", "b1", *folder, "-o", str(target))
    assert "Buy" in target.read_text("utf-8")
    told = folder_run("graph", "activity", "S1", *folder, "-o", str(target), code=1).output
    assert "--organisation" in told
    folder_run("graph", "activity", "S1", "--organisation", "acme", *folder, "-o", str(target))
    assert "Sell" in target.read_text("utf-8")


def test_what_cannot_be_drawn_is_told_in_words(folder_run: Run, tmp_path: Path) -> None:
    def told(*arguments: str, to: str = "x.svg", code: int = 1) -> str:
        return folder_run("graph", *arguments, *POLICY, "-o", str(tmp_path / to), code=code).output

    assert ".svg, .png, .pdf, .dot, .mmd, .graphml, .json, .csv" in told("organisation", to="x.gif")
    assert "cannot be written" in told("organisation", to="no/x.svg")
    assert "There is no activity “C99”" in told("activity", "C99")
    assert "did you mean “Sentry”?" in told("reach", "Senty")
    assert "No activity has the function “Sales”" in told("chain", "--function", "Sales")
    assert "There is no place “Atlantis”" in told("chain", "--country", "Atlantis")
    assert "There is no group “x” to open" in told("organisation", "--open", "x")
    assert "Say of what" in told("difference", "--of", "reach", "--before", "1", code=2)
    assert "leave “aws” out" in told("difference", "aws", "--before", "1", code=2)
    assert "no party or engagement “qqq”. Give an id or a name, such as “" in told("chain", "qqq")
    assert not list(tmp_path.iterdir())
