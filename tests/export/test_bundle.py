"""What a bundle holds, and what it does not tell."""

from __future__ import annotations

import json
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from shutil import which

import msgspec
import pytest

from ropa.core.journal import Entry, Head, verify
from ropa.export.bundle import BundleProblem, bundle
from ropa.export.bundle_check import KnownKey, check
from ropa.export.manifest import JOURNAL, KEY, MANIFEST, SIGNATURE
from ropa.export.strict_zip import MOST_FILES, packed
from ropa.records.activity import Activity
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.system import System
from ropa.vocabulary import Action
from tests.build import build
from tests.export.bundling import (
    OURS,
    Journal,
    contents,
    lines,
    made,
    manifest_of,
    part,
)

FILES = {"register.json": b'{"records": 1}', "diagrams/a1.svg": b"<svg/>"}

ACME = build(Organisation)
FIRST = build(Activity, id="newsletter", name="Newsletter", systems=["mailer"])
SECOND = build(Activity, id="clandestine", name="Clandestine Plan", systems=["vault"])
MAILER = build(System, id="mailer", name="Mailer")
VAULT = build(System, id="vault", name="Hidden Vault")


@pytest.fixture
def journal() -> Journal:
    journal = Journal()
    journal.put(ACME, MAILER, VAULT, FIRST, SECOND)
    return journal


def everything(journal: Journal) -> bytes:
    return made(FILES, journal, part([ACME, MAILER, VAULT, FIRST, SECOND], journal.moment()))


def one_activity(journal: Journal, *more: object) -> bytes:
    records = [ACME, MAILER, VAULT, FIRST, SECOND, *more]
    return made(FILES, journal, part(records, journal.moment(), activities=["newsletter"]))


def test_it_holds_the_files_the_journal_and_what_vouches_for_them(journal: Journal) -> None:
    made = everything(journal)
    with zipfile.ZipFile(BytesIO(made)) as pack:
        assert pack.testzip() is None
        names = pack.namelist()
        assert names == sorted([*FILES, JOURNAL, KEY, MANIFEST, SIGNATURE])
        assert {name: pack.read(name) for name in FILES} == FILES
    manifest = manifest_of(made)
    assert manifest.organisation.name == "Acme Ltd"
    assert (manifest.journal.sequence, manifest.journal.hash) == (5, journal.entries[-1].hash)
    assert str(manifest.about) == "2026-11-23"
    assert manifest.as_recorded == journal.entries[-1].instant
    assert manifest.law == "1" * 64
    assert manifest.key == OURS.fingerprint
    assert manifest.files.keys() == {*FILES, JOURNAL, KEY}
    assert manifest.activities is None


def test_the_same_register_gives_the_same_bytes(journal: Journal) -> None:
    assert everything(journal) == everything(journal)


def test_the_journal_of_everything_is_the_journal(journal: Journal) -> None:
    found = [msgspec.json.decode(line, type=Entry) for line in lines(everything(journal))]
    assert found == journal.entries
    last = found[-1]
    assert verify(found, Head(last.sequence, last.hash, last.instant)) is None


def test_of_one_activity_nothing_of_others_is_told(journal: Journal) -> None:
    made = one_activity(journal)
    for told in (b"Newsletter", b"mailer", b"Mailer", b"actor-activity-newsletter"):
        assert told in made
    for secret in (b"landestine", b"ault", b"actor-activity-cl", b"about cl"):
        assert secret not in made
    sealed = [json.loads(line) for line in lines(made) if b"envelope" in line]
    assert [entry["sequence"] for entry in sealed] == [3, 5]
    assert all(entry.keys() == {"envelope", "sequence"} for entry in sealed)
    assert journal.entries[2].instant.encode() not in made
    # The last one's time is the register's own clock, and nothing says whose change that was.
    assert journal.entries[4].instant.encode() not in b"".join(lines(made))
    verdict = check(made, [KnownKey(OURS.fingerprint, "Acme Ltd", "acme")])
    assert verdict.good, verdict.faults
    assert verdict.notes == ()
    assert verdict.manifest is not None
    assert verdict.manifest.activities == ("newsletter",)


def test_an_earlier_state_that_names_others_is_left_out(journal: Journal) -> None:
    before = build(Activity, id="newsletter", name="Newsletter", systems=["mailer", "vault"])
    journal.put(before, FIRST, action=Action.CHANGED)
    made = one_activity(journal)
    assert b"ault" not in made
    told = json.loads(lines(made)[5])
    assert told["withheld"] == "others"
    assert (told["state"], told["salt"]) == (None, None)
    assert told["digest"] == journal.entries[5].digest
    verdict = check(made, [])
    assert verdict.unchanged
    assert [note.where for note in verdict.notes] == ["entry 6"]
    assert "names records that are not in this bundle" in verdict.notes[0].message
    assert b"vault" in lines(everything(journal))[5]


def test_a_flow_that_serves_other_activities_too_keeps_its_state_to_itself(
    journal: Journal,
) -> None:
    flow = build(
        Flow,
        id="mails",
        activities=["clandestine", "newsletter"],
        from_subjects=None,
        from_source="The web site",
        to_system="mailer",
    )
    journal.put(flow)
    made = one_activity(journal, flow)
    assert json.loads(lines(made)[5])["record"] == "mails"
    assert b"landestine" not in made


