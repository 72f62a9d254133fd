"""How like a printed label is to one of the form."""

import pytest

from gongkai.recognise.form_tables.labels import expected_labels, read_label, similarity
from gongkai.recognise.form_tables.rows import ACCEPTED


@pytest.mark.parametrize(
    ("label", "printed", "same"),
    [
        ("举报投诉数量", "投诉举报数量", True),
        ("政府信息公开专项经费", "政府信息公开专项经费数", True),
        ("行政复议数量", "复议行政数量", True),
        ("规章", "规章数", False),
        ("同意公开答复数", "同意部分公开答复数", False),
        ("主动公开规范性文件数", "主动公开文件数", False),
    ],
)
def test_words_in_another_order_say_the_same(label: str, printed: str, *, same: bool) -> None:
    (expected,) = expected_labels([(label, (), "")])
    assert (similarity(expected, printed) >= ACCEPTED) is same


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("1.当面申请数①", "当面申请数"),
        ("1.当面申请数*", "当面申请数"),
        ("3.危及“三安全一稳定”［注1］", "危及三安全一稳定"),
        ("1.当面申请数[1]", "当面申请数"),
        ("〔一〕予以公开", "予以公开"),
        ("（三）政府信息公开专项经费（不包括其他经费）万元", "政府信息公开专项经费"),
    ],
)
def test_footnotes_other_brackets_and_a_unit_behind_a_note_are_no_part_of_a_label(printed: str, text: str) -> None:
    assert read_label(printed).text == text
    assert read_label(printed).number is None


def test_a_number_that_a_semicolon_ends_is_that_of_its_label() -> None:
    label = read_label("1.当面申请数：12 件；")
    assert (label.text, label.number) == ("当面申请数", "12件")


@pytest.mark.parametrize(
    ("form", "printed", "same"),
    [
        ("收到申请数", "收到申请数量", True),
        ("补正后申请内容仍不明确", "补正后申请内容仍然不明确", True),
        ("上年结转政府信息公开申请数量", "上年度结转政府信息公开申请数量", True),
        ("收到申请数", "收到申请件数", False),
        ("收到申请数", "上年收到申请数", False),
    ],
)
def test_a_character_that_adds_no_meaning_leaves_a_label_known(form: str, printed: str, *, same: bool) -> None:
    (expected,) = expected_labels([(form, (), "")])
    assert (similarity(expected, printed) >= ACCEPTED) is same
