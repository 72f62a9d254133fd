"""A package for other tools: each file is opened by the tool that it is for, or by one that reads it as that does."""

import csv
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pyarrow as arrow
import pyreadstat
import pytest

from gongkai import load, tables
from gongkai.errors import GongkaiError, PackageError
from gongkai.export import export_package, stata, workbook
from gongkai.export.comma_separated import harmless
from gongkai.export.stata import stata_names
from gongkai.export.views import views
from gongkai.publish import publish
from gongkai.tables import TABLES
from test_tables import small_frames

ROOT = Path(__file__).parents[1]
FORMATS = ("csv", "xlsx", "sqlite", "duckdb", "stata")


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """Give a package with few rows, one text of which a spreadsheet would obey."""
    frames = small_frames()
    frames["reports"].loc[0, "title"] = '=HYPERLINK("http://a.example","嘉禾县")'
    out = tmp_path_factory.mktemp("package")
    publish(frames, out)
    return out


def exported(package: Path, to: str, folder: Path) -> Path:
    return export_package(package, to, folder / f"out.{to}")


class TestCsv:
    @pytest.fixture(scope="class")
    @staticmethod
    def folder(package, tmp_path_factory) -> Path:
        return exported(package, "csv", tmp_path_factory.mktemp("csv"))

    def test_every_table_has_its_rows(self, package, folder):
        for table in TABLES:
            with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
                heading, *rows = csv.reader(file)
            assert heading == tables.arrow_schema(table).names
            assert len(rows) == len(load(table, package))

    def test_values_by_hand(self, folder):
        rows = pd.read_csv(folder / "reports.csv", dtype={"division_code": str}).set_index("report_id")
        assert rows.loc["1a2b3c4d5e6f7081", "division_code"] == "431024"
        assert rows.loc["1a2b3c4d5e6f7081", "period_end"] == "2017-12-31"
        cells = pd.read_csv(folder / "observations.csv").set_index("indicator_id")
        assert cells.loc["2014.statistics.requests_received.count", "value"] == 7
        # A blank stays blank.
        assert pd.isna(cells.loc["2014.statistics.disclosed_items.count", "value"])

    def test_excel_takes_it_for_utf8(self, folder):
        assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in folder.glob("*.csv"))

    def test_no_cell_is_run(self, folder):
        assert '"\'=HYPERLINK(""http://a.example"",""嘉禾县"")"' in (folder / "reports.csv").read_text("utf-8-sig")
        for file in folder.glob("*.csv"):
            with file.open(encoding="utf-8-sig", newline="") as lines:
                cells = [cell for line in csv.reader(lines) for cell in line]
            assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=@＝＋＠") and cell]

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("=1+1", "'=1+1"),
            ("+8610", "+8610"),
            ("-253", "-253"),
            ("--253", "--253"),
            ("-", "-"),
            ("12%", "12%"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("'x", "''x"),
            ("7件", "7件"),
            ("", ""),
            (None, None),
        ],
    )
    def test_what_a_spreadsheet_would_run(self, text, written):
        assert harmless(arrow.chunked_array([[text]], arrow.string())).to_pylist() == [written]

    def test_its_descriptor_is_valid(self, folder):
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.flatten(["name", "fieldName", "rowNumber", "note"]) == []

    def test_every_column_is_described_in_both_languages(self, folder):
        with (folder / "columns.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["table"], row["name"]) for row in rows] == [
            (table, name) for table in TABLES for name in tables.arrow_schema(table).names
        ]
        (size,) = (row for row in rows if (row["table"], row["name"]) == ("reports", "bytes"))
        assert (size["title"], size["chinese"], size["unit"]) == ("Size", "文件大小", "byte")


