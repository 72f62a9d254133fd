"""Lose a byte in sentences of our own, decode what is left as pages do, and see what comes back.

No reading may be wrong. How many come back at all is a floor: it is raised, and never lowered.
"""

from collections import Counter
from pathlib import Path

import pytest

from gongkai.document import Document, Paragraph
from gongkai.repair import repair

FOLDER = Path(__file__).parent / "repair_cases"
ASCII_COMMAS = str.maketrans({"，": ","})
TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

# Of every hundred losses. The sentences of the second file were written when the lexicon was done.
FLOORS = {
    ("sentences", "pairs"): 5,
    ("sentences", "python"): 5,
    ("sentences", "gongkai"): 7,
    ("fresh_sentences", "pairs"): 2,
}


def by_pairs(data):
    """Decode two bytes at a time; what is no character vanishes, as does half a character before ASCII."""
    text, place = [], 0
    while place < len(data):
        if data[place] < 0x80:
            text.append(chr(data[place]))
            place += 1
        elif data[place + 1 : place + 2] < b"\x80":
            place += 1
        else:
            text.append(data[place : place + 2].decode("gb2312", errors="ignore"))
            place += 2
    return "".join(text)


DECODERS = {
    "pairs": by_pairs,
    "folded pairs": lambda data: by_pairs(data).translate(TO_HALF_WIDTH),
    "python": lambda data: data.decode("gbk", errors="ignore"),
    "gongkai": lambda data: data.decode("gb18030", errors="replace"),
}


def sentences(name):
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def losses(text, every, offset):
    """Give the bytes of a text without the first byte of one character, of every so many."""
    data = text.encode("gbk")
    lengths = [len(character.encode("gbk")) for character in text]
    leads = [sum(lengths[:place]) for place, length in enumerate(lengths) if length == 2]
    for lead in leads[offset % every :: every]:
        yield data[:lead] + data[lead + 1 :]


def outcome(text, damaged, others):
    """Say whether a loss came back, stayed, or came back as something that was not there."""
    page = Document(tuple(map(Paragraph, (damaged, *others))), "text")
    result = repair(page)
    if any(edit.place.block > 1 for edit in result.plan.edits):
        return "wrong"
    if not result.plan.edits:
        return "left"
    # A page that folds its punctuation folds what is healthy in it too.
    same = result.document.blocks[0].text.translate(TO_HALF_WIDTH) == text.translate(TO_HALF_WIDTH)
    return "right" if same else "wrong"


@pytest.mark.parametrize("commas", [ASCII_COMMAS, {}], ids=["ascii commas", "full-width commas"])
@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("name", ["sentences", "fresh_sentences"])
def test_lost_bytes(name, decoder, commas):
    texts = [sentence.translate(commas) for sentence in sentences(name)]
    outcomes = Counter()
    for number, text in enumerate(texts):
        others = [other for other in texts if other != text][:30]
        for data in losses(text, every=5, offset=number):
            outcomes[outcome(text, DECODERS[decoder](data), others)] += 1
    assert outcomes["wrong"] == 0
    if commas:
        assert 100 * outcomes["right"] >= FLOORS.get((name, decoder), 0) * outcomes.total()


def test_healthy_sentences_stay():
    page = Document(tuple(map(Paragraph, sentences("sentences") + sentences("fresh_sentences"))), "text")
    assert repair(page).document is page
