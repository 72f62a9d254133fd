"""The second, independent reading of a tenth of the bureaus' reports, against the committed package."""

from pathlib import Path

import pytest

from compare_readings import differing, drawn, notes, printed, read_notes, reports, settled

ROOT = Path(__file__).parents[1]


def test_a_tenth_was_drawn_by_chance():
    assert drawn(list(reports())) == {source for source, said in reports().items() if said}


def test_every_report_that_was_drawn_was_read():
    read = {source for source, _ in notes()}
    assert read == {source for source, said in reports().items() if said == "read"}
    cells = {cell for cell in printed(ROOT) if cell[0] in read}
    assert cells <= set(notes())


def test_a_report_without_a_table_has_no_cells():
    without = {source for source, said in reports().items() if said == "no table"}
    assert not [cell for cell in printed(ROOT) if cell[0] in without]


def test_every_difference_is_settled_as_the_package_has_it():
    now, second, known = printed(ROOT), notes(), settled()
    assert [row for row in differing(second, now) if row[:2] not in known] == []
    for cell, row in known.items():
        assert row["first"] != row["second"]
        assert row["second"] == second[cell]
        assert row["settled"] == now[cell]


def test_notes_repeat_cells_and_leave_some_blank():
    cells = read_notes("@a.html 2019\nregulations 1 _ 3\nreceived 0*6 5\n")
    assert cells["a.html", "2019.disclosure.regulations.disclosed"] == ""
    assert cells["a.html", "2019.requests.received.total"] == "5"
    assert cells["a.html", "2019.disputes.reviews.upheld"] == "0"


def test_notes_that_miss_a_cell_are_an_error():
    with pytest.raises(ValueError, match=r"a\.html: regulations has 3 cells, not 2"):
        read_notes("@a.html 2019\nregulations 1 2\n")
    with pytest.raises(ValueError, match="nothing has 0 cells"):
        read_notes("@a.html 2019\nnothing 1\n")


def test_a_cell_that_differs_is_found_and_one_that_the_package_lacks():
    second = {("a", "x"): "1", ("a", "y"): "2 元", ("a", "z"): ""}
    assert differing(second, {("a", "x"): "3", ("a", "y"): "2元"}) == [("a", "x", "3", "1"), ("a", "z", "(none)", "")]
