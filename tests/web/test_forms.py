"""Every field of every kind, from a record to the controls of its form and back."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ropa.records.activity import Activity
from ropa.records.base import Problem, Record
from ropa.records.canonical import canonical
from ropa.records.data_category import DataCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import REGISTER, Many, fields
from ropa.vocabulary import Kind
from ropa.web.forms.context import SELECT_MOST
from ropa.web.forms.faults import FORM, at_controls, faults
from ropa.web.forms.model import FormModel
from ropa.web.forms.picks import settle
from ropa.web.forms.posted import PREFIX, Posted
from ropa.web.forms.reading import posted_of, read
from ropa.web.forms.sections import layout
from ropa.web.forms.steps import step_in, taken, tidy
from ropa.web.forms.widgets import Widget, asked
from ropa.web.pages import prepare_pages
from tests.build import build
from tests.randomly import record_of
from tests.records.filling import filled
from tests.web.browsing import Pairs, form_in, sent
from tests.web.modelling import field, model, offers, rendered
from tests.web.reading import parse, text

IDS = {kind: [f"{kind.value}-{n}" for n in range(3)] for kind in Kind}
HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}",
    '" autofocus onfocus="alert(1)',
    "it's </textarea><b>",
    "&amp; &#0; &lt;",
    "\N{RIGHT-TO-LEFT OVERRIDE}evil",
    "\u0639\u0631\u0628\u064a \N{GRINNING FACE}",
    "x" * 300,
)


@pytest.fixture(scope="module")
def app() -> Flask:
    """The templates alone."""
    from pathlib import Path

    import ropa

    app = Flask(__name__, template_folder=str(Path(ropa.__file__).parent / "templates"))
    prepare_pages(app)
    return app


def browsed(app: Flask, form: FormModel) -> Pairs:
    return sent(form_in(parse(rendered(app, form))))


def again(cls: type[Record], pairs: Pairs, record: Record) -> Record | None:
    """Read what a browser sends of a record's form, with what the form does not ask for."""
    plain = read(cls, tidy(cls, Posted.of(pairs)))
    kept = {name: getattr(record, name, None) for name in ("id", "retired", "sha256")}
    if "organisation" not in [spec.name for spec in asked(cls)]:
        kept["organisation"] = getattr(record, "organisation", None)
    given = {name: value for name, value in kept.items() if value}
    read_again, problems = canonical(cls, {**plain, **given})
    assert read_again is not None, problems
    return read_again


# ---- there and back ----------------------------------------------------------------------------


@pytest.mark.parametrize("cls", REGISTER)
def test_a_full_record_comes_back_from_its_form(app: Flask, cls: type[Record]) -> None:
    record = filled(cls)
    assert again(cls, browsed(app, model(cls, posted_of(cls, record))), record) == record


@pytest.mark.parametrize("cls", REGISTER)
def test_an_empty_record_comes_back_from_its_form(app: Flask, cls: type[Record]) -> None:
    record = build(cls)
    assert again(cls, browsed(app, model(cls, posted_of(cls, record))), record) == record


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), st.sampled_from(REGISTER))
def test_any_record_comes_back_from_its_form(app: Flask, random: Random, cls: type[Record]) -> None:
    record = record_of(cls, "one", "acme", IDS, random)
    # A browser cannot send a line break from an input of one line, nor the form a name that
    # holds one: it asks for such a text in a larger box.
    assert again(cls, browsed(app, model(cls, posted_of(cls, record))), record) == record


@given(st.randoms(use_true_random=False), st.sampled_from(REGISTER))
def test_any_record_comes_back_from_its_values(random: Random, cls: type[Record]) -> None:
    record = record_of(cls, "one", "acme", IDS, random)
    posted = posted_of(cls, record)
    assert again(cls, [(n, v) for n, vs in posted.values.items() for v in vs], record) == record


@pytest.mark.parametrize("cls", REGISTER)
def test_every_field_that_is_asked_for_stands_in_one_section(cls: type[Record]) -> None:
    named = [name for plan in layout(cls) for name in plan.fields]
    assert sorted(named) == sorted(spec.name for spec in asked(cls))


