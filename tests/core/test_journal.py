import datetime
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.journal import (
    GENESIS,
    Entry,
    Head,
    Misfit,
    chained,
    digest_of,
    redacted_by,
    verify,
)
from ropa.vocabulary import Action, Kind

SALT = "00112233445566778899aabbccddeeff"


def entry(previous: Entry | None, **fields: Any) -> Entry:
    """Make the entry that follows another, with the digest and the hash it has to have."""
    sequence = previous.sequence + 1 if previous else 1
    at = datetime.datetime(2026, 1, 5, 9, 0, sequence, tzinfo=datetime.UTC)
    values: dict[str, Any] = {
        "sequence": sequence,
        "batch": sequence,
        "instant": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": "dpo",
        "action": Action.CHANGED,
        "kind": Kind.PARTY,
        "record": "vendor",
        "version": 1,
        "reason": "a reason",
        "salt": SALT,
        "state": f'{{"id":"vendor","name":"Name {sequence}"}}',
        **fields,
    }
    if "digest" not in values:
        held = values["state"] is not None and values["salt"] is not None
        values["digest"] = digest_of(values["salt"], values["state"]) if held else None
    return resealed(Entry(**{**values, "hash": ""}), previous)


def resealed(unsealed: Entry, previous: Entry | None) -> Entry:
    before = previous.hash if previous else GENESIS
    return msgspec.structs.replace(unsealed, hash=chained(before, unsealed))


def journal(count: int) -> list[Entry]:
    entries: list[Entry] = []
    for _ in range(count):
        entries.append(entry(entries[-1] if entries else None))
    return entries


def head_of(entries: Sequence[Entry]) -> Head:
    last = entries[-1]
    return Head(last.sequence, last.hash, last.instant)


def found(entries: Sequence[Entry], head: Head | None = None, expect: Head | None = None) -> int:
    misfit = verify(entries, head or head_of(entries), expect)
    assert misfit is not None
    return misfit.sequence


def changed(entries: Sequence[Entry], number: int, **fields: Any) -> list[Entry]:
    """Change one entry and leave all hashes as they are."""
    return [
        msgspec.structs.replace(one, **fields) if one.sequence == number else one for one in entries
    ]


# ---- what fits ---------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_journal_as_it_was_written_fits(count: int) -> None:
    entries = journal(count)
    assert verify(entries, head_of(entries)) is None
    assert verify(entries, head_of(entries), head_of(entries[:1])) is None
    assert verify(entries, head_of(entries), head_of(entries)) is None


def test_an_empty_journal_fits_its_beginning() -> None:
    assert verify([], Head()) is None
    assert verify([], Head(), Head()) is None
    assert Head().hash == GENESIS


def test_the_first_entry_follows_the_beginning() -> None:
    first = entry(None)
    assert first.hash == chained(GENESIS, first)
    other = msgspec.structs.replace(first, hash=chained("1" * 64, first))
    assert found([other]) == 1


def test_the_hash_is_over_the_envelope_and_not_the_state() -> None:
    one = entry(None)
    emptied = msgspec.structs.replace(one, state=None, salt=None)
    assert chained(GENESIS, emptied) == one.hash
    assert chained(GENESIS, msgspec.structs.replace(one, hash="")) == one.hash


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sequence", 2),
        ("batch", 2),
        ("instant", "2026-01-05T09:00:02.000000Z"),
        ("actor", "somebody"),
        ("action", Action.CREATED),
        ("kind", Kind.SYSTEM),
        ("record", "other"),
        ("version", 2),
        ("reason", None),
        ("digest", "0" * 64),
    ],
)
def test_everything_but_the_state_is_in_the_hash(field: str, value: object) -> None:
    one = entry(None)
    assert chained(GENESIS, msgspec.structs.replace(one, **{field: value})) != one.hash


def test_the_hash_depends_on_the_one_before() -> None:
    one = entry(None)
    assert chained(GENESIS, one) != chained("1" * 64, one)


def test_a_digest_depends_on_salt_and_state() -> None:
    assert digest_of(SALT, "{}") != digest_of(SALT, "{} ")
    assert digest_of(SALT, "{}") != digest_of("ff" * 16, "{}")
    assert digest_of(SALT, "{}") == digest_of(SALT, "{}")


def test_several_entries_of_one_batch_fit() -> None:
    first = entry(None)
    second = entry(first, batch=1, instant=first.instant)
    third = entry(second, batch=1, instant=first.instant)
    fourth = entry(third, batch=4)
    assert verify([first, second, third, fourth], head_of([fourth])) is None


