"""What holds for every format: the same bytes whenever, wherever and in whatever process."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256

import pytest

from ropa.core.imprint import Redaction
from ropa.core.register import Register
from ropa.export.formats import BY_NAME, FORMATS, Format
from tests.export.exporting import export, ocktra
from tests.test_layers import ROOT

ASKED = (
    (Redaction.AUTHORITY, None),
    (Redaction.AUTHORITY, ("c1", "c5")),
    (Redaction.PUBLIC, None),
)


def digests(backwards: bool = False) -> list[str]:
    """Give the digest of everything every format writes, of a register read either way round."""
    read = ocktra()
    records = reversed(list(read)) if backwards else read
    made = Register({}).changed(records, (), read.stamps, read.moment)
    return [
        sha256(one.write(export(made, "ocktra", activities=chosen, redaction=readers))).hexdigest()
        for one in FORMATS
        for readers, chosen in ASKED
        if readers in one.redactions
    ]


@pytest.mark.parametrize(("seed", "zone"), [("1", "Pacific/Kiritimati"), ("77", "America/Adak")])
def test_another_process_writes_the_same_bytes(seed: str, zone: str) -> None:
    command = "from tests.export.test_formats import digests; print(*digests(True))"
    found = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": found}
    run = subprocess.run(
        [sys.executable, "-c", command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == digests()


def test_names_and_files_are_unlike() -> None:
    assert len({one.name for one in FORMATS}) == len({one.file for one in FORMATS}) == len(BY_NAME)
    assert all(one.label and one.redactions for one in FORMATS)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_register_of_nothing_but_an_organisation_can_be_written(one: Format) -> None:
    made = Register.of([ocktra().organisations["ocktra"]])
    assert one.write(export(made, "ocktra"))
    if not one.whose:
        assert one.write(export(Register.of(())))
