"""Numerals are read and written alike, whether the table of the small ones knows them or the library does."""

from decimal import Decimal
from itertools import product

import cn2an
import pytest

from gongkai.chinese import number, ordinal, spelled

CHARACTERS = "一二两三九十百〇零点1"


def by_the_library(numeral: str) -> Decimal | None:
    try:
        return Decimal(str(cn2an.cn2an(numeral, "strict")))
    except ValueError:
        return None


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4])
def test_what_is_a_numeral_is_what_the_library_takes_for_one(length):
    for characters in product(CHARACTERS, repeat=length):
        numeral = "".join(characters)
        assert number(numeral) == by_the_library(numeral), numeral


@pytest.mark.parametrize(
    ("numeral", "read"),
    [
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("九十九", 99),
        ("一百零一", 101),
        ("007", 7),
        ("〇", None),
        ("第一", None),
    ],
)
def test_an_ordinal_is_read(numeral, read):
    assert ordinal(numeral) == read


def test_what_is_spelled_is_read_back():
    assert [number(spelled(count)) for count in range(1, 1000)] == list(range(1, 1000))
