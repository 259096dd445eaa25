"""Invented names of people, companies and sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

_FIRST = (
    "Adwin", "Belise", "Corvin", "Delphine", "Edrin", "Fenella", "Garron", "Hestia", "Ilsabet",
    "Jorren", "Katrine", "Lowen", "Merrin", "Nerys", "Oswin", "Perran", "Quenby", "Rosalind",
    "Senara", "Tamsin", "Ulric", "Verity", "Wystan", "Ysolde",
)  # fmt: skip
_LAST = (
    "Ashquill", "Brackenthorpe", "Corrowmere", "Dunfallow", "Eskerby", "Fairlathe", "Gorsehill",
    "Harrowfen", "Inglemarsh", "Jessamyre", "Kettlewynd", "Larkspindle", "Mossgather",
    "Nettleforth", "Oakenshawe", "Pellinore", "Quarrendon", "Rushwick", "Sallowfield",
    "Thistlecombe", "Underbrae", "Vellacourt", "Windrushley", "Yarrowby",
)  # fmt: skip
_STEMS = (
    "Aldra", "Brindo", "Calvero", "Dorvan", "Elmira", "Fornax", "Galdo", "Hevra", "Istrel",
    "Jovane", "Keldra", "Lumora", "Mirando", "Norvik", "Ombrel", "Pelluc", "Quoril", "Ravello",
    "Sundra", "Tolvane", "Ulmera", "Vantiro", "Wendrel", "Xandor", "Yorvik", "Zephra",
)  # fmt: skip
_ENDINGS = ("base", "cast", "desk", "flow", "gate", "line", "nest", "point", "stack", "works")
_TOWNS = (
    "Amble", "Brack", "Corrow", "Dun", "Esker", "Fallow", "Gorse", "Harrow", "Ingle", "Kettle",
    "Lark", "Moss", "Nettle", "Pell", "Quarren", "Rush", "Sallow", "Thistle", "Vella", "Yarrow",
)  # fmt: skip
_PLACES = ("ford", "mere", "thorpe", "wick", "combe", "ley", "holt", "stead")


def slug(name: str) -> str:
    """Make an identifier of a name, with room for a number after it."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:70].strip("-")


def people(random: Random) -> Iterator[str]:
    """Give names of persons who do not exist, without end."""
    while True:
        yield f"{random.choice(_FIRST)} {random.choice(_LAST)}"


def companies(random: Random) -> Iterator[str]:
    """Give different names of companies, without end."""
    names = [f"{stem}{ending}" for stem in _STEMS for ending in _ENDINGS]
    return _endless(names, random)


def sites(random: Random) -> Iterator[str]:
    """Give different names of towns, without end."""
    names = [f"{town}{place}" for town in _TOWNS for place in _PLACES]
    return _endless(names, random)


def _endless(names: list[str], random: Random) -> Iterator[str]:
    """Give every name in some order, then every name with a number."""
    random.shuffle(names)
    yield from names
    number = 2
    while True:
        yield from (f"{name} {number}" for name in names)
        number += 1