@pytest.mark.parametrize("cls", REGISTER)
def test_only_what_is_set_otherwise_is_not_asked_for(cls: type[Record]) -> None:
    left = {spec.name for spec in fields(cls)} - {spec.name for spec in asked(cls)}
    assert left <= {"id", "retired", "sha256", "organisation"}


@pytest.mark.parametrize("most", [0, SELECT_MOST + 1])
def test_links_come_back_from_few_names_and_from_many(app: Flask, most: int) -> None:
    parties = [build(Party, id=f"p{n}", name=f"Party {n}") for n in range(max(most, 2))]
    record = build(Engagement, party="p1", contracts=["d1", "d2"])
    documents = [build(Document, id=f"d{n}", name=f"Deed {n}") for n in range(max(most, 3))]
    form = model(Engagement, posted_of(Engagement, record), *parties, *documents)
    widget = field(form, "f-party").widget
    assert widget is (Widget.CHOICE if most else Widget.SELECT)
    assert len(field(form, "f-contracts").options) == (2 if most else 3)
    assert again(Engagement, browsed(app, form), record) == record


def test_bases_keep_their_order(app: Flask) -> None:
    for bases in (["consent", "contract"], ["legitimate_interests", "consent", "contract"]):
        line = {"purpose": "billing", "bases": bases, "combination": "all"}
        record = build(Activity, purposes=[line])
        form = model(Activity, posted_of(Activity, record))
        assert again(Activity, browsed(app, form), record) == record


# ---- three states ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "state"), [(None, "unknown"), ([], "none"), (["hr"], "recorded")]
)
def test_unknown_none_and_recorded_are_three_answers(value: Any, state: str) -> None:
    record = build(Activity, systems=value)
    form = model(Activity, posted_of(Activity, record))
    assert field(form, "f-systems").state == state
    assert read(Activity, posted_of(Activity, record)).get("systems") == value


@pytest.mark.parametrize("cls", REGISTER)
def test_every_field_of_several_values_asks_for_its_state(cls: type[Record]) -> None:
    form = model(cls, Posted())
    for spec in asked(cls):
        of_three = spec.many is not Many.ONE and spec.answerable
        assert field(form, PREFIX + spec.name).state == ("unknown" if of_three else "")


def test_a_new_record_begins_with_everything_unknown() -> None:
    assert read(Activity, posted_of(Activity, {})) == {"provenance": []}


def test_what_is_typed_behind_unknown_is_shown_again_and_does_not_count() -> None:
    posted = Posted.of([("f-sources", "the web"), ("f-sources.state", "unknown")])
    assert "sources" not in read(Activity, posted)
    assert field(model(Activity, posted), "f-sources").values == ("the web",)


def test_recorded_without_a_value_is_refused() -> None:
    for name in ("systems", "sources", "purposes"):
        posted = Posted.of([("f-name", "x"), (f"f-{name}.state", "recorded")])
        found = faults(Activity, read(Activity, posted), offers())
        assert [fault.control for fault in found] == [f"f-{name}"]
        assert "Unknown" in found[0].message


@pytest.mark.parametrize(("said", "value"), [("yes", True), ("no", False), ("", None)])
def test_yes_no_and_unknown_are_three_answers(said: str, value: bool | None) -> None:
    posted = Posted.of([("f-dpia_needed", said)])
    assert read(Activity, posted).get("dpia_needed") is value


def test_gaps_are_counted_by_section() -> None:
    form = model(DataCategory, posted_of(DataCategory, build(DataCategory)))
    assert form.sections[0].unknown == 3
    settled = build(DataCategory, elements=["e"], special=[], criminal=False)
    assert model(DataCategory, posted_of(DataCategory, settled)).unknown == 0