def test_nothing_of_another_organisation_is_told() -> None:
    journal = Journal()
    beta = build(Organisation, id="beta", name="Beta Ltd")
    paper = build(Document, id="paper", organisation="beta", name="Of Beta")
    source = {"field": "name", "document": "paper"}
    vendor = build(Party, provenance=[source])
    hosting = build(Engagement, party="vendor")
    secret = build(Engagement, id="secret", organisation="beta", party="vendor")
    records = [ACME, beta, paper, vendor, hosting, secret]
    journal.put(*records)
    found = made(FILES, journal, part(records, journal.moment()))
    assert b"eta" not in found.replace(b"metadata", b"")
    assert b"paper" not in found
    assert b"secret" not in found
    assert json.loads(lines(found)[3])["withheld"] == "others"
    assert json.loads(lines(found)[4])["state"]


def test_whoever_had_the_id_before_is_not_told_of() -> None:
    journal = Journal()
    beta = build(Organisation, id="beta", name="Beta Ltd")
    before = build(Engagement, id="hosting", organisation="beta", name="Of others")
    now = build(Engagement, id="hosting", name="Hosting")
    journal.put(ACME, beta, before)
    journal.delete(before)
    journal.put(now)
    journal.redact(3)
    found = made(FILES, journal, part([ACME, beta, now], journal.moment()))
    assert [b"envelope" in line for line in lines(found)] == [False, True, True, True, False, False]
    assert check(found, []).unchanged


def test_a_state_taken_out_of_the_journal_is_told(journal: Journal) -> None:
    journal.put(FIRST, action=Action.CHANGED)
    records = [ACME, MAILER, VAULT, FIRST, SECOND]
    then = part(records, journal.moment())
    before = made(FILES, journal, then)
    journal.redact(4)
    now = check(made(FILES, journal, part(records, journal.moment())), [])
    assert now.unchanged, now.faults
    assert [(n.where, n.message) for n in now.notes] == [
        ("entry 4", "Its state was taken out of the journal later, by entry 7.")
    ]
    as_of = made(FILES, journal, then)
    assert as_of != before
    verdict = check(as_of, [])
    assert verdict.unchanged, verdict.faults
    assert "taken out of the journal after the bundle's moment" in verdict.notes[0].message


def test_an_earlier_moment_has_the_journal_of_then(journal: Journal) -> None:
    found = made(FILES, journal, part([ACME, MAILER, VAULT, FIRST], journal.moment(4)))
    assert len(lines(found)) == 4
    assert b"landestine" not in found
    assert check(found, []).unchanged


def test_a_journal_that_does_not_fit_is_not_vouched_for(journal: Journal) -> None:
    cut = part([ACME], journal.moment())
    changed = msgspec.structs.replace(journal.entries[2], actor="somebody else")
    wrong = [*journal.entries[:2], changed, *journal.entries[3:]]
    problem = bundle(FILES, wrong, cut, OURS)
    assert isinstance(problem, BundleProblem)
    assert "Entry 3 of the journal does not fit" in problem.message
    problem = bundle(FILES, journal.entries[:3], cut, OURS)
    assert isinstance(problem, BundleProblem)
    assert "does not lead to entry 5" in problem.message
    assert isinstance(bundle(FILES, journal.entries[1:], cut, OURS), BundleProblem)


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "x y", "MANIFEST.json", ".x", "", "é"])
def test_a_file_with_a_name_that_leads_elsewhere_is_misuse(journal: Journal, name: str) -> None:
    with pytest.raises(ValueError, match="bundle"):
        made({name: b""}, journal, part([ACME], journal.moment()))


def test_more_than_a_bundle_may_hold_is_told(journal: Journal) -> None:
    many = {f"{number}": b"" for number in range(MOST_FILES)}
    problem = bundle(many, journal.entries, part([ACME], journal.moment()), OURS)
    assert isinstance(problem, BundleProblem)
    assert "choose fewer formats" in problem.message
    with pytest.raises(ValueError, match="more than"):
        packed({f"{number}": b"" for number in range(MOST_FILES + 1)})


def run(folder: Path, *command: str, given: bytes = b"") -> str:
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, check=False)
    return f"{done.returncode} {done.stdout.decode()}{done.stderr.decode()}"


@pytest.mark.skipif(not which("openssl"), reason="there is no openssl here")
def test_openssl_checks_the_signature(journal: Journal, tmp_path: Path) -> None:
    for name in (KEY, MANIFEST, SIGNATURE):
        (tmp_path / name).write_bytes(contents(everything(journal))[name])
    command = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", KEY, "-rawin")
    command = (*command, "-in", MANIFEST, "-sigfile", SIGNATURE)
    assert run(tmp_path, *command).startswith("0 Signature Verified")
    (tmp_path / MANIFEST).write_bytes(contents(everything(journal))[MANIFEST] + b" ")
    assert run(tmp_path, *command).startswith("1 Signature Verification Failure")
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", KEY, "-outform", "DER"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    ).stdout
    if which("sha256sum"):
        assert run(tmp_path, "sha256sum", given=der).startswith(f"0 {OURS.fingerprint}")


@pytest.mark.skipif(not (which("sha256sum") and which("sed")), reason="there is no sha256sum here")
def test_sha256sum_checks_the_files(journal: Journal, tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(everything(journal))) as pack:
        pack.extractall(tmp_path)
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    command = next(line.strip() for line in readme.splitlines() if "sha256sum -c" in line)
    done = run(tmp_path, "sh", "-c", command)
    assert done.startswith("0 ")
    assert done.count(": OK") == len(FILES) + 2
    (tmp_path / "register.json").write_bytes(b"{}")
    assert "register.json: FAILED" in run(tmp_path, "sh", "-c", command)
