import pytest

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
        ("江苏省人民政府办公厅", 2020, "320000-人民政府办公厅", "department", "province"),
        ("沭阳县政府办", 2020, "321322-人民政府办公室", "department", "county"),
        ("杭州市西湖区留下街道", 2020, "330106-留下街道办事处", "township", "township"),
        ("西湖区留下街道办事处", 2020, "330106-留下街道办事处", "township", "township"),
        ("沭阳县桑墟镇", 2020, "321322-桑墟镇人民政府", "township", "township"),
        ("沭阳县桑墟镇人民政府", 2020, "321322-桑墟镇人民政府", "township", "township"),
        ("淮安经济技术开发区管委会", 2020, "320800-经济技术开发区管理委员会", "other", "prefecture"),
        ("嘉禾县（本级）", 2017, "431024-人民政府", "government", "county"),
        ("国家税务总局嘉禾县税务局", 2019, "431024-国家税务总局嘉禾县税务局", "department", "county"),
        ("国家税务总局淮安市税务局", 2020, "320800-国家税务总局淮安市税务局", "department", "prefecture"),
        ("国家统计局", 2020, "000000-国家统计局", "department", "central"),
        ("国家统计局江苏调查总队", 2020, "320000-国家统计局江苏调查总队", "department", "province"),
        ("中国证监会湖南监管局", 2020, "430000-中国证券监督管理委员会湖南监管局", "department", "province"),
        ("中华人民共和国南京海关", 2020, "320100-南京海关", "department", "prefecture"),
        ("教育部", 2022, "000000-教育部", "department", "central"),
        ("中华人民共和国财政部", 2021, "000000-财政部", "department", "central"),
        ("中国证监会", 2018, "000000-中国证券监督管理委员会", "department", "central"),
        ("国务院国资委", 2020, "000000-国务院国有资产监督管理委员会", "department", "central"),
        ("教育部办公厅", 2020, "000000-教育部办公厅", "department", "central"),
        ("喀什地区行政公署", 2019, "653100-行政公署", "government", "prefecture"),
        ("阿拉善盟", 2020, "152900-行政公署", "government", "prefecture"),
        ("北京市朝阳区人民政府望京街道办事处", 2022, "110105-望京街道办事处", "township", "township"),
        ("深圳市政府国资委", 2020, "440300-国有资产监督管理委员会", "department", "prefecture"),
        ("深圳市人民政府国有资产监督管理委员会", 2020, "440300-国有资产监督管理委员会", "department", "prefecture"),
        ("嘉禾县政府采购中心", 2020, "431024-政府采购中心", "department", "county"),
        ("嘉禾县人民政府办", 2020, "431024-人民政府办公室", "department", "county"),
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
