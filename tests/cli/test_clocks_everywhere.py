"""Every command that reads the register reads it at any moment, and about any day."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ropa.cli import cli
from ropa.cli.bundle import export_bundle
from tests.cli.conftest import OCKTRA, Run

MOMENTS = {"compare", "graph difference"}
"""These take two moments as recorded, and a day."""

WITHOUT_A_DAY = {"dump"}
"""It writes what is recorded, whatever is in force."""

WITHOUT_A_MOMENT = {"law"}
"""What is in force is not recorded in the register."""

NOT_OF_THE_REGISTER = {
    *("serve", "load", "schema", "verify", "sample", "check-data"),
    *("journal verify", "journal list", "journal redact"),
    *("user add", "user password", "user role"),
}


def commands(group: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give every command by its words; hidden ones are other names of the same."""
    if not isinstance(group, click.Group):
        yield name, group
        return
    for word, command in group.commands.items():
        if not command.hidden:
            yield from commands(command, f"{name} {word}".strip())


def test_every_command_takes_the_two_clocks() -> None:
    found = {**dict(commands(cli)), "export bundle": export_bundle}
    takes = {name: {one.name for one in command.params} for name, command in found.items()}
    without = {name for name, options in takes.items() if not {"as_of", "about"} <= options}
    assert without == WITHOUT_A_DAY | WITHOUT_A_MOMENT | NOT_OF_THE_REGISTER
    for name in MOMENTS:
        assert {"before", "after", "about"} <= takes[name]


ASKED = (
    ("ask", "reach", "--party", "aws"),
    ("ask", "paths", "--from", "aws", "--to", "sentry"),
    ("ask", "single-points"),
    ("ask", "unused", "systems"),
    ("ask", "who-holds", "--data", "usage-product-analytics"),
    ("transfers",),
    ("check",),
)


@pytest.fixture
def renamed(loaded: Run, tmp_path: Path) -> Run:
    """A catalogue whose vendor has had another name since entry 65."""
    folder = tmp_path / "later"
    folder.mkdir()
    for file in OCKTRA.glob("*.yml"):
        text = file.read_text("utf-8").replace("name: AWS", "name: Zebra")
        (folder / file.name).write_text(text, "utf-8")
    loaded("load", str(folder), "--reason", "It was renamed")
    return loaded


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_an_answer_is_of_the_moment_and_says_which(command: tuple[str, ...], renamed: Run) -> None:
    now = renamed(*command).output
    then = renamed(*command, "--as-of", "65", "--about", "2027-01-31").output
    assert "Zebra" not in then
    assert "journal 65, in force on 2027-01-31" in then
    assert ("Zebra" in now) is ("AWS" in then)


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_a_folder_is_about_any_day_and_of_no_moment(
    command: tuple[str, ...], folder_run: Run
) -> None:
    asked = (*command, "--with", str(OCKTRA))
    told = folder_run(*asked, "--about", "2027-01-31").output
    assert "As files say it, in force on 2027-01-31" in told
    refused = folder_run(*asked, "--as-of", "65", code=2).output
    assert "A folder has no journal: give --with or --as-of, not both." in refused


def test_two_moments_are_compared_with_who_and_why(renamed: Run, tmp_path: Path) -> None:
    told = renamed("compare", "--before", "65").output
    assert "Changed: Zebra (Party, aws)" in told
    assert "  Name: was “AWS”, is now “Zebra”" in told
    assert "command-line, entry " in told
    assert ": It was renamed" in told
    assert "Before: As recorded at" in told
    assert "journal 65, in force on" in told
    assert renamed("compare", "--before", "65", "--after", "65").output.startswith("0 records dif")
    began = renamed("compare", "--before", "0", "--after", "65").output
    assert "Added: AWS (Party, aws)" in began
    assert "Before: Before the first entry of the journal." in began
    target = tmp_path / "changes.csv"
    assert "Wrote" in renamed("compare", "--before", "65", "-o", str(target)).output
    (row,) = [
        row
        for row in csv.DictReader(target.read_text("utf-8-sig").splitlines())
        if (row["Identifier"], row["Field"]) == ("aws", "Name")
    ]
    assert (row["Was"], row["Is now"], row["Why"]) == ("AWS", "Zebra", "It was renamed")


def test_a_folder_is_compared_with_what_was_recorded(renamed: Run) -> None:
    told = renamed("compare", "--before", "67", "--with", str(OCKTRA)).output
    assert "is now “AWS”" in told
    assert "After: As files say it" in told
    ends = renamed("compare", "--before", "68", code=2).output
    assert "Invalid value for --before: the journal ends at 67" in ends
    assert "--with" in renamed("compare", "--before", "1", "--as-of", "2", code=2).output
