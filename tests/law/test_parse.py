"""Broken rows are refused, with the file, the line and the path."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.core.reference import Reference
from ropa.importing.law import LawProblem, law_digest, parse_law

Texts = dict[str, str]


def broken(texts: Texts, file: str, old: str, new: str) -> list[LawProblem]:
    assert old in texts[file]
    reference, problems = parse_law({**texts, file: texts[file].replace(old, new, 1)})
    assert reference is None
    assert problems
    return list(problems)


def line_of(texts: Texts, file: str, words: str) -> int:
    return texts[file][: texts[file].index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("adequacy.yml", "scope: full", "scope: whole", "Invalid enum value 'whole'"),
        ("adequacy.yml", "scope: full", "extent: full", "Object contains unknown field `extent`"),
        ("adequacy.yml", "    regime: UK\n", "", "Object missing required field `regime`"),
        ("adequacy.yml", "2020-12-31", "2020-13-31", "Invalid RFC3339"),
        ("adequacy.yml", "source: [DPA18, DUAA]", "source: []", "Expected `array` of length >= 1"),
        ("adequacy.yml", "source: [DPA18,", "source: [DPA17,", "There is no 'DPA17'."),
        ("adequacy.yml", "place: AT", "place: XX", "There is no 'XX'."),
        ("adequacy.yml", "id: uk-at", "id: uk-be", "Another row says the same thing ('uk-be')"),
        ("adequacy.yml", "place: AT", "place: BE", "('UK BE full') for the same days."),
        ("adequacy.yml", "valid_until: null", "valid_until: 2020-12-30", "ends before it begins"),
        ("adequacy.yml", "verified: true", "verified: 'true'", "Expected `bool`, got `str`"),
        ("adequacy.yml", "adequacy:\n", "adequate:\n", "There is no table 'adequate'."),
        ("countries.yml", "name: Andorra", "name: 7", "Expected `str`, got `int`"),
        ("countries.yml", "{code: AE", "{code: AD", "Another row says the same thing ('AD')"),
        ("memberships.yml", "country: AT", "country: BE", "Another row says the same thing"),
        ("memberships.yml", "country: AT", "country: AA", "There is no 'AA'."),
        ("rights.yml", "      erasure: applies\n", "", "'erasure' needs exactly one answer."),
        ("rights.yml", "erasure: applies", "erasure: perhaps", "There is no answer 'perhaps'."),
        ("rights.yml", "basis: consent", "basis: assent", "There is no 'assent'."),
        ("rights.yml", "valid_until: 2026-02-04", "valid_until: null", "same thing ('adm')"),
        ("regimes.yml", "domestic: [GB]", "domestic: [UK]", "There is no 'UK'."),
        ("regimes.yml", "2026-09-30", "2026-10-02", "begin where the one before it ends"),
        ("article9.yml", "schedule1: [sch1_1]", "schedule1: [sch1_5]", "There is no 'sch1_5'."),
        ("mechanisms.yml", "module: module_1", "module: module_9", "There is no 'module_9'."),
        ("sources.yml", "  - id: DPV23", "  - id: DPV22", "There is no 'DPV23'."),
        ("pecr.yml", "pecr:\n", "pecr: []\nx:\n", "A table is a list of rows."),
        ("pecr.yml", "regulation: 22(3)", "regulation: 22.3", "decimal number"),
    ],
)
def test_a_broken_row_is_refused(texts: Texts, file: str, old: str, new: str, message: str) -> None:
    assert message in " ".join(problem.message for problem in broken(texts, file, old, new))


def test_a_problem_names_file_line_and_path(texts: Texts) -> None:
    line = line_of(texts, "adequacy.yml", "scope: full")
    (problem,) = broken(texts, "adequacy.yml", "scope: full", "scope: whole")
    assert problem.file == "adequacy.yml"
    assert problem.line == line
    assert problem.path == ("adequacy", 0, "scope")


def test_a_table_may_stand_in_one_file_only(texts: Texts) -> None:
    reference, problems = parse_law({**texts, "zz.yml": texts["pecr.yml"]})
    assert reference is None
    assert [(one.file, one.path) for one in problems] == [("zz.yml", ("pecr",))]
    assert "pecr.yml" in problems[0].message


def test_every_table_must_be_there(texts: Texts) -> None:
    reference, problems = parse_law({k: v for k, v in texts.items() if k != "pecr.yml"})
    assert reference is None
    assert [one.message for one in problems] == ["No file has the table 'pecr'."]


def test_a_file_names_its_tables(texts: Texts) -> None:
    _, problems = parse_law({**texts, "zz.yml": "- a\n"})
    assert problems[0] == LawProblem("zz.yml", 1, (), "The file must name its tables.")


def test_all_broken_rows_are_named(texts: Texts) -> None:
    text = texts["pecr.yml"].replace("label:", "title:")
    _, problems = parse_law({**texts, "pecr.yml": text})
    assert [one.path[:2] for one in problems] == [("pecr", 0), ("pecr", 1)]


def test_the_order_of_the_files_does_not_matter(texts: Texts, reference: Reference) -> None:
    turned = dict(reversed(list(texts.items())))
    found, _ = parse_law(turned)
    assert found is not None
    assert found.tables == reference.tables
    assert found.digest == reference.digest == law_digest(turned)


def test_a_changed_comment_changes_the_digest(texts: Texts, reference: Reference) -> None:
    found, _ = parse_law({**texts, "pecr.yml": texts["pecr.yml"] + "# More.\n"})
    assert found is not None
    assert found.digest != reference.digest


values = st.recursive(
    st.sampled_from(["null", "a", "2026-01-01", "1", "true", "UK"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.lists(inner, max_size=3).map(
            lambda parts: "{" + ", ".join(f"k{n}: {v}" for n, v in enumerate(parts)) + "}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["pecr", "sources", "adequacy", "x"]), values, max_size=3))
def test_nothing_makes_it_raise(tables: dict[str, str]) -> None:
    text = "".join(f"{name}: {value}\n" for name, value in tables.items())
    reference, problems = parse_law({"a.yml": text})
    assert reference is None
    assert problems
