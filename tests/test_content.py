"""What the rows of a package say against each other: a changed value is noticed, and a sound package gives no alarm."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gongkai
from generators.reports import FORM_CHOICES, FORMATS, NUMBER_HABITS, ReportPlan, print_report, render
from generators.variations import VARIATIONS
from gongkai import content, tables
from gongkai.building.working import Processes
from gongkai.content import content_problems
from gongkai.package import validate_package
from gongkai.publish import read_table, write_table
from gongkai.tables import TABLES
from stored_frames import row_problems, stored

ROOT = Path(__file__).parents[1]
REPORTS = ("huaian-2024.pdf", "jiahe-2017.html", "shuyang-drc-2023.xlsx")
# Columns of which every plausible change is noticed.
NOTICED = {
    "reports": "report_id title agency agency_id division_code level year period_start period_end period_locator "
    "published forms status duplicate_of host mirror",
    "observations": "report_id indicator_id value status unit raw similarity text_source",
    "unmatched": "report_id locator raw value",
    "sections": "report_id section number kind",
    "document_numbers": "report_id mention raw issuer year serial",
    "figures": "report_id figure section value unit normal_value normal_unit topic whole stated raw locator "
    "text_source",
    "points": "report_id point section characters",
    "checks": "report_id rule subject kind left right difference outcome severity message message_chinese locator",
    "repairs": "report_id repair before after",
    "agencies": "agency_id name kind fields level division_code spellings",
    "panel": "report_id concept source form agency_id year value unit status derived comparability reason parts "
    "locators",
    "coverage": "agency_id year status forms reports report_id",
    "failures": "failure source reason detail message",
}
# Columns of which some change passes unseen, because the package itself holds no evidence of what they say.
UNSEEN = {
    "reports": "published_source document_number source url format encoding text_source bytes sha256 remarks",
    "observations": "unit_source locator label matched_by",
    "unmatched": "label reason",
    "sections": "heading characters locator",
    "document_numbers": "locator",
    "figures": "subject kind from_value hedge sentence_locator",
    "points": "ordinal kind locator",
    "repairs": "kind locator certainty",
    "failures": "bytes sha256",
}
# The reports of these tests fill none of these, and whole tables are held against those that are built in.
EMPTY = [("observations", "remarks"), ("reports", "scope"), ("reports", "scope_locator"), ("reports", "fetched"),
         ("reports", "payload_digest"), ("panel", "scope"),
         ("agencies", "former_places"), ("agencies", "successor"), ("agencies", "successor_year")]  # fmt: skip
OFFICIAL = ("concepts", "crosswalk", "divisions", "indicators")


def sources(folder: Path) -> Path:
    """Write reports of every kind: some of the repository, generated ones, a copy, a damaged and an unreadable one."""
    folder.mkdir()
    for name in REPORTS:
        (folder / name).write_bytes((ROOT / "data/raw" / name).read_bytes())
    told = (ROOT / "data/raw/sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    manifest = "".join(line for line in told if line.startswith(("file,", *REPORTS)))
    (folder / "sources.csv").write_text(manifest, encoding="utf-8")
    whole = render(print_report(ReportPlan(1, "2021")), "html bare")
    (folder / "copied.html").write_bytes(whole)
    (folder / "copied-again.html").write_bytes(whole + b"\n<!-- -->\n")
    (folder / "2019.html").write_bytes(render(print_report(ReportPlan(2, "2019")), "html portal"))
    (folder / "2021.docx").write_bytes(render(print_report(ReportPlan(3, "2021")), "docx"))
    unknown = render(print_report(ReportPlan(5, "2021")), "html bare").decode().replace("予以公开", "另行处理某种事项")
    (folder / "unmatched.html").write_text(unknown, encoding="utf-8")
    damaged = render(print_report(ReportPlan(4, "2021")), "html bare").decode().replace("件", "\u200b件")
    (folder / "damaged.html").write_bytes(damaged.replace("1", "1\u200b", 40).encode())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return folder


@cache
def built() -> Mapping[str, pd.DataFrame]:
    return {table: read_table(file, table) for table, (file,) in files_built().items()}


@cache
def files_built() -> Mapping[str, Sequence[Path]]:
    folder = Path(_KEPT.name)
    gongkai.build(sources(folder / "in"), folder / "out")
    return {table: [folder / f"out/data/processed/{table}.parquet"] for table in TABLES}


_KEPT = TemporaryDirectory()


def choices(table: str, column: str) -> list[str]:
    checks = tables.schema(table).columns[column].checks
    return next((check.statistics["allowed_values"] for check in checks if check.name == "isin"), [])


def edited(table: str, column: str, value: object, random: Random) -> object:
    """Give another value that the column allows and that looks right."""
    others = [choice for choice in choices(table, column) if choice != value]
    if others:
        return random.choice(others)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return 0.5 if column in ("similarity", "certainty") else value + random.choice([1, 2, 10])
    if isinstance(value, date):
        return value + timedelta(days=1)
    text = str(value)
    digits = [place for place, character in enumerate(text) if character.isascii() and character.isdigit()]
    if digits:
        place = random.choice(digits)
        return text[:place] + str((int(text[place]) + 1) % 10 or 1) + text[place + 1 :]
    return text + random.choice("甲乙丙")


def with_value(frame: pd.DataFrame, column: str, row: int, value: object) -> pd.DataFrame:
    values = [*frame[column][:row], value, *frame[column][row + 1 :]]
    return frame.assign(**{column: pd.array(values, dtype=frame[column].dtype)})


def with_edit(table: str, column: str, random: Random) -> tuple[dict[str, pd.DataFrame], object, object]:
    frame = built()[table]
    row = random.choice(list(frame.index[frame[column].notna()]))
    before = frame.at[row, column]
    after = edited(table, column, before, random)
    return {**built(), table: with_value(frame, column, row, after)}, before, after


def noticed(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    with TemporaryDirectory() as place:
        folder = Path(place)
        broken = row_problems(frames, folder)
        if broken:
            return [str(problem) for problem in broken]
        changed = {table: frame for table, frame in frames.items() if frame is not built()[table]}
        files = {**files_built(), **stored(changed, folder)}
        return [str(problem) for problem in content_problems(files, folder, in_turn)]


def in_turn(_: str, do: Callable, works: Iterable) -> Iterator:
    return map(do, works)


def without_official(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {table: frame for table, frame in frames.items() if table not in OFFICIAL}


def pairs(columns_of: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(table, column) for table, columns in columns_of.items() for column in columns.split()]


CASES, UNNOTICED = pairs(NOTICED), pairs(UNSEEN)


def test_a_sound_package_gives_no_alarm():
    assert noticed(built()) == []


@pytest.mark.parametrize(("table", "column"), CASES)
def test_a_changed_value_is_noticed(monkeypatch, table, column):
    # They take a second, and are none of these tables.
    monkeypatch.setattr(content, "official_problems", lambda *_: iter(()))
    for seed in range(2):
        frames, before, after = with_edit(table, column, Random(seed))
        assert noticed(without_official(frames)), (before, after)


@pytest.mark.parametrize(("table", "column"), UNNOTICED)
def test_what_only_the_source_can_tell_passes_unseen(monkeypatch, table, column):
    """When one of these is noticed, it belongs to the others, and `docs/accuracy.md` says so."""
    monkeypatch.setattr(content, "official_problems", lambda *_: iter(()))
    # The bytes of some sources, and so the order of rows, are others each time: a few edits may all be noticed.
    edits = (with_edit(table, column, Random(7 * seed + 1))[0] for seed in range(40))
    assert any(noticed(without_official(frames)) == [] for frames in edits)


def test_every_column_of_every_table_is_told_of():
    columns = {(table, column) for table in built() for column in built()[table]}
    of_official_tables = {each for each in columns if each[0] in OFFICIAL}
    assert sorted([*CASES, *UNNOTICED, *of_official_tables, *EMPTY]) == sorted(columns)


def test_the_documentation_names_the_columns_that_can_be_changed_unseen():
    text = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (`.*`) \|$", text.partition("## What `validate` notices")[2], re.MULTILINE)
    told = {(table, column) for table, columns in rows for column in re.findall(r"`(\w+)`", columns)}
    assert told == {*UNNOTICED}


ODD_TEXTS = (
    "", "b1", "b0", "b1:5-2", "p1.b1", "b1.r1.c1", "b9" + "9" * 30 + ":1-2", "\x00", "甲" * 50, "１２", "-", "9" * 400,
    "1e999", "百分之百", "〇两万亿", "（",
)  # fmt: skip
ODD_VALUES = {
    "int64": (0, 1, -1, 99, 2**62),
    "double": (0.0, -1.5, 0.5, 1e308, float("inf"), float("nan")),
    "date32[day]": (date(1, 1, 1), date(9999, 12, 31)),
    "bool": (True, False),
    "string": ODD_TEXTS,
}


def damaged(random: Random) -> dict[str, pd.DataFrame]:
    """Lose, move and change rows of a package, to values that their columns allow and to others."""
    frames = without_official(built())
    for _ in range(random.randint(1, 4)):
        table = random.choice([table for table, frame in frames.items() if len(frame)])
        frame, column = frames[table], random.choice(list(frames[table]))
        row, kind = random.randrange(len(frame)), str(tables.arrow_schema(table).field(column).type)
        values = [*choices(table, column), *ODD_VALUES[kind], None, random.choice(list(frame[column]))]
        damage = random.choice([lambda f, row=row: f.drop(index=row), lambda f: f.iloc[::-1], None, None, None, None])
        changed = damage(frame) if damage else with_value(frame, column, row, random.choice(values))
        frames[table] = changed.reset_index(drop=True)
    return frames


@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_whatever_the_rows_say_nothing_is_raised(seed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "official_problems", lambda *_: iter(()))
        assert all(isinstance(problem, str) for problem in noticed(damaged(Random(seed))))


@pytest.mark.parametrize(("table", "column"), [("indicators", "unit"), ("divisions", "name"), ("divisions", "parent")])
def test_official_tables_are_those_that_are_built_in(table, column):
    frames, _, _ = with_edit(table, column, Random(1))
    (problem,) = content.official_problems(frames, {2017})
    assert problem.table == table


def test_a_changed_value_is_noticed_though_size_and_digest_were_made_to_fit(tmp_path):
    gongkai.build(ROOT / "data/raw", tmp_path)
    assert validate_package(tmp_path) == []
    file = tmp_path / "data/processed/observations.parquet"
    frame = read_table(file, "observations")
    frame.loc[frame["raw"] == "66", "value"] = 67.0
    write_table(file, "observations", frame)
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in descriptor["resources"] if each["name"] == "observations")
    data = file.read_bytes()
    resource |= {"gongkai:bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    problems = [problem for problem in validate_package(tmp_path) if problem.table == "observations"]
    assert {problem.kind for problem in problems} == {"content"}
    assert "67.0, but the raw text '66' says 66.0" in problems[0].message


def test_generated_reports_of_every_form_and_format_give_no_alarm(tmp_path):
    random, names = Random(7), sorted(FORMATS)
    (tmp_path / "in").mkdir()
    for number in range(3 * len(names)):
        variations = frozenset(random.sample(sorted(VARIATIONS), number % 4))
        plan = ReportPlan(number, random.choice(sorted(FORM_CHOICES)), random.choice(NUMBER_HABITS), variations)
        name = names[number % len(names)]
        name = name if plan.can_be(name) else "html bare"
        (tmp_path / f"in/{number}").write_bytes(render(print_report(plan), name))
    gongkai.build(tmp_path / "in", tmp_path / "out")
    assert [str(problem) for problem in validate_package(tmp_path / "out")] == []


@pytest.mark.parametrize("together", [1, 3])
def test_however_many_reports_are_looked_at_together_the_same_is_found(monkeypatch, together):
    """What goes across reports, such as copies and years, is found wherever they are cut."""
    monkeypatch.setattr(content, "official_problems", lambda *_: iter(()))
    changes = [("observations", "value"), ("reports", "duplicate_of"), ("agencies", "spellings"), ("checks", "left")]
    for table, column in changes:
        frames, before, after = with_edit(table, column, Random(3))
        found = noticed(without_official(frames))
        with monkeypatch.context() as patch:
            patch.setattr("gongkai.content.slices.SLICE", together)
            patch.setattr("gongkai.content.other_reports.REPORTS_TOGETHER", together)
            assert noticed(without_official(built())) == []
            assert noticed(without_official(frames)) == found != [], (before, after)


def test_other_processes_find_the_same(tmp_path, monkeypatch):
    gongkai.build(sources(tmp_path / "in"), tmp_path / "out")
    monkeypatch.setattr("gongkai.package._WORTH_PROCESSES", 0)
    steps: list[tuple[str, int, int]] = []
    with Processes(1) as processes:
        told = lambda *step: steps.append(step)  # noqa: E731
        assert validate_package(tmp_path / "out", executor=processes, watch=told) == []
    assert steps[: len(TABLES)] == [("tables", number, len(TABLES)) for number in range(1, len(TABLES) + 1)]
    assert {step for step, _, _ in steps} == {"tables", "reports", "agencies", "regions", "panel"}
