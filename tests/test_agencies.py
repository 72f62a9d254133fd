import csv
from importlib.resources import files

import pytest

from gongkai.divisions import division
from gongkai.recognise.who.agencies import read_agency


@pytest.mark.parametrize(
    ("name", "year", "agency_id", "kind", "level"),
    [
        ("嘉禾县", 2017, "431024-人民政府", "government", "county"),
        ("嘉禾县人民政府", 2017, "431024-人民政府", "government", "county"),
        ("湖南省嘉禾县人民政府", 2017, "431024-人民政府", "government", "county"),
        ("沭阳县发改局", 2023, "321322-发展和改革局", "department", "county"),
        ("沭阳县发展和改革局", 2023, "321322-发展和改革局", "department", "county"),
        ("淮安市", 2024, "320800-人民政府", "government", "prefecture"),
        ("南京市鼓楼区审计局", 2020, "320106-审计局", "department", "county"),
        ("江苏省人民政府办公厅", 2020, "320000-人民政府办公厅", "office", "province"),
        ("沭阳县政府办", 2020, "321322-人民政府办公室", "office", "county"),
        ("杭州市西湖区留下街道", 2020, "330106-留下街道办事处", "street", "township"),
        ("西湖区留下街道办事处", 2020, "330106-留下街道办事处", "street", "township"),
        ("沭阳县桑墟镇", 2020, "321322-桑墟镇人民政府", "township", "township"),
        ("沭阳县桑墟镇人民政府", 2020, "321322-桑墟镇人民政府", "township", "township"),
        ("淮安经济技术开发区管委会", 2020, "320800-经济技术开发区管理委员会", "zone", "prefecture"),
        ("嘉禾县（本级）", 2017, "431024-人民政府", "government", "county"),
        ("国家税务总局嘉禾县税务局", 2019, "431024-国家税务总局嘉禾县税务局", "vertical", "county"),
        ("国家税务总局淮安市税务局", 2020, "320800-国家税务总局淮安市税务局", "vertical", "prefecture"),
        ("国家统计局", 2020, "000000-国家统计局", "department", "central"),
        ("国家统计局江苏调查总队", 2020, "320000-国家统计局江苏调查总队", "vertical", "province"),
        ("中国证监会湖南监管局", 2020, "430000-中国证券监督管理委员会湖南监管局", "vertical", "province"),
        ("中华人民共和国南京海关", 2020, "320100-南京海关", "vertical", "prefecture"),
        ("教育部", 2022, "000000-教育部", "department", "central"),
        ("中华人民共和国财政部", 2021, "000000-财政部", "department", "central"),
        ("中国证监会", 2018, "000000-中国证券监督管理委员会", "department", "central"),
        ("国务院国资委", 2020, "000000-国务院国有资产监督管理委员会", "department", "central"),
        ("教育部办公厅", 2020, "000000-教育部办公厅", "department", "central"),
        ("喀什地区行政公署", 2019, "653100-行政公署", "government", "prefecture"),
        ("阿拉善盟", 2020, "152900-行政公署", "government", "prefecture"),
        ("北京市朝阳区人民政府望京街道办事处", 2022, "110105-望京街道办事处", "street", "township"),
        ("深圳市政府国资委", 2020, "440300-国有资产监督管理委员会", "department", "prefecture"),
        ("深圳市人民政府国有资产监督管理委员会", 2020, "440300-国有资产监督管理委员会", "department", "prefecture"),
        ("嘉禾县政府采购中心", 2020, "431024-政府采购中心", "department", "county"),
        ("嘉禾县人民政府办", 2020, "431024-人民政府办公室", "office", "county"),
        ("南京海关关区", 2020, "320100-南京海关", "vertical", "prefecture"),
        ("嘉禾县重点区域建设推进中心", 2020, "431024-重点区域建设推进中心", "department", "county"),
    ],
)
def test_a_body_has_one_name(name, year, agency_id, kind, level):
    text = "浙江省杭州市西湖区"
    agency = read_agency(name, year, text).agency
    assert (agency.agency_id, agency.kind, agency.level) == (agency_id, kind, level)


