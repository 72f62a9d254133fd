"""Print every rule that `gongkai check` applies, in Markdown: `docs/rules.md`, and `docs/rules.zh-CN.md`.

python scripts/print_rules.py en > docs/rules.md
python scripts/print_rules.py zh > docs/rules.zh-CN.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from gongkai.check.identities import check_identities, check_identities_of_year
from gongkai.check.identities_of_forms import Instance, instances
from gongkai.check.judgement import JudgedReading
from gongkai.check.prose import Prose
from gongkai.check.rules import Rule, rulebook
from gongkai.check.text_and_tables import Concept, check_text_and_tables, concepts
from gongkai.check.wording import Phrase
from gongkai.document import Locator
from gongkai.forms import EVERY_FORM, form, indicators
from gongkai.rows import Check, Figure, Observation

OPENING = Phrase(
    """\
# What is checked

Printed from the rules by `scripts/print_rules.py`: edit `src/gongkai/check/*.yaml` and `src/gongkai/forms/*.yaml`, not
this page. `gongkai check` says of each finding where it stands and by which of these rules. An **error** cannot be so,
or must not be missing; a **warning** is what agencies may define differently; a **note** is worth a look. What cannot
be checked, as cells are blank or a number could not be read, is said and never counts as wrong.
""",
    """\
# 核对规则

