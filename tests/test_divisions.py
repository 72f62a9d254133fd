"""The table of divisions against known facts, and the reading of agencies' names."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.divisions import Division, division, find_divisions, lineage, rows, rows_of_package, split_division, years
from gongkai.divisions.table import romanised, spans

EVERY_DIVISION = [entry for year in years() for entry in rows(year, year)]

# Counties at the end of the year, as China's statistical yearbooks count them.
COUNTIES = {
    2008: 2859, 2009: 2858, 2010: 2856, 2011: 2853, 2012: 2852, 2013: 2853, 2014: 2854, 2015: 2850,
    2016: 2851, 2017: 2851, 2018: 2851, 2019: 2846, 2020: 2844, 2021: 2843, 2022: 2843, 2023: 2844,
    2024: 2846,
}  # fmt: skip

# First four digits of the codes of counties without a prefecture: municipalities, and counties run directly.
WITHOUT_PREFECTURE = {
    "1101", "1102", "1201", "1202", "3101", "3102", "5001", "5002", "4190", "4290", "4690", "6590",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "year", "full_name", "level", "parent"),
    [
        ("430000", 2017, "湖南省", "province", None),
        ("320800", 2017, "江苏省淮安市", "prefecture", "320000"),
        ("431024", 2017, "湖南省郴州市嘉禾县", "county", "431000"),
        ("321322", 2017, "江苏省宿迁市沭阳县", "county", "321300"),
        ("110105", 2017, "北京市朝阳区", "county", "110000"),
        ("500229", 2017, "重庆市城口县", "county", "500000"),
        ("419001", 2017, "河南省济源市", "county", "410000"),
        ("659001", 2017, "新疆维吾尔自治区石河子市", "county", "650000"),
        ("441900", 2017, "广东省东莞市", "prefecture", "440000"),
    ],
)
def test_a_code_gives_its_division(code: str, year: int, full_name: str, level: str, parent: str | None) -> None:
    found = division(code, year)
    assert found is not None
    assert (found.full_name, found.level, found.parent, found.year) == (full_name, level, parent, year)


@pytest.mark.parametrize(
    ("code", "last_year", "before", "after"),
    [
        ("110103", 2009, "崇文区", None),
        ("110104", 2009, "宣武区", None),
        ("420600", 2009, "襄樊市", "襄阳市"),
        ("220602", 2009, "八道江区", "浑江区"),
        ("341400", 2010, "巢湖市", None),
        ("320803", 2010, "楚州区", "淮安区"),
        ("460300", 2011, None, "三沙市"),
        ("210112", 2013, "东陵区", "浑南区"),
        ("110228", 2014, "密云县", None),
        ("110118", 2014, None, "密云区"),
        ("330283", 2015, "奉化市", None),
        ("371200", 2017, "莱芜市", None),
        ("370116", 2017, None, "莱芜区"),
        ("230716", 2018, "上甘岭区", None),
        ("130502", 2019, "桥东区", "襄都区"),
        ("330103", 2020, "下城区", None),
        ("330104", 2020, "江干区", None),
        ("330113", 2020, None, "临平区"),
        ("330114", 2020, None, "钱塘区"),
        ("659012", 2022, None, "白杨市"),
        ("653229", 2023, None, "和安县"),
        ("500105", 2024, "江北区", None),
        ("659013", 2025, None, "草湖市"),
    ],
)
def test_a_change_takes_effect_at_the_end_of_its_year(
    code: str, last_year: int, before: str | None, after: str | None
) -> None:
    names = [found and found.name for found in (division(code, last_year), division(code, last_year + 1))]
    assert names == [before, after]


def test_a_city_keeps_its_name_where_others_were_renamed() -> None:
    assert {found.name for year in years() if (found := division("530800", year))} == {"普洱市"}
    assert find_divisions("思茅市", 2008) == ()


@pytest.mark.parametrize("year", COUNTIES)
def test_counties_are_as_many_as_the_yearbooks_count(year: int) -> None:
    # The yearbooks count neither Hong Kong and Macao nor Taiwan, none of which has counties in the table.
    assert Counter(entry.level for entry in rows(year, year))["county"] == COUNTIES[year]


def test_every_parent_is_in_force_and_of_a_higher_level() -> None:
    levels = ["province", "prefecture", "county"]
    for entry in EVERY_DIVISION:
        if entry.parent is None:
            assert entry.level == "province" and entry.full_name == entry.name
            continue
        above = division(entry.parent, entry.year)
        assert above is not None, entry
        assert levels.index(above.level) < levels.index(entry.level)
        assert entry.full_name == above.full_name + entry.name


def test_only_known_counties_have_no_prefecture() -> None:
    without = {
        entry.code[:4]
        for entry in EVERY_DIVISION
        if entry.level == "county" and entry.parent == f"{entry.code[:2]}0000"
    }
    assert without == WITHOUT_PREFECTURE


def test_a_year_has_each_code_once_in_order() -> None:
    keys = [(entry.year, entry.code) for entry in EVERY_DIVISION]
    assert keys == sorted(set(keys))


def test_the_spans_of_a_code_do_not_overlap() -> None:
    table = resources.files("gongkai.divisions").joinpath("divisions.csv").read_text(encoding="utf-8")
    spans = list(csv.DictReader(table.splitlines()))
    assert [(span["code"], span["first_year"]) for span in spans] == sorted(
        {(span["code"], span["first_year"]) for span in spans}
    )
    for span in spans:
        last_year = int(span["last_year"] or years()[-1])
        assert int(span["first_year"]) in years() and last_year in years()
        assert int(span["first_year"]) <= last_year
    for span, following in pairwise(spans):
        if span["code"] == following["code"]:
            assert int(span["last_year"]) < int(following["first_year"])


def test_placeholders_are_in_no_year() -> None:
    placeholders = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    assert not placeholders & {entry.name for entry in EVERY_DIVISION}


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("嘉禾县", 2017, ["431024"]),
        ("嘉禾", 2017, ["431024"]),
        ("湖南省郴州市嘉禾县", 2017, ["431024"]),
        ("湖南", 2017, ["430000"]),
        ("内蒙古", 2017, ["150000"]),
        ("广西", 2017, ["450000"]),
        ("新疆", 2017, ["650000"]),
        ("郴州", 2017, ["431000"]),
        ("喀什", 2017, ["653100", "653101"]),
        ("湘西州", 2017, ["433100"]),
        ("湘西", 2017, ["433100"]),
        ("玉屏县", 2017, ["520622"]),
        ("玉屏", 2017, []),
        ("河南", 2017, ["410000"]),
        ("吉林", 2017, ["220000", "220200"]),
        ("绛", 2017, []),
        ("朝阳区", 2017, ["110105", "220104"]),
        ("鼓楼区", 2017, ["320106", "320302", "350102", "410204"]),
        ("城区", 2019, ["140302", "140502", "441502"]),
        ("鼓楼", 2017, []),
        ("公安", 2017, []),
        ("襄樊市", 2009, ["420600"]),
        ("襄樊市", 2010, []),
        ("襄阳市", 2010, ["420600"]),
        ("巢湖市", 2010, ["341400"]),
        ("巢湖市", 2011, ["340181"]),
        ("市辖区", 2017, []),
        ("县", 2017, []),
        ("", 2017, []),
    ],
)
def test_a_name_finds_its_divisions(name: str, year: int, codes: list[str]) -> None:
    assert [found.code for found in find_divisions(name, year)] == codes


@pytest.mark.parametrize(
    ("text", "year", "codes", "rest"),
    [
        ("沭阳县发改局", 2017, ["321322"], "发改局"),
        ("江苏省淮安市人民政府", 2017, ["320800"], "人民政府"),
        ("南京市鼓楼区审计局", 2017, ["320106"], "审计局"),
        ("南京鼓楼区审计局", 2017, ["320106"], "审计局"),
        ("鼓楼区审计局", 2017, ["320106", "320302", "350102", "410204"], "审计局"),
        ("鼓楼区审计局", 2024, ["320106", "320302", "350102", "410204"], "审计局"),
        ("嘉禾县", 2017, ["431024"], ""),
        ("湖南嘉禾县", 2017, ["431024"], ""),
        ("湖南省嘉禾县财政局", 2017, ["431024"], "财政局"),
        ("杭州市西湖区留下街道办事处", 2017, ["330106"], "留下街道办事处"),
        ("北京市朝阳区教委", 2017, ["110105"], "教委"),
        ("海南省财政厅", 2017, ["460000"], "财政厅"),
        ("青海省海南州共和县", 2017, ["632521"], ""),
        ("吉林省吉林市船营区", 2017, ["220204"], ""),
        ("西安市财政局", 2017, ["610100"], "财政局"),
        ("西安区财政局", 2017, ["220403", "231005"], "财政局"),
        ("沙市区财政局", 2017, ["421002"], "财政局"),
        ("津市市财政局", 2017, ["430781"], "财政局"),
        ("津市财政局", 2017, ["430781"], "财政局"),
        ("长春市财政局", 2017, ["220100"], "财政局"),
        ("南京审计局", 2017, ["320100"], "审计局"),
        ("公安县公安局", 2017, ["421022"], "公安局"),
        ("贵州省黔西南州财政局", 2017, ["522300"], "财政局"),
        ("博州博乐市", 2017, ["652701"], ""),
        ("大理市市场监督管理局", 2017, ["532901"], "市场监督管理局"),
        ("大理市场监督管理局", 2017, ["532900", "532901"], "市场监督管理局"),
        ("沭阳县级机关事务管理局", 2017, ["321322"], "县级机关事务管理局"),
        ("湖南省直机关工委", 2017, ["430000"], "省直机关工委"),
        ("湖北省公安厅", 2017, ["420000"], "公安厅"),
        ("中山市东区办事处", 2017, ["442000"], "东区办事处"),
        ("嘉禾县乡村振兴局", 2024, ["431024"], "乡村振兴局"),
        ("嘉禾县珠泉镇人民政府", 2017, ["431024"], "珠泉镇人民政府"),
        ("杭州市临平区财政局", 2021, ["330113"], "财政局"),
        ("杭州市临平区财政局", 2020, ["330100"], "临平区财政局"),
        ("沙县区财政局", 2021, ["350405"], "财政局"),
    ],
)
def test_an_agency_is_divided_from_its_division(text: str, year: int, codes: list[str], rest: str) -> None:
    split = split_division(text, year)
    assert split is not None
    assert ([found.code for found in split.divisions], split.rest) == (codes, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "市场监督管理局",
        "县人民政府",
        "市政府",
        "大同镇人民政府",
        "城关镇",
        "河南街道",
        "城区街道办事处",
        "东区教育办公室",
        "公安局",
        "南京西路街道办事处",
        "北京工业大学",
        "太湖流域管理局",
        "中山陵园管理局",
        "长江水利委员会",
        "台湾事务办公室",
        "国家税务总局湖南省税务局",
        "沙县区财政局",
    ],
)
def test_a_text_that_only_seems_to_name_a_division_is_not_divided(text: str) -> None:
    assert split_division(text, 2017) is None


@given(st.sampled_from(EVERY_DIVISION))
def test_a_full_name_is_read_back(entry: Division) -> None:
    split = split_division(f"{entry.full_name}财政局", entry.year)
    assert split is not None
    assert (split.divisions, split.rest) == ((entry,), "财政局")
    assert find_divisions(entry.full_name, entry.year) == (entry,)
    assert entry in find_divisions(entry.name, entry.year)


@given(st.text(alphabet="湖南省郴州市嘉禾县区北京朝阳鼓楼吉林局镇 a"), st.sampled_from(years()))
def test_any_text_is_divided_without_loss(text: str, year: int) -> None:
    split = split_division(text, year)
    if split is not None:
        assert split.divisions
        assert text.endswith(split.rest) and split.rest != text


@pytest.mark.parametrize("year", [2027, 2028, 2100])
def test_a_year_behind_the_table_has_the_divisions_of_its_last(year: int) -> None:
    last = years()[-1]
    assert [replace(found, year=last) for found in rows(year, year)] == list(rows(last, last))
    assert division("431024", year) == Division(
        "431024", "嘉禾县", "湖南省郴州市嘉禾县", "Jiahe Xian", "Jiahe County", "county", "431000", year
    )
    assert division("110103", year) is None
    assert [found.year for found in find_divisions("朝阳区", year)] == [year, year]
    split = split_division("江苏省沭阳县发改局", year)
    assert split is not None
    assert (split.divisions, split.rest) == ((division("321322", year),), "发改局")


def test_years_behind_the_table_are_kept_once() -> None:
    assert [found.code for found in rows_of_package([2099, 2099, 2010])][-1] == "820000"
    assert {found.year for found in rows_of_package([2099, 2010])} == {*years(), 2099}
    assert list(rows_of_package([])) == EVERY_DIVISION


@pytest.mark.parametrize("year", [0, 2003, 2007])
def test_a_year_before_the_table_is_refused(year: int) -> None:
    message = f"no divisions are known for {year}, only from 2008 on"
    with pytest.raises(ValueError, match=message):
        division("110000", year)
    with pytest.raises(ValueError, match=message):
        find_divisions("北京市", year)
    with pytest.raises(ValueError, match=message):
        split_division("北京市财政局", year)
    with pytest.raises(ValueError, match=message):
        rows(year, year)


def test_every_step_of_succession_is_one_to_one():
    lines = {(span.code, span.name): lineage(span.code, span.first_year) for span in spans()}
    assert len({line.first_code for line in lines.values()}) == len(set(lines.values()))
    listed = resources.files("gongkai.divisions").joinpath("succession.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(listed.splitlines()):
        assert lines[row["before"], row["before_name"]] == lines[row["after"], row["after_name"]], row


def test_a_code_that_nobody_had_has_no_lineage():
    with pytest.raises(KeyError, match="no division had the code 110118 in 2010"):
        lineage("110118", 2010)


# By hand: from the signs of these places, and the names that English has of its own.
@pytest.mark.parametrize(
    ("name", "pinyin", "english"),
    [
        ("陕西省", "Shaanxi Sheng", "Shaanxi Province"),
        ("山西省", "Shanxi Sheng", "Shanxi Province"),
        ("内蒙古自治区", "Neimenggu Zizhiqu", "Inner Mongolia Autonomous Region"),
        ("西藏自治区", "Xizang Zizhiqu", "Tibet Autonomous Region"),
        ("新疆维吾尔自治区", "Xinjiang Weiwu'er Zizhiqu", "Xinjiang Uygur Autonomous Region"),
        ("香港特别行政区", "Xianggang Tebie Xingzhengqu", "Hong Kong Special Administrative Region"),
        ("重庆市", "Chongqing Shi", "Chongqing Municipality"),
        ("厦门市", "Xiamen Shi", "Xiamen City"),
        ("六安市", "Lu'an Shi", "Lu'an City"),
        ("六盘水市", "Liupanshui Shi", "Liupanshui City"),
        ("台州市", "Taizhou Shi", "Taizhou City"),
        ("长治市", "Changzhi Shi", "Changzhi City"),
        ("长子县", "Zhangzi Xian", "Zhangzi County"),
        ("东阿县", "Dong'e Xian", "Dong'e County"),
        ("乐清市", "Yueqing Shi", "Yueqing City"),
        ("乐亭县", "Laoting Xian", "Laoting County"),
        ("行唐县", "Xingtang Xian", "Xingtang County"),
        ("沙县", "Shaxian", "Shaxian County"),
        ("单县", "Shanxian", "Shanxian County"),
        ("清新区", "Qingxin Qu", "Qingxin District"),
        ("浦东新区", "Pudong Xinqu", "Pudong New Area"),
        ("吕梁市", "Lüliang Shi", "Lüliang City"),
        ("平潭县", "Pingtan Xian", "Pingtan County"),
        ("湘西土家族苗族自治州", "Xiangxi Tujiazu Miaozu Zizhizhou", "Xiangxi Tujia and Miao Autonomous Prefecture"),
        ("土默特左旗", "Tumote Zuoqi", "Tumote Left Banner"),
    ],
)
def test_names_in_pinyin_and_english(name, pinyin, english):
    (found,) = find_divisions(name, 2020)
    assert (found.pinyin, found.english) == (pinyin, english)


def test_every_name_is_romanised_in_letters_that_pinyin_has():
    assert {span.name for span in spans()} == romanised().keys()
    assert all(re.fullmatch(r"[A-Za-zü' ]+", pinyin) for pinyin, _ in romanised().values())