class TestExcel:
    @pytest.fixture(scope="class")
    @staticmethod
    def book(package, tmp_path_factory):
        return openpyxl.load_workbook(exported(package, "xlsx", tmp_path_factory.mktemp("xlsx")))

    def test_the_first_sheet_tells_what_is_where(self, book):
        assert book.sheetnames == ["README 说明", "numbers", *TABLES, "columns"]
        sheet = book.worksheets[0]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=4)]
        assert lines[0][0].startswith("China's government information disclosure annual reports")
        assert any("中国各级政府机关" in str(line[0]) for line in lines)
        assert ["Licence 许可", "CC-BY-4.0", None, None] in lines
        (of_reports,) = (line for line in lines if line[0] == "reports")
        assert of_reports == ["reports", "报告", 3, "One row is one document that was read as an annual report."]
        (place,) = (row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "reports")
        assert sheet.cell(place, 1).hyperlink.location == "'reports'!A1"

    def test_a_sheet_has_titles_in_both_languages_and_units(self, book):
        sheet = book["reports"]
        column = tables.arrow_schema("reports").names.index("bytes") + 1
        assert [sheet.cell(row, column).value for row in (1, 2, 3)] == ["文件大小", "Size [byte]", "bytes"]
        assert sheet.freeze_panes == "B4"

    def test_values_by_hand(self, book):
        heading, *rows = list(book["observations"].iter_rows(min_row=3, values_only=True))
        cells = {row[heading.index("indicator_id")]: dict(zip(heading, row, strict=True)) for row in rows}
        assert cells["2014.statistics.requests_received.count"]["value"] == 7
        assert cells["2014.statistics.disclosed_items.count"]["value"] is None
        heading, *rows = list(book["reports"].iter_rows(min_row=3, values_only=True))
        (report,) = (row for row in rows if row[0] == "1a2b3c4d5e6f7081")
        assert report[heading.index("period_end")] == datetime(2017, 12, 31)
        assert report[heading.index("mirror")] is False

    def test_pandas_finds_the_names(self, package, tmp_path):
        frame = pd.read_excel(exported(package, "xlsx", tmp_path), sheet_name="reports", header=2, engine="openpyxl")
        assert list(frame.columns) == tables.arrow_schema("reports").names

    def test_a_formula_is_a_text(self, book):
        titles = [cell for cell in next(book["reports"].iter_cols(2, 2, 4)) if str(cell.value).startswith("=")]
        assert [(cell.value, cell.data_type) for cell in titles] == [('=HYPERLINK("http://a.example","嘉禾县")', "s")]

    def test_numbers_stand_beside_their_names(self, book):
        heading, *rows = list(book["numbers"].iter_rows(min_row=3, values_only=True))
        (row,) = (row for row in rows if row[-1] == "2014.statistics.requests_received.count")
        named = dict(zip(heading, row, strict=True))
        assert (named["year"], named["row_label"], named["value"], named["unit"]) == (2017, "收到申请数", 7, "件")

    def test_what_is_more_than_a_sheet_holds_goes_on_in_another(self, package, tmp_path, monkeypatch):
        monkeypatch.setattr(workbook, "ROWS_OF_A_SHEET", 5)
        book = openpyxl.load_workbook(exported(package, "xlsx", tmp_path))
        assert [sheet for sheet in book.sheetnames if sheet.startswith("reports")] == ["reports", "reports (2)"]
        first, second = (
            [row[0] for row in book[name].iter_rows(min_row=4, values_only=True)] for name in ("reports", "reports (2)")
        )
        assert first == ["00000000000000aa", "1a2b3c4d5e6f7081"]
        assert second == ["ffffffffffffffff"]

    def test_a_text_that_is_too_long_is_cut_and_says_so(self, tmp_path):
        frames = small_frames()
        frames["reports"].loc[0, "remarks"] = "字" * 40_000
        publish(frames, tmp_path / "package")
        book = openpyxl.load_workbook(exported(tmp_path / "package", "xlsx", tmp_path))
        column = tables.arrow_schema("reports").names.index("remarks")
        (text,) = (row[column] for row in book["reports"].iter_rows(min_row=4, values_only=True) if row[column])
        assert len(text) == 32_767
        assert text.endswith("字 … [40000 characters, cut; the Parquet file has them all]")


class TestSqlite:
    @pytest.fixture(scope="class")
    @staticmethod
    def file(package, tmp_path_factory) -> Path:
        return exported(package, "sqlite", tmp_path_factory.mktemp("sqlite"))

    @pytest.fixture
    def base(self, file):
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            yield connection

    @pytest.mark.parametrize("table", TABLES)
    def test_a_table_has_its_rows_and_keys(self, package, base, table):
        ((count,),) = base.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
        assert count == len(load(table, package))
        columns = base.execute(f"PRAGMA table_info({table})").fetchall()
        assert [column[1] for column in columns] == tables.arrow_schema(table).names
        key = sorted((column for column in columns if column[5]), key=lambda column: column[5])
        assert tuple(column[1] for column in key) == tables.keys(table).primary
        referred = {line[2] for line in base.execute(f"PRAGMA foreign_key_list({table})")}
        assert referred == {key.table for key in tables.keys(table).foreign}

    def test_values_by_hand(self, base):
        asked = "SELECT value, typeof(value), status FROM observations WHERE indicator_id LIKE ?"
        assert base.execute(asked, ["%requests_received.count"]).fetchall() == [(7.0, "real", "reported")]
        assert base.execute(asked, ["%disclosed_items.count"]).fetchall() == [(None, "null", "blank")]
        report = "SELECT period_end, mirror, typeof(year) FROM reports WHERE report_id = '1a2b3c4d5e6f7081'"
        assert base.execute(report).fetchone() == ("2017-12-31", 0, "integer")

    def test_views_answer(self, base):
        asked = "SELECT year, row_english, value FROM numbers WHERE row_label = '收到申请数'"
        assert base.execute(asked).fetchall() == [(2017, "Requests received", 7.0)]

    def test_columns_are_described(self, base):
        asked = "SELECT chinese, unit FROM column_titles WHERE table_name = 'reports' AND name = 'bytes'"
        assert base.execute(asked).fetchone() == ("文件大小", "byte")

    def test_the_file_is_sound(self, base):
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def test_duckdb_has_tables_views_and_comments(package, tmp_path):
    with duckdb.connect(str(exported(package, "duckdb", tmp_path)), read_only=True) as base:
        assert base.sql("SELECT value FROM numbers WHERE row_label = '收到申请数'").fetchall() == [(7.0,)]
        asked = "SELECT period_end FROM reports WHERE report_id = '1a2b3c4d5e6f7081'"
        assert base.sql(asked).fetchall() == [(date(2017, 12, 31),)]
        said = "SELECT comment FROM duckdb_columns() WHERE table_name = 'reports' AND column_name = 'bytes'"
        assert base.sql(said).fetchall()[0][0].startswith("Size 文件大小 [byte]: ")
        names = {name for (name,) in base.sql("SELECT table_name FROM information_schema.tables").fetchall()}
    assert names == {*TABLES, *(view.name for view in views())}