# ---- what people type --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["2026-11-23", "23 November 2026", "23 Nov 2026", "23/11/2026", " 23.11.2026 "]
)
def test_a_day_may_be_typed_in_many_ways(typed: str) -> None:
    assert read(Activity, Posted.of([("f-start", typed)]))["start"] == "2026-11-23"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("31 November 2026", "November has 30 days"), ("soon", "23 November 2026")],
)
def test_what_is_no_day_is_refused_in_words(typed: str, said: str) -> None:
    [fault] = faults(
        Activity, read(Activity, Posted.of([("f-name", "x"), ("f-start", typed)])), offers()
    )
    assert fault.control == "f-start"
    assert typed in fault.message
    assert said in fault.message


@pytest.mark.parametrize(
    ("typed", "value"),
    [("6 years", "P6Y"), ("1 year 6 months", "P1Y6M"), ("30 days", "P30D"), ("P2W", "P2W")],
)
def test_a_period_may_be_typed_in_words(typed: str, value: str) -> None:
    assert read(RetentionRule, Posted.of([("f-minimum", typed)]))["minimum"] == value


@pytest.mark.parametrize("value", ["P6Y", "P1Y", "P1Y2M3W4D", "P0D", "P06Y", "P1Y0M"])
def test_every_period_comes_back(value: str) -> None:
    record = build(RetentionRule, minimum=value)
    assert read(RetentionRule, posted_of(RetentionRule, record))["minimum"] == value


def test_a_number_may_be_typed_with_its_thousands() -> None:
    for typed in ("1,200", "1 200", "1200"):
        assert read(Organisation, Posted.of([("f-headcount", typed)]))["headcount"] == 1200


def test_what_is_no_number_or_address_is_refused() -> None:
    posted = Posted.of([("f-name", "x"), ("f-headcount", "many"), ("f-email", "nobody")])
    found = faults(Organisation, read(Organisation, posted), offers())
    assert [fault.control for fault in found] == ["f-email", "f-headcount"]


def test_spaces_around_an_address_do_not_count_and_those_of_a_text_do() -> None:
    posted = Posted.of([("f-name", " Acme "), ("f-email", " a@b.example ")])
    assert read(Organisation, posted) == {
        "name": " Acme ",
        "email": "a@b.example",
        "provenance": [],
    }


@pytest.mark.parametrize("hostile", HOSTILE)
def test_any_text_is_shown_as_it_was_typed(app: Flask, hostile: str) -> None:
    posted = Posted.of([("f-name", hostile), ("f-note", f"\n{hostile}\nand more"), ("f-id", "x")])
    page = parse(rendered(app, model(Party, posted)))
    pairs = dict(sent(form_in(page)))
    assert pairs["f-name"] == hostile
    assert pairs["f-note"] == f"\n{hostile}\nand more"
    assert not list(page.iter("script"))
    assert not [e for e in page.iter() if any(name.startswith("on") for name in e.attrib)]


@given(st.dictionaries(st.from_regex(r"f-[a-z_.0-9-]{0,20}", fullmatch=True), st.text()))
def test_nothing_that_is_posted_raises(values: dict[str, str]) -> None:
    given = Posted.of([*values.items(), ("f-data-0-purposes", "x"), ("f-purposes-99999-x", "")])
    for cls in (Activity, Person):
        posted = taken(cls, given, step_in(values.get("f-", ""), given))
        picked = settle(cls, posted, offers(), adding=True)
        found = faults(cls, read(cls, picked.posted), offers())
        assert model(cls, picked.posted, faults=found, waiting=picked.waiting).sections


# ---- faults ------------------------------------------------------------------------------------


def test_a_name_that_is_missing_is_asked_for() -> None:
    [fault] = faults(Party, {}, offers())
    assert (fault.control, fault.message) == ("f-name", "an answer is needed")


def test_what_a_record_cannot_be_without_says_so_and_never_reads_as_an_answer() -> None:
    form = model(Activity, Posted())
    name, function = field(form, "f-name"), field(form, "f-function")
    assert name.about.endswith("Needed.")
    assert (name.unset, function.unset) == ("", "Unknown")
    assert "Needed" not in function.about


