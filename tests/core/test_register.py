import datetime
import re
from collections import defaultdict
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.register import Key, Moment, Register, Stamp, owner
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.references import references
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import REGISTER
from ropa.records.system import System
from ropa.sample.make import sample
from ropa.vocabulary import Kind
from tests.build import DEFAULTS, build, register
from tests.randomly import record_of

ACME, OTHER = "acme", "umbrella"
OWNED: list[type[Record]] = [
    cls for cls in REGISTER if cls is Organisation or "organisation" in DEFAULTS[cls]
]
SHARED: list[type[Record]] = [cls for cls in REGISTER if cls not in OWNED]
NOW = Moment(9, "f" * 64, "2026-11-23T09:00:00.000000Z")


def key(record: Record) -> Key:
    return record.KIND, record.id


# ---- what is in it -----------------------------------------------------------------------------


def test_records_stand_by_kind_in_the_order_of_their_ids() -> None:
    b, a = build(Party, id="b"), build(Party, id="a")
    made = register(b, build(Activity), a)
    assert list(made) == [a, b, build(Activity)]
    assert list(made.parties) == ["a", "b"]
    assert len(made) == 3


def test_a_record_is_found_by_kind_and_id() -> None:
    made = register(build(Party))
    assert made.get(Kind.PARTY, "vendor") == build(Party)
    assert made.get(Kind.PARTY, "other") is None
    assert made.get(Kind.PURPOSE, "vendor") is None
    assert made.get(Kind.PARTY, None) is None


@pytest.mark.parametrize("cls", REGISTER)
def test_every_kind_has_a_mapping_of_its_own(cls: type[Record]) -> None:
    record = build(cls)
    made = register(record)
    name = "people" if cls.KIND is Kind.PERSON else cls.KIND.plural.replace("-", "_")
    assert dict(getattr(made, name)) == {record.id: record} == dict(made.all(cls))


def test_mappings_are_frozen() -> None:
    made = register(build(Party))
    with pytest.raises(TypeError):
        made.parties["other"] = build(Party)  # type: ignore[index]
    with pytest.raises(AttributeError):
        made.moment = NOW  # type: ignore[misc]


def test_equality_is_that_of_the_records() -> None:
    one = register(build(Party))
    stamped = Register.of([build(Party)], NOW).changed(
        (), (), {(Kind.PARTY, "vendor"): Stamp(9, NOW.instant, "dpo")}, NOW
    )
    assert one == stamped
    assert one != register(build(Party, name="Another"))
    assert one != register()
    assert register() == Register({})
    assert one != "a register"


def test_a_register_cannot_be_hashed() -> None:
    with pytest.raises(TypeError):
        hash(register())


# ---- how it changes ----------------------------------------------------------------------------


def test_what_did_not_change_keeps_its_identity() -> None:
    before = register(build(Party, id="a"), build(Party, id="b"), build(Purpose))
    after = before.changed([build(Party, id="b", name="B")], (), {}, NOW)
    assert after.parties["a"] is before.parties["a"]
    assert after.purposes is before.purposes
    assert after.parties["b"].name == "B"
    assert before.parties["b"].name == "Vendor"
    assert after.moment == NOW


def test_new_records_are_put_in_order() -> None:
    before = register(build(Party, id="b"))
    after = before.changed([build(Party, id="c"), build(Party, id="a")], (), {}, NOW)
    assert list(after.parties) == ["a", "b", "c"]


def test_records_go_with_their_stamps() -> None:
    stamps = {(Kind.PARTY, id): Stamp(n, "", "dpo") for n, id in enumerate("ab")}
    before = register(build(Party, id="a"), build(Party, id="b")).changed((), (), stamps, NOW)
    after = before.changed((), [(Kind.PARTY, "a")], {}, NOW)
    assert list(after.parties) == ["b"]
    assert list(after.stamps) == [(Kind.PARTY, "b")]
    assert len(before.stamps) == 2


def test_a_record_that_is_not_there_may_go() -> None:
    assert register().changed((), [(Kind.PARTY, "a")], {}, NOW) == register()


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=12))
def test_changes_one_by_one_give_what_the_last_of_each_give(steps: list[tuple[str, bool]]) -> None:
    made = register()
    last: dict[str, Record] = {}
    for number, (id, put) in enumerate(steps):
        if put:
            last[id] = build(Party, id=id, name=f"Name {number}")
            made = made.changed([last[id]], (), {}, NOW)
        else:
            last.pop(id, None)
            made = made.changed((), [(Kind.PARTY, id)], {}, NOW)
    assert made == Register.of(last.values())
    assert list(made.parties) == sorted(last)


# ---- who refers to what ------------------------------------------------------------------------


def test_referrers_are_named_once_each() -> None:
    activity = build(
        Activity,
        purposes=[{"purpose": "billing"}],
        data=[{"data": "contact", "purposes": ["billing"]}],
        provenance=[{"field": "purposes", "document": "notice"}],
    )
    made = register(activity, build(Purpose), build(Document))
    assert made.referrers[Kind.PURPOSE, "billing"] == (activity,)
    assert made.referrers[Kind.DOCUMENT, "notice"] == (activity,)
    assert made.referrers[Kind.ORGANISATION, "acme"] == (activity,)
    assert (Kind.ACTIVITY, "a1") not in made.referrers