class TestStata:
    @pytest.fixture(scope="class")
    @staticmethod
    def folder(package, tmp_path_factory) -> Path:
        return exported(package, "stata", tmp_path_factory.mktemp("stata"))

    @pytest.mark.parametrize("table", TABLES)
    def test_a_table_has_its_rows_and_labels(self, package, folder, table):
        frame, about = pyreadstat.read_dta(folder / f"{table}.dta")
        assert len(frame) == len(load(table, package))
        assert list(frame.columns) == tables.arrow_schema(table).names
        assert all(about.column_labels)

    def test_values_by_hand(self, folder):
        frame, about = pyreadstat.read_dta(folder / "reports.dta")
        report = frame.set_index("report_id").loc["1a2b3c4d5e6f7081"]
        assert (report["year"], report["period_end"], report["agency"]) == (2017, date(2017, 12, 31), "嘉禾县")
        assert about.column_names_to_labels["bytes"] == "Size 文件大小 [byte]"
        assert about.file_label == "Reports 报告"
        cells = pd.read_stata(folder / "observations.dta").set_index("indicator_id")
        assert cells.loc["2014.statistics.requests_received.count", "value"] == 7
        assert pd.isna(cells.loc["2014.statistics.disclosed_items.count", "value"])

    def test_a_long_text_stays_whole(self, tmp_path):
        frames = small_frames()
        frames["reports"].loc[0, "remarks"] = "字" * 3000
        publish(frames, tmp_path / "package")
        read = pd.read_stata(exported(tmp_path / "package", "stata", tmp_path) / "reports.dta")
        assert "字" * 3000 in set(read["remarks"])

    def test_a_large_table_is_several_files(self, package, tmp_path, monkeypatch):
        monkeypatch.setattr(stata, "ROWS_OF_A_FILE", 2)
        folder = exported(package, "stata", tmp_path)
        assert len(pd.read_stata(folder / "reports.dta")) == 2
        assert list(pd.read_stata(folder / "reports-0002.dta")["report_id"]) == ["ffffffffffffffff"]

    def test_names(self):
        assert stata_names(["long", "bytes"]) == {"long": "long_", "bytes": "bytes"}
        with pytest.raises(GongkaiError, match="Stata takes names of up to 32 letters"):
            stata_names(["a" * 33])
        with pytest.raises(GongkaiError, match="two of these are the same in Stata"):
            stata_names(["in", "in_"])


@pytest.mark.parametrize("to", ["csv", "xlsx", "sqlite", "stata"])
def test_the_same_package_gives_the_same_bytes(package, tmp_path, to):
    one, other = exported(package, to, tmp_path / "one"), exported(package, to, tmp_path / "other")
    assert bytes_of(one) == bytes_of(other)


def bytes_of(place: Path) -> dict[str, bytes]:
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("to", FORMATS)
def test_an_earlier_export_is_replaced_and_nothing_is_left_beside_it(package, tmp_path, to):
    exported(package, to, tmp_path)
    place = exported(package, to, tmp_path)
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("to", FORMATS)
def test_a_damaged_package_leaves_the_earlier_export(package, tmp_path, to):
    place = exported(package, to, tmp_path)
    before = bytes_of(place)
    publish(small_frames(), tmp_path / "damaged")
    (tmp_path / "damaged/data/processed/failures.parquet").write_bytes(b"PAR1")
    with pytest.raises(PackageError, match="no sound Parquet"):
        export_package(tmp_path / "damaged", to, place)
    assert bytes_of(place) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["damaged", place.name]


def test_an_export_that_cannot_be_put_in_its_place_leaves_the_earlier_one(package, tmp_path, monkeypatch):
    place = exported(package, "stata", tmp_path)
    before = bytes_of(place)

    def refuse(*_):
        raise OSError("no")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no"):
        exported(package, "stata", tmp_path)
    assert bytes_of(place) == before
    assert list(tmp_path.iterdir()) == [place]


def test_other_files_are_left_alone(package, tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"")
    with pytest.raises(GongkaiError, match=r"other files are in this folder: thesis\.docx"):
        export_package(package, "csv", tmp_path)
    with pytest.raises(GongkaiError, match="this is a folder, and the export is a file"):
        export_package(package, "xlsx", tmp_path)
