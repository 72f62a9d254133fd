"""Tables of requests that print applicants below each other, and results beside each other."""

from gongkai import Report, read_report
from request_columns import REQUEST_COLUMNS

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计")


def reading(header: list[str], rows: list[list[str]]) -> Report:
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (header, *rows))
    title = "云溪县2023年政府信息公开工作年度报告"
    return read_report(f"<html><body><h1>{title}</h1><table>{lines}</table></body></html>".encode())


def numbers(name: str, row: int) -> list[str]:
    return [name, *(str(100 * column + row) for column in range(1, len(RESULTS) + 1))]


def test_each_number_is_that_of_the_result_above_and_the_applicant_before_it() -> None:
    report = reading(["项目", *RESULTS], [numbers(name, row) for row, name in enumerate(APPLICANTS, start=1)])
    assert {
        row.indicator_id.split(".", 2)[2]: (row.value, report.locate(row.locator)) for row in report.observation_rows
    } == {
        f"{result}.{applicant}": (100 * column + row, str(100 * column + row))
        for column, result in enumerate(("received", "carried_in", "granted", "results_total"), start=1)
        for row, applicant in enumerate(REQUEST_COLUMNS, start=1)
    }
    assert report.unmatched_rows == ()


def test_a_row_of_the_agencys_own_is_unmatched() -> None:
    rows = [numbers(name, row) for row, name in enumerate(APPLICANTS, start=1)]
    rows.insert(3, ["个体工商户", "41", "42", "43", "44"])
    report = reading(["项目", *RESULTS], rows)
    assert len(report.observation_rows) == len(APPLICANTS) * len(RESULTS)
    assert sorted(row.value for row in report.unmatched_rows) == [41, 42, 43, 44]


def test_applicants_out_of_their_order_are_not_turned() -> None:
    rows = [numbers(name, row) for row, name in enumerate(APPLICANTS[::-1], start=1)]
    assert reading(["项目", *RESULTS], rows).observation_rows == ()
