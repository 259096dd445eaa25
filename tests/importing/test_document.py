"""The strict reader of YAML texts."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ropa.importing.document import MAX_DEPTH, Document, Plain, Problem, read_document


def data(text: str) -> Plain:
    document, problems = read_document(text)
    assert problems == ()
    assert document is not None
    return document.data


def refused(text: str) -> tuple[Problem, ...]:
    document, problems = read_document(text)
    assert document is None
    assert problems
    return problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
        ("12:30", "12:30"),
        ("0", 0),
        ("42", 42),
        ("-7", -7),
        ("'42'", "42"),
        ("01234567", "01234567"),
        ("+442071234567", "+442071234567"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1.2.3", "1.2.3"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("''", ""),
        ("<<", "<<"),
        ("=", "="),
        ("Zürich – 東京", "Zürich – 東京"),
        ('"a\\tb\\nc"', "a\tb\nc"),
        ("[]", []),
        ("{}", {}),
        ("123456789012345678", 123456789012345678),
    ],
)
def test_values(written: str, value: Plain) -> None:
    found = data(f"a: {written}\n")
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


def test_lists_and_mappings_with_their_lines() -> None:
    document, problems = read_document(
        "# About\n\na: 1\nb:\n  - c: x\n    d: |\n      y\n      z\n  - e\n"
    )
    assert problems == ()
    assert document is not None
    assert document.data == {"a": 1, "b": [{"c": "x", "d": "y\nz\n"}, "e"]}
    assert dict(document.lines) == {
        (): 3,
        ("a",): 3,
        ("b",): 4,
        ("b", 0): 5,
        ("b", 0, "c"): 5,
        ("b", 0, "d"): 6,
        ("b", 1): 9,
    }


def test_the_line_of_what_is_missing_is_that_of_its_holder() -> None:
    document, _ = read_document("a:\n  - b: 1\n")
    assert document is not None
    assert document.line(("a", 0, "c", 5)) == 2
    assert document.line(("z",)) == 1


def test_windows_line_ends_and_a_byte_order_mark() -> None:
    document, _ = read_document("\ufeffa: 1\r\nb: 2\r\n")
    assert document is not None
    assert document.data == {"a": 1, "b": 2}
    assert document.line(("b",)) == 2


@pytest.mark.parametrize(
    ("text", "line", "path", "message"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, ("b",), "'c' stands here a second time, after line 3."),
        ("- a: 1\n- a: &x 1\n", 2, (1, "a"), "'&x' refers to another place"),
        ("a: *x\n", 1, ("a",), "'*x' refers to another place"),
        ("a: !!str x\n", 1, ("a",), "'!!str' marks a type"),
        ("a: !own {}\n", 1, ("a",), "'!own' marks a type"),
        ("a: ! x\n", 1, ("a",), "'!' marks a type"),
        ("a: 1\n---\nb: 2\n", 2, (), "Only one document"),
        ("%YAML 1.1\n---\na: NO\n", 1, (), "start with '%'"),
        ("%TAG ! x\n---\na: b\n", 1, (), "start with '%'"),
        ("1: a\n", 1, (), "A name must be text"),
        ("null: a\n", 1, (), "A name must be text"),
        ("true: a\n", 1, (), "A name must be text"),
        ("? [a]\n: b\n", 1, (), "cannot be a name"),
        ("? {a: 1}\n: b\n", 1, (), "cannot be a name"),
        ("a: 1.5\n", 1, ("a",), "'1.5' is a decimal number"),
        ("a: [.inf]\n", 1, ("a", 0), "'.inf' is a decimal number"),
        ("a: .NaN\n", 1, ("a",), "'.NaN' is a decimal number"),
        ("a: 1e3\n", 1, ("a",), "'1e3' is a decimal number"),
        ("a: 1234567890123456789\n", 1, ("a",), "too long"),
        ("a: 1\nb: \x00\n", 2, (), "U+0000"),
        ("a: \x1b[0m\n", 1, (), "U+001B"),
        ("a: \ud800\n", 1, (), "U+D800"),
        ("a: \uffff\n", 1, (), "U+FFFF"),
        ('a: "\\0"\n', 1, ("a",), "U+0000"),
        ('a: "\\ud800"\n', 1, ("a",), "U+D800"),
        ('a: "\\r"\n', 1, ("a",), "U+000D"),
        ("", 1, (), "nothing"),
        ("# only words\n", 1, (), "nothing"),
        ("words\n", 1, (), "must be a list, or names with values"),
        ("42\n", 1, (), "must be a list, or names with values"),
        ("a: [1\n", 2, ("a", 1), "not valid YAML"),
        ("a:\n\t- b\n", 2, ("a",), "not valid YAML"),
        ('a: "\\UFFFFFFFF"\n', None, ("a",), "not valid YAML"),
    ],
)
def test_refusals(text: str, line: int | None, path: tuple[str | int, ...], message: str) -> None:
    problem = refused(text)[0]
    assert message in problem.message
    assert (problem.line, problem.path) == (line, path)


def test_several_problems_are_told_at_once() -> None:
    problems = refused("a: 1.5\nb: 2\nb: 3\nc: *x\n")
    assert [problem.line for problem in problems] == [1, 3, 4]


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_the_depth_is_limited() -> None:
    assert data(nested(MAX_DEPTH))
    assert "levels deep" in refused(nested(MAX_DEPTH + 1))[0].message


@pytest.mark.parametrize(
    "part", ["[", "{", "- ", "? ", "[[],", "a: ", "*", "&", "!", "%", "'", '"']
)
def test_long_nonsense_is_refused(part: str) -> None:
    assert refused(part * 20_000)


def test_a_document_can_not_be_changed() -> None:
    document, _ = read_document("a: 1\n")
    assert document is not None
    with pytest.raises(AttributeError):
        document.data = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        document.lines[()] = 2  # type: ignore[index]


def is_plain(value: Plain) -> bool:
    if isinstance(value, dict):
        return all(type(key) is str and is_plain(part) for key, part in value.items())
    if isinstance(value, list):
        return all(map(is_plain, value))
    return value is None or type(value) in (str, int, bool)


def walk(value: Plain, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return {path}.union(*(walk(part, (*path, key)) for key, part in value.items()))
    if isinstance(value, list):
        return {path}.union(*(walk(part, (*path, n)) for n, part in enumerate(value)))
    return {path}


def check(text: str) -> None:
    document, problems = read_document(text)
    assert (document is None) == bool(problems)
    lines = text.count("\n") + text.count("\r") + text.count("\u2028") + text.count("\u2029") + 1
    for problem in problems:
        assert isinstance(problem.message, str)
        assert problem.line is None or 1 <= problem.line <= lines
    if isinstance(document, Document):
        assert isinstance(document.data, dict | list)
        assert is_plain(document.data)
        assert walk(document.data) == set(document.lines)
        assert all(1 <= line <= lines for line in document.lines.values())


PIECES = st.one_of(
    st.sampled_from("-?:,[]{}#&*!|>'\"%@`~=<.\\ \t\n\r\0\x07\x85\u2028\ufeff\ud800aAuUxNn019_+"),
    st.sampled_from(
        ["---", "...", "<<", ": ", "- ", "? ", "%YAML 1.1\n", "%TAG ", "\n  ", "!!", "\\x", "e3"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=40))
@example("%YAML 1.2\n%YAML 1.2\n---\na")
@example("- !<tag:yaml.org,2002:int> x")
def test_no_text_makes_it_raise(text: str) -> None:
    check(text)


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_mixture_of_signs_makes_it_raise(text: str) -> None:
    check(text)
