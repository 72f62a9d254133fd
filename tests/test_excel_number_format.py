"""Number formats of Excel: what each shows, checked by hand against what Excel shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import UNCERTAIN
from gongkai.read.excel.number_format import BUILT_IN, show_number, show_text

ACCOUNTING = BUILT_IN[43]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        # General
        (7, "General", "7"),
        (7, "GENERAL", "7"),
        (0, "General", "0"),
        (-7.5, "General", "-7.5"),
        (99.95, "General", "99.95"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (1234567.891234, "General", "1234567.891"),
        (99999999999, "General", "99999999999"),
        (123456789012, "General", "1.23457E+11"),
        (0.00001, "General", "0.00001"),
        (12, 'G/通用格式"件"', "12件"),
        # Places, rounding, scaling
        (12.4, "0", "12"),
        (99.95, "0", "100"),
        (99.95, "0.0", "100.0"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1.005, "0.00", "1.01"),
        (-0.2, "0", "0"),
        (251000, '0!.0,"万元"', "25.1万元"),
        (251000, "0\\.0,", "25.1"),
        (251499, '0!.0,"万元"', "25.1万元"),
        (251500, '0!.0,"万元"', "25.2万元"),
        (12345678, "#,##0,", "12,346"),
        (1.5e9, "0.0,,", "1500.0"),
        (1234567, "#,##0.00", "1,234,567.00"),
        (999, "#,##0", "999"),
        (5, "00000", "00005"),
        (0, "#", ""),
        (0.5, "#.##", ".5"),
        (3, "0.##", "3."),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (3, "# ?/?", "3"),
        (3.5, "# ?/?", UNCERTAIN),
        (0.00012, "0.00E+00", "1.20E-04"),
        # Sections
        (88, ";;;", ""),
        (0, "#,##0;-#,##0;", ""),
        (-5, "#,##0;-#,##0;", "-5"),
        (-5, "0;0", "5"),
        (-5, "0;", ""),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"—"', "—"),
        (0, '0;-0;"无"', "无"),
        (0, ACCOUNTING, "-"),
        (1234, ACCOUNTING, "1,234.00"),
        (-1234, ACCOUNTING, "-1,234.00"),
        (7, "@", "7"),
        (7, "0;-0;0;@", "7"),
        # Conditions
        (12345, '[>=10000]0!.0,"万";0', "1.2万"),
        (123, '[>=10000]0!.0,"万";0', "123"),
        (5, "[<10]0.0;[>=100]0;General", "5.0"),
        (50, "[<10]0.0;[>=100]0;General", "50"),
        (0, '[=0]"";General', ""),
        (7, '[=0]"";General', "7"),
        (-7, "[>=100]0;0", UNCERTAIN),
        # Literals, colours, locales
        (5, '"约"0"件"', "约5件"),
        (5, "[Red]0", "5"),
        (5, "[红色]0", "5"),
        (5, "[$¥-804]#,##0", "¥5"),
        (5, "[$-804]0", "5"),
        (5, "_(0_)", "5"),
        (5, "*-0", "5"),
        # Chinese numerals
        (123, "[DBNum1]General", "一百二十三"),
        (123, "[DBNum1][$-804]General", "一百二十三"),
        (123, "[DBNum2]0", "壹贰叁"),
        (123, "[DBNum3]0", UNCERTAIN),
        # Dates and times
        (45322, "yyyy/m/d", "2024/1/31"),
        (45322, 'yyyy"年"m"月"d"日"', "2024年1月31日"),
        (45322, BUILT_IN[31], "2024年1月31日"),
        (45322, BUILT_IN[57], "2024年1月"),
        (45322, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年一月三十一日"),
        (45322.4, "yyyy-mm-dd hh:mm", "2024-01-31 09:36"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (0.75, BUILT_IN[55], "下午6时00分"),
        (1.25, "[h]:mm", "30:00"),
        (45322, "aaaa", "星期三"),
        (-1, "yyyy", UNCERTAIN),
        (7, "0;0;0;0;0", UNCERTAIN),
    ],
)
def test_numbers_as_their_format_shows_them(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("受理", "General", "受理"),
        ("受理", "0", "受理"),
        ("007", "@", "007"),
        ("受理", ";;;", ""),
        ("受理", "0;-0;0;", ""),
        ("7", '0;-0;0;@"件"', "7件"),
        ("受理", ACCOUNTING, "受理"),
    ],
)
def test_texts_as_their_format_shows_them(text: str, code: str, shown: str) -> None:
    assert show_text(text, code) == shown


def test_days_counted_from_1904() -> None:
    assert show_number(0, "yyyy-mm-dd", epoch_1904=True) == "1904-01-01"


@given(st.floats(-1e15, 1e15), st.text('0#?,.%;_*\\!"[]E+-/@ymdhs年 <>=', max_size=20))
def test_any_format_gives_a_text(value: float, code: str) -> None:
    assert isinstance(show_number(value, code), str)


@given(st.integers(0, 10**9))
def test_whole_numbers_with_thousands_are_those_of_python(value: int) -> None:
    assert show_number(value, "#,##0") == f"{value:,}"


def test_a_format_without_end_is_refused_at_once() -> None:
    assert show_number(7, "0" * 100_000) == UNCERTAIN
