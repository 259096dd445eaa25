"""Lines, cells of the matrix, and finding what is named."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.records.spec import REGISTER, fields
from ropa.vocabulary import Kind
from ropa.web.forms.context import CHIPS_MOST
from ropa.web.forms.picks import settle
from ropa.web.forms.posted import Posted
from ropa.web.forms.reading import posted_of, read
from ropa.web.forms.steps import Step, step_in, taken, tidy
from tests.build import build
from tests.web.modelling import field, model, offers

# ---- lines and cells ---------------------------------------------------------------------------


def test_a_line_is_added_and_taken_away() -> None:
    posted = taken(Activity, Posted(), step_in("line f-purposes", Posted()))
    posted = taken(Activity, posted, Step("line", "f-purposes"))
    assert posted.lines("f-purposes") == (0, 1)
    assert posted.state("f-purposes") == "recorded"
    posted = posted.put({"f-purposes-0-purpose": ["a"], "f-purposes-1-purpose": ["b"]})
    posted = taken(Activity, posted, step_in("drop f-purposes-0", posted))
    assert read(Activity, posted)["purposes"] == [{"purpose": "b"}]


def test_what_a_basis_needs_is_open_where_it_is_chosen() -> None:
    line = {"purpose": "billing", "bases": ["legal_obligation"]}
    form = model(Activity, posted_of(Activity, build(Activity, purposes=[line])))
    [shown] = field(form, "f-purposes").lines
    assert [g.title for g in shown.groups if g.needed] == [
        "Legal obligation or public task (c), (e)"
    ]
    assert all(g.open for g in shown.groups if g.needed)
    bases = next(f for f in shown.groups[0].fields if f.name.endswith("-bases"))
    assert bases.notes == ("Legal obligation (c) needs: citation of the law.",)


def ticked(posted: Posted, *cells: tuple[str, str]) -> Posted:
    """Tick cells of the matrix as a browser shows it."""
    m = field(model(Activity, posted, *VOCABULARY), "f-data").matrix
    assert m is not None
    rows, columns = [row.head.value for row in m.rows], [column.value for column in m.columns]
    values = [f"{rows.index(row)}x{columns.index(column)}" for row, column in cells]
    heads = {m.rows_name: rows, m.columns_name: columns}
    return posted.put({**heads, m.cells_name: values, "f-data.state": ["recorded"]})


VOCABULARY = (
    build(DataCategory),
    build(DataCategory, id="usage", name="Usage"),
    *(
        msgspec.structs.replace(build(cls))
        for cls in REGISTER
        if cls.KIND is Kind.DATA_SUBJECT_CATEGORY
    ),
)


def test_a_ticked_cell_is_a_line_and_what_was_said_of_it_stays() -> None:
    begun = [{"data": "contact", "subjects": "customers", "source": "the web"}]
    posted = posted_of(Activity, build(Activity, data=begun))
    posted = tidy(
        Activity, ticked(posted, ("contact", "customers"), ("usage", "?"), ("?", "customers"))
    )
    assert read(Activity, posted)["data"] == [
        {"data": "contact", "subjects": "customers", "source": "the web"},
        {"data": "usage"},
        {"subjects": "customers"},
    ]
    assert read(Activity, tidy(Activity, posted)) == read(Activity, posted)
    posted = tidy(Activity, ticked(posted, ("usage", "?")))
    assert read(Activity, posted)["data"] == [{"data": "usage"}]


def test_nothing_is_crossed_by_itself() -> None:
    begun = [{"data": "contact", "subjects": "customers"}, {"data": "usage", "subjects": "staff"}]
    posted = posted_of(Activity, build(Activity, data=begun))
    m = field(model(Activity, posted, *VOCABULARY), "f-data").matrix
    assert m is not None
    assert sum(cell.chosen for row in m.rows for cell in row.cells) == 2


def test_the_cell_of_nobody_and_nothing_cannot_be_ticked() -> None:
    m = field(model(Activity, Posted(), *VOCABULARY), "f-data").matrix
    assert m is not None
    assert m.rows[-1].cells[-1].value == ""
    posted = ticked(Posted(), ("?", "?"))
    assert posted.lines("f-data") == ()
    assert tidy(Activity, posted).lines("f-data") == ()


def test_a_line_of_the_matrix_offers_the_purposes_of_the_same_form() -> None:
    record = build(Activity, purposes=[{"purpose": "b"}], data=[{"data": "contact"}])
    [line] = field(model(Activity, posted_of(Activity, record)), "f-data").lines
    [purposes] = [f for g in line.groups for f in g.fields if f.name.endswith("-purposes")]
    assert [option.value for option in purposes.options] == ["b"]


# ---- finding -----------------------------------------------------------------------------------


def picked(typed: str, *names: str, adding: bool = True) -> tuple[Posted, tuple[str, ...]]:
    systems = [build(Engagement, id=f"e{number}", name=name) for number, name in enumerate(names)]
    found = settle(
        Activity, Posted.of([("f-engagements.add", typed)]), offers(*systems), adding=adding
    )
    return found.posted, found.waiting.get("f-engagements", ())


@pytest.mark.parametrize("typed", ["Sentry", "sentry ", "SENTRY", "e1"])
@pytest.mark.parametrize("adding", [True, False])
def test_a_name_typed_in_full_is_chosen(typed: str, adding: bool) -> None:
    posted, waiting = picked(typed, "AWS", "Sentry", adding=adding)
    assert posted.all("f-engagements") == ("e1",)
    assert posted.state("f-engagements") == "recorded"
    assert (posted.one("f-engagements.add"), waiting) == ("", ())


def test_a_name_like_others_waits_with_them() -> None:
    posted, waiting = picked("hosting", "Cloud hosting", "Web hosting", "Email")
    assert posted.all("f-engagements") == ()
    assert posted.one("f-engagements.add") == "hosting"
    assert waiting == ("e0", "e1", "+hosting")


def test_a_name_like_no_other_is_made_when_it_is_added_and_not_before() -> None:
    posted, waiting = picked("Brevo", "AWS")
    assert posted.all("f-engagements") == ("+Brevo",)
    posted, waiting = picked("Brevo", "AWS", adding=False)
    assert (posted.all("f-engagements"), waiting) == ((), ("+Brevo",))


def test_two_records_of_one_name_are_not_guessed_between() -> None:
    _, waiting = picked("AWS", "AWS", "AWS")
    assert waiting == ("e0", "e1", "+AWS")


def test_a_word_of_the_law_is_found_and_never_made() -> None:
    for typed, held in (("France", ("FR",)), ("fr", ("FR",)), ("Atlantis", ())):
        posted = Posted.of([("f-stored_in.add", typed)])
        found = settle(Engagement, posted, offers(), adding=True)
        assert found.posted.all("f-stored_in") == held
    assert found.waiting == {"f-stored_in": ()}


def test_a_retired_record_is_not_offered_and_stays_where_it_is_chosen() -> None:
    old = build(Party, retired=True, name="Old")
    assert offers(old).few(by(Engagement, "party"), 9) == ()
    form = model(Engagement, posted_of(Engagement, build(Engagement, party="vendor")), old)
    assert [(o.label, o.chosen) for o in field(form, "f-party").options] == [("Old", True)]


def by(cls: type[Record], name: str) -> Any:
    return next(spec for spec in fields(cls) if spec.name == name)


def test_many_names_are_not_all_sent_along() -> None:
    many = [build(Party, id=f"p{n}", name=f"Party {n}") for n in range(300)]
    form = model(Engagement, posted_of(Engagement, build(Engagement, party="p7")), *many)
    assert [option.value for option in field(form, "f-party").options] == ["p7"]
    [listed] = [listed for listed in form.proposals if listed.id == "l-party"]
    assert len(listed.labels) == 200
    assert len(many) > CHIPS_MOST
