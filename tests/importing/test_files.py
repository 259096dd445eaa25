"""A folder of files becomes a register, or every problem with its file, line and path."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.importing.files import FILES, FileProblem, parse_folder
from ropa.importing.law import parse_law
from ropa.records.activity import ActivityPurpose
from ropa.records.organisation import Organisation
from ropa.records.purpose import Purpose
from tests.build import activity, build, register

ACME = "acme:\n  name: Acme Ltd\n"
TWO = "acme:\n  name: Acme Ltd\nother:\n  name: Other Ltd\n"


@pytest.fixture(scope="module")
def reference() -> Reference:
    folder = Path(__file__).parents[2] / "data" / "law"
    texts = {path.name: path.read_bytes().decode() for path in folder.glob("*.yml")}
    found, problems = parse_law(texts)
    assert found is not None, problems
    return found


def refused(reference: Reference | None = None, **texts: str) -> list[FileProblem]:
    """Parse files named by the keywords; give the problems there must be."""
    files = {f"{name.replace('_', '-')}.yml": text for name, text in texts.items()}
    found, problems = parse_folder(files, reference)
    assert found is None
    assert problems
    return list(problems)


def accepted(**texts: str) -> Register:
    files = {f"{name.replace('_', '-')}.yml": text for name, text in texts.items()}
    found, problems = parse_folder(files, None)
    assert problems == ()
    assert found is not None
    return found


def only(problems: list[FileProblem]) -> tuple[str, int | None, str, str]:
    (problem,) = problems
    return problem.file, problem.line, problem.path, problem.message


def test_records_of_several_files() -> None:
    found = accepted(
        organisations=ACME,
        purposes="billing:\n  name: Billing\n",
        activities="a1:\n"
        "  organisation: acme\n"
        "  name: Billing customers\n"
        "  purposes:\n"
        "    - purpose: billing\n"
        "      bases: []\n"
        "  data: ~\n",
    )

    assert found == register(
        build(Organisation),
        build(Purpose),
        activity(purposes=(ActivityPurpose(purpose="billing", bases=()),)),
    )


def test_the_order_of_the_files_does_not_matter() -> None:
    files = {"purposes.yml": "b:\n  name: B\na:\n  name: A\n", "organisations.yml": ACME}

    forwards, _ = parse_folder(files, None)
    backwards, _ = parse_folder(dict(reversed(files.items())), None)

    assert forwards == backwards
    assert forwards is not None
    assert list(forwards.purposes) == ["a", "b"]


def test_a_problem_in_one_line() -> None:
    problem = FileProblem("activities.yml", 23, "c1.purposes[0].bases", "expected a list")

    assert str(problem) == "activities.yml, line 23, c1.purposes[0].bases: expected a list"
    assert str(FileProblem("a.yml", None, "", "is odd")) == "a.yml: is odd"
    assert str(FileProblem("", None, "", "there are no files")) == "there are no files"


def test_an_empty_folder() -> None:
    found, (problem,) = parse_folder({}, None)

    assert found is None
    assert (problem.file, problem.line, problem.path) == ("", None, "")
    assert all(name in problem.message for name in FILES)


def test_files_for_all_records_of_a_register_and_no_accounts() -> None:
    assert len(FILES) == 16
    assert "people.yml" in FILES
    assert "users.yml" not in FILES
    assert "memberships.yml" not in FILES


@pytest.mark.parametrize("name", ["activity.yml", "users.yml", "purposes.yaml", "Purposes.yml", ""])
def test_an_unknown_file(name: str) -> None:
    found, (problem,) = parse_folder({name: "", "organisations.yml": ACME}, None)

    assert found is None
    assert (problem.file, problem.line) == (name, None)
    assert "expected organisations.yml, parties.yml" in problem.message


def test_a_contradiction_within_a_record() -> None:
    text = "long:\n  name: Long\n  minimum: P6Y\n  maximum: P1Y\n"

    assert only(refused(retention_rules=text)) == (
        "retention-rules.yml",
        4,
        "long.maximum",
        "is shorter than the minimum",
    )


def test_a_contradiction_within_a_line() -> None:
    problems = refused(
        organisations=ACME,
        purposes="billing:\n  name: Billing\n",
        activities="a1:\n  organisation: acme\n  name: A\n  purposes:\n    - purpose: billing\n"
        "      bases: [contract, consent]\n",
    )

    assert only(problems) == (
        "activities.yml",
        5,
        "a1.purposes[0].combination",
        'say whether "all" of the bases apply, or "either" of them',
    )


def test_a_repeated_line() -> None:
    line = "    - {topic: sale, words: No.}\n"
    problems = refused(organisations=f"{ACME}  statements:\n{line}{line}")

    assert only(problems)[:3] == ("organisations.yml", 5, "acme.statements[1]")


@pytest.mark.parametrize("id", ["Acme", "acme ltd", "acme_ltd", "-acme", "acme-", "ACME", "é"])
def test_a_bad_identifier(id: str) -> None:
    assert only(refused(purposes=f"{id}:\n  name: A\n")) == (
        "purposes.yml",
        1,
        id,
        f"expected an identifier: lower-case letters, digits and hyphens, found “{id}”",
    )


@pytest.mark.parametrize("data", ["~", "text", "7", "[a, b]"])
def test_a_record_that_is_no_group_of_fields(data: str) -> None:
    file, line, path, message = only(refused(purposes=f"a: {data}\n"))

    assert (file, line, path) == ("purposes.yml", 1, "a")
    assert "expected a group of fields" in message


def test_a_list_of_records() -> None:
    assert only(refused(purposes="- id: a\n  name: A\n")) == (
        "purposes.yml",
        1,
        "",
        "expected each record under its identifier (identifier: fields), found a list",
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n", "text\n"])
def test_a_file_without_records(text: str) -> None:
    (problem,) = refused(purposes=text)

    assert problem.file == "purposes.yml"


def test_an_identifier_used_twice() -> None:
    file, line, _, message = only(refused(purposes="a:\n  name: A\na:\n  name: B\n"))

    assert (file, line) == ("purposes.yml", 3)
    assert "a second time, after line 1" in message


def test_identifiers_are_unique_within_a_kind_only() -> None:
    found = accepted(purposes="a:\n  name: A\n", parties="a:\n  name: A\n")

    assert len(found) == 2


def test_a_link_to_a_record_that_does_not_exist() -> None:
    problems = refused(
        organisations=ACME,
        engagements="mailing:\n  organisation: acme\n  name: Mailing\n",
        activities="a1:\n  organisation: acme\n  name: A\n  engagements:\n    - mailing\n"
        "    - mailign\n",
    )

    assert only(problems) == (
        "activities.yml",
        6,
        "a1.engagements[1]",
        "there is no engagement “mailign” in engagements.yml; did you mean “mailing”?",
    )


def test_a_link_within_a_line() -> None:
    problems = refused(
        organisations=ACME,
        purposes="billing:\n  name: B\n",
        activities="a1:\n  organisation: acme\n  name: A\n  purposes:\n    - purpose: marketing\n",
    )

    assert only(problems) == (
        "activities.yml",
        5,
        "a1.purposes[0].purpose",
        "there is no purpose “marketing” in purposes.yml",
    )


def test_a_link_of_a_source() -> None:
    problems = refused(organisations=f"{ACME}  provenance:\n    - {{field: name, document: dpa}}\n")

    assert only(problems) == (
        "organisations.yml",
        4,
        "acme.provenance[0].document",
        "there is no document “dpa”: documents.yml is missing",
    )


def test_no_link_is_missed_because_its_file_or_record_is_bad() -> None:
    problems = refused(
        organisations=ACME,
        purposes="billing: [\n",
        engagements="mailing:\n  organisation: acme\n",
        activities="a1:\n  organisation: acme\n  name: A\n  engagements: [mailing]\n"
        "  purposes:\n    - purpose: billing\n",
    )

    assert {problem.file for problem in problems} == {"purposes.yml", "engagements.yml"}


def test_a_link_into_another_organisations_record() -> None:
    problems = refused(
        organisations=TWO,
        systems="crm:\n  organisation: other\n  name: CRM\n",
        activities="a1:\n  organisation: acme\n  name: A\n  systems: [crm]\n",
    )

    assert only(problems) == (
        "activities.yml",
        4,
        "a1.systems[0]",
        "the system “crm” belongs to “other”, and this record to “acme”",
    )


def test_an_organisations_statement_from_another_ones_document() -> None:
    statement = "  statements:\n    - {topic: sale, words: No., document: notice}\n"
    problems = refused(
        organisations=f"{TWO}{statement}",
        documents="notice:\n  name: Notice\n  organisation: acme\n",
    )

    assert only(problems)[:3] == ("organisations.yml", 6, "other.statements[0].document")


def test_shared_records_may_be_linked_by_all() -> None:
    found = accepted(
        organisations=TWO,
        documents="law:\n  name: A law\nnotice:\n  name: Notice\n  organisation: acme\n",
        purposes="billing:\n  name: B\n  provenance:\n    - {field: name, document: notice}\n",
        activities="a1:\n  organisation: acme\n  name: A\n  purposes:\n    - purpose: billing\n"
        "a2:\n  organisation: other\n  name: A\n  breaches: [law]\n",
    )

    assert len(found) == 7


def law(text: str, reference: Reference | None) -> tuple[FileProblem, ...]:
    files = {
        "organisations.yml": ACME,
        "purposes.yml": "billing:\n  name: B\n",
        "activities.yml": "a1:\n  organisation: acme\n  name: A\n  purposes:\n"
        f"    - purpose: billing\n      {text}\n",
    }
    return parse_folder(files, reference)[1]


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (
            "bases: [contrct]",
            "a1.purposes[0].bases[0]",
            "the law data knows no “contrct” for “Lawful bases”; did you mean “contract” (Co",
        ),
        ("bases: [zzz]", "a1.purposes[0].bases[0]", "; it knows consent, contract, legal_oblig"),
        ("schedule1: [zzz]", "a1.purposes[0].schedule1[0]", "knows no “zzz” for “Schedule 1 co"),
        ("recognised_interest: crime", "a1.purposes[0].recognised_interest", "“Recognised leg"),
    ],
)
def test_a_word_the_law_does_not_know(
    reference: Reference, text: str, path: str, message: str
) -> None:
    (problem,) = law(text, reference)

    assert (problem.file, problem.line, problem.path) == ("activities.yml", 6, path)
    assert message in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UK", "did you mean “GB” (United Kingdom)?"),
        ("ZZ", "knows no “ZZ” for “Country of establishment”"),
        ("gb", "expected a two-letter country code"),
    ],
)
def test_a_place_that_does_not_exist(reference: Reference, text: str, words: str) -> None:
    _, line, path, message = only(
        refused(reference, organisations=f"acme:\n  name: A\n  country: {text}\n")
    )

    assert (line, path) == (3, "acme.country")
    assert words in message


def test_words_and_places_the_law_knows(reference: Reference) -> None:
    assert law("bases: [contract]", reference) == ()
    text = "hosting:\n  organisation: acme\n  name: H\n  stored_in: [NO, GB, EU, EEA, GLOBAL]\n"
    found, problems = parse_folder({"organisations.yml": ACME, "engagements.yml": text}, reference)
    assert problems == ()
    assert found is not None
    assert found.engagements["hosting"].stored_in == ("EEA", "EU", "GB", "GLOBAL", "NO")


def test_without_a_reference_the_law_is_not_asked() -> None:
    assert law("bases: [contrct]", None) == ()


def test_all_problems_are_told_in_the_order_of_files_and_lines() -> None:
    problems = refused(
        organisations="acme:\n  name: 7\n  country: gb\n  colour: red\n  party: nobody\n",
        purposes="a:\n  name: A\nB:\n  nmae: B\nc: text\n",
        documents="d:\n\tname: D\n",
    )

    assert [(problem.file, problem.line, problem.path) for problem in problems] == [
        ("organisations.yml", 2, "acme.name"),
        ("organisations.yml", 3, "acme.country"),
        ("organisations.yml", 4, "acme.colour"),
        ("organisations.yml", 5, "acme.party"),
        ("purposes.yml", 3, "B"),
        ("purposes.yml", 3, "B"),
        ("purposes.yml", 4, "B.nmae"),
        ("purposes.yml", 5, "c"),
        ("documents.yml", 2, "d"),
    ]


def test_several_problems_in_one_line_of_a_record() -> None:
    text = (
        f"{ACME}  statements:\n"
        "    - topic: sales\n"
        "      words: 7\n"
        "      page: 3\n"
        "    - words: Well.\n"
    )

    assert [(problem.line, problem.path) for problem in refused(organisations=text)] == [
        (4, "acme.statements[0].topic"),
        (5, "acme.statements[0].words"),
        (6, "acme.statements[0].page"),
        (7, "acme.statements[1]"),
    ]


@settings(max_examples=300)
@given(
    st.dictionaries(
        st.one_of(st.sampled_from(list(FILES)), st.text(max_size=8)),
        st.one_of(
            st.text(max_size=60),
            st.text(alphabet="ab:-[]{}#&*!|>'\"%@\n\t 1~,", max_size=80),
            st.sampled_from(["name", "purposes", "provenance", "data", "id", "places"]).flatmap(
                lambda field: st.sampled_from(
                    ["", "7", "x", "[x]", "[[x]]", "[{}]", "{}", "[{field: name}]", "~", "[~]"]
                ).map(lambda value: f"a:\n  {field}: {value}\n")
            ),
        ),
        max_size=4,
    )
)
def test_whatever_the_texts_the_answer_is_a_register_or_problems(texts: dict[str, str]) -> None:
    found, problems = parse_folder(texts, None)

    assert (found is None) == bool(problems)
    assert all(str(problem) for problem in problems)
