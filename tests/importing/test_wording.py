"""What is wrong with a value is said in words, at its line."""

from __future__ import annotations

import pytest

from ropa.importing.files import FileProblem, parse_folder
from ropa.importing.wording import suggestion


def refused(file: str, text: str) -> list[FileProblem]:
    found, problems = parse_folder({file: text}, None)
    assert found is None
    return list(problems)


def only(problems: list[FileProblem]) -> tuple[int | None, str, str]:
    (problem,) = problems
    return problem.line, problem.path, problem.message


ONE_PROBLEM = [
    # What is written under "acme:" in organisations.yml, then line, path and words.
    ("  name: 7\n", 2, "acme.name", "expected text, found the number 7"),
    ("  name: true\n", 2, "acme.name", "expected text, found true"),
    ("  name: [A]\n", 2, "acme.name", "expected text, found a list"),
    ("  name: {a: b}\n", 2, "acme.name", "expected text, found a group of fields"),
    ("  name:\n", 2, "acme.name", "expected text, found nothing"),
    ("  name: ''\n", 2, "acme.name", "expected text, found an empty text"),
    (f"  name: {'x' * 501}\n", 2, "acme.name", "expected at most 500 characters, found 501"),
    ("  country: GB\n", 1, "acme", "the field “name” (Name) is missing"),
    ("  name: A\n  nmae: B\n", 3, "acme.nmae", "there is no such field; did you mean “name”?"),
    ("  name: A\n  id: acme\n", 3, "acme.id", "the identifier stands in front of its record"),
    ("  name: A\n  country: gb\n", 3, "acme.country", "a two-letter country code, EU, EEA or"),
    ("  name: A\n  country: Britain\n", 3, "acme.country", "GLOBAL, found “Britain”"),
    ("  name: A\n  email: nobody\n", 3, "acme.email", "expected an email address"),
    ("  name: A\n  website: ftp://a.b\n", 3, "acme.website", "starting with http:// or https://"),
    ("  name: A\n  website: 'javascript:x'\n", 3, "acme.website", "found “javascript:x”"),
    ("  name: A\n  headcount: -1\n", 3, "acme.headcount", "expected a whole number, 0 or more"),
    ("  name: A\n  headcount: few\n", 3, "acme.headcount", "0 or more, found “few”"),
    ("  name: A\n  headcount: true\n", 3, "acme.headcount", "0 or more, found true"),
    (
        "  name: A\n  public_authority: no\n",
        3,
        "acme.public_authority",
        "true or false, found “no”",
    ),
    ("  name: A\n  regimes: uk-gdpr\n", 3, "acme.regimes", "expected a list, found text"),
    (
        "  name: A\n  regimes: [UK]\n",
        3,
        "acme.regimes[0]",
        "one of: uk-gdpr, eu-gdpr, other; found",
    ),
    (
        "  name: A\n  authorisation: genral\n",
        3,
        "acme.authorisation",
        "expected one of: specific, general; found “genral”; did you mean “general”?",
    ),
    ("  name: A\n  party: 'Acme Ltd'\n", 3, "acme.party", "lower-case letters, digits and hyphens"),
    ("  name: A\n  statements: [text]\n", 3, "acme.statements[0]", "expected a group of fields"),
    (
        "  name: A\n  statements:\n    - topic: sale\n",
        4,
        "acme.statements[0]",
        "the field “words” (Words) is missing",
    ),
    ("  name: A\n  retired: maybe\n", 3, "acme.retired", "expected true or false, found “maybe”"),
    ("  name: A\n  retired: ~\n", 3, "acme.retired", "expected true or false, found nothing"),
    ("  name: A\n  provenance: ~\n", 3, "acme.provenance", "expected a list, found nothing"),
    (
        "  name: A\n  provenance:\n    - {field: country}\n",
        4,
        "acme.provenance[0].field",
        "“country” has a source but no answer",
    ),
    ("  name: A\n  name: B\n", 3, "acme", "a second time, after line 2"),
    ("\tname: A\n", 2, "acme", "not valid YAML"),
    ("  name: [A\n", 3, "acme", "not valid YAML"),
    ("  name: &a A\n", 2, "acme.name", "refers to another place"),
    ("  name: !!int 7\n", 2, "acme.name", "marks a type"),
    ("  name: 1.5\n", 2, "acme.name", "decimal number"),
    ('  name: "A\\0"\n', 2, "acme.name", "U+0000"),
    ("  name: A\0\n", 2, "", "U+0000"),
]


@pytest.mark.parametrize(("text", "line", "path", "words"), ONE_PROBLEM)
def test_one_problem(text: str, line: int, path: str, words: str) -> None:
    found_line, found_path, message = only(refused("organisations.yml", f"acme:\n{text}"))

    assert found_line == line
    assert found_path.startswith(path)
    assert words in message


def test_no_message_shows_what_only_programmers_read() -> None:
    messages = [
        problem.message
        for text, *_ in ONE_PROBLEM
        for problem in refused("organisations.yml", f"acme:\n{text}")
    ]

    for word in ("`", "regex", "Expected", "object", "array", "$"):
        assert [message for message in messages if word in message] == []


def test_an_unknown_field_that_is_like_none_lists_them_all() -> None:
    _, _, message = only(refused("purposes.yml", "a:\n  name: A\n  zzz: 1\n"))

    assert message == (
        "there is no such field; there are name, description, dpv, note, retired, provenance"
    )


def test_a_long_value_is_shown_cut() -> None:
    text = f"acme:\n  name: A\n  email: {'x' * 99}\n"

    _, _, message = only(refused("organisations.yml", text))

    assert message.endswith(f"found “{'x' * 40}…”")


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "23.11.2026", "2026-11-23T10:00"])
def test_a_bad_date(day: str) -> None:
    text = f"notice:\n  name: Notice\n  date: {day}\n"

    assert only(refused("documents.yml", text)) == (
        3,
        "notice.date",
        f"expected a date such as 2026-11-23, found “{day}”",
    )


def test_a_bad_duration() -> None:
    text = "long:\n  name: Long\n  minimum: 6 years\n"

    assert only(refused("retention-rules.yml", text)) == (
        3,
        "long.minimum",
        "expected an ISO 8601 duration such as P6Y, found “6 years”",
    )


def test_near_matches_are_not_sought_among_thousands() -> None:
    assert suggestion("a", ["aa", "b"]) == "; did you mean “aa”?"
    assert suggestion("a", (f"a{number}" for number in range(3_000))) == ""