def test_referrers_of_what_is_not_there_are_known_too() -> None:
    activity = build(Activity, systems=["gone"])
    assert register(activity).referrers[Kind.SYSTEM, "gone"] == (activity,)


# ---- whose it is -------------------------------------------------------------------------------


def test_an_organisation_owns_itself_and_what_names_it() -> None:
    assert owner(build(Organisation)) == "acme"
    assert owner(build(Activity)) == "acme"
    assert owner(build(Party)) is None
    assert owner(build(Document)) is None
    assert owner(build(Document, organisation="acme")) == "acme"


def two_organisations() -> Register:
    return register(
        build(Organisation, id=ACME),
        build(Organisation, id=OTHER, name="Umbrella"),
        build(Activity, organisation=ACME, engagements=["hosting"]),
        build(Engagement, organisation=ACME, party="vendor"),
        build(Activity, id="a2", organisation=OTHER, name="Secret project"),
        build(Party, representative="agent"),
        build(Party, id="agent", name="Agent"),
        build(Party, id="unused", name="Unused"),
        build(AdequacyConfirmation, evidence="checks"),
        build(AdequacyConfirmation, id="unused-us", party="unused"),
        build(Document, id="checks", name="Checks"),
        build(Document, id="secret", name="Secret document", organisation=OTHER),
    )


def test_own_records_and_the_shared_they_reach_are_seen() -> None:
    own = two_organisations().only([ACME])
    assert {key(record) for record in own} == {
        (Kind.ORGANISATION, ACME),
        (Kind.ACTIVITY, "a1"),
        (Kind.ENGAGEMENT, "hosting"),
        (Kind.PARTY, "vendor"),
        (Kind.PARTY, "agent"),
        (Kind.ADEQUACY_CONFIRMATION, "vendor-us"),
        (Kind.DOCUMENT, "checks"),
    }


def test_shared_records_that_nobody_uses_are_seen_unless_a_stranger_made_them() -> None:
    made = two_organisations()
    party, confirmation = (Kind.PARTY, "unused"), (Kind.ADEQUACY_CONFIRMATION, "unused-us")
    by = {party: Stamp(1, "", "ann"), confirmation: Stamp(2, "", "nightly-import")}
    both = made.changed((), (), by, NOW)
    mine, theirs = set(map(key, both.only([ACME]))), set(map(key, both.only([OTHER])))
    assert set(map(key, both.only([ACME], ["bo"]))) == {*mine, party, confirmation}
    assert set(map(key, both.only([OTHER], ["ann"]))) == {*theirs, confirmation}
    assert len(both.only(["nobody"], [])) == 0


def test_several_organisations_see_what_each_sees() -> None:
    both = two_organisations()
    assert set(map(key, both.only([ACME, OTHER]))) == {
        *map(key, both.only([ACME])),
        *map(key, both.only([OTHER])),
    }
    assert len(both.only([])) == 0
    assert len(both.only(["nobody"])) == 0


def test_a_sister_named_as_a_party_shows_nothing_of_its_register() -> None:
    made = register(
        build(Organisation, id=ACME),
        build(Organisation, id=OTHER, name="Umbrella", party="umbrella-party", headcount=5),
        build(Party, id="umbrella-party", name="Umbrella as a party"),
        build(Engagement, organisation=ACME, party="umbrella-party"),
    )
    own = made.only([ACME])
    assert list(own.organisations) == [ACME]
    assert list(own.parties) == ["umbrella-party"]


def test_a_link_to_the_other_organisation_leads_nowhere() -> None:
    # The store refuses such a link; a register read from a file may hold one.
    made = register(
        build(Organisation, id=ACME),
        build(Activity, organisation=ACME, systems=["theirs"]),
        build(System, id="theirs", organisation=OTHER),
    )
    assert list(made.only([ACME]).systems) == []


def test_sources_that_belong_to_the_other_organisation_are_taken_off() -> None:
    sources = [
        {"field": "name", "document": "ours"},
        {"field": "name", "document": "secret"},
        {"field": "name", "place": "§2"},
        {"field": "name", "document": "common"},
    ]
    made = register(
        build(Organisation, id=ACME),
        build(Activity, organisation=ACME, purposes=[{"purpose": "billing"}]),
        build(Purpose, provenance=sources),
        build(Document, id="ours", organisation=ACME),
        build(Document, id="common"),
        build(Document, id="secret", organisation=OTHER, name="Secret document"),
    )
    own = made.only([ACME])
    named = [source.document for source in own.purposes["billing"].provenance]
    assert named == ["ours", None, "common"]
    assert set(own.documents) == {"ours", "common"}
    assert "secret" not in text_of(own)


def test_records_without_foreign_sources_keep_their_identity() -> None:
    made = two_organisations()
    own = made.only([ACME])
    assert own.parties["vendor"] is made.parties["vendor"]


