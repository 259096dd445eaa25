from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from click.testing import CliRunner

from ropa.cli import cli
from ropa.importing.files import parse_folder
from ropa.records.organisation import Organisation
from ropa.store.home import ROOT
from ropa.web.start import EXAMPLE
from tests.build import build
from tests.web.conftest import MONDAY, Site
from tests.web.reading import addresses, parse, text

pytestmark = pytest.mark.one_database

HERE = "A register is kept here"


def commands(page: Element) -> list[str]:
    """Give the command lines a page shows."""
    shown = "\n".join("".join(code.itertext()) for code in page.iterfind(".//pre/code"))
    return [line for line in shown.splitlines() if line.startswith("scripts/")]


def test_an_empty_catalogue_says_both_ways_to_begin(site: Site) -> None:
    answer = site.client.get("/")
    assert answer.status_code == 200
    page = parse(answer.text)
    assert text(page.find(".//h1")) == "Nothing is recorded here yet"
    assert commands(page) == [
        "scripts/serve --with data/ocktra",
        "scripts/ropa load FOLDER",
        "scripts/ropa user add you@your-company.example --role dpo",
    ]


def test_the_ways_to_begin_work(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example, load, add = commands(parse(site.client.get("/").text))
    assert (ROOT / example.split()[-1]).is_dir()
    (tmp_path / "FOLDER").mkdir()
    (tmp_path / "FOLDER" / "organisations.yml").write_text(EXAMPLE)
    run(load, site, tmp_path, monkeypatch)
    password = "correct horse battery staple"
    run(add, site, tmp_path, monkeypatch, typed=f"{password}\n{password}\n")
    assert HERE in site.client.get("/").text


def test_the_ways_to_take_it_out_work(
    ocktra: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in commands(parse(ocktra.client.get("/").text)):
        run(command.replace("REFERENCE", "C1"), ocktra, tmp_path, monkeypatch)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"controller.xlsx", "processor.xlsx", "flow.svg", "FOLDER"}


def run(
    command: str, site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str = ""
) -> None:
    script, *arguments = command.split()
    assert (ROOT / script).is_file()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ROPA_DATABASE_URL", site.app.config["SQLALCHEMY_DATABASE_URI"])
    outcome = CliRunner().invoke(cli, arguments, input=typed)
    assert outcome.exit_code == 0, outcome.output


def test_the_first_file_it_proposes_is_a_register(site: Site) -> None:
    page = parse(site.client.get("/").text)
    shown = "".join(page.findall(".//pre/code")[1].itertext())
    assert shown == EXAMPLE
    register, problems = parse_folder({"organisations.yml": shown}, None)
    assert register is not None, problems
    site.put(*register)
    assert HERE in site.client.get("/").text


def test_shows_nothing_of_the_register_to_somebody_who_has_not_signed_in(ocktra: Site) -> None:
    answer = ocktra.client.get("/").text
    assert "/legal/subprocessors" in addresses(parse(answer))
    for word in ("ocktra", "aws", "10 processing", "customer"):
        assert word not in text(parse(answer)).casefold()


def test_links_only_to_what_is_published(site: Site) -> None:
    site.put(build(Organisation))
    assert "/legal/subprocessors" not in site.client.get("/").text
    statement = {"topic": "subprocessors", "words": "We have none."}
    site.put(build(Organisation, statements=[statement]))
    assert "/legal/subprocessors" in site.client.get("/").text


def test_shows_a_change_at_once(site: Site) -> None:
    assert site.client.get("/").headers["Cache-Control"] == "no-cache"
    assert site.now == MONDAY
    site.put(build(Organisation))
    assert HERE in site.client.get("/").text
