"""Who reports, as title and header of a page say together."""

import pytest

from gongkai.read import read_document
from gongkai.recognise.identity import identify


def identity(title: str, header: str = "", meta: str = ""):
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title>{meta}</head><body>{header}<h1>{title}</h1>"
        "<p>一、总体情况</p><p>略。</p><p>二、主动公开政府信息情况</p><p>略。</p></body></html>"
    )
    return identify(read_document(page.encode(), name="page.html"))


def test_the_header_says_in_full_what_the_title_shortens():
    found = identity(
        "市民政局2019年政府信息公开工作年度报告",
        "<table><tr><td>发布机构</td><td>淮安市民政局</td><td>发文日期</td><td>2020-01-21</td></tr></table>",
    )
    assert (found.agency, found.agency_entry.agency_id) == ("市民政局", "320800-民政局")
    assert (found.published.isoformat(), found.published_source) == ("2020-01-21", "page")


def test_the_metadata_may_say_it():
    meta = '<meta name="ContentSource" content="淮安市民政局">'
    found = identity("市民政局2019年政府信息公开工作年度报告", meta=meta)
    assert found.agency_entry.agency_id == "320800-民政局"


@pytest.mark.parametrize("publisher", ["淮安市人民政府办公室", "淮安市教育局", "市民政局", "某市民政局"])
def test_another_publisher_does_not_say_it(publisher):
    found = identity("市民政局2019年政府信息公开工作年度报告", f"<p>发布机构：{publisher}</p>")
    assert (found.agency, found.agency_entry, found.division_code) == ("市民政局", None, None)
    assert "agency_id: 市民政局 names no division" in found.remarks


def test_a_title_that_names_its_body_needs_no_header():
    found = identity("沭阳县发改局2023年政府信息公开工作年度报告", "<p>发布机构：沭阳县人民政府办公室</p>")
    assert found.agency_entry.agency_id == "321322-发展和改革局"
