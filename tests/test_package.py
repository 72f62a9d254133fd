"""A published package: its tables load, and every kind of damage is found."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pyarrow as arrow
import pytest
from pyarrow import parquet

from gongkai import package as package_module
from gongkai import tables
from gongkai.errors import PackageError
from gongkai.forms import indicators
from gongkai.package import Problem, load, validate_package
from gongkai.publish import publish, write_table
from gongkai.publish.descriptor import table_schema
from gongkai.tables import TABLES
from test_publish import contents
from test_tables import small_frames

ROOT = Path(__file__).parents[1]
FRAMES = small_frames()


@pytest.fixture
def published(tmp_path: Path) -> Path:
    publish(FRAMES, tmp_path)
    return tmp_path


def file_of(root: Path, table: str) -> Path:
    return root / "data" / "processed" / f"{table}.parquet"


def edit(root: Path, change: Callable[[dict], object]) -> None:
    """Change the descriptor, and write it back."""
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def resource_of(descriptor: dict, table: str) -> dict:
    return next(resource for resource in descriptor["resources"] if resource["name"] == table)


def edit_resource(root: Path, table: str, **changes: object) -> None:
    edit(root, lambda descriptor: resource_of(descriptor, table).update(changes))


def rewrite(root: Path, table: str, **columns: object) -> None:
    """Change columns of a table, and size and digest in the descriptor with them."""
    frame = FRAMES[table]
    write_table(file_of(root, table), table, frame.assign(**columns).astype(frame.dtypes))
    data = file_of(root, table).read_bytes()
    edit_resource(root, table, **{"gongkai:bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"})


def tables_of_failures(count: int):
    """Give the rows of so many failures."""
    return (
        {"failure": number, "source": f"{number}.html", "reason": "empty", "message": "…"}
        for number in range(1, count + 1)
    )


def found(root: Path) -> list[tuple[str | None, str, str]]:
    """Give the problems of a package, without the folder that it happens to be in.

    The few rows are made up, so that their content is none of a report; `test_content` is about that.
    """
    problems = [each for each in validate_package(root) if each.kind != "content"]
    return [(each.table, each.kind, each.message.replace(f"{root}/", "")) for each in problems]


class TestLoad:
    def test_from_folder_or_descriptor(self, published):
        for place in (published, str(published), published / "datapackage.json"):
            assert load("sections", place)["heading"].to_list()[1] == "概述"

    def test_values_by_hand(self, published):
        observations = load("observations", published).set_index("indicator_id")
        assert observations["value"]["2014.statistics.requests_received.count"] == 7
        assert pd.isna(observations["value"]["2014.statistics.disclosed_items.count"])
        assert observations["raw"]["2014.statistics.disclosed_items.count"] == ""
        assert load("reports", published)["period_end"].to_list()[1] == pd.Timestamp(2017, 12, 31)
        assert load("indicators", published).shape == (len(indicators()), 12)

    @pytest.mark.parametrize("table", TABLES)
    def test_columns_are_backed_by_arrow_where_that_is_asked_for(self, published, table):
        backed = load(table, published, dtypes="arrow")
        assert all(isinstance(dtype, pd.ArrowDtype) for dtype in backed.dtypes)
        assert tables.validate(table, backed) is not None

    @pytest.mark.parametrize("table", TABLES)
    def test_columns_are_of_everyday_types(self, published, table):
        names = {str(dtype) for dtype in load(table, published).dtypes}
        assert names <= {"string", "Int64", "float64", "boolean", "category", "datetime64[ms]"}

    def test_unknown_dtypes(self, published):
        with pytest.raises(PackageError, match="no dtypes 'polars'; they are 'numpy' and 'arrow'"):
            load("reports", published, dtypes="polars")

    def test_default_is_the_package_of_the_repository(self, published, monkeypatch):
        monkeypatch.setattr(package_module, "__file__", str(published / "src/gongkai/package.py"))
        assert len(load("agencies")) == 2

    def test_without_a_repository_the_package_must_be_given(self, tmp_path, monkeypatch):
        monkeypatch.setattr(package_module, "__file__", str(tmp_path / "src/gongkai/package.py"))
        with pytest.raises(PackageError, match="no data came with gongkai; `gongkai build SOURCE"):
            load("agencies")

    def test_another_package_above_is_not_taken(self, tmp_path, monkeypatch):
        (tmp_path / "datapackage.json").write_text('{"name": "other", "resources": []}', encoding="utf-8")
        monkeypatch.setattr(package_module, "__file__", str(tmp_path / "src/gongkai/package.py"))
        with pytest.raises(PackageError, match="no data came with gongkai"):
            load("agencies")

    def test_a_package_that_is_replaced_meanwhile_is_read_again(self, published, monkeypatch):
        """Between the descriptor and the table the whole package is replaced: no old rows with a new descriptor."""
        read, rounds = package_module.read_rows, []

        def slow_read(files, *asked):
            if len(rounds) < 2:
                rounds.append(files)
                failures = tables.frame("failures", list(tables_of_failures(len(rounds))))
                publish(FRAMES | {"failures": failures}, published)
            return read(files, *asked)

        monkeypatch.setattr(package_module, "read_rows", slow_read)
        assert len(load("failures", published)) == 2
        assert len(rounds) == 2

    def test_a_package_that_is_always_replaced_is_told(self, published, monkeypatch):
        monkeypatch.setattr("gongkai.publish.stored.StoredPackage.is_current", lambda _: False)
        with pytest.raises(PackageError, match="replaced again and again"):
            load("failures", published)
        (problem,) = validate_package(published)
        assert "replaced again and again" in problem.message

    def test_a_file_that_goes_while_it_is_opened_is_told(self, published, monkeypatch):
        monkeypatch.setattr("gongkai.publish.parquet.check_schema", lambda file, _: file.unlink())
        with pytest.raises(PackageError, match=r"failures\.parquet: there is no such file; publish the package again"):
            load("failures", published)

    def test_some_columns_in_the_order_asked_for(self, published):
        reports = load("reports", published, columns=["year", "report_id"])
        assert reports.columns.to_list() == ["year", "report_id"]
        assert reports["year"].to_list()[:2] == [2021, 2017]

    def test_rows_for_which_all_or_one_of_the_filters_hold(self, published):
        def found(filters):
            return load("reports", published, filters=filters)["report_id"].to_list()

        assert found([("year", "=", 2017)]) == ["1a2b3c4d5e6f7081"]
        assert found([("year", ">", 2016), ("level", "in", ["central"])]) == ["00000000000000aa"]
        assert found([[("year", "=", 2017)], [("duplicate_of", "=", "1a2b3c4d5e6f7081")]]) == [
            "1a2b3c4d5e6f7081",
            "ffffffffffffffff",
        ]
        assert found([("year", "=", 1999)]) == []
        assert len(found([])) == 3

    def test_filters_of_columns_that_are_not_asked_for(self, published):
        reports = load("reports", published, columns=["source"], filters=[("year", "=", 2017)])
        assert reports.to_dict("list") == {"source": ["jiahe-2017.html"]}

    def test_a_column_that_there_is_not_is_told_with_the_nearest(self, published):
        with pytest.raises(PackageError, match=r"^observations: no column 'vlaue'; the nearest is 'value'$"):
            load("observations", published, columns=["report_id", "vlaue"])
        with pytest.raises(PackageError, match=r"^reports: no column 'yaer'; the nearest is 'year'$"):
            load("reports", published, filters=[[("level", "=", "county"), ("yaer", "=", 2017)]])

    @pytest.mark.parametrize("filters", [[("year", "near", 2017)], [("year", "=")], [("year", "=", "2017")]])
    def test_filters_that_ask_nothing_sensible(self, published, filters):
        with pytest.raises(PackageError, match=r"^reports: .*filters"):
            load("reports", published, filters=filters)

    def test_unknown_table(self, published):
        with pytest.raises(PackageError, match="no table 'report'; the tables are reports, indicators"):
            load("report", published)

    def test_no_folder(self, tmp_path):
        with pytest.raises(PackageError, match="nowhere: there is no such folder or file"):
            load("reports", tmp_path / "nowhere")

    def test_no_descriptor(self, tmp_path):
        with pytest.raises(PackageError, match=r"there is no datapackage\.json in this folder"):
            load("reports", tmp_path)

    @pytest.mark.parametrize("text", ["", "{", b"\xff\xfe\xff", "[" * 100_000])
    def test_broken_json(self, tmp_path, text):
        content = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "datapackage.json").write_bytes(content)
        with pytest.raises(PackageError, match="this is no readable JSON"):
            load("reports", tmp_path)

    @pytest.mark.parametrize("text", ["[]", "null", "{}", '{"resources": {}}'])
    def test_json_that_is_no_descriptor(self, tmp_path, text):
        (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
        with pytest.raises(PackageError, match="it lists no resources"):
            load("reports", tmp_path)

    @pytest.mark.parametrize(
        "resources", ["[1]", "[{}]", '[{"name": ["reports"]}]', '[{"name": "reports"}, {"name": "reports"}]']
    )
    def test_resources_without_a_name_of_their_own(self, tmp_path, resources):
        (tmp_path / "datapackage.json").write_text(f'{{"resources": {resources}}}', encoding="utf-8")
        with pytest.raises(PackageError, match="a resource has no name of its own"):
            load("reports", tmp_path)

    def test_table_that_the_package_lacks(self, published):
        edit(published, lambda descriptor: descriptor["resources"].pop())
        with pytest.raises(PackageError, match="the package has no table 'failures'"):
            load("failures", published)

    def test_no_file(self, published):
        file_of(published, "reports").unlink()
        with pytest.raises(PackageError, match=r"reports\.parquet: there is no such file"):
            load("reports", published)

    def test_no_parquet(self, published):
        file_of(published, "reports").write_text("report_id,title\n", encoding="utf-8")
        with pytest.raises(PackageError, match="this is no sound Parquet file"):
            load("reports", published)

    def test_a_flipped_byte_is_refused_or_harmless(self, published):
        whole = file_of(published, "observations").read_bytes()
        sound = load("observations", published)
        refused = 0
        for place in range(0, len(whole), 5):
            damaged = bytearray(whole)
            damaged[place] ^= 1
            file_of(published, "observations").write_bytes(damaged)
            try:
                assert load("observations", published).equals(sound)
            except PackageError:
                refused += 1
        assert refused > len(whole) / 5 / 2

    def test_other_columns(self, published):
        file_of(published, "reports").write_bytes(file_of(published, "sections").read_bytes())
        with pytest.raises(PackageError, match=r"the columns are report_id, section, .* and not report_id, title"):
            load("reports", published)

    def test_other_types(self, published):
        rows = arrow.Table.from_pandas(FRAMES["sections"], preserve_index=False)
        place = rows.schema.names.index("section")
        rows = rows.set_column(place, "section", rows["section"].cast(arrow.float64()))
        parquet.write_table(rows.replace_schema_metadata(None), file_of(published, "sections"))
        with pytest.raises(PackageError, match=r"of another type than the table's: .*section \(double\)"):
            load("sections", published)

    @pytest.mark.parametrize(
        "path",
        ["/etc/passwd", "../outside.parquet", "data/../../outside.parquet", "..\\outside", "a\0b", "", 7, None, ["a"]],
    )
    def test_paths_stay_inside_the_package(self, tmp_path, path):
        root = tmp_path / "package"
        publish(FRAMES, root)
        write_table(tmp_path / "outside.parquet", "reports", FRAMES["reports"])
        edit_resource(root, "reports", path=path)
        with pytest.raises(PackageError, match=r"leads out of the package|there is no such file"):
            load("reports", root)

    def test_links_stay_inside_the_package(self, tmp_path):
        root = tmp_path / "package"
        publish(FRAMES, root)
        file_of(root, "reports").rename(tmp_path / "outside.parquet")
        file_of(root, "reports").symlink_to(tmp_path / "outside.parquet")
        with pytest.raises(PackageError, match="leads out of the package"):
            load("reports", root)

    def test_a_package_behind_a_link_loads(self, tmp_path):
        publish(FRAMES, tmp_path / "package")
        (tmp_path / "link").symlink_to(tmp_path / "package")
        assert len(load("reports", tmp_path / "link")) == 3


class TestValidatePackage:
    def test_a_published_package_is_valid(self, published):
        before = contents(published)
        assert found(published) == []
        assert found(published / "datapackage.json") == []
        assert contents(published) == before

    def test_problems_read_as_sentences(self):
        assert str(Problem("reports", "file", "it is gone")) == "reports: it is gone"
        assert str(Problem(None, "descriptor", "it is gone")) == "it is gone"

    def test_no_package(self, tmp_path):
        (problem,) = found(tmp_path / "nowhere")
        assert problem[:2] == (None, "descriptor")

    def test_broken_descriptor(self, published):
        (published / "datapackage.json").write_text("{", encoding="utf-8")
        ((table, kind, message),) = found(published)
        assert (table, kind) == (None, "descriptor")
        assert message.startswith("datapackage.json: this is no readable JSON")

    def test_older_profile(self, published):
        edit(published, lambda descriptor: descriptor.pop("$schema"))
        assert found(published) == [
            (
                None,
                "descriptor",
                "$schema is None in the descriptor and should be "
                "'https://datapackage.org/profiles/2.0/datapackage.json'",
            )
        ]

    def test_missing_and_unknown_resources(self, published):
        edit(published, lambda descriptor: resource_of(descriptor, "failures").update(name="dreams"))
        assert found(published) == [
            ("failures", "resource", "the descriptor has no such resource"),
            ("dreams", "resource", "gongkai has no such table"),
        ]

    def test_flipped_byte(self, published):
        data = bytearray(file_of(published, "agencies").read_bytes())
        data[20] ^= 1
        file_of(published, "agencies").write_bytes(data)
        (digest, damage) = found(published)
        assert digest[:2] == ("agencies", "hash")
        assert damage[:2] == ("agencies", "file")

    def test_other_number_of_rows(self, published):
        edit_resource(published, "agencies", **{"gongkai:rows": 3})
        assert found(published) == [
            ("agencies", "rows", "gongkai:rows is 3 in the descriptor and should be 2"),
        ]

    def test_rows_in_another_order(self, published):
        rows = parquet.read_table(file_of(published, "sections"))
        parquet.write_table(rows.take(list(reversed(range(len(rows))))), file_of(published, "sections"))
        data = file_of(published, "sections").read_bytes()
        edit_resource(
            published, "sections", **{"gongkai:bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"}
        )
        ((table, kind, message),) = found(published)
        assert (table, kind) == ("sections", "order")
        assert message.startswith("the rows are not in the order of (report_id, section), from ['1a2b3c4d5e6f7081', ")

    def test_longer_file(self, published):
        with file_of(published, "agencies").open("ab") as file:
            file.write(b"\n")
        assert [problem[:2] for problem in found(published)] == [
            ("agencies", "bytes"),
            ("agencies", "hash"),
            ("agencies", "file"),
        ]

    def test_deleted_file(self, published):
        file_of(published, "failures").unlink()
        message = "data/processed/failures.parquet: there is no such file; publish the package again"
        assert found(published) == [("failures", "file", message)]

    def test_path_that_leads_out(self, published):
        edit_resource(published, "failures", path="../failures.parquet")
        assert ("failures", "file") in [problem[:2] for problem in found(published)]

    def test_value_that_breaks_an_enum(self, published):
        rewrite(published, "sections", kind="dream")
        ((table, kind, message),) = found(published)
        assert (table, kind) == ("sections", "value")
        assert message.startswith("kind breaks isin(['preamble', 'overview',")
        assert message.endswith("in 2 rows: 'dream'")

    def test_values_that_break_a_pattern_are_summarised(self, published):
        rewrite(published, "indicators", indicator_id=[f"cell {number}" for number in range(len(indicators()))])
        pattern = r"'^[a-z0-9_]+(\.[a-z0-9_]+){3}$'"
        assert found(published) == [
            (
                "indicators",
                "value",
                f"indicator_id breaks str_matches({pattern}) in {len(indicators())} rows: "
                "'cell 0', 'cell 1', 'cell 10', …",
            ),
            (
                "observations",
                "foreign_key",
                "2 of (indicator_id) not found in indicators (indicator_id): "
                "'2014.statistics.disclosed_items.count', '2014.statistics.requests_received.count'",
            ),
        ]

    def test_duplicate_key(self, published):
        rewrite(published, "sections", section=1)
        message = "the primary key (report_id, section) is not unique, 1 repeated: ('1a2b3c4d5e6f7081', 1)"
        assert found(published) == [("sections", "primary_key", message)]

    def test_broken_foreign_key(self, published):
        rewrite(published, "unmatched", report_id="0123456789abcdef")
        message = "1 of (report_id) not found in reports (report_id): '0123456789abcdef'"
        assert found(published) == [("unmatched", "foreign_key", message)]

    def test_broken_composite_foreign_key(self, published):
        rewrite(published, "reports", year=2018)
        message = "1 of (division_code, year) not found in divisions (code, year): ('431024', 2018)"
        assert found(published) == [
            (None, "descriptor", "gongkai:temporalCoverage is '2017/2021' in the descriptor and should be '2018/2018'"),
            ("reports", "foreign_key", message),
        ]

    def test_broken_reference_to_the_same_table(self, published):
        rewrite(published, "reports", duplicate_of=[None, None, "0123456789abcdef"])
        message = "1 of (duplicate_of) not found in reports (report_id): '0123456789abcdef'"
        assert found(published) == [("reports", "foreign_key", message)]

    def test_edited_schema(self, published):
        def change(descriptor: dict) -> None:
            resource_of(descriptor, "sections")["schema"]["fields"][4]["constraints"]["enum"][0] = "dream"

        edit(published, change)
        message = "schema/fields/4/constraints/enum/0 is 'dream' in the descriptor and should be 'preamble'"
        assert found(published) == [("sections", "schema", message)]

    def test_edited_properties(self, published):
        edit_resource(published, "sections", title="Chapters", encoding="gbk")
        assert found(published) == [
            ("sections", "descriptor", "title is 'Chapters' in the descriptor and should be 'Sections'"),
            ("sections", "descriptor", "encoding is 'gbk' in the descriptor and should be None"),
        ]

    def test_a_longer_list_is_cut_short(self, published):
        edit(published, lambda descriptor: resource_of(descriptor, "failures")["schema"]["fields"].pop())
        ((table, kind, message),) = found(published)
        assert (table, kind) == ("failures", "schema")
        assert message.startswith("schema/fields is [{'name': 'failure',")
        assert len(message) < 260

    def test_extra_file(self, published):
        (published / "data/processed/notes.txt").write_text("…", encoding="utf-8")
        message = "data/processed/notes.txt: the descriptor does not list this file"
        assert found(published) == [(None, "extra_file", message)]

    def test_all_damage_is_found_at_once(self, published):
        file_of(published, "failures").unlink()
        rewrite(published, "agencies", level="cosmos")
        rewrite(published, "unmatched", report_id="0123456789abcdef")
        edit(published, lambda descriptor: descriptor.update(name="other"))
        assert [problem[:2] for problem in found(published)] == [
            (None, "descriptor"),
            ("failures", "file"),
            ("agencies", "value"),
            ("unmatched", "foreign_key"),
        ]


class TestCommittedPackage:
    @pytest.fixture
    def committed(self) -> dict:
        path = ROOT / "datapackage.json"
        if not path.exists():
            pytest.skip("the repository has no data package yet")
        return json.loads(path.read_text(encoding="utf-8"))

    def test_descriptor_has_the_schemas_of_the_tables(self, committed):
        schemas = {resource["name"]: resource["schema"] for resource in committed["resources"]}
        assert schemas == {table: table_schema(table) for table in TABLES}

    @pytest.mark.usefixtures("committed")
    def test_package_is_valid(self):
        assert [str(problem) for problem in validate_package(ROOT)] == []
