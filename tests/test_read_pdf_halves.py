"""Two pages, or two reports, that are printed side by side on one page of a PDF: no line runs from one to the other."""

import pytest

from generators.pdf import Grid, Options, render_pdf
from generators.side_by_side import render_side_by_side
from gongkai.document import Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read.pdf import read_pdf

LEFT = [
    "云岭县人民政府2023年政府信息公开工作年度报告",
    "一、总体情况",
    "全县共收到申请12件，上年结转3件，均在规定期限内答复，没有因公开工作引起的行政复议和行政诉讼，公开渠道运行平稳。",
    "全年主动公开信息1234条，其中网站公开1000条，公众号公开234条，解读政策文件56件，召开新闻发布会7次。",
]
RIGHT = [
    "二、存在的问题",
    "部分栏目更新不够及时，个别单位对公开工作重视不够，还有5个单位没有专人负责，下一步将明确责任，举办培训班6期。",
    "三、其他事项",
    "没有收取信息处理费，没有需要报告的其他事项，以上数据的统计期限自2023年1月1日起至2023年12月31日止。",
]


def test_two_pages_on_one_are_read_one_after_the_other() -> None:
    blocks = read_pdf(render_side_by_side(LEFT, RIGHT)).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [*LEFT, *RIGHT]


def test_two_reports_on_one_page_are_an_error_that_says_so() -> None:
    title = "沙河县人民政府2023年政府信息公开工作年度报告"
    with pytest.raises(SourceError, match="two side by side on page 1") as refused:
        read_pdf(render_side_by_side(LEFT, [title, *RIGHT]))
    assert refused.value.reason == "several_reports"


def test_the_columns_of_a_table_are_no_pages() -> None:
    label = "行政机关制定并且对外公开的各类规范性文件的数量"
    rows = [
        ["信息内容", "本年制发件数"],
        *([f"{label}{letter}", str(number)] for number, letter in enumerate("甲乙丙丁")),
    ]
    blocks = read_pdf(render_pdf([Grid.of(rows, rules="none")], Options(page_size=(842, 595)))).blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [[cell.text for cell in row] for row in tables[0].rows()] == rows