def test_only_seen_records_have_stamps() -> None:
    made = two_organisations()
    stamps = {key(record): Stamp(n, "", "dpo") for n, record in enumerate(made)}
    redacted = frozenset([(Kind.ACTIVITY, "once-there")])
    own = made.changed((), (), stamps, NOW, redacted).only([ACME])
    assert set(own.stamps) == {key(record) for record in own}
    assert own.moment == NOW
    assert own.redacted == frozenset()


def text_of(made: Register) -> str:
    held = [list(made.records[kind].items()) for kind in made.records]
    return msgspec.json.encode([held, list(made.stamps)]).decode()


def random_register(random: Random) -> Register:
    """Make a register of two organisations; each one's own ids and words carry its mark."""
    shared = [(cls, f"{cls.KIND.value}-shared-{n}") for cls in SHARED for n in range(3)]
    records: list[Record] = []
    for organisation in (ACME, OTHER):
        classes: list[type[Record]] = [cls for cls in OWNED if cls is not Organisation]
        classes.append(Document)
        own = [(cls, f"{cls.KIND.value}-{organisation}-{n}") for cls in classes for n in range(3)]
        ids: dict[Kind, list[str]] = defaultdict(list)
        for cls, id in (*own, *shared):
            ids[cls.KIND].append(id)
        records.append(marked(record_of(Organisation, organisation, organisation, ids, random)))
        for cls, id in own:
            record = record_of(cls, id, organisation, ids, random)
            if cls is Document:
                record = msgspec.structs.replace(record, organisation=organisation)
            records.append(marked(record))
    ids = defaultdict(list)
    for cls, id in shared:
        ids[cls.KIND].append(id)
    for cls, id in shared:
        record = record_of(cls, id, ACME, ids, random)
        if cls is Document:
            record = msgspec.structs.replace(record, organisation=None)
        foreign = [f"document-{random.choice((ACME, OTHER))}-{random.randrange(3)}"]
        sources = [{"field": "note", "document": document} for document in foreign]
        plain = {**msgspec.to_builtins(record), "note": "A note", "provenance": sources}
        records.append(msgspec.convert(plain, cls))
    return Register.of(records)


def marked(record: Record) -> Record:
    return msgspec.structs.replace(record, note=f"words of {owner(record)}")


@given(st.integers(min_value=0))
def test_nothing_of_the_other_organisation_is_ever_seen(seed: int) -> None:
    whole = random_register(Random(seed))
    for mine, theirs in ((ACME, OTHER), (OTHER, ACME)):
        for strangers in (None, ()):
            own = whole.only([mine], strangers)
            assert {owner(record) for record in own} <= {mine, None}
            assert {key(r) for r in whole if owner(r) == mine} <= {key(r) for r in own}
            assert not re.search(theirs, text_of(own))


@given(st.integers(min_value=0))
def test_a_shared_record_is_seen_only_where_it_can_be_reached(seed: int) -> None:
    whole = random_register(Random(seed))
    own = whole.only([ACME])
    reached = {key(record) for record in whole if owner(record) == ACME}
    while True:
        further = {
            (link.kind, link.id)
            for record in whole
            if key(record) in reached
            for link in references(record)
        }
        further |= {
            key(confirmation)
            for confirmation in whole.adequacy_confirmations.values()
            if (Kind.PARTY, confirmation.party) in reached
        }
        further = {
            found
            for found in further
            if (target := whole.get(*found)) is not None and owner(target) in (ACME, None)
        }
        if further <= reached:
            break
        reached |= further
    shared = {key(record) for record in own if owner(record) is None}
    assert shared == {found for found in reached if owner(of(whole, found)) is None}


def of(whole: Register, found: Key) -> Record:
    record = whole.get(*found)
    assert record is not None
    return record


def test_of_a_sample_neither_organisation_sees_the_other() -> None:
    start = datetime.datetime(2022, 10, 3, tzinfo=datetime.UTC)
    held: dict[Key, Record] = {}
    for batch in sample(60, 4, start):
        held.update({key(record): record for record in batch.put})
        for gone in batch.delete:
            del held[gone]
    whole = Register.of(held.values())
    for mine in whole.organisations:
        own = whole.only([mine])
        theirs = {r.id for r in whole if owner(r) not in (mine, None) and r.id not in whole.parties}
        # Their ids, not ours: some of both are made from one name.
        theirs -= {record.id for record in own}
        quoted = re.compile("|".join(f'"{id}"' for id in sorted(theirs)))
        assert not quoted.search(text_of(own))
        assert len(own) < len(whole)


def test_a_source_that_is_stripped_leaves_the_answer() -> None:
    rule = build(RetentionRule, provenance=[{"field": "name", "document": "secret"}])
    made = register(
        build(Organisation, id=ACME),
        build(System, organisation=ACME, retention=rule.id),
        rule,
        build(Document, id="secret", organisation=OTHER),
    )
    assert made.only([ACME]).retention_rules[rule.id].name == rule.name
    assert made.retention_rules[rule.id].provenance != ()
