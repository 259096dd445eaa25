"""The command line: `scripts/ropa`. Every command parses, calls and prints."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import traceback
from pathlib import Path

import click

from ropa.cli import (
    accounts,
    ask,
    bundle,
    compare,
    exports,
    files,
    graph,
    journal,
    sample,
    serve,
    transfers,
)
from ropa.store.home import INSTANCE
from ropa.version import VERSION

COMMANDS = (
    serve.serve,
    files.load,
    files.dump,
    exports.export,
    exports.schema,
    bundle.verify,
    graph.graph,
    ask.ask,
    compare.compare,
    journal.journal,
    journal.check_data,
    sample.sample,
    accounts.user,
    transfers.transfers,
    transfers.check,
    transfers.law,
)


class _Commands(click.Group):
    """The commands, one of which has a name of two words."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[:2] == ["export", "bundle"]:
            return "export bundle", bundle.export_bundle, args[2:]
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="ropa")
def cli() -> None:
    """Keep a record of processing activities (Article 30 UK GDPR and GDPR)."""


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run a command. What goes wrong unforeseen is logged in full and told in a sentence."""
    try:
        cli(prog_name="ropa")
    except Exception:  # noqa: BLE001 - nothing unforeseen reaches a person as a traceback
        log = _log(traceback.format_exc())
        click.echo(
            f"Error: something went wrong that should not have. The details are in {log}.",
            err=True,
        )
        sys.exit(1)


def _log(details: str) -> Path:
    """Write what went wrong to a log, beside the database if that can be."""
    for folder in (INSTANCE, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(exist_ok=True)
            handler = logging.FileHandler(folder / "ropa.log", encoding="utf-8")
        except OSError:
            continue
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.getLogger("ropa")
        logger.addHandler(handler)
        logger.error("%s\n%s", " ".join(sys.argv[1:2]), details)
        return folder / "ropa.log"
    return Path(os.devnull)
