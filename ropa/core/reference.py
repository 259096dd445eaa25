"""Answer what the law and the world say on a day, from the rows of `data/law`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import msgspec

from ropa.core.law import (
    Adequacy,
    Annex1Condition,
    Article9Condition,
    BasisRights,
    Country,
    Derogation,
    LawfulBasis,
    LawTables,
    Mechanism,
    Membership,
    PecrRule,
    PlaceGroup,
    Provision,
    RegimeRow,
    Regulator,
    Right,
    RightAnswer,
    Row,
    SccModule,
    Schedule1Condition,
    Source,
    TemplateColumn,
    Territory,
    WordRow,
)

R = TypeVar("R", bound=Row)
W = TypeVar("W", bound=WordRow)
K = TypeVar("K")
Index: TypeAlias = Mapping[K, tuple[R, ...]]


GROUPS = ("EU", "EEA")
"""Places that are several countries, each with a decision of its own."""


class LawWord(msgspec.Struct, frozen=True):
    """A word that a record may use: the id of a row, and how it reads to people.

    `rows` holds more than one row where the law behind the word has changed.
    """

    table: str
    id: str
    label: str
    rows: tuple[Row, ...]

    def in_force(self, day: date) -> bool:
        """Return whether the word is law on `day`."""
        return any(row.in_force(day) for row in self.rows)


class RightUnderBasis(msgspec.Struct, frozen=True):
    """How a right stands under a lawful basis."""

    right: Right
    answer: RightAnswer


@dataclass(frozen=True, eq=False)
class Reference:
    """The law as dated rows, indexed once; regimes are the plain words "UK" and "EU".

    `digest` is the SHA-256 of the law files, in hexadecimal. Where a lookup of one word takes
    an optional day, it returns the row in force on that day, or without a day the newest row;
    None means that there is no such row.
    """

    tables: LawTables = field(repr=False)
    digest: str

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """The ISO 3166-1 alpha-2 codes and the everyday English names."""
        return MappingProxyType({row.code: row.name for row in self.tables.countries})

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The countries, and after them EU, EEA and GLOBAL, which may stand for a place."""
        groups = {row.code: row.name for row in self.tables.place_groups}
        return MappingProxyType({**self.countries, **groups})

    def is_place(self, code: str) -> bool:
        """Return whether `code` is a country or one of EU, EEA and GLOBAL."""
        return code in self.places

    def is_specific(self, code: str) -> bool:
        """Return whether `code` is a place that is not just anywhere."""
        return self.is_place(code) and code not in self._unspecific

    def place_name(self, code: str) -> str:
        """Return the English name, or the code itself where it is not known."""
        return self.places.get(code, code)

    def in_words(self, code: str) -> str:
        """Name a place as the middle of a sentence does: "the Netherlands", "Norway"."""
        name = self.place_name(code)
        return f"the {name}" if code in self._with_the else name

    @cached_property
    def _with_the(self) -> frozenset[str]:
        countries = (row.code for row in self.tables.countries if row.with_the)
        groups = (row.code for row in self.tables.place_groups if row.with_the)
        return frozenset((*countries, *groups))

    def is_eea(self, code: str, day: date) -> bool:
        """Return whether the country is a member of the EEA on `day`."""
        return self._is_member("EEA", code, day)

    def members(self, group: str, day: date) -> frozenset[str]:
        """Return the codes of the members of "EU" or "EEA" on `day`."""
        rows = self.tables.memberships
        return frozenset(row.country for row in rows if row.group == group and row.in_force(day))

    def third_country(self, place: str, regime: str, day: date) -> bool | None:
        """Return whether the place is a third country seen from the regime on `day`.

        None means that it cannot be said: an unspecific or unknown place, or a regime that
        has no rows or is not in force on that day.
        """
        row = self.regime(regime, day)
        if row is None or not self.is_place(place) or place in self._unspecific:
            return None
        place = self._state_of(place, day)
        return place not in row.domestic and not any(
            self._is_member(group, place, day) for group in row.domestic
        )

    def regime(self, regime: str, day: date) -> RegimeRow | None:
        """Return the regime if it is in force on `day`."""
        return _pick(self._regimes.get(regime, ()), day)

    def regulator(self, day: date) -> Regulator:
        """Return the UK regulator under the name it bears on `day`; every day has one row."""
        return next(row for row in self.tables.regulators if row.in_force(day))

    def adequacy(self, regime: str, place: str, day: date) -> tuple[Adequacy, ...]:
        """Return the decisions of the regime for the place that are in force on `day`.

        A territory of the EU with a code of its own shares the decisions for its state. For EU
        and EEA: the rows of every member, or none unless each member has one. A row of partial
        scope makes a place adequate only where its condition has been confirmed.
        """
        if place not in GROUPS:
            place = self._state_of(place, day)
            return _on(self._adequacy_by_place.get((regime, place), ()), day)
        members = sorted(self.members(place, day))
        found = [self.adequacy(regime, member, day) for member in members]
        return tuple(row for rows in found for row in rows) if all(found) else ()

    def adequate_organisations(self, regime: str, day: date) -> tuple[Adequacy, ...]:
        """Return the decisions for international organisations that are in force on `day`."""
        rows = _on(self.tables.adequacy, day)
        return tuple(row for row in rows if row.regime == regime and row.place is None)

    def adequacy_row(self, word: str, day: date | None = None) -> Adequacy | None:
        """Return one decision by its id."""
        return _pick(self._adequacy_by_id.get(word, ()), day)

    def basis(self, word: str, day: date | None = None) -> LawfulBasis | None:
        """Return a lawful basis of Article 6(1)."""
        return _pick(self._article6.get(word, ()), day)

    def annex1(self, word: str, day: date | None = None) -> Annex1Condition | None:
        """Return a recognised legitimate interest of UK GDPR Annex 1."""
        return _pick(self._annex1.get(word, ()), day)

    def article9(self, word: str, day: date | None = None) -> Article9Condition | None:
        """Return a condition of Article 9(2)."""
        return _pick(self._article9.get(word, ()), day)

    def schedule1(self, word: str, day: date | None = None) -> Schedule1Condition | None:
        """Return a condition of DPA 2018 Schedule 1."""
        return _pick(self._schedule1.get(word, ()), day)

    def mechanism(self, word: str, day: date | None = None) -> Mechanism | None:
        """Return an approved or safeguarded way to transfer."""
        return _pick(self._mechanisms.get(word, ()), day)

    def scc_module(self, word: str, day: date | None = None) -> SccModule | None:
        """Return a module of the EU standard contractual clauses."""
        return _pick(self._scc_modules.get(word, ()), day)

    def derogation(self, word: str, day: date | None = None) -> Derogation | None:
        """Return a derogation of Article 49(1)."""
        return _pick(self._derogations.get(word, ()), day)

    def rights(
        self, basis: str, regime: str | None = None, day: date | None = None
    ) -> tuple[RightUnderBasis, ...]:
        """Return every right with its answer under a lawful basis.

        Without a regime, the rights of both; without a day, the newest rows. Nothing for a
        basis that is unknown, not in force on the day or not of the regime.
        """
        found = self.basis(basis, day)
        answers = _pick(self._rights_by_basis.get(basis, ()), day)
        if found is None or answers is None or (regime and regime not in found.regimes):
            return ()
        regimes = {regime} if regime else set(found.regimes)
        return tuple(
            RightUnderBasis(right, self._right_answers[answers.answers[right.id]])
            for right in self.tables.rights
            if regimes.intersection(right.regimes)
            and (right.valid_until is None if day is None else right.in_force(day))
        )

    @property
    def ico_controller_columns(self) -> tuple[TemplateColumn, ...]:
        """The columns of the ICO controller template, in order."""
        return self.tables.ico_controller_columns

    @property
    def ico_processor_columns(self) -> tuple[TemplateColumn, ...]:
        """The columns of the ICO processor template, in order."""
        return self.tables.ico_processor_columns

    def pecr(self, word: str, day: date | None = None) -> PecrRule | None:
        """Return an exception of PECR 2003."""
        return _pick(self._pecr.get(word, ()), day)

    def provision(self, word: str) -> Provision | None:
        """Return what a provision says, by its id."""
        return self._provisions.get(word)

    def source(self, word: str) -> Source:
        """Return a source; every id in a row's `source` has one."""
        return self._sources[word]

    def law_word(self, table: str, word: str) -> LawWord | None:
        """Return a word of a table, or None where the table does not have it.

        The tables are those of `law_words`; any other name raises KeyError.
        """
        return self._words[table].get(word)

    def law_words(self, table: str) -> tuple[LawWord, ...]:
        """Return all words of a table, in the order of its rows.

        The tables are article6, annex1, article9, schedule1, mechanism, module, derogation,
        adequacy and place.
        """
        return tuple(self._words[table].values())

    def _state_of(self, place: str, day: date) -> str:
        territory = _pick(self._territories.get(place, ()), day)
        return territory.part_of if territory else place

    def _is_member(self, group: str, code: str, day: date) -> bool:
        return bool(_on(self._memberships.get((group, code), ()), day))

    @cached_property
    def _unspecific(self) -> frozenset[str]:
        return frozenset(row.code for row in self.tables.place_groups if not row.specific)

    @cached_property
    def _memberships(self) -> Index[tuple[str, str], Membership]:
        return _index(self.tables.memberships, lambda row: (row.group, row.country))

    @cached_property
    def _territories(self) -> Index[str, Territory]:
        return _index(self.tables.territories, lambda row: row.code)

    @cached_property
    def _regimes(self) -> Index[str, RegimeRow]:
        return _index(self.tables.regimes, lambda row: row.id)

    @cached_property
    def _adequacy_by_place(self) -> Index[tuple[str, str | None], Adequacy]:
        return _index(self.tables.adequacy, lambda row: (row.regime, row.place))

    @cached_property
    def _adequacy_by_id(self) -> Index[str, Adequacy]:
        return _index(self.tables.adequacy, lambda row: row.id)

    @cached_property
    def _article6(self) -> Index[str, LawfulBasis]:
        return _index(self.tables.article6, _id)

    @cached_property
    def _annex1(self) -> Index[str, Annex1Condition]:
        return _index(self.tables.annex1, _id)

    @cached_property
    def _article9(self) -> Index[str, Article9Condition]:
        return _index(self.tables.article9, _id)

    @cached_property
    def _schedule1(self) -> Index[str, Schedule1Condition]:
        return _index(self.tables.schedule1, _id)

    @cached_property
    def _mechanisms(self) -> Index[str, Mechanism]:
        return _index(self.tables.mechanisms, _id)

    @cached_property
    def _scc_modules(self) -> Index[str, SccModule]:
        return _index(self.tables.scc_modules, _id)

    @cached_property
    def _derogations(self) -> Index[str, Derogation]:
        return _index(self.tables.derogations, _id)

    @cached_property
    def _pecr(self) -> Index[str, PecrRule]:
        return _index(self.tables.pecr, _id)

    @cached_property
    def _provisions(self) -> Mapping[str, Provision]:
        return MappingProxyType({row.id: row for row in self.tables.provisions})

    @cached_property
    def _rights_by_basis(self) -> Index[str, BasisRights]:
        return _index(self.tables.rights_by_basis, lambda row: row.basis)

    @cached_property
    def _right_answers(self) -> Mapping[str, RightAnswer]:
        return MappingProxyType({row.id: row for row in self.tables.right_answers})

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return MappingProxyType({row.id: row for row in self.tables.sources})

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, LawWord]]:
        tables = (
            _words("article6", self._article6),
            _words("annex1", self._annex1),
            _words("article9", self._article9),
            _words("schedule1", self._schedule1),
            _words("mechanism", self._mechanisms),
            _words("module", self._scc_modules),
            _words("derogation", self._derogations),
            tuple(
                LawWord("adequacy", word, self._adequacy_label(rows[-1]), rows)
                for word, rows in self._adequacy_by_id.items()
            ),
            tuple(LawWord("place", row.code, row.name, (row,)) for row in self._place_rows),
        )
        return MappingProxyType(
            {
                words[0].table: MappingProxyType({word.id: word for word in words})
                for words in tables
                if words
            }
        )

    @property
    def _place_rows(self) -> tuple[Country | PlaceGroup, ...]:
        return (*self.tables.countries, *self.tables.place_groups)

    def _adequacy_label(self, row: Adequacy) -> str:
        where = self.place_name(row.place) if row.place else row.organisation
        return f"{row.regime} to {where}: {row.instrument}"


def _id(row: WordRow) -> str:
    return row.id


def _index(rows: Iterable[R], key: Callable[[R], K]) -> Index[K, R]:
    found: defaultdict[K, list[R]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return MappingProxyType({name: tuple(group) for name, group in found.items()})


def _on(rows: Iterable[R], day: date) -> tuple[R, ...]:
    return tuple(row for row in rows if row.in_force(day))


def _pick(rows: Sequence[R], day: date | None) -> R | None:
    """Pick the row in force on `day`; without a day the newest, which stands last."""
    if day is None:
        return rows[-1] if rows else None
    return next((row for row in rows if row.in_force(day)), None)


def _words(table: str, index: Index[str, W]) -> tuple[LawWord, ...]:
    return tuple(LawWord(table, word, rows[-1].label, rows) for word, rows in index.items())