def test_a_deletion_has_no_state_and_fits() -> None:
    first = entry(None)
    gone = entry(first, action=Action.DELETED, state=None, salt=None)
    assert verify([first, gone], head_of([gone])) is None


def test_text_outside_ascii_and_no_reason_fit() -> None:
    first = entry(None, state='{"id":"a","name":"Café \N{GRINNING FACE}"}', reason=None)
    assert verify([first], head_of([first])) is None


# ---- what does not -----------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": '{"id":"vendor"}'}, "digest does not fit"),
        ({"salt": "ff" * 16}, "digest does not fit"),
        ({"salt": "no hexadecimal"}, "digest does not fit"),
        ({"actor": "somebody"}, "hash does not fit"),
        ({"action": Action.RETIRED}, "hash does not fit"),
        ({"kind": Kind.SYSTEM}, "hash does not fit"),
        ({"record": "another"}, "hash does not fit"),
        ({"reason": "another"}, "hash does not fit"),
        ({"reason": None}, "hash does not fit"),
        ({"version": 2}, "hash does not fit"),
        ({"digest": "0" * 64}, "hash does not fit"),
        ({"digest": None, "state": None, "salt": None}, "hash does not fit"),
        ({"hash": "0" * 64}, "hash does not fit"),
        ({"state": None, "salt": None}, "lacks its state"),
        ({"state": None}, "lacks its state"),
        ({"salt": None}, "lacks its state"),
    ],
)
def test_a_changed_entry_is_named(number: int, fields: dict[str, Any], words: str) -> None:
    entries = journal(5)
    misfit = verify(changed(entries, number, **fields), head_of(entries))
    assert misfit is not None
    assert misfit.sequence == number
    assert words in misfit.message


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_missing_entry_is_named_by_the_one_after(number: int) -> None:
    entries = journal(5)
    assert found([one for one in entries if one.sequence != number], head_of(entries)) == number + 1


@pytest.mark.parametrize("sequence", [1, 3, 0, -1])
def test_a_number_left_out_or_used_twice_is_named_although_the_hashes_fit(sequence: int) -> None:
    first = entry(None)
    second = entry(first, sequence=sequence, batch=sequence)
    misfit = verify([first, second], head_of([second]))
    assert misfit == Misfit(sequence, "does not follow entry 1")


def test_entries_out_of_order_are_named() -> None:
    first, second, third = journal(3)
    assert found([first, third, second]) == 3


def test_an_entry_written_twice_is_named() -> None:
    first, second, third = journal(3)
    assert found([first, second, second, third]) == 2


def test_an_entry_of_another_journal_is_named() -> None:
    first, _, third = journal(3)
    foreign = entry(entry(None, actor="somebody"))
    assert found([first, foreign, third]) == 2


def test_a_state_given_to_a_deletion_is_named() -> None:
    first = entry(None)
    gone = entry(first, action=Action.DELETED, state=None, salt=None)
    given_back = msgspec.structs.replace(gone, state="{}", salt=SALT)
    assert found([first, given_back]) == 2


def test_an_entry_dated_before_the_last_is_named() -> None:
    first = entry(None)
    earlier = entry(first, instant="2025-01-05T09:00:00.000000Z")
    assert found([first, earlier]) == 2


@pytest.mark.parametrize("batch", [1, 2, 4])
def test_an_entry_of_a_batch_that_cannot_be_is_named(batch: int) -> None:
    first = entry(None)
    second = entry(first)
    third = entry(second, batch=batch, instant=second.instant)
    misfit = verify([first, second, third], head_of([third]))
    if batch == 2:  # it belongs to the batch of the second
        assert misfit is None
    else:
        assert misfit is not None
        assert misfit.sequence == 3


@given(
    st.integers(min_value=1, max_value=6),
    st.sampled_from(["actor", "record", "reason", "state", "instant", "digest", "salt", "hash"]),
    st.text(alphabet="0123456789abcdef", min_size=1, max_size=64),
)
def test_whatever_is_changed_the_first_such_entry_is_named(
    number: int, field: str, value: str
) -> None:
    entries = journal(6)
    if getattr(entries[number - 1], field) == value:
        return
    assert found(changed(entries, number, **{field: value}), head_of(entries)) == number


# ---- redaction ---------------------------------------------------------------------------------


