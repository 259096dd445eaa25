"""Two organisations in one catalogue, and the same content read in three ways."""

from __future__ import annotations

import zipfile
from pathlib import Path

from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from ropa.importing.files import parse_folder
from ropa.store.engine import open_engine
from ropa.store.law import read_texts
from ropa.store.load import from_rows, load
from tests.cli.conftest import OCKTRA, Run

LARGER = "pennaquil-stores"


def test_journal_rows_and_files_give_equal_registers(loaded: Run, empty_url: str) -> None:
    files, problems = parse_folder(read_texts(OCKTRA), None)
    assert problems == ()
    engine = open_engine(empty_url)
    with Session(engine) as session:
        journal = load(session.connection())
        rows = from_rows(session.connection())
    engine.dispose()
    assert journal == rows == files
    assert len(journal) == 65


def cells(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def texts(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return " ".join(parts.read(name).decode() for name in parts.namelist()).casefold()


def test_the_record_of_a_larger_organisation_has_no_word_of_the_first(
    run: Run, tmp_path: Path
) -> None:
    alone, beside, first = (tmp_path / name for name in ("alone.xlsx", "beside.xlsx", "o.xlsx"))
    run("sample", "--activities", "80")
    for kind in ("ico-controller", "ico-processor"):
        export = ("export", kind, "--about", "2026-11-23")
        run(*export, "-o", str(alone), "--organisation", LARGER)
        if kind == "ico-controller":
            run("load", str(OCKTRA))
        run(*export, "-o", str(beside), "--organisation", LARGER)
        run(*export, "-o", str(first), "--organisation", "ocktra")
        assert cells(beside) == cells(alone)
        if kind == "ico-controller":
            assert len(cells(beside)) > len(cells(first))
        for word in ("ocktra", "willow court", "brevo", "sentry", "aws", "customer content"):
            assert word not in texts(beside)
        assert "ocktra" in texts(first)
        assert "pennaquil" not in texts(first)


def test_several_organisations_must_be_told_apart(run: Run, tmp_path: Path) -> None:
    run("sample", "--activities", "5")
    output = run("export", "ico-controller", "-o", str(tmp_path / "x.xlsx"), code=1).output
    assert "--organisation ID" in output
    assert LARGER in output


def test_a_folder_does_not_change_what_another_organisation_relies_on(
    loaded: Run, tmp_path: Path
) -> None:
    (tmp_path / "organisations.yml").write_text("acme:\n  name: Acme Ltd\n")
    (tmp_path / "purposes.yml").write_text("marketing:\n  name: Selling\n")
    loaded("load", str(tmp_path))
    (tmp_path / "parties.yml").write_text("aws:\n  name: Another AWS\n")
    output = loaded("load", str(tmp_path), code=1).output
    assert "Party aws (“Another AWS”)" in output
    (tmp_path / "parties.yml").write_text("aws-acme:\n  name: Another AWS\n")
    assert "1 records added" in loaded("load", str(tmp_path)).output
