import datetime
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.canonical import canonical
from ropa.records.engagement import Engagement
from ropa.records.paths import line_key
from ropa.records.purpose import Purpose
from ropa.records.references import references
from ropa.records.spec import FieldSpec, Many, fields
from ropa.sample.batch import Batch
from ropa.sample.make import sample
from ropa.store.engine import open_engine
from ropa.store.journal import verify_journal
from ropa.store.law import read_law
from ropa.store.load import differences, load
from ropa.vocabulary import ActivityRole, Kind
from tests.sample.applying import store

START = datetime.datetime(2022, 10, 3, tzinfo=datetime.UTC)
LAW = Path(__file__).parents[2] / "data" / "law"


def made(activities: int, seed: int = 1) -> tuple[Batch, ...]:
    return tuple(sample(activities, seed, START))


def after(batches: tuple[Batch, ...]) -> dict[Key, Record]:
    held: dict[Key, Record] = {}
    for batch in batches:
        held.update({(record.KIND, record.id): record for record in batch.put})
        for key in batch.delete:
            del held[key]
    return held


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_law(LAW)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_database_takes_every_batch(database_url: str, seed: int) -> None:
    engine = open_engine(database_url)
    with Session(engine) as session:
        batches = made(30, seed)
        store(session, batches)
        connection = session.connection()
        assert differences(connection) == []
        assert verify_journal(connection) is None
        register = load(connection)
        assert len(register.activities) == 30
        assert {key for batch in batches for key in batch.retire} == {
            (record.KIND, record.id) for record in register if record.retired
        }
    engine.dispose()


def test_the_same_number_and_seed_give_the_same_batches() -> None:
    assert made(40, 7) == made(40, 7)
    assert made(40, 7) != made(40, 8)
    assert made(40, 7) != made(41, 7)


@pytest.mark.parametrize("activities", [1, 2, 17, 450])
def test_it_has_as_many_activities_as_asked(activities: int) -> None:
    kinds = Counter(kind for kind, _ in after(made(activities)))
    assert kinds[Kind.ACTIVITY] == activities
    assert kinds[Kind.ORGANISATION] == 2


def test_it_has_at_least_one_activity() -> None:
    with pytest.raises(ValueError, match="at least one"):
        made(0)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_record_is_in_its_stored_form(seed: int) -> None:
    for batch in made(150, seed):
        for record in batch.put:
            assert canonical(type(record), record) == (record, ())


def test_every_batch_fits_what_was_there_before() -> None:
    held: dict[Key, Record] = {}
    for batch in made(300):
        keys = [*((r.KIND, r.id) for r in batch.put), *batch.retire, *batch.delete]
        assert keys
        assert len(set(keys)) == len(keys)
        assert all(key in held for key in (*batch.retire, *batch.delete))
        assert all(held.get((record.KIND, record.id)) != record for record in batch.put)
        held.update({(record.KIND, record.id): record for record in batch.put})
        for key in batch.delete:
            del held[key]
        links = ((link.kind, link.id) for record in held.values() for link in references(record))
        assert all(link in held for link in links)


def test_people_work_in_office_hours() -> None:
    instants = [batch.at for batch in made(300)]
    assert all(before < then for before, then in pairwise(instants))
    assert all(at.weekday() < 5 and 8 <= at.hour < 17 for at in instants)
    assert instants[0] >= START
    assert instants[-1] - instants[0] > datetime.timedelta(days=3 * 365)
    assert instants[-1] - START < datetime.timedelta(weeks=208)


def test_about_a_third_of_the_activities_are_edited() -> None:
    puts = Counter(
        record.id
        for batch in made(1000)
        for record in batch.put
        if isinstance(record, Activity) and not record.name.endswith("(draft)")
    )
    assert 0.25 < sum(count > 1 for count in puts.values()) / len(puts) < 0.45


def test_vocabularies_are_reused() -> None:
    few = Counter(kind for kind, _ in after(made(100)))
    many = Counter(kind for kind, _ in after(made(2000)))
    for kind in (Kind.PURPOSE, Kind.DATA_CATEGORY, Kind.RETENTION_RULE, Kind.SECURITY_MEASURE):
        assert few[kind] == many[kind] < 60
    assert many[Kind.PARTY] < 2000 / 10


def test_engagements_stand_four_deep_over_several_countries() -> None:
    register = Register.of(after(made(30)).values())
    deep = Counter(depth(register, engagement) for engagement in register.engagements.values())
    assert max(deep) == 4
    places = {
        place
        for engagement in register.engagements.values()
        for place in (*(engagement.stored_in or ()), *(engagement.accessed_from or ()))
    }
    assert places >= {"GB", "IE", "DE", "US", "IN"}


