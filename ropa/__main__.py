"""Run the command line."""

from ropa.cli import main

main()
