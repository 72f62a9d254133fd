"""Derive ``src/gongkai/divisions/romanised.csv``, the names of divisions in pinyin and English.

    pip install pypinyin
    python scripts/derive_romanised.py

Characters with several readings, and names that English has of its own, stand in ``romanised.yaml`` beside this script.
The rules are those of GB/T 28039: the name of a place is one word, what it is another, and the two are one where the
name is a single syllable (沙县 is Shaxian); a syllable that begins with a, e or o is set off inside a word (Lu'an).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pypinyin import lazy_pinyin

ROOT = Path(__file__).parents[1]
DIVISIONS = ROOT / "src" / "gongkai" / "divisions" / "divisions.csv"
TARGET = DIVISIONS.with_name("romanised.csv")

_AUTONOMOUS = "自治"
_VOWELS = ("a", "e", "o")


def main() -> None:
    """Write the table."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        names = sorted({row["name"] for row in csv.DictReader(file)})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(("name", "pinyin", "english"))
        written.writerows((name, *romanised(name)) for name in names)


def romanised(name: str) -> tuple[str, str]:
    """Give a name in pinyin and in English.

    >>> romanised("嘉禾县"), romanised("六安市"), romanised("沙县")
    (('Jiahe Xian', 'Jiahe County'), ("Lu'an Shi", "Lu'an City"), ('Shaxian', 'Shaxian County'))
    >>> romanised("恩施土家族苗族自治州")[1]
    'Enshi Tujia and Miao Autonomous Prefecture'
    """
    known = words()
    kind = kind_of(name)
    place, peoples = parted(name.removesuffix(kind), kind)
    in_pinyin, in_english = known["kinds"][kind]
    syllables = read(name)
    stem = joined(syllables[: len(place)])
    if len(place) == 1:
        whole = joined(syllables)
        return whole, known["whole"].get(name, f"{whole} {in_english}")
    called = [stem, *(joined(lazy_pinyin(people)) for people in peoples), in_pinyin]
    nations = [known["peoples"][people] for people in peoples]
    english = [known["english"].get(place, stem), *listed(nations), in_english]
    return " ".join(called), known["whole"].get(name, " ".join(english))


def kind_of(name: str) -> str:
    """Give the longest word for a kind that a name ends in, behind more than one character: 清新区 is a 区."""
    fitting = [kind for kind in words()["kinds"] if name.endswith(kind) and len(name) > len(kind) + (len(kind) > 1)]
    return max(fitting, key=len)


def parted(stem: str, kind: str) -> tuple[str, list[str]]:
    """Part the name of a place from the peoples behind it: 恩施 and 土家族, 苗族."""
    peoples: list[str] = []
    while kind.startswith(_AUTONOMOUS):
        people = next((each for each in words()["peoples"] if stem.endswith(each) and len(stem) > len(each) + 1), None)
        if people is None:
            break
        peoples.insert(0, people)
        stem = stem.removesuffix(people)
    return stem, peoples


def read(name: str) -> list[str]:
    """Give the syllables of a name."""
    known = words()
    found = lazy_pinyin(name, v_to_u=True)
    for place, character in enumerate(name):
        found[place] = known["characters"].get(character, found[place])
    for beginning, syllables in known["names"].items():
        if name.startswith(beginning):
            found[: len(syllables)] = syllables
    return found


def joined(syllables: list[str]) -> str:
    """Write syllables as one word."""
    word = syllables[0] + "".join(f"'{each}" if each.startswith(_VOWELS) else each for each in syllables[1:])
    return word[:1].upper() + word[1:]


def listed(nations: list[str]) -> list[str]:
    """Name peoples one after the other: Li and Miao; Bai, Li and Miao."""
    return [" and ".join(filter(None, (", ".join(nations[:-1]), nations[-1])))] if nations else []


@cache
def words() -> dict[str, Any]:
    """Give what `romanised.yaml` says."""
    text = Path(__file__).with_name("romanised.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


if __name__ == "__main__":
    main()
