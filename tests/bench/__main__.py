"""Measure the product on invented registers of several sizes."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from ropa.store.law import read_law
from tests.bench.catalogue import filled, measured
from tests.bench.flows import flows
from tests.bench.hops import hops
from tests.bench.measure import Measure, records, table
from tests.bench.page import page
from tests.bench.screens import screens

LAW = Path(__file__).parents[2] / "data" / "law"


def main() -> None:
    """Measure and print; nothing is asserted."""
    asked = _asked()
    reference = read_law(LAW)
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="ropa-bench-") as folder:
        for size in asked.sizes:
            print(f"{size:,} activities …", file=sys.stderr)
            with filled(Path(folder), size, asked.seed) as (catalogue, making):
                measures += [*making, *measured(catalogue, asked.runs, reference)]
                measures.append(page(catalogue))
                measures += screens(catalogue, asked.runs)
                measures += hops(size, asked.seed, asked.runs, reference)
                measures += flows(size, asked.seed, asked.runs, reference)
    print(json.dumps(records(measures), indent=2) if asked.json else table(measures))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[100, 1000, 10_000], metavar="N,N,…")
    parser.add_argument("--runs", type=_positive, default=5, help="a median is of")
    parser.add_argument("--seed", type=int, default=1, help="of the invented registers")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted({_positive(part) for part in text.split(",")})


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not positive")
    return number


main()
