"""Damage to what a format is made of: its numbers, elements, objects, records, members and headers.

A parser is past its first checks when it meets it, so that what is behind them is tried as well. `of_format` knows a
format by its first bytes, and gives the damage that can be done to it.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED

import pikepdf

from generators.odd import odd_texts

__all__ = ["Damage", "in_member", "of_format", "packed_anew", "spliced"]

Damage = Callable[[bytes, Random], bytes]

ODD = {name: tuple(text.encode() for text in texts) for name, texts in odd_texts().items()}

LARGEST = 3 << 20
"""Bytes up to which repeated parts grow."""

_GROWN = 0.005
"""The part of the repeated blocks that grow so far."""


def of_format(data: bytes) -> tuple[Damage, ...]:
    """Give the damage that can be done to bytes, by what they begin with."""
    begin = data[:1024]
    if b"%PDF-" in begin:
        return _OF_PDF
    if begin.startswith(b"PK"):
        return (in_member, in_member, in_member, *_OF_ZIP)
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        return _OF_RECORDS
    if begin.startswith(b"{\\rtf"):
        return _OF_RTF
    if begin.lstrip().startswith((b"{", b"[")):
        return _OF_JSON
    if re.match(rb"[A-Za-z-]+: |WARC/|From ", begin):
        return (*_OF_HEADERS, *_OF_MARKUP)
    return _OF_MARKUP if b"<" in begin else _OF_TEXT


def spliced(data: bytes, other: bytes, random: Random) -> bytes:
    """Put the beginning of one file and the end of another together; of containers, members of both."""
    if (ours := _members(data)) and (theirs := _members(other)):
        taken = random.sample([*theirs], random.randint(1, len(theirs)))
        return _packed({**ours, **{name: theirs[name] for name in taken}})
    cut = [
        random.choice([each.start() for each in _PLACES.finditer(part)] or [len(part) // 2]) for part in (data, other)
    ]
    return data[: cut[0]] + other[cut[1] :]


_PLACES = re.compile(rb"<[A-Za-z]|\n|\\par|\bobj\b")


def packed_anew(data: bytes) -> bytes:
    """Pack a container again, without the time at which it was packed."""
    return _packed(_members(data))


def in_member(data: bytes, random: Random, damages: Callable[[bytes], Sequence[Damage]] | None = None) -> bytes:
    """Damage one member of a container, by its structure if nothing else is said, so that the container stays whole."""
    members = _members(data)
    if not members:
        return _numbers(data, random)
    name = max(members, key=lambda name: len(members[name])) if random.random() < 0.5 else random.choice([*members])
    members[name] = random.choice((damages or of_format)(members[name]))(members[name], random)
    return _packed(members)


# Of any format


def _replaced(pattern: bytes, kind: str, *, most: int, group: int = 0) -> Damage:
    """Put something odd of a kind in the place of some of what a pattern finds."""
    compiled = re.compile(pattern)

    def replace(data: bytes, random: Random) -> bytes:
        found = [each.span(group) for each in compiled.finditer(data)]
        return _put_in(data, random.choices(found, k=random.randint(1, most)) if found else [], ODD[kind], random)

    return replace


def _put_in(data: bytes, spans: Sequence[tuple[int, int]], texts: Sequence[bytes], random: Random) -> bytes:
    for start, end in sorted(set(spans), reverse=True):
        data = data[:start] + random.choice(texts) + data[end:]
    return data


_numbers = _replaced(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])", "numbers", most=8)


def _exchanged(pattern: bytes, *, most: int = 6) -> Damage:
    """Exchange some of what a pattern finds with one another."""
    compiled = re.compile(pattern)

    def exchange(data: bytes, random: Random) -> bytes:
        found = list(compiled.finditer(data))
        if not found:
            return _numbers(data, random)
        texts = [each[0] for each in random.choices(found, k=most)]
        return _put_in(data, [each.span() for each in random.choices(found, k=most)], texts, random)

    return exchange


def _repeated(pattern: bytes) -> Damage:
    """Repeat what stands between two places that a pattern finds until it is long."""
    compiled = re.compile(pattern)

    def repeat(data: bytes, random: Random) -> bytes:
        places = [each.start() for each in compiled.finditer(data)]
        if len(places) < 2:
            return data
        first = random.randrange(len(places) - 1)
        last = min(first + random.choice((1, 1, 2, 5, 40)), len(places) - 1)
        block = data[places[first] : places[last]]
        most = LARGEST if random.random() < _GROWN else LARGEST >> 7
        times = min(random.choice((10, 100, 1000, 100_000)), most // max(len(block), 1) + 1)
        return data[: places[last]] + block * times + data[places[last] :]

    return repeat


def _nested(opening: bytes, closing: bytes) -> Damage:
    """Put something deep into itself, closed again or not."""

    def nest(data: bytes, random: Random) -> bytes:
        depth, place = random.choice((20, 200, 2000, 50_000)), random.randint(0, len(data))
        ends = closing * random.choice((0, depth, depth - 1))
        return data[:place] + opening * depth + ends + data[place:]

    return nest


# Markup


_attribute_values = _replaced(rb"""=\s*["']?(-?\d[\d.]*)""", "numbers", most=12, group=1)