def redacted(entries: list[Entry], *numbers: int) -> list[Entry]:
    """Take states out and say so at the end."""
    emptied = [
        msgspec.structs.replace(one, state=None, salt=None) if one.sequence in numbers else one
        for one in entries
    ]
    for number in numbers:
        emptied.append(
            entry(
                emptied[-1],
                action=Action.REDACTED,
                version=0,
                state=f'{{"sequence":{number}}}',
            )
        )
    return emptied


def test_a_redacted_journal_fits() -> None:
    entries = redacted(journal(4), 2, 3)
    assert verify(entries, head_of(entries)) is None
    assert verify(entries, head_of(entries), head_of(journal(4))) is None


def test_a_redaction_of_another_entry_does_not_say_why() -> None:
    entries = redacted(journal(4), 2)
    entries = changed(entries, 3, state=None, salt=None)
    assert found(entries) == 3


def test_the_first_state_without_a_redaction_is_named() -> None:
    entries = redacted(journal(5), 4)
    entries = changed(entries, 2, state=None, salt=None)
    entries = changed(entries, 3, state=None, salt=None)
    assert found(entries) == 2


def test_a_redaction_that_names_another_entry_is_named() -> None:
    entries = redacted(journal(4), 2)
    entries = changed(entries, 5, state='{"sequence":3}')
    assert found(entries) == 5


def test_a_redaction_may_be_redacted_itself_only_by_another() -> None:
    entries = redacted(journal(4), 2)
    assert found(changed(entries, 5, state=None, salt=None)) in (2, 5)


def test_a_redaction_says_what_it_took_out() -> None:
    assert redacted_by(redacted(journal(2), 1)[-1]) == 1


@pytest.mark.parametrize("state", ["{}", "[]", '"x"', '{"sequence":null}', '{"sequence":"1"}', "{"])
def test_a_redaction_that_names_no_entry_is_told(state: str) -> None:
    entries = redacted(journal(3), 2)
    broken = entry(entries[2], action=Action.REDACTED, version=0, state=state)
    misfit = verify([*entries[:3], broken], head_of([broken]))
    assert misfit is not None
    assert misfit.sequence == 4


@pytest.mark.parametrize("number", [0, -1, 4, 5, 99])
def test_a_redaction_of_what_does_not_precede_it_is_told(number: int) -> None:
    entries = journal(3)
    broken = entry(entries[2], action=Action.REDACTED, state=f'{{"sequence":{number}}}')
    assert found([*entries, broken]) == 4


def test_a_state_that_was_put_back_is_told() -> None:
    whole = journal(4)
    entries = redacted(whole, 2)
    assert found([entries[0], whole[1], *entries[2:]]) == 5


def test_a_redaction_in_the_name_of_another_record_is_told() -> None:
    entries = redacted(journal(3), 2)
    other = entry(entries[2], action=Action.REDACTED, record="other", state='{"sequence":2}')
    assert found([*entries[:3], other]) == 4


# ---- what a chain alone cannot tell ------------------------------------------------------------


def test_a_cut_tail_shows_only_against_what_was_noted() -> None:
    entries = journal(5)
    cut = entries[:3]
    assert verify(cut, head_of(cut)) is None
    assert verify(cut, head_of(cut), head_of(entries)) == Misfit(
        5, "was noted earlier and is gone: the journal ends at 3"
    )
    assert verify(cut, head_of(cut), head_of(cut)) is None


def test_a_journal_computed_anew_shows_only_against_what_was_noted() -> None:
    entries = journal(5)
    anew: list[Entry] = []
    for one in entries:
        mended = msgspec.structs.replace(one, actor="somebody") if one.sequence == 2 else one
        anew.append(resealed(mended, anew[-1] if anew else None))
    assert verify(anew, head_of(anew)) is None
    assert found(anew, expect=head_of(entries)) == 5
    assert found(anew, expect=head_of(entries[:3])) == 3
    assert verify(anew, head_of(anew), head_of(entries[:1])) is None


def test_a_journal_that_grew_since_fits_what_was_noted() -> None:
    entries = journal(5)
    assert verify(entries, head_of(entries), head_of(entries[:2])) is None


@pytest.mark.parametrize(
    "head",
    [Head(2, "0" * 64), Head(4, "0" * 64), Head(3, "0" * 64), Head()],
)
def test_a_head_that_is_not_the_last_entry_is_told(head: Head) -> None:
    entries = journal(3)
    misfit = verify(entries, head)
    assert misfit is not None
    assert misfit.sequence == min(head.sequence, 3) + 1
    assert "does not fit the head" in misfit.message


def test_a_head_without_entries_is_told() -> None:
    misfit = verify([], Head(3, "0" * 64))
    assert misfit is not None
    assert misfit.sequence == 1