@pytest.mark.parametrize(
    ("name", "year", "remark"),
    [
        ("鼓楼区审计局", 2020, "agency_id: 4 divisions are called 鼓楼区 in 2020"),
        ("审计局", 2020, "agency_id: 审计局 names no division"),
        ("杭州市临平区财政局", 2020, "agency_id: 临平区 is no division of 杭州市 in 2020"),
        ("国家统计局某某调查队", 2020, "agency_id: 某某调查队 names no division"),
        ("中国人民银行长沙中心支行", 2020, "agency_id: 长沙中心支行 names no division"),
        ("税务局", 2020, "agency_id: 税务局 names no division"),
        ("雄安新区管理委员会", 2020, "agency_id: 雄安新区管理委员会 names no division"),
        ("嘉禾县", 2007, "agency_id: no divisions are known for 2007"),
        ("嘉禾县", None, "agency_id: without a year the division is not known"),
    ],
)
def test_what_is_unsure_is_absent(name, year, remark):
    reading = read_agency(name, year, "")
    assert (reading.agency, reading.remark) == (None, remark)


def test_the_text_tells_which_of_the_divisions_of_one_name_is_meant():
    assert read_agency("鼓楼区审计局", 2020, "徐州市鼓楼区审计局编制").agency.division_code == "320302"
    assert read_agency("鼓楼区审计局", 2020, "赴南京市学习").agency is None
    assert read_agency("鼓楼区审计局", 2020, "徐州市鼓楼区与南京市鼓楼区").agency is None


@pytest.mark.parametrize(("name", "division"), [("嘉禾县", "431024"), ("国家统计局江苏调查总队", "320000")])
def test_a_year_behind_the_table_of_divisions_has_those_of_its_last_and_says_so(name, division):
    reading = read_agency(name, 2027, "")
    assert reading.agency.division_code == division
    assert reading.remark == "division_code: no divisions are known for 2027; it is that of 2026"


@pytest.mark.parametrize("name", ["国家统计局", "审计局"])
def test_where_no_division_is_given_none_is_doubted(name):
    assert read_agency(name, 2027, "") == read_agency(name, 2026, "")


PINGTAN = "350128-综合实验区管理委员会"


@pytest.mark.parametrize(
    ("name", "agency_id", "kind", "full_name"),
    [
        ("平潭综合实验区", PINGTAN, "zone", "平潭综合实验区管理委员会"),
        ("平潭综合实验区管委会", PINGTAN, "zone", "平潭综合实验区管理委员会"),
        ("福建省平潭综合实验区管理委员会", PINGTAN, "zone", "平潭综合实验区管理委员会"),
        ("平潭县综合实验区", PINGTAN, "zone", "平潭综合实验区管理委员会"),
        ("平潭综合实验区地方税务局", "350128-综合实验区地方税务局", "vertical", "平潭综合实验区地方税务局"),
        (
            "平潭综合实验区管委会办公室",
            "350128-综合实验区管理委员会办公室",
            "office",
            "平潭综合实验区管理委员会办公室",
        ),
        ("嘉禾经济开发区", "431024-经济开发区管理委员会", "zone", "嘉禾经济开发区管理委员会"),
        ("嘉禾县经济开发区管委会", "431024-经济开发区管理委员会", "zone", "嘉禾经济开发区管理委员会"),
        ("嘉禾县开发区管委会", "431024-开发区管理委员会", "zone", "嘉禾开发区管理委员会"),
        ("苏州工业园区", "320500-工业园区管理委员会", "zone", "苏州工业园区管理委员会"),
        ("合肥高新区管委会", "340100-高新区管理委员会", "zone", "合肥高新区管理委员会"),
        ("淮安经济技术开发区住建局", "320800-经济技术开发区住房和城乡建设局", "department", None),
        ("深圳市大鹏新区", "440300-大鹏新区管理委员会", "zone", "深圳市大鹏新区管理委员会"),
        ("南京江北新区管委会", "320100-江北新区管理委员会", "zone", "南京市江北新区管理委员会"),
        ("滨海新区", "120116-人民政府", "government", "滨海新区人民政府"),
        ("上海浦东新区教育局", "310115-教育局", "department", "浦东新区教育局"),
        ("深圳市城市管理和综合执法局", "440300-城市管理和综合执法局", "department", None),
    ],
)
def test_a_zone_is_a_body_of_the_division_in_which_it_lies(name, agency_id, kind, full_name):
    reading = read_agency(name, 2019, "南京市")
    assert (reading.agency.agency_id, reading.agency.kind) == (agency_id, kind)
    assert reading.agency.division_code == reading.division_code == agency_id.partition("-")[0]
    assert full_name in (None, reading.agency.name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("高新区管委会", ""),
        ("开发区", ""),
        ("吉林经济开发区", ""),
        ("五台山风景名胜区管委会", ""),
        ("南阳湖新区", "济宁市"),
        ("江苏省南京江北新区", ""),
        ("淮安市云岭区开发区管委会", ""),
    ],
)
def test_a_zone_is_bound_to_no_division_by_guess(name, text):
    assert read_agency(name, 2019, text).agency is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("密云县", 2012), ("密云区", 2020)),
        (("蓟县财政局", 2012), ("蓟州区财政局", 2020)),
        (("襄樊市教育局", 2009), ("襄阳市教育局", 2012)),
        (("安徽省无为县", 2009), ("安徽省无为市", 2021)),
        (("毕节地区行署", 2009), ("毕节市", 2015)),
        (("国家税务总局沙县税务局", 2019), ("国家税务总局沙县区税务局", 2022)),
        (("洪泽县经济开发区管委会", 2012), ("洪泽区经济开发区", 2020)),
    ],
)
def test_a_body_lasts_when_its_division_is_called_otherwise(before, after):
    first, second = (read_agency(*each, "") for each in (before, after))
    assert first.agency is not None
    assert first.agency == second.agency


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("万盛区", 2009), ("綦江区", 2020)),
        (("重庆市江北区", 2020), ("重庆两江新区", 2026)),
        (("北京市崇文区", 2009), ("北京市东城区", 2012)),
        (("儋州市", 2012), ("儋州市", 2018)),
    ],
)
def test_what_was_merged_or_raised_is_another_body(before, after):
    first, second = (read_agency(*each, "") for each in (before, after))
    assert first.agency.agency_id != second.agency.agency_id


