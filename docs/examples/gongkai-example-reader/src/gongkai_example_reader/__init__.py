"""Reports that a library keeps in TEI: headings, paragraphs and tables in reading order."""

from __future__ import annotations

from lxml import etree

from gongkai.document import Block, Cell, Document, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read.plugins import ReaderPlugin

NAMESPACE = "{http://www.tei-c.org/ns/1.0}"


def is_tei(data: bytes) -> bool:
    """Tell TEI by its namespace, which stands near the beginning."""
    return b"http://www.tei-c.org/ns/1.0" in data[:1024]


def read_tei(data: bytes, name: str) -> Document:
    """Read the blocks of a TEI document."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise SourceError(name, "damaged", str(error)) from error
    found = root.iterfind(f".//{NAMESPACE}body//*")
    return Document(tuple(_block(each) for each in found if each.tag in _BLOCKS), "other", name)


_BLOCKS = {NAMESPACE + name for name in ("head", "p", "table")}


def _block(element: etree._Element) -> Block:
    if element.tag != f"{NAMESPACE}table":
        return Paragraph(_text(element))
    rows = enumerate(element.iterfind(f"{NAMESPACE}row"), start=1)
    return Table(
        tuple(
            Cell(_text(cell), number, column)
            for number, row in rows
            for column, cell in enumerate(row.iterfind(f"{NAMESPACE}cell"), start=1)
        )
    )


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


TEI = ReaderPlugin(is_tei, read_tei, frozenset({".tei"}))
