"""A report as a web page in which one cell is written in a way of its own: what is seen of it is known."""

from __future__ import annotations

__all__ = ["TITLE", "report_page", "table_page"]

TITLE = "嘉禾县2022年政府信息公开工作年度报告"
BODY = ("各单位按照要求做好公开工作，内容及时更新。", "下一步将继续改进不足，提高公开的质量。")


def report_page(cell: str, *, sheet: str = "", attributes: str = "", head: str = "", table: str | None = None) -> str:
    """Give a page whose first table has `cell` as the number of regulations that were made."""
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{TITLE}</title>{head}<style>{sheet}</style></head>"
        f"<body><h1>{TITLE}</h1><p>一、总体情况</p><p>{BODY[0]}</p><p>二、主动公开政府信息情况</p>"
        f"{disclosure_table(cell, attributes) if table is None else table}"
        f"<p>三、存在的主要问题及改进情况</p><p>{BODY[1]}</p></body></html>"
    )


def disclosure_table(cell: str, attributes: str = "") -> str:
    """Give the table of disclosure of the 2021 form, with one cell as told and all others whole."""
    rows = [
        "<td colspan=4>第二十条第（一）项",
        "<td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数",
        f"<td>规章<td {attributes}>{cell}</td><td>31<td>52",
        "<td>行政规范性文件<td>14<td>6<td>87",
        "<td colspan=4>第二十条第（五）项",
        "<td>信息内容<td colspan=3>本年处理决定数量",
        "<td>行政许可<td colspan=3>311",
        "<td colspan=4>第二十条第（六）项",
        "<td>信息内容<td colspan=3>本年处理决定数量",
        "<td>行政处罚<td colspan=3>77",
        "<td>行政强制<td colspan=3>9",
        "<td colspan=4>第二十条第（八）项",
        "<td>信息内容<td colspan=3>本年收费金额（单位：万元）",
        "<td>行政事业性收费<td colspan=3>45",
    ]
    return f"<table border=1>{''.join(f'<tr>{row}' for row in rows)}</table>"


def table_page(cell: str, sheet: str = "", attributes: str = "", head: str = "") -> str:
    """Give a page with one small table that has `cell` beside a label."""
    return (
        f"<html><head>{head}<style>{sheet}</style></head><body><table>"
        f"<tr><td>受理<td {attributes}>{cell}</td><td>8</td><tr><td>办结<td>6<td>5</table></body></html>"
    )