def test_a_day_a_period_and_a_number_have_short_boxes() -> None:
    assert field(model(Activity, Posted()), "f-start").short
    assert field(model(RetentionRule, Posted()), "f-minimum").short
    assert field(model(Organisation, Posted()), "f-headcount").short
    assert not field(model(Activity, Posted()), "f-name").short


def test_every_link_of_the_summary_leads_to_an_id_of_the_page(app: Flask) -> None:
    posted = tidy(
        Activity,
        Posted.of(
            [
                ("f-start", "soon"),
                ("f-systems.state", "recorded"),
                ("f-purposes.state", "recorded"),
                ("f-purposes-7-policy_keep_until", "never"),
                ("f-data.state", "recorded"),
                ("f-data-0-source", "x" * 501),
                ("f-provenance-3-place", "x" * 501),
            ]
        ),
    )
    found = faults(Activity, read(Activity, posted), offers())
    problems = [Problem("purposes[0]", "repeats"), Problem("organisation", "cannot change")]
    found = (*found, *at_controls(Activity, [*problems, Problem("data.retention", "is gone")]))
    page = parse(rendered(app, model(Activity, posted, faults=found)))
    ids = {element.attrib["id"] for element in page.iter() if "id" in element.attrib}
    summary = page.find(".//div[@class='errors']")
    assert summary is not None
    links = [link.attrib["href"].removeprefix("#") for link in summary.iter("a")]
    assert len(links) == len(found) == 11
    assert set(links) <= ids
    assert {FORM, "f-name", "f-purposes-0-policy_keep_until", "f-purposes-0", "f-data"} <= set(
        links
    )
    assert "11 answers need" in text(summary)


def test_every_id_of_a_page_stands_once(app: Flask) -> None:
    posted = posted_of(Activity, filled(Activity))
    page = parse(rendered(app, model(Activity, posted)))
    ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))


def test_every_control_has_a_name_for_who_cannot_see_it(app: Flask) -> None:
    page = parse(rendered(app, model(Activity, posted_of(Activity, filled(Activity)))))
    labelled = {label.attrib.get("for") for label in page.iter("label")}
    inside = {control for label in page.iter("label") for control in label.iter("input")}
    for control in page.iter():
        if control.tag not in ("input", "select", "textarea"):
            continue
        named = control in inside or control.attrib.get("id") in labelled
        hidden = control.attrib.get("type") == "hidden"
        assert hidden or named or control.attrib.get("aria-label"), control.attrib


def test_a_fault_in_a_folded_part_opens_it() -> None:
    posted = Posted.of([("f-purposes.state", "recorded"), ("f-purposes-0-policy_keep_until", "no")])
    found = faults(Activity, read(Activity, posted), offers())
    [line] = field(model(Activity, posted, faults=found), "f-purposes").lines
    assert [
        g.open
        for g in line.groups
        if "policy" in g.fields[0].name or "article9" in g.fields[0].name
    ] == [True]


def test_a_word_the_law_does_not_have_is_refused() -> None:
    posted = Posted.of([("f-purposes-0-purpose", "billing"), ("f-purposes-0-bases", "whim")])
    found = faults(Activity, {**read(Activity, posted), "name": "x"}, offers())
    assert [(fault.control) for fault in found] == ["f-purposes-0-bases"]


def test_gaps_are_counted_beside_what_is_wrong_and_what_is_new() -> None:
    posted = Posted.of(
        [
            ("f-name", "x"),
            ("f-start", "soon"),
            ("f-review_by", "never"),
            ("f-owner", "+Jo"),
            ("f-data.state", "recorded"),
            ("f-data-0-data", "+Contact"),
            ("f-data-1-data", "+Usage"),
        ]
    )
    found = faults(Activity, read(Activity, posted), offers())
    sections = {s.id: (s.unknown, s.wrong) for s in model(Activity, posted, faults=found).sections}
    assert sections["data"] == (9, 0)  # of two lines four answers each, and the sources
    without = model(Activity, posted.put({"f-review_by": []}), faults=found[:1])
    assert sections["security"][0] == {s.id: s for s in without.sections}["security"].unknown - 1
