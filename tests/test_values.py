import pytest

from gongkai.recognise.values import read_cell, read_change


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("8645", 8645, None),
        (" 8645\u00a0", 8645, None),
        ("8,645", 8645, None),
        ("8，645", 8645, None),
        ("８６４５", 8645, None),
        ("66.50", 66.5, None),
        ("12,345.6", 12345.6, None),
        ("0", 0, None),
        ("0.00", 0, None),
        ("-3", -3, None),
        ("－3", -3, None),
        ("+12", 12, None),
        ("7件", 7, "件"),
        ("7 件", 7, "件"),
        ("2笔", 2, "笔"),
        ("251000元", 251000, "元"),
        ("1.5万元", 1.5, "万元"),
        ("26.8万条", 268000, "条"),
        ("0（条）", 0, "条"),
        ("22（其中修订16件）", 22, None),
        ("5条(不含转载)", 5, "条"),
        ("十二", 12, None),
        ("一百零五", 105, None),
        ("12。", 12, None),
        ("两次", 2, "次"),
        ("零", 0, None),
        ("〇", 0, None),
        ("3\u200b5", 35, None),
    ],
)
def test_number(text, number, unit):
    value = read_cell(text)
    assert (value.kind, value.number, value.unit) == ("number", number, unit)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000\u3000", "\n", "\u200b"])
def test_blank(text):
    assert read_cell(text).kind == "blank"


@pytest.mark.parametrize("text", ["—", "——", "-", "/", "／", "无", "暂无", "N/A", " — "])
def test_dash(text):
    assert read_cell(text).kind == "dash"


@pytest.mark.parametrize(
    "text",
    [
        "1,23",
        "12,34,567",
        "3/4",
        "约3",
        "3余",
        "10%",
        "1.2.3",
        "8 9",
        "12 3456",
        "12 345",
        "1 234 567",
        "3-4",
        "66万",
        "1.2万",
        "3万元以上",
        "1O",
        "***",
        "见附件",
        "2017年",
        "3、5",
        "二〇一七",
        "一二三",
        "——3",
        "7*",
        "7.",
        "(3)件",
        "0735-6622345",
        "2018.1.20",
        "3(5)6",
        "12\n345",
        "一",
        "22①",
        "22₁",
        "5½",
        "3㋀",
        "①",
        "9" * 16,
        "8" * 500,
    ],
)
def test_no_number(text):
    value = read_cell(text)
    assert value.kind not in ("number", "blank", "dash")
    assert value.number is None


def test_a_note_is_not_a_number():
    assert read_cell("（不同渠道和方式公开相同信息计1条）").kind == "note"
    assert read_cell("（件）") == read_cell("件")


@pytest.mark.parametrize("text", ["(26)", "（26）", "（-3）", "[1,234]", "（26件）"])
def test_a_number_in_brackets_is_no_note_and_may_be_several_things(text):
    assert read_cell(text).kind == "uncertain"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("增3", 3),
        ("减2", -2),
        ("新增 12项", 12),
        ("减少：8", -8),
        ("↓1,204", -1204),
        ("减两项", -2),
        ("4（减）", -4),
        ("-4（减少）", -4),
        ("4（增）", 4),
        ("0（减）", 0),
        ("+6", 6),
    ],
)
def test_change(text, number):
    value = read_change(text)
    assert (value.kind, value.number) == ("number", number)


@pytest.mark.parametrize("text", ["增3减1", "减", "增-2", "约减3", "4（减少取水许可一项）", "无变化", "较上年减3"])
def test_no_change(text):
    assert read_change(text).kind == "text"


def test_a_change_is_no_number_where_a_count_is_asked_for():
    assert read_cell("减3").kind == "change"
