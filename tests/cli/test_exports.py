"""The authority's spreadsheets and the data flow from the command line."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import jsonschema
import pytest
from python_calamine import CalamineWorkbook

from ropa.core.imprint import Redaction
from ropa.export.formats import FORMATS
from tests.cli.conftest import Run

PURPOSES = 8


def test_the_controller_record_of_the_policy(loaded: Run, tmp_path: Path) -> None:
    target = tmp_path / "record.xlsx"
    output = loaded("export", "ico-controller", "-o", str(target), "--about", "2026-11-23").output
    assert "OCKTRA.IO LTD" in output
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert len([cell for cell in rows[8] if cell]) == 30
    assert rows[8][0] == "Business function"
    assert rows[8][29] == "Reasons for not adhering to policy document (if applicable)"
    purposes = {row[1] for row in rows[9:] if row[1]}
    assert len(purposes) == PURPOSES


def test_the_same_register_gives_the_same_bytes(loaded: Run, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        loaded("export", "ico-processor", "-o", str(tmp_path / name), "--about", "2026-11-23")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_an_export_as_of_an_earlier_moment_is_the_one_made_then(
    loaded: Run, tmp_path: Path
) -> None:
    day = ("--about", "2026-11-23")
    loaded("export", "ico-controller", "-o", str(tmp_path / "then.xlsx"), *day)
    loaded("user", "add", "a@b.example", "--role", "dpo", "--password", "x" * 12)
    loaded("export", "ico-controller", "-o", str(tmp_path / "again.xlsx"), *day, "--as-of", "65")
    assert (tmp_path / "then.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()


@pytest.mark.parametrize("command", [("all", "made"), ("bundle", "made.zip"), ("docx", "made")])
def test_documents_tell_what_changed(command: tuple[str, str], loaded: Run, tmp_path: Path) -> None:
    format, target = command
    only = ("--formats", "docx") if format == "bundle" else ()
    loaded("export", format, "-o", str(tmp_path / target), *only, "--activity", "C1")
    made = tmp_path / target / "record.docx" if format == "all" else tmp_path / target
    content = made.read_bytes()
    if format == "bundle":
        with zipfile.ZipFile(made) as pack:
            content = pack.read("record.docx")
    paragraphs = [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]
    assert any(text.startswith("This record has been kept since") for text in paragraphs)


def test_wrong_moments_days_and_organisations_are_told(loaded: Run, tmp_path: Path) -> None:
    export = ("export", "ico-controller", "-o", str(tmp_path / "x.xlsx"))
    assert "is not a moment" in loaded(*export, "--as-of", "yesterday", code=2).output
    assert "the journal ends at 65" in loaded(*export, "--as-of", "66", code=2).output
    assert "is not a day" in loaded(*export, "--about", "31.3.2026", code=2).output
    assert "there are ocktra" in loaded(*export, "--organisation", "acme", code=1).output
    assert not (tmp_path / "x.xlsx").exists()


def test_an_empty_catalogue_says_what_to_do(run: Run, tmp_path: Path) -> None:
    output = run("export", "ico-controller", "-o", str(tmp_path / "x.xlsx"), code=1).output
    assert "load a register first" in output


def test_a_file_that_cannot_be_written_is_told(loaded: Run, tmp_path: Path) -> None:
    output = loaded(
        "export", "ico-controller", "-o", str(tmp_path / "no" / "x.xlsx"), code=1
    ).output
    assert "cannot be written" in output


def test_an_activity_is_drawn_by_its_reference(loaded: Run, tmp_path: Path) -> None:
    loaded("graph", "activity", "C1", "-o", str(tmp_path / "c1.svg"))
    drawn = (tmp_path / "c1.svg").read_text("utf-8")
    for word in ("AWS", "Sentry", "Users of the Services"):
        assert word in drawn
    assert (
        "no activity"
        in loaded("graph", "activity", "C99", "-o", str(tmp_path / "c.svg"), code=1).output
    )


def test_a_link_and_a_pipe_stay_what_they_are(loaded: Run, tmp_path: Path) -> None:
    (tmp_path / "real.svg").write_text("old")
    (tmp_path / "link.svg").symlink_to(tmp_path / "real.svg")
    loaded("graph", "activity", "C1", "-o", str(tmp_path / "link.svg"))
    assert (tmp_path / "link.svg").is_symlink()
    assert "<svg" in (tmp_path / "real.svg").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.svg", "real.svg"]
    loaded("graph", "activity", "C1", "-o", "/dev/null")
    assert Path("/dev/null").is_char_device()


def test_no_moment_lies_within_a_batch(loaded: Run, tmp_path: Path) -> None:
    output = loaded(
        "export", "ico-controller", "-o", str(tmp_path / "x.xlsx"), "--as-of", "5"
    ).output
    assert "journal 65:" in output


def stamps_out(text: str) -> str:
    """Take out what says at which entry of which journal it was made."""
    return re.sub(r'"(journal|as_recorded)": "[^"]*"', r'"\1": ""', text)


def test_a_json_export_is_restored_into_an_empty_database(
    loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = ("--about", "2026-11-23")
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    loaded("export", "json", "-o", str(first), *day)
    monkeypatch.setenv("ROPA_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    assert "65 records added" in loaded("load", str(first)).output
    loaded("export", "json", "-o", str(second), *day)
    assert first.read_text("utf-8") != second.read_text("utf-8")
    assert stamps_out(first.read_text("utf-8")) == stamps_out(second.read_text("utf-8"))
    assert "0 records added, 0 changed, 65 as they were" in loaded("load", str(second)).output


def test_a_portable_export_is_the_same_bytes_after_it_was_loaded_elsewhere(
    loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--portable", "--about", "2026-11-23")
    loaded("export", "json", "-o", str(tmp_path / "first.json"), *asked)
    monkeypatch.setenv("ROPA_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    assert "65 records added" in loaded("load", str(tmp_path / "first.json")).output
    loaded("export", "json", "-o", str(tmp_path / "second.json"), *asked)
    first, second = (tmp_path / name for name in ("first.json", "second.json"))
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_bytes())["ropa"]["journal"] is None


def test_a_folder_of_files_is_restored_with_the_same_bytes(
    loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded("dump", str(tmp_path / "first"))
    monkeypatch.setenv("ROPA_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    loaded("load", str(tmp_path / "first"))
    loaded("dump", str(tmp_path / "second"))
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("first", "second")
    )
    assert first == second
    assert len(first) > 8


def test_the_json_is_in_the_schema_it_publishes(loaded: Run, tmp_path: Path) -> None:
    loaded("export", "json", "-o", str(tmp_path / "r.json"))
    loaded("schema", "-o", str(tmp_path / "s.json"))
    printed = loaded("schema").output
    assert printed == (tmp_path / "s.json").read_text("utf-8")
    jsonschema.validate(json.loads((tmp_path / "r.json").read_text("utf-8")), json.loads(printed))


def activities(path: Path) -> set[str]:
    return set(json.loads(path.read_text("utf-8"))["records"].get("activities", {}))


def test_one_activity_or_a_filtered_list_is_exported(loaded: Run, tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    export = ("export", "json", "-o", str(target))
    loaded(*export, "--activity", "C1")
    assert activities(target) == {"c1"}
    loaded(*export, "--where", "role=processor")
    found = activities(target)
    assert found
    assert all(id.startswith("p") for id in found)
    loaded(*export, "--where", "role=processor", "--activity", "C1")
    assert activities(target) == set()
    nothing = ("--where", "role=processor", "--activity", "C1")
    told = loaded("export", "pdf", "-o", str(tmp_path / "x"), *nothing, code=1).output
    assert "No activity is like that" in told
    assert "no filter “rôle”" in loaded(*export, "--where", "rôle=x", code=2).output
    assert "no activity “C99”" in loaded(*export, "--activity", "C99", code=1).output


def test_for_the_public_nothing_else_comes_out(loaded: Run, tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    loaded("export", "json", "-o", str(target), "--redaction", "public")
    assert "documents" not in json.loads(target.read_text("utf-8"))["records"]
    told = loaded(
        "export", "ico-controller", "-o", str(tmp_path / "x"), "--redaction", "public", code=1
    ).output
    assert "for an authority" in told
    assert "part of a register" in loaded("load", str(target), code=1).output


def test_every_format_is_written_to_one_new_folder(loaded: Run, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    output = loaded("export", "all", "-o", str(folder), "--about", "2026-11-23").output
    assert {path.name for path in folder.iterdir()} == {one.file for one in FORMATS}
    assert all(f"{one.file}: " in output for one in FORMATS)
    assert "is not empty" in loaded("export", "all", "-o", str(folder), code=1).output
    loaded("export", "all", "-o", str(tmp_path / "public"), "--redaction", "public")
    names = {path.name for path in (tmp_path / "public").iterdir()}
    assert names == {one.file for one in FORMATS if Redaction.PUBLIC in one.redactions}


def test_the_french_layout_says_when_each_record_was_made(loaded: Run, tmp_path: Path) -> None:
    loaded("export", "cnil", "-o", str(tmp_path / "cnil.xlsx"))
    book = CalamineWorkbook.from_path(tmp_path / "cnil.xlsx")
    _, *rows = book.get_sheet_by_name("Liste").to_python()
    assert len(rows) == 8
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", str(row[2])) for row in rows)
    assert {row[2] for row in rows} == {row[3] for row in rows}


def test_several_organisations_are_exported_whole_or_one_by_one(
    loaded: Run, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "organisations.yml").write_text("acme:\n  name: Acme Ltd\n", "utf-8")
    (other / "activities.yml").write_text("a1:\n  organisation: acme\n  name: Billing\n", "utf-8")
    loaded("load", str(other))
    target = tmp_path / "r.json"
    loaded("export", "json", "-o", str(target))
    assert {"a1", "c1"} <= activities(target)
    loaded("export", "json", "-o", str(target), "--organisation", "acme")
    assert activities(target) == {"a1"}
    for asked in (("cnil",), ("all",), ("json", "--redaction", "public")):
        output = loaded("export", *asked, "-o", str(tmp_path / "x"), code=1).output
        assert "Say which organisation" in output
    alone = loaded(
        *("export", "json", "-o", str(target), "--organisation", "acme", "--activity", "C1"), code=1
    )
    assert "no activity “C1”" in alone.output


def test_more_than_a_format_holds_is_told_and_nothing_is_written(
    loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ropa.export.book.MOST_ROWS", 20)
    for named in ("ods", "all"):
        output = loaded("export", named, "-o", str(tmp_path / named), code=1).output
        assert "cannot hold it: a sheet holds no more than 20 rows" in output
    assert list(tmp_path.iterdir()) == []
