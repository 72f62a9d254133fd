from datetime import date

import pytest

from gongkai.recognise.who.dates import find_period, read_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018年1月20日", date(2018, 1, 20)),
        ("2018 年 1 月 20 日", date(2018, 1, 20)),
        ("２０１８年１月２０日", date(2018, 1, 20)),
        ("2018/1/20", date(2018, 1, 20)),
        ("2018.01.20", date(2018, 1, 20)),
        ("二〇一八年一月二十日", date(2018, 1, 20)),
        ("二○一八年十二月三十一日", date(2018, 12, 31)),
        ("二〇一八年十月十日", date(2018, 10, 10)),
        ("201711日", date(2017, 1, 1)),
        ("20171231日", date(2017, 12, 31)),
        ("2017年1231日", date(2017, 12, 31)),
        ("20171月31日", date(2017, 1, 31)),
        ("20180120", date(2018, 1, 20)),
        ("2017111日", None),
        ("2017年13月1日", None),
        ("2017年2月29日", None),
        ("2017年11日", None),
        ("二〇一八年十十月一日", None),
        ("2017", None),
        ("2017年", None),
        ("0201年1月1日", None),
    ],
)
def test_read_date(text, expected):
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("数据统计期限自2017年1月1日起至2017年12月31日止", date(2017, 1, 1), date(2017, 12, 31)),
        ("统计期限为2017年1月1日至12月31日", date(2017, 1, 1), date(2017, 12, 31)),
        ("统计期限为2017年1月1日—2017年12月31日", date(2017, 1, 1), date(2017, 12, 31)),
        ("期限自201711日至20171231日止", date(2017, 1, 1), date(2017, 12, 31)),
        ("自2017年1月1日至当年12月31日", date(2017, 1, 1), date(2017, 12, 31)),
        ("自 2017 年 1 月 1 日至 2017 年 12 月 31 日", date(2017, 1, 1), date(2017, 12, 31)),
        ("自2017年1月1日起，至2017年12月31日止", date(2017, 1, 1), date(2017, 12, 31)),
        ("自二〇一七年一月一日至二〇一七年十二月三十一日", date(2017, 1, 1), date(2017, 12, 31)),
        ("统计时限为2017年1月至12月", date(2017, 1, 1), date(2017, 12, 31)),
    ],
)
def test_find_period(text, first, last):
    period = find_period(text)
    assert (period.first, period.last) == (first, last)
    assert read_date(text[period.start : period.end]) is None


@pytest.mark.parametrize(
    "text", ["2017年12月31日至2017年1月1日", "2017年全年", "电话0735-6622345", "2017111日至20171231日"]
)
def test_no_period(text):
    assert find_period(text) is None