本页由 `scripts/print_rules.py` 根据规则数据生成；请修改 `src/gongkai/check/*.yaml` 和
`src/gongkai/forms/*.yaml`，不要直接修改本页。`gongkai check` 的每项结果都注明位置和所依据的规则。
**错误**（error）指不可能成立或不得缺少；**警告**（warning）指各机关口径可能不同；**提示**（note）供核对时参考。
因单元格空白或数字无法识别而未能核对的，会说明原因，不作为问题。
""",
)

KINDS: Mapping[str, Phrase] = {
    "completeness": Phrase("Is everything there?", "内容是否完整"),
    "value": Phrase("Can it be?", "数值是否可能"),
    "form": Phrase("What the forms promise of their numbers", "表内勾稽关系"),
    "law": Phrase("What law and forms demand", "法规和格式要求"),
    "prose": Phrase("Numbers of the text", "正文数字之间"),
    "prose_and_table": Phrase("Text against tables", "正文与表格之间"),
    "metadata": Phrase("Title and dates", "标题和日期"),
    "years": Phrase("Against other years of the body", "与往年报告相比"),
    "bodies": Phrase("Against the bodies that belong to it", "与所属机关报告相比"),
}

WORDS: Mapping[str, Phrase] = {
    "severity": Phrase("severity", "级别"),
    "compares": Phrase("Compares", "核对内容"),
    "source": Phrase("Source", "依据"),
    "example": Phrase("Fails, for example", "不符举例"),
    "row": Phrase("each row of", "各行，表格"),
    "column": Phrase("each column of", "各列，表格"),
    "text": Phrase("Numbers of the text that speak of", "正文中述及以下内容的数字："),
    "or": Phrase(" or ", "或"),
    "with": Phrase("with", "与表格单元格比较："),
}

YEAR = 2024


def page(language: str) -> str:
    """Give the page in a language, en or zh."""
    lines = [_in(OPENING, language)]
    for kind, entries in groupby(
        sorted(_entries(), key=lambda each: [*KINDS].index(each[0])), key=lambda each: each[0]
    ):
        lines.append(f"## {_in(KINDS[kind], language)}\n")
        for _, rule, severity, compares, source, example in entries:
            lines.append(f"### `{rule}` ({_in(WORDS['severity'], language)}: {severity})\n")
            for name, said in (("compares", compares), ("source", source), ("example", example)):
                lines.append(f"- {_in(WORDS[name], language)}: {_in(said, language)}")
            lines.append("")
    return "\n".join(lines)


_Entry = tuple[str, str, str, Phrase, Phrase, Phrase]


def _entries() -> Iterator[_Entry]:
    for rule in rulebook().rules.values():
        if rule.id not in ("identity", "identity_across_years") and rule.kind != "prose_and_table":
            yield rule.kind, rule.id, rule.severity, rule.compares, rule.authority, rule.example
    for concept in concepts():
        yield _of_text(concept)
    by_rule: dict[str, list[Instance]] = {}
    for instance in instances():
        by_rule.setdefault(instance.identity.id, []).append(instance)
    for of_rule in by_rule.values():
        yield _of_form(of_rule)


def _of_form(of_rule: Sequence[Instance]) -> _Entry:
    first = of_rule[0]
    identity = first.identity
    authorities = list(dict.fromkeys(instance.authority for instance in of_rule))
    tables = {table.code: table for table in form(first.subject.form).tables}
    table = tables[first.subject.table].title
    english = dict(_labels(identity.table, first.subject.form, "english"))
    labels = dict(_labels(identity.table, first.subject.form, "label"))
    where = WORDS[identity.each]
    compares = Phrase(
        f"{where.english} “{table}”: {_labelled(identity.rule, english)}",
        f"{where.chinese}“{table}”：{_labelled(identity.rule, labels)}",
    )
    example = _failing_identity(first)
    kind = "years" if first.across_years else "form"
    said = Phrase(", ".join(authorities), "、".join(authorities))
    return kind, identity.id, identity.severity, compares, said, Phrase(example.message, example.message_chinese)


def _labels(table_code: str, code: str, field: str) -> Iterator[tuple[str, str]]:
    for table in form(code).tables:
        for block in table.blocks if table.code == table_code else ():
            yield from ((each.code, getattr(each, field)) for each in (*block.rows, *block.columns))


def _labelled(rule: str, labels: Mapping[str, str]) -> str:
    return re.sub(r"[a-z_]{3,}", lambda name: f"“{labels[name[0]]}”" if name[0] in labels else name[0], rule)


def _failing_identity(instance: Instance) -> Check:
    """Find numbers that break a rule: all cells alike, but for its first two."""
    for first, second in ((1.0, 1.0), (50.0, 1.0), (0.0, 1.0), (0.0, 9.0)):
        numbers = [first, second, 1.0, *[0.0] * len(instance.places)]
        cells = {cell: value for (cell, _), value in zip(instance.places, numbers, strict=False)}
        this_year = [_cell(place, cells[cell]) for cell, place in instance.places if not cell.years_ago]
        earlier: dict[int, dict[str, JudgedReading]] = {
            YEAR - cell.years_ago: {} for cell, _ in instance.places if cell.years_ago
        }
        for cell, place in instance.places:
            if cell.years_ago:
                earlier[YEAR - cell.years_ago][place.partition(".")[2]] = JudgedReading(cells[cell])
        found = check_identities_of_year(this_year, YEAR, earlier) if earlier else check_identities(this_year)
        for check in found:
            if check.rule == instance.identity.id and check.outcome == "fails":
                return check
    raise ValueError(f"no numbers break {instance.identity.id}")


def _of_text(concept: Concept) -> _Entry:
    rule: Rule = concept.rule
    words = [" + ".join(each) for each in concept.words]
    labels = list(dict.fromkeys(_label(code, name) for code, name in concept.named_cells))
    compares = Phrase(
        f"{WORDS['text'].english} {WORDS['or'].english.join(words)}, {WORDS['with'].english} {'; '.join(labels)}",
        f"{WORDS['text'].chinese}{WORDS['or'].chinese.join(words)}；{WORDS['with'].chinese}{'；'.join(labels)}",
    )
    check = _failing_text(concept)
    example = Phrase(check.message, check.message_chinese)
    return rule.kind, rule.id, rule.severity, compares, rule.authority, example


def _label(code: str, name: str) -> str:
    indicator = next(each for each in indicators() if each.indicator_id == f"{code}.{name}")
    column = "" if indicator.column in ("count", "total") else f"·{indicator.column_label}"
    return f"{indicator.row_label}{column}"


def _failing_text(concept: Concept) -> Check:
    code = next(each for each in EVERY_FORM if each in concept.cells)
    cells = [_cell(f"{form_code}.{name}", 1.0) for form_code, name in concept.named_cells if form_code == code]
    unit = next(unit for unit in concept.rule.parameters["units"] if unit not in ("万元", "百万元", "亿元", "千元"))
    value, subject = (90_000.0 if unit == "元" else 9.0), "".join(concept.words[0])
    figures = [_figure(1, subject, value, unit, concept, 2 if concept.of else None)]
    if concept.of:
        figures.append(_figure(2, concept.of[0], value, unit, concept, None))
    found = check_text_and_tables(Prose(figures, ()), cells)
    return next(check for check in found if check.rule == concept.rule.id and check.outcome == "fails")


def _cell(place: str, value: float) -> Observation:
    indicator = next(each for each in indicators() if each.indicator_id == place)
    return Observation(
        place, value, "reported", indicator.unit, "form", "", Locator(1), indicator.row_label, "label", 1.0
    )


def _figure(number: int, subject: str, value: float, unit: str, concept: Concept, whole: int | None) -> Figure:
    kind = "money" if unit == "元" else "count"
    topic = min(concept.topics, default=None)
    place = Locator(number)
    raw = f"{value:.0f}{unit}"
    return Figure(
        number, 1, subject, value, unit, value, unit, None, None, kind, topic, whole, "number", raw, place, place
    )


def _in(said: Phrase, language: str) -> str:
    return said.chinese if language == "zh" else said.english


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1]))