def _element_nested(data: bytes, random: Random) -> bytes:
    tags = list(re.finditer(rb"<([A-Za-z][\w:-]*)(?:\s[^<>]*)?>", data))
    if not tags:
        return data
    tag = random.choice(tags)
    depth = random.choice((5, 40, 300, 3000, 30_000))
    closed = b"</" + tag[1] + b">" if random.random() < 0.7 else b""
    return data[: tag.start()] + tag[0] * depth + closed * depth + data[tag.end() :]


def _attributes_added(data: bytes, random: Random) -> bytes:
    tags = [each.end(1) for each in re.finditer(rb"(<[A-Za-z][\w:-]*)(?=[\s>/])", data)]
    for _ in range(random.randint(1, 4) if tags else 0):
        place = min(random.choice(tags), len(data))
        data = data[:place] + random.choice(ODD["attributes"]) + data[place:]
    return data


def _style_sheet(data: bytes, random: Random) -> bytes:
    sheet = b"<style>" + b"".join(random.choice(ODD["style_rules"]) for _ in range(random.randint(1, 4))) + b"</style>"
    place = data.find(b"<body") if random.random() < 0.5 else random.randint(0, len(data))
    return data[: max(place, 0)] + sheet + data[max(place, 0) :]


def _entities(data: bytes, random: Random) -> bytes:
    found = [each.start() for each in re.finditer(rb">", data)]
    for _ in range(3 if found else 0):
        place = min(random.choice(found) + 1, len(data))
        data = data[:place] + random.choice(ODD["markup"]) + data[place:]
    return data


# PDF


