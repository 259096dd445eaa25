"""The command line: `scripts/ropa`. Every command parses, calls and prints."""

from __future__ import annotations

import logging
import sys
import traceback

import click

from ropa.cli import accounts, exports, files, journal, sample, serve
from ropa.store.home import INSTANCE
from ropa.version import VERSION

COMMANDS = (
    serve.serve,
    files.load,
    files.dump,
    exports.export,
    exports.graph,
    journal.journal,
    journal.check_data,
    sample.sample,
    accounts.user,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
        log = INSTANCE / "ropa.log"
        INSTANCE.mkdir(exist_ok=True)
        handler = logging.FileHandler(log, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logging.getLogger("ropa").addHandler(handler)
        logging.getLogger("ropa").error("%s\n%s", " ".join(sys.argv[1:2]), traceback.format_exc())
        click.echo(
            f"Error: something went wrong that should not have, and nothing was stored. "
            f"The details are in {log}.",
            err=True,
        )
        sys.exit(1)
