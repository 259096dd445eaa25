"""Questions to the register from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import OCKTRA, Run

DAY = ("--about", "2026-11-25")
POLICY = ("--with", str(OCKTRA), *DAY)
QUESTIONS = (
    ("reach", "--party", "Sentry"),
    ("reach", "--system", "backups"),
    ("reach", "--place", "GB"),
    ("paths", "--from", "Users of the Services", "--to", "EU"),
    ("unused", "systems"),
    ("unused", "purposes"),
    ("single-points",),
    ("single", "points"),
    ("who-holds", "--data", "Authentication data"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_question_is_answered_in_every_form(
    folder_run: Run, question: tuple[str, ...]
) -> None:
    text = folder_run("ask", *question, *POLICY).output
    assert "in force on 2026-11-25, law data " in text
    assert "Not known:" in text
    plain = json.loads(folder_run("ask", *question, *POLICY, "--format", "json").output)
    assert plain["organisation"]["id"] == "ocktra"
    assert plain["question"] == text.splitlines()[0]
    written = folder_run("ask", *question, *POLICY, "--format", "csv").output
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    assert [row[1] for row in rows if row[0] == "Not known"] == plain["not_known"]


def test_the_reach_of_a_vendor_of_the_policy(loaded: Run) -> None:
    text = loaded("ask", "reach", "--party", "sentry", *DAY).output
    assert "As recorded at " in text
    assert "journal 65" in text
    for said in (
        "C1 Provide, maintain",
        "Our role: Processor",
        "Number: not recorded",
        "the Information Commission (ICO)",
        "1 activity does not name the controllers for whom data is processed.",
    ):
        assert said in text
    plain = json.loads(loaded("ask", "reach", "--party", "sentry", *DAY, "--format", "json").output)
    assert [one["id"] for one in plain["activities"]] == ["c1", "c4", "p1"]
    assert plain["people"][0]["approximate_number"] is None


def test_the_ways_single_points_and_holders_of_the_policy(folder_run: Run) -> None:
    ways = json.loads(
        folder_run("ask", "paths", "--from", "c5", "--to", "EU", *POLICY, "--format", "json").output
    )
    assert [[node["key"] for node in way["nodes"]] for way in ways["paths"]] == [
        ["activity/c5", "engagement/brevo-email-delivery", "place/EU"]
    ]
    points = json.loads(folder_run("ask", "single", "points", *POLICY, "--format", "json").output)
    assert [(one["name"], len(one["activities"])) for one in points["parties"][:2]] == [
        ("Sentry", 3),
        ("AWS", 2),
    ]
    assert "Backups" in folder_run("ask", "unused", "systems", *POLICY).output
    holders = json.loads(
        folder_run(
            "ask", "who-holds", "--data", "authentication-data", *POLICY, "--format", "json"
        ).output
    )
    assert {one["surely"] for one in holders["holders"]} == {False}


def test_what_is_misnamed_is_answered_in_words(folder_run: Run) -> None:
    told = folder_run("ask", "reach", "--party", "Senty", *POLICY, code=1).output
    assert "There is no party “Senty”; did you mean “Sentry”?" in told
    told = folder_run(
        "ask", "paths", "--from", "Integration providers", "--to", "EU", *POLICY, code=1
    )
    assert "recipient-category:integration-providers" in told.output
    told = folder_run("ask", "who-holds", "--data", "", *POLICY, code=1).output
    assert "There is no category of personal data “”" in told
    assert "one only" in folder_run("ask", "reach", *POLICY, code=2).output
    both = ("--party", "aws", "--system", "backups")
    assert "one only" in folder_run("ask", "reach", *both, *POLICY, code=2).output
    assert (
        "not both" in folder_run("ask", "single", "points", *POLICY, "--as-of", "5", code=2).output
    )


def test_names_that_look_like_formulas_and_controls_stay_text(
    folder_run: Run, tmp_path: Path
) -> None:
    (tmp_path / "organisations.yml").write_text("acme:\n  name: Acme\n  country: GB\n")
    (tmp_path / "systems.yml").write_text(
        'bad:\n  organisation: acme\n  name: "=1+1\\u202e\\u2066[x](y) ’"\n'
    )
    folder = ("--with", str(tmp_path))
    written = folder_run("ask", "unused", "systems", *folder, "--format", "csv").output
    assert "'=1+1" in written
    text = folder_run("ask", "unused", "systems", *folder).output
    assert "\u202e" not in text
    assert "=1+1" in text


def test_a_folder_that_cannot_be_read_is_told(folder_run: Run, tmp_path: Path) -> None:
    (tmp_path / "systems.yml").write_bytes(b"\xff\xfe")
    told = folder_run("ask", "unused", "systems", "--with", str(tmp_path), code=1).output
    assert "is not UTF-8 text" in told
    told = folder_run("ask", "unused", "systems", "--with", str(tmp_path / "no"), code=2).output
    assert "does not exist" in told


def test_the_reach_is_written_as_a_sheet(folder_run: Run, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    reach = ("ask", "reach", "--party", "sentry", *POLICY, "-o")
    said = folder_run(*reach, str(target)).output
    assert said.startswith(f"Wrote {target}: Reach of Sentry. ")
    assert target.read_bytes().startswith(b"%PDF")
    assert "end in .pdf" in folder_run(*reach, str(tmp_path / "sheet.docx"), code=2).output
    assert "cannot be written" in folder_run(*reach, str(tmp_path / "no" / "x.pdf"), code=1).output
