"""Notes of a report become the page that they describe, with the labels of the form and the values as printed."""

import re

import pytest

import gongkai
from gongkai.document import Table
from gongkai.read import read_document
from write_transcription import NotesError, page, parted, with_source

HEAD = """\
title: 某某县财政局2021年政府信息公开工作年度报告
agency: 某某县财政局
year: 2021
published: 2022-01-13
where: 某某县人民政府网站
url: https://example.org/1.htm

"""
DISCLOSURE = "@disclosure 2021: 0 0 0 | 3 0 3 | 0 | 0 | 0 | 7816.5"


def written(notes, tmp_path):
    path = tmp_path / "notes.html"
    path.write_text(page(HEAD + notes), encoding="utf-8")
    return path


def values(report, table):
    found = report.observations[report.observations["indicator_id"].str.contains(f".{table}.", regex=False)]
    return dict(zip(found["indicator_id"].str.split(".").str[2:].str.join("."), found["raw"], strict=True))


def test_the_three_tables_are_read_back_as_noted(tmp_path):
    notes = f"""@period
# 二、主动公开政府信息情况
{DISCLOSURE}
# 三、收到和处理政府信息公开申请情况
@requests 2021: 0
  received: 1 2 0*4 3
  results_total: 1 2 0*4 3
# 四、政府信息公开行政复议、行政诉讼情况
@disputes 2021: 0 1 0 0 1 | 0*10
"""
    report = gongkai.read_report(written(notes, tmp_path))
    assert (len(report.observations), len(report.unmatched_rows)) == (200, 0)
    assert str(report.summary["period_end"]) == "2021-12-31"
    disclosure, requests = values(report, "disclosure"), values(report, "requests")
    assert disclosure["normative_documents.in_force"] == "3"
    assert disclosure["administrative_fees.amount"] == "7816.5"
    received = {name: raw for name, raw in requests.items() if name.startswith("received.")}
    assert list(received.values()) == ["1", "2", "0", "0", "0", "0", "3"]
    assert sum(map(int, requests.values())) == 12
    assert values(report, "disputes")["reviews.corrected"] == "1"


def test_a_blank_stays_blank_and_a_row_left_out_is_not_printed(tmp_path):
    notes = f"{DISCLOSURE}\n  regulations: -\n  licences: _\n@requests 2021: 0\n  received: 0 _ 0*5"
    report = gongkai.read_report(written(notes, tmp_path))
    blank = report.observations.loc[report.observations["status"] == "blank", "indicator_id"]
    assert sorted(blank) == ["2021.disclosure.licences.decisions", "2021.requests.received.companies"]
    assert not [name for name in values(report, "disclosure") if name.startswith("regulations.")]


def test_headings_paragraphs_and_other_tables_are_printed_in_their_order(tmp_path):
    notes = "# 总体情况\n## 公开\n全年公开3<5条。\n@table\n  指标名称 | 2015年度\n  主动公开文件数 | 2949\n末段。"
    path = written(notes, tmp_path)
    (table,) = (block for block in read_document(path).blocks if isinstance(block, Table))
    texts = [[cell.text for cell in row] for row in table.rows()]
    assert texts == [["指标名称", "2015年度"], ["主动公开文件数", "2949"]]
    tags = re.findall(r"<(h1|h2|h3|table)>|<p>(全年公开3&lt;5条。|末段。)</p>", path.read_text(encoding="utf-8"))
    assert ["".join(tag) for tag in tags] == ["h1", "h2", "h3", "全年公开3&lt;5条。", "table", "末段。"]


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (HEAD + "@disclosure 2021: 0 0", "disclosure has 10 values, and the notes 2"),
        (HEAD + "@requests 2021: 0\n  received: 0*6", "received has 7 values, and the notes 6"),
        (HEAD + "@requests 2021: 0\n  receeved: 0*7", "requests has no row receeved"),
        (HEAD + "@statistics 2021: 0", "form 2021 has no table statistics"),
        ("title: 报告\n\n# 一、总体情况", "the head has title, and must have title, agency, year"),
    ],
)
def test_notes_that_do_not_fit_the_form_are_told(notes, told):
    with pytest.raises(NotesError, match=re.escape(told)):
        page(notes)


def test_a_line_of_the_manifest_stands_in_the_order_of_its_folder():
    head, _ = parted(HEAD + "@period")
    manifest = [{"file": "z.html"}, {"file": "a/2.html"}, {"file": "b/1.html"}]
    longer = with_source(manifest, "a/1.html", head)
    assert [line["file"] for line in longer] == ["z.html", "b/1.html", "a/1.html", "a/2.html"]
    assert with_source(longer, "a/1.html", head) == longer
    assert longer[2]["url"] == "https://example.org/1.htm"
