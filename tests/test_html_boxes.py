"""Tables that boxes draw: a blank box is a cell where boxes stand in rows, and nothing elsewhere."""

import pytest

from gongkai.document import Paragraph
from gongkai.read.html import read_html

ROW = "<div><div>受理</div><div>7</div><div>8</div></div>"


def lines(page: str) -> list[str]:
    """Give the paragraphs of a page."""
    return [block.text for block in read_html(page).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "blank", ["<div></div>", "<div>&nbsp;</div>", "<div> <br></div>", "<div><br></div>", "<div><span>　</span></div>"]
)
def test_a_blank_box_in_a_row_is_a_cell(blank: str) -> None:
    page = f"{ROW}\n<div><div>办结</div>{blank}<div>6</div></div>"
    assert lines(page) == ["受理", "7", "8", "办结", "", "6"]


@pytest.mark.parametrize(
    "beside",
    [
        # No row of as many boxes stands beside it.
        "<div><div>办结</div><div></div></div>",
        "<div><div>办结</div><div></div><div>6</div><div>5</div></div>",
        # A row has no text of its own.
        "<div>办结<div></div><div>6</div><div>5</div></div>",
        # Boxes of one row are of one kind, and hold no prose.
        "<div><p>办结</p><div></div><div>6</div></div>",
        f"<div><div>{'公开' * 50}</div><div></div><div>6</div></div>",
        # What only parts the page is blank as a whole.
        "<div><div></div><div></div><div></div></div>",
        # A picture is something.
        "<div><div>办结</div><div><img src=a.png width=9 height=9></div><div>6</div></div>",
    ],
)
def test_other_blank_boxes_are_nothing(beside: str) -> None:
    assert "" not in lines(ROW + beside)


def test_a_blank_box_inside_a_cell_is_nothing() -> None:
    document = read_html(f"<table><tr><td>甲<td>{ROW}{ROW.replace('8', '')}<tr><td>乙<td>1</table>")
    assert document.text_at("b1.r1.c2") == "受理\n7\n8\n受理\n7"
