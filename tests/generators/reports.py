"""Whole reports: random numbers in the tables of any forms, varied, and rendered in any format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from hypothesis import strategies as st

from generators.html_pages import SKINS, render_html
from generators.numbers_of_forms import NUMBER_HABITS, NumberHabit, random_numbers
from generators.office_files import (
    render_as_csv,
    render_as_docx,
    render_as_flat_docx,
    render_as_ods,
    render_as_odt,
    render_as_ofd,
    render_as_pdf,
    render_as_rtf,
    render_as_spreadsheet_xml,
    render_as_word_2003,
    render_as_xls,
    render_as_xlsx,
)
from generators.official import official_table
from generators.printed import Block, ExpectedIdentity, PrintedReport
from generators.text_pages import (
    render_bordered_pipes,
    render_lines,
    render_pipes,
    render_saved_cells,
    render_saved_rows,
    render_tabs,
)
from generators.variations import VARIATIONS, apply
from generators.wrapped import render_as_answer, render_as_mail, render_as_mhtml

__all__ = ["FORMATS", "LINES", "SAVED", "WEB_PAGES", "ReportPlan", "plans", "print_report", "render"]

FORMATS: Mapping[str, Callable[[PrintedReport], bytes]] = {
    **{f"html {skin}": partial(render_html, skin=skin) for skin in SKINS},
    "html in mhtml": render_as_mhtml,
    "html in mail": render_as_mail,
    "html in answer": render_as_answer,
    "text lines": render_lines,
    "text pipes": render_pipes,
    "text bordered pipes": render_bordered_pipes,
    "text tabs": render_tabs,
    "text saved rows": render_saved_rows,
    "text saved cells": render_saved_cells,
    "pdf": render_as_pdf,
    "ofd": render_as_ofd,
    "docx": render_as_docx,
    "docx flat": render_as_flat_docx,
    "word 2003": render_as_word_2003,
    "xlsx": render_as_xlsx,
    "xls": render_as_xls,
    "excel 2003": render_as_spreadsheet_xml,
    "csv": render_as_csv,
    "odt": render_as_odt,
    "rtf": render_as_rtf,
    "ods": render_as_ods,
}

WEB_PAGES = frozenset(name for name in FORMATS if name.startswith("html"))
LINES = frozenset({"text lines"})
SAVED = frozenset({"text saved rows", "text saved cells"})
"""Formats that show no grid; where they fill up rows, a blank at the end of a row may be none."""

# The forms of 2019 and 2021 have the same table of disputes; it counts as that of the form in force.
FORM_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "2014": (("2014", "statistics"),),
    "2019": (("2019", "disclosure"), ("2019", "requests"), ("2019", "disputes")),
    "2021": (("2021", "disclosure"), ("2021", "requests"), ("2021", "disputes")),
    "2021 with requests of 2019": (("2021", "disclosure"), ("2019", "requests"), ("2021", "disputes")),
    "2019 with requests of 2021": (("2019", "disclosure"), ("2021", "requests"), ("2021", "disputes")),
}

YEARS = {"2014": (2014, 2018), "2019": (2019, 2020)}
LATER_YEARS = (2021, 2024)

AGENCIES = (
    ("嘉禾县人民政府", "431024"),
    ("淮安市人民政府", "320800"),
    ("沭阳县发展和改革局", "321322"),
    ("湖南省财政厅", "430000"),
    ("江苏省沭阳县教育局", "321322"),
    ("桂阳县水利局", "431021"),
)


@dataclass(frozen=True)
class ReportPlan:
    """What makes a report: the same plan always gives the same report."""

    seed: int
    forms: str = "2021"
    numbers: NumberHabit = "all different"
    variations: frozenset[str] = frozenset()

    def leaves_one_reading(self, format_name: str) -> bool:
        """Say whether a careful reader is left with one reading of every cell."""
        varied = [VARIATIONS[name] for name in self.variations]
        if format_name in SAVED and self.numbers != "all different":
            return False
        if format_name in LINES | SAVED:
            return all(each.in_lines for each in varied)
        return all(each.in_tables for each in varied)

    def can_be(self, format_name: str) -> bool:
        """Say whether a format can print the report."""
        return format_name in WEB_PAGES or not any(VARIATIONS[name].only_web_pages for name in self.variations)


def plans(
    *,
    most_variations: int,
    among: frozenset[str] = frozenset(VARIATIONS),
    always: frozenset[str] = frozenset(),
) -> st.SearchStrategy[ReportPlan]:
    """Give plans with those variations that are always there, and up to some number of others."""
    others = st.frozensets(st.sampled_from(sorted(among)), max_size=most_variations)
    return st.builds(
        ReportPlan,
        seed=st.integers(0, 2**32 - 1),
        forms=st.sampled_from(sorted(FORM_CHOICES)),
        numbers=st.sampled_from(NUMBER_HABITS),
        variations=others.map(always.union),
    )


def print_report(plan: ReportPlan) -> PrintedReport:
    """Print the report of a plan."""
    random = Random(plan.seed)
    identity = _identity(random, plan)
    blocks: list[Block] = [*_opening(identity)]
    for number, (form_code, table_code) in enumerate(FORM_CHOICES[plan.forms], start=1):
        blocks.append(f"{'二三四'[number - 1]}、{_HEADINGS[table_code]}")
        numbers = random_numbers(random, form_code, table_code, plan.numbers)
        blocks.append(official_table(form_code, table_code, numbers))
    blocks += CLOSING if len(FORM_CHOICES[plan.forms]) > 1 else _CLOSING_OF_2014
    return apply(plan.variations, random, PrintedReport(identity, tuple(blocks)))


def render(report: PrintedReport, format_name: str) -> bytes:
    """Render a printed report in a format."""
    return FORMATS[format_name](report)


CLOSING = (
    "五、存在的主要问题及改进情况",
    "部分栏目更新不够及时，下一步将明确专人负责。",
    "六、其他需要报告的事项",
    "没有需要报告的其他事项。",
)

_CLOSING_OF_2014 = tuple(line.replace("五、", "三、").replace("六、", "四、") for line in CLOSING)
"""Behind one table."""

_HEADINGS = {
    "statistics": "政府信息公开情况统计表",
    "disclosure": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "disputes": "政府信息公开行政复议、行政诉讼情况",
}


def _identity(random: Random, plan: ReportPlan) -> ExpectedIdentity:
    agency, code = random.choice(AGENCIES)
    year = random.randint(*YEARS.get(plan.forms, LATER_YEARS))
    pattern = random.choice(
        [
            "{agency}{year}年政府信息公开工作年度报告",
            "{year}年{agency}政府信息公开工作年度报告",
            "{agency}{year}年度政府信息公开年度报告",
        ]
    )
    return ExpectedIdentity(
        title=pattern.format(agency=agency, year=year),
        agency=agency,
        division_code=code,
        year=year,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        published=date(year + 1, 1, 10) + timedelta(days=random.randint(0, 60)),
        document_number=random.choice([None, f"公开发〔{year + 1}〕{random.randint(1, 60)}号"]),
    )


def _opening(identity: ExpectedIdentity) -> tuple[str, ...]:
    year = identity.year
    return (
        f"本报告由{identity.agency}编制，所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
        "一、总体情况",
        "机关认真落实公开要求，各项工作按计划完成，公开平台运行平稳，群众查询更加方便。",
    )