def depth(register: Register, engagement: Engagement) -> int:
    above = register.engagements.get(engagement.under or "")
    return 1 if above is None else 1 + depth(register, above)


def test_every_field_is_sometimes_answered_and_every_gap_sometimes_left() -> None:
    held = tuple(after(made(600)).values())
    never: list[str] = []
    for cls in (Activity, Engagement):
        records = [record for record in held if isinstance(record, cls)]
        for spec in fields(cls):
            values = [getattr(record, spec.name) for record in records]
            never.extend(missing(cls.__name__, spec, values))
            if spec.many is Many.LINES and spec.name != "provenance":
                lines = [line for value in values for line in value or ()]
                for part in fields(spec.line):
                    parts = [getattr(line, part.name) for line in lines]
                    never.extend(missing(f"{cls.__name__}.{spec.name}", part, parts))
    assert sorted(never) == [
        "Activity.note is never answered",
        "Activity.purposes.policy_keep_until is never answered",
        "Engagement.note is never answered",
    ]


def missing(where: str, spec: FieldSpec, values: list[object]) -> list[str]:
    found = []
    if all(value is None for value in values):
        found.append(f"{where}.{spec.name} is never answered")
    # The organisations name every engagement's category and service; each data line its data.
    always = {"category", "service", "data", "status"}
    if spec.gap and spec.name not in always and None not in values:
        found.append(f"{where}.{spec.name} is never unknown")
    return found


def test_a_recorded_none_is_not_a_gap() -> None:
    activities = [r for r in after(made(200)).values() if isinstance(r, Activity)]
    assert {activity.breaches for activity in activities} >= {None, ()}
    assert {activity.recipient_categories for activity in activities} >= {None, ()}


def test_every_word_of_the_law_is_one(reference: Reference) -> None:
    for record in after(made(300)).values():
        for spec in fields(type(record)):
            check_words(record, spec, reference)
            if spec.many is Many.LINES:
                for line in getattr(record, spec.name) or ():
                    for part in fields(spec.line):
                        check_words(line, part, reference)


def check_words(holder: object, spec: FieldSpec, reference: Reference) -> None:
    value = getattr(holder, spec.name)
    if not spec.about.law or not value:
        return
    for word in (value,) if spec.many is Many.ONE else value:
        assert reference.law_word(spec.about.law, word) is not None, (spec.name, word)


def test_each_basis_has_what_it_needs_somewhere() -> None:
    held = after(made(300)).values()
    lines = [line for r in held if isinstance(r, Activity) for line in r.purposes or ()]
    assert any(line.law_cited for line in lines if line.bases == ("legal_obligation",))
    assert any(line.interest and line.assessment for line in lines)
    assert any(line.article9 and line.schedule1 and line.policy for line in lines)
    assert any(line.consent_record for line in lines if "consent" in (line.bases or ()))
    assert any(line.pecr_marketing for line in lines)
    recognised = [line for line in lines if line.bases == ("recognised_legitimate_interests",)]
    assert recognised
    assert all(line.recognised_interest and not line.interest for line in recognised)


def test_recognised_interests_are_used_only_since_they_are_law() -> None:
    for batch in made(300):
        for record in batch.put:
            if isinstance(record, Activity) and any(
                line.recognised_interest for line in record.purposes or ()
            ):
                assert batch.at.date() >= datetime.date(2026, 2, 5)


def test_clients_are_served_by_the_logistics_company() -> None:
    register = Register.of(after(made(60)).values())
    served = [a for a in register.activities.values() if a.role is ActivityRole.PROCESSOR]
    assert served
    for activity in served:
        assert activity.organisation == "ostrelway-logistics"
        assert activity.operations
        assert all(line.bases is None for line in activity.purposes or ())
    named = {client for activity in served for client in activity.on_behalf_of or ()}
    assert "pennaquil-stores" in named


def test_the_sister_company_is_engaged_as_a_party() -> None:
    register = Register.of(after(made(30)).values())
    assert any(
        engagement.party == "ostrelway-logistics" and engagement.organisation == "pennaquil-stores"
        for engagement in register.engagements.values()
    )


def test_each_organisation_sees_a_register_of_its_own() -> None:
    register = Register.of(after(made(60)).values())
    for organisation in register.organisations:
        own = register.only([organisation])
        assert 15 < len(own.activities) < 45
        assert own.engagements
        assert own.transfers
        assert own.adequacy_confirmations
    assert set(register.only(register.organisations).all(Purpose)) <= set(register.purposes)


def test_lines_of_an_activity_differ() -> None:
    for record in after(made(500)).values():
        if isinstance(record, Activity):
            keys = [line_key(line) for line in record.data or ()]
            assert len(set(keys)) == len(keys)
