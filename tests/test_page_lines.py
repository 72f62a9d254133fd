import pytest

from gongkai.recognise.page_lines import is_page_line


@pytest.mark.parametrize(
    "text",
    [
        "来源：市政府办公室　时间：2022-03-25 17:20:00　浏览量：1,234 次　字号：【大 中 小】",
        "发布时间:2020-01-21 点击数: 7 次",
        "发布日期：2020-01-21　发布机构：某某县人民政府　嘉政办函〔2018〕3号",
        "主办：某某市人民政府办公室 承办：某某市数据局 某ICP备00000000号",
        "版权所有 某某县人民政府 网站标识码：0000000000",
    ],
)
def test_the_page_speaks_of_itself(text):
    assert is_page_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "网站访问量：1205次。",
        "一是网站访问量：1205次；二是网站信息量：310条。",
        "主办：全年举办培训3期。",
        "本报告可在某某县人民政府网站下载。联系地址：某某路1号，邮编：000000，电话：0000-0000000。",
        "来源：" + "全县公开信息2068条，" * 40 + "时间：一年。",
    ],
)
def test_a_report_does_not(text):
    assert not is_page_line(text)
