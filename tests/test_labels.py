"""How like a printed label is to one of the form."""

import pytest

from gongkai.recognise.form_tables.labels import expected_labels, similarity
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
