"""Transfers, findings and the law from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ropa.store.home import ROOT
from tests.cli.conftest import Run

DAY = ("--about", "2026-11-25")


def test_the_hops_of_the_policy_as_values(loaded: Run) -> None:
    told = json.loads(loaded("transfers", "--format", "json", *DAY).output)
    verdicts = {one["id"]: one["verdict"] for one in told["engagements"]}
    assert verdicts == {
        "aws-cloud-hosting": "unknown",
        "brevo-email-delivery": "unknown",
        "sentry-error-monitoring": "unknown",
        "integration-providers": "initiated-by-another",
    }
    assert told["about"] == "2026-11-25"
    assert told["journal"]["sequence"] == 65
    assert [one["covers"] for one in told["statements"]] == [[]]
    brevo = next(one for one in told["engagements"] if one["id"] == "brevo-email-delivery")
    assert [hop["verdict"] for hop in brevo["hops"]] == ["adequate", "unknown"]
    assert brevo["chains"][0]["must_act"] == "OCKTRA.IO LTD"


def test_a_folder_is_read_as_the_catalogue_would_be(loaded: Run) -> None:
    folder = ("--with", str(ROOT / "data" / "ocktra"))
    said, recorded = (loaded("transfers", *of, *DAY).output for of in (folder, ()))
    assert said.splitlines()[:-1] == recorded.splitlines()[:-1]
    assert said.splitlines()[-1].startswith("As files say it, in force on 2026-11-25, law data ")
    assert said.startswith("AWS cloud hosting: unknown")
    assert "Published (§6), and alone covering none of these" in said


def test_a_folder_with_a_mistake_says_where(run: Run, tmp_path: Path) -> None:
    (tmp_path / "organisations.yml").write_text("acme:\n  nam: Acme\n")
    output = run("transfers", "--with", str(tmp_path), code=1).output
    assert "organisations.yml" in output
    assert "nam" in output


def test_findings_are_listed_and_end_with_1_only_where_one_is_serious(
    run: Run, tmp_path: Path
) -> None:
    folder = ("--with", str(tmp_path))
    (tmp_path / "organisations.yml").write_text("acme:\n  name: Acme\n  country: GB\n")
    assert "0 findings about 2026-11-25." in run("check", *folder, *DAY).output
    (tmp_path / "parties.yml").write_text("vendor:\n  name: Vendor\n  country: IN\n")
    (tmp_path / "engagements.yml").write_text(
        "job:\n  organisation: acme\n  name: Job\n  party: vendor\n  stored_in: []\n"
        "  accessed_from: []\n"
    )
    output = run("check", *folder, *DAY, code=1).output
    assert output.startswith("Serious: Job, India (UK GDPR Art 44A")
    assert "1 finding about 2026-11-25." in output


def test_the_law_of_a_day_with_its_sources_and_the_age_of_the_check(run: Run) -> None:
    now = run("law", *DAY).output
    assert "Information Commission: since 30 September 2026" in now
    assert "UK GDPR Art 49(1)(a)" in now
    assert "(DPA18, DUAA)" in now
    assert "Last checked more than" not in now
    late = run("law", "--about", "2027-06-01").output
    assert "Last checked more than 90 days before 1 June 2027" in late
    assert "adequacy.yml on 23 November 2026" in late
    early = run("law", "--about", "2026-01-26").output
    assert "UK GDPR Art 45; DPA 2018 s.17A" in early
    assert "Information Commissioner: without a known first day" in early


MOVED = "changes:\n  - {what: party-moves, party: brevo, country: IN}\n"


def test_a_supposition_is_answered_and_nothing_is_saved(loaded: Run, tmp_path: Path) -> None:
    before = loaded("transfers", *DAY).output
    (tmp_path / "moved.yml").write_text(MOVED)
    asked = ("transfers", "--what-if", str(tmp_path / "moved.yml"), *DAY)
    assert "Brevo" in loaded(*asked).output
    told = json.loads(loaded(*asked, "--format", "json").output)
    assert told["organisation"]["id"] == "ocktra"
    target = tmp_path / "answer.xlsx"
    assert "Wrote" in loaded(*asked, "-o", str(target)).output
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert any("India" in str(cell) for row in rows for cell in row)
    assert loaded("transfers", *DAY).output == before


def test_a_supposition_that_cannot_be_read_says_where(loaded: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yml"
    file.write_text(MOVED.replace("brevo", "brevvo"))
    output = loaded("transfers", "--what-if", str(file), code=1).output
    assert "wrong.yml, line 2" in output
    assert "brevvo" in output
    file.write_bytes(b"\xff\xfe")
    assert "UTF-8" in loaded("transfers", "--what-if", str(file), code=1).output
    wrong = ("transfers", "-o", str(tmp_path / "x.xlsx"))
    assert "--what-if" in loaded(*wrong, code=2).output


@pytest.mark.parametrize("command", ["transfers", "check"])
def test_a_folder_that_cannot_be_read_says_why(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "parties.yml").write_bytes(b"\xff\xfe")
    assert "is not UTF-8 text" in run(command, "--with", str(tmp_path), code=1).output
    (tmp_path / "parties.yml").unlink()
    (tmp_path / "engagements.yml").mkdir()
    output = run(command, "--with", str(tmp_path), code=1).output
    assert f"{tmp_path / 'engagements.yml'} cannot be read: Is a directory" in output


def test_where_there_is_no_hop_that_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "organisations.yml").write_text("acme:\n  name: Acme\n  country: GB\n")
    output = run("transfers", "--with", str(tmp_path), *DAY).output
    assert output.startswith(
        "No hop can be derived for Acme: no engagement is in force, and no activity is on "
        "anybody's behalf.\n"
    )