def _in_objects(data: bytes, random: Random) -> bytes:
    """Damage what is in the streams and objects of a PDF, and pack it again, or leave its table of places wrong."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            plain = BytesIO()
            pdf.save(plain, qdf=True, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        spoilt = plain.getvalue()
        for _ in range(random.randint(1, 4)):
            spoilt = random.choice(_IN_PDF)(spoilt, random)
        if random.random() < 0.5:
            return spoilt
        with pikepdf.open(BytesIO(spoilt)) as pdf:
            packed = BytesIO()
            pdf.save(packed, deterministic_id=True)
            return packed.getvalue()
    except (pikepdf.PdfError, ValueError, RuntimeError, OverflowError, TypeError, KeyError):
        return _numbers(data, random)


_operators = _replaced(
    rb"(?<=[\s\])>])(T[jJdDmfLcwzr*]|[qQ]|BT|ET|cm|re|[fSnWmlc])(?=\s)", "pdf_operators", most=20, group=1
)
_values_of_keys = _replaced(rb"/[A-Z]\w+ (\d+ 0 R|/\w+|\[[^\]]*\]|-?[\d.]+|\([^)]*\))", "pdf_values", most=6, group=1)
_IN_PDF: tuple[Damage, ...] = (
    _operators,
    _values_of_keys,
    _numbers,
    _exchanged(rb"\d+ 0 R"),
    _exchanged(rb"/[A-Z][A-Za-z0-9]*"),
    _exchanged(rb"(?s)(?<=endobj\n).*?\bendobj\n", most=3),
    _exchanged(rb"<[0-9A-Fa-f]{2,}>"),
    _exchanged(rb"\([^()\n]*\)"),
    _repeated(rb"\bBT\b|\bq\n|\n\d+ 0 obj|\bre\b"),
)


# Containers


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            return {info.filename: container.read(info) for info in container.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return {}


def _packed(members: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", ZIP_DEFLATED) as container:
        for name, content in members.items():
            # The type of an OpenDocument file is found unpacked. A fixed date keeps the bytes the same.
            info = zipfile.ZipInfo(name)
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            container.writestr(info, content)
    return packed.getvalue()


def _member_list(data: bytes, random: Random) -> bytes:
    members = _members(data)
    if not members:
        return data
    one, other = random.choices([*members], k=2)
    match random.randrange(6):
        case 0:
            del members[one]
        case 1:
            members[one] = b""
        case 2:
            members[one], members[other] = members[other], members[one]
        case 3:
            members[random.choice(ODD["member_names"]).decode()] = members.pop(one)
        case 4:
            members[f"{one}.zip"] = data
        case _:
            members |= {f"{number}/{one}": b"<p>7" for number in range(random.choice((3, 3000)))}
    return _packed(members)


def _directory(data: bytes, random: Random) -> bytes:
    """Let the directory of a container say something else of a member: sizes, method, flags, place."""
    entries = [each.start() for each in re.finditer(rb"PK\x01\x02", data)]
    if not entries:
        return data
    place, (offset, size) = (
        random.choice(entries),
        random.choice(((6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (42, 4))),
    )
    value = random.choice((0, 1, 8, 9, 12, 14, 0x800, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)) & ((1 << 8 * size) - 1)
    return data[: place + offset] + value.to_bytes(size, "little") + data[place + offset + size :]


# Excel 97


def _records(data: bytes, random: Random) -> bytes:
    """Damage the records of a workbook: their kinds, lengths and contents, or which of them there are."""
    begins = [each.start() for each in re.finditer(rb"\x09\x08\x10\x00\x00\x06", data)]
    if not begins:
        return data
    places, place = [], random.choice(begins)
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        if length > 8224 or not kind:
            break
        places.append((place, length))
        place += 4 + length
    changed = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at, length = random.choice(places or [(begins[0], 16)])
        match random.randrange(5):
            case 0:
                changed[at : at + 2] = struct.pack("<H", random.choice(_KINDS))
            case 1:
                changed[at + 2 : at + 4] = struct.pack("<H", random.choice((0, 1, 2, length + 1, 8224, 65535)))
            case 2 if length >= 2:
                inside = at + 4 + 2 * random.randrange(min(length, 20) // 2)
                changed[inside : inside + 2] = struct.pack(
                    "<H", random.choice((0, 1, 255, 256, 0x7FFF, 0x8000, 0xFFFF))
                )
            case 3:
                other, size = random.choice(places or [(begins[0], 16)])
                size = min(size, length)
                changed[at + 4 : at + 4 + size] = data[other + 4 : other + 4 + size]
            case _:
                changed[at + 4 : at + 4 + length] = random.randbytes(length)
    return bytes(changed)


_KINDS = (
    0x00FD, 0x0203, 0x027E, 0x00BD, 0x0006, 0x0207, 0x00E5, 0x0031, 0x00E0, 0x041E, 0x0042, 0x0085, 0x00FC, 0x003C,
    0x000A, 0x0809, 0x0208, 0x0205, 0x0201, 0x00BE, 0x002F, 0x01B8, 0x00EC, 0x005D, 0x01B6, 0xFFFF,
)  # fmt: skip


def _sectors(data: bytes, random: Random) -> bytes:
    """Damage the head and the directory of a compound file, which tell where its streams are."""
    names = [each.start() for each in re.finditer("Workbook|Root Entry".encode("utf-16-le"), data)]
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        place = random.choice([0, *names]) + 4 * random.randrange(8, 32)
        changed[place : place + 4] = struct.pack("<I", random.choice((0, 1, 2, 7, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF)))
    return bytes(changed)


# Rich text, mails and crawls, answers of web services


_words_of_rtf = _replaced(rb"\\[a-z]+-?\d*|[{}]", "rtf_words", most=20)


def _head_lines(data: bytes, random: Random) -> bytes:
    found = [each.span() for each in re.finditer(rb"(?m)^(?:[A-Za-z-]+: [^\r\n]*|--\S+)", data)]
    for span in sorted({random.choice(found) for _ in range(random.randint(1, 6))} if found else (), reverse=True):
        line = data[slice(*span)]
        name, colon, _ = line.partition(b": ")
        data = (
            data[: span[0]]
            + (name + colon + random.choice(ODD["header_values"]) if colon else line[:-1] * random.randrange(3))
            + data[span[1] :]
        )
    return data


def _values_of_json(data: bytes, random: Random) -> bytes:
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return _numbers(data, random)
    for _ in range(random.randint(1, 3)):
        tree = _changed_json(tree, random, 0)
    return json.dumps(tree, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _changed_json(tree: Any, random: Random, depth: int) -> Any:
    if random.random() < 0.15 * depth:
        held: list[Any] = [tree, None]
        return random.choice(
            (
                None,
                [],
                {},
                True,
                1e308,
                -(10**400),
                "\ud800",
                [tree] * 2,
                {"content": tree, "title": tree},
                json.dumps(tree),
                held,
                {"": held},
            )
        )
    if isinstance(tree, dict) and tree:
        key = random.choice([*tree])
        return {**tree, key: _changed_json(tree[key], random, depth + 1)}
    if isinstance(tree, list) and tree:
        place = random.randrange(len(tree))
        return [*tree[:place], _changed_json(tree[place], random, depth + 1), *tree[place + 1 :]]
    return random.choice(("", 7, [tree], {"content": tree, "html": tree}))


_OF_MARKUP: tuple[Damage, ...] = (
    _attribute_values,
    _attributes_added,
    _element_nested,
    _style_sheet,
    _entities,
    _exchanged(rb"<[A-Za-z/][^<>]*>"),
    _exchanged(rb"""[\w:]+=(?:"[^"<>]*"|'[^'<>]*')"""),
    _exchanged(rb">[^<>]+<"),
    _repeated(rb"<(?:p|tr|td|table|h\d|div|span|w:p|w:tr|w:tc|w:r|row|c|Row|Cell|text:p|table:table-row|ofd:\w+)\b"),
    _numbers,
)
_OF_TEXT: tuple[Damage, ...] = (
    _numbers,
    _repeated(rb"\n"),
    _exchanged(rb"[^\n]+"),
    _exchanged(rb"[|\t,\"]+"),
    _repeated(rb"[|\t,]|\xe3\x80\x82"),
    _nested(b"|", b"|\n"),
)
_OF_PDF: tuple[Damage, ...] = (_in_objects,)
_OF_ZIP: tuple[Damage, ...] = (_member_list, _directory)
_OF_RECORDS: tuple[Damage, ...] = (_records, _records, _sectors)
_OF_RTF: tuple[Damage, ...] = (
    _words_of_rtf,
    _numbers,
    _nested(b"{", b"}"),
    _nested(b"{\\pard\\intbl\\itap2 ", b"\\nestcell}"),
    _repeated(rb"\\pard|\\trowd|\\cell\b|\\row\b|\\u\d+"),
    _exchanged(rb"\\[a-z]+-?\d*"),
)
_OF_JSON: tuple[Damage, ...] = (
    _values_of_json,
    _values_of_json,
    _nested(b"[", b"]"),
    _nested(b'{"content":', b"}"),
    _repeated(rb",\s*\""),
    _exchanged(rb'"(?:[^"\\]|\\.)*"'),
)
_OF_HEADERS: tuple[Damage, ...] = (
    _head_lines,
    _head_lines,
    _repeated(rb"\r\n--|\r\nWARC/"),
    _exchanged(rb"(?m)^[A-Za-z-]+: [^\r\n]*"),
)