def test_a_report_keeps_the_division_of_its_year():
    reading = read_agency("洪泽县", 2012, "")
    assert (reading.division_code, reading.agency.division_code) == ("320829", "320813")
    assert (reading.agency.agency_id, reading.agency.name) == ("320829-人民政府", "洪泽区人民政府")


@pytest.mark.parametrize(
    ("name", "kind", "fields"),
    [
        ("沭阳县发展和改革局", "department", "development"),
        ("平潭综合实验区财政金融局", "department", "finance financial_affairs"),
        ("平潭综合实验区旅游与文化体育局", "department", "tourism culture sport"),
        ("平潭综合实验区行政审批局", "department", "approval"),
        ("平潭综合实验区国有资产管理局", "department", "state_assets"),
        ("平潭综合实验区公安局", "department", "police"),
        ("平潭综合实验区农业农村局", "department", "agriculture"),
        ("平潭综合实验区投资促进局", "department", "commerce"),
        ("平潭综合实验区金井片区管理局", "zone", None),
        ("平潭综合实验区地方税务局", "vertical", "tax"),
        ("国家统计局平潭调查队", "vertical", "statistics"),
        ("淮安市烟草专卖局", "vertical", "tobacco"),
        ("平潭县潭城镇人民政府", "township", None),
        ("平潭综合实验区管委会办公室", "office", None),
        ("嘉禾县人民政府", "government", None),
        ("嘉禾县某某中心", "department", None),
    ],
)
def test_a_name_tells_the_kind_and_the_fields(name, kind, fields):
    agency = read_agency(name, 2020, "").agency
    assert (agency.kind, agency.fields) == (kind, fields)


def test_succession_of_bodies_and_of_their_divisions():
    county = read_agency("平潭县人民政府", 2013, "").agency
    assert (county.successor, county.successor_year, county.former_places) == (PINGTAN, 2014, None)
    assert read_agency("蓟县财政局", 2012, "").agency.former_places == "蓟县"
    assert read_agency("教育部", 2022, "").agency.former_places is None


def test_successors_are_bodies_that_can_be_read():
    for row in csv.DictReader((files("gongkai.recognise.who") / "successors.csv").read_text("utf-8").splitlines()):
        for agency_id in (row["agency_id"], row["successor"]):
            code, _, body = agency_id.partition("-")
            name = division(code, int(row["successor_year"])).name + body
            assert read_agency(name, int(row["successor_year"]), "").agency.agency_id == agency_id
        assert row["reason"]
