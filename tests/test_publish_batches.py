"""Tables that come in batches: published as they pass by, whatever their size."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as arrow
import pytest
from pyarrow import parquet

import gongkai
from gongkai import tables
from gongkai.errors import PackageError
from gongkai.package import validate_package
from gongkai.publish import place_of_package, publish, write_table
from gongkai.publish.checked import TableCheck
from gongkai.publish.parquet import ROWS_IN_A_GROUP
from gongkai.publish.queries import connected, streamed
from gongkai.tables import BASE_TABLES, TABLES
from test_publish import contents, stored_descriptor
from test_tables import small_frames

FRAMES = small_frames()
COUNT = 2 * ROWS_IN_A_GROUP + 5


def batches_of(frames: Mapping[str, pd.DataFrame], rows_in_a_batch: int = 1) -> dict[str, list[arrow.RecordBatch]]:
    """Give tables in the order of their keys, in batches of so many rows."""
    return {
        table: arrow.Table.from_pandas(frame.sort_values(list(tables.keys(table).primary)), preserve_index=False)
        .to_batches(max_chunksize=rows_in_a_batch)
        for table, frame in frames.items()
    }  # fmt: skip


def publish_batches(batches: Mapping[str, Iterable[arrow.RecordBatch]], out: Path, **options: int) -> None:
    with place_of_package(out) as place:
        place.publish_batches(batches, **options)


def many_failures(count: int = COUNT) -> arrow.Table:
    columns = {
        "failure": list(range(1, count + 1)),
        "source": [f"{number}.html" for number in range(count)],
        "reason": ["empty"] * count,
        "detail": [None] * count,
        "message": ["…"] * count,
        "bytes": [None if number % 3 else number for number in range(count)],
        "sha256": [None] * count,
    }
    return arrow.table(columns, schema=tables.arrow_schema("failures"))


def refused(out: Path, **changed: Iterable[arrow.RecordBatch]) -> list[str]:
    """Give what is told of tables that break their rules."""
    with pytest.raises(PackageError) as error:
        publish_batches(batches_of(FRAMES) | changed, out)
    assert not out.exists()
    first, *lines = str(error.value).split("\n- ")
    assert first == "nothing is published, because the tables break their rules:"
    return lines


class TestBatches:
    @pytest.mark.parametrize("rows_in_a_batch", [1, 2, 1000])
    def test_the_package_is_that_of_the_same_frames(self, tmp_path, rows_in_a_batch):
        publish(FRAMES, tmp_path / "frames")
        publish_batches(batches_of(FRAMES, rows_in_a_batch), tmp_path / "batches")
        assert contents(tmp_path / "batches") == contents(tmp_path / "frames")

    @pytest.mark.parametrize("rows_in_a_batch", [977, 70_000, COUNT])
    def test_row_groups_do_not_depend_on_the_batches(self, tmp_path, rows_in_a_batch):
        rows = many_failures()
        write_table(tmp_path / "all.parquet", "failures", rows.to_pandas(types_mapper=pd.ArrowDtype))
        batches = {"failures": rows.to_batches(max_chunksize=rows_in_a_batch)}
        publish_batches(batches_of(FRAMES) | batches, tmp_path / "out")
        file = tmp_path / "out/data/processed/failures.parquet"
        assert file.read_bytes() == (tmp_path / "all.parquet").read_bytes()
        metadata = parquet.read_metadata(file)
        sizes = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
        assert sizes == [65_536, 65_536, 5]

    def test_no_batch_is_an_empty_table(self, tmp_path):
        publish({table: tables.frame(table, []) for table in BASE_TABLES}, tmp_path / "frames")
        publish_batches({table: [] for table in BASE_TABLES}, tmp_path / "batches")
        assert contents(tmp_path / "batches") == contents(tmp_path / "frames")

    def test_columns_are_cast_to_the_type_of_the_table(self, tmp_path):
        batches = batches_of(FRAMES)
        plain = arrow.Table.from_batches(batches["failures"])
        wide = plain.set_column(1, "source", plain["source"].cast(arrow.large_string()))
        publish_batches(batches | {"failures": wide.to_batches()}, tmp_path)
        assert gongkai.load("failures", tmp_path, dtypes="arrow").equals(plain.to_pandas(types_mapper=pd.ArrowDtype))

    def test_batches_are_taken_one_by_one(self, tmp_path):
        """A table of any size passes by: when a batch is asked for, those before it are let go."""
        at_once: list[int] = []
        start = arrow.total_allocated_bytes()

        def failures():
            for number in range(40):
                at_once.append(arrow.total_allocated_bytes() - start)
                rows = many_failures(ROWS_IN_A_GROUP)
                first = arrow.array(range(number * ROWS_IN_A_GROUP + 1, (number + 1) * ROWS_IN_A_GROUP + 1))
                yield from rows.set_column(0, "failure", first).to_batches()

        publish_batches(batches_of(FRAMES) | {"failures": failures()}, tmp_path)
        assert len(gongkai.load("failures", tmp_path)) == 40 * ROWS_IN_A_GROUP
        assert max(at_once[5:]) < 1.5 * max(at_once[:5])


class TestRefused:
    def test_rows_out_of_order(self, tmp_path):
        batches = batches_of(FRAMES)["sections"]
        assert refused(tmp_path / "out", sections=reversed(batches)) == [
            "sections: the rows are not in the order of (report_id, section), from ['1a2b3c4d5e6f7081', 0] on"
        ]

    def test_a_key_that_comes_again_in_another_batch(self, tmp_path):
        first, second = batches_of(FRAMES)["sections"]
        assert refused(tmp_path / "out", sections=[first, second, second, second]) == [
            "sections: the primary key (report_id, section) is not unique, 1 repeated: ('1a2b3c4d5e6f7081', 1)"
        ]

    def test_a_key_that_comes_again_in_another_row_group(self, tmp_path):
        rows = many_failures(ROWS_IN_A_GROUP)
        assert refused(tmp_path / "out", failures=[*rows.to_batches(), *rows.slice(len(rows) - 1).to_batches()]) == [
            "failures: the primary key (failure) is not unique, 1 repeated: 65536"
        ]

    def test_values_of_all_row_groups_are_told_together(self, tmp_path):
        rows = many_failures()
        reasons = ["dream" if number in (7, ROWS_IN_A_GROUP + 7) else "empty" for number in range(COUNT)]
        rows = rows.set_column(2, "reason", [reasons])
        (line,) = refused(tmp_path / "out", failures=rows.to_batches())
        assert line.startswith("failures: reason breaks isin([")
        assert line.endswith("]) in 2 rows: 'dream'")

    def test_an_empty_cell_of_a_required_column(self, tmp_path):
        rows = many_failures(3).drop_columns("message").append_column("message", [[None, "…", None]])
        rows = rows.select(tables.arrow_schema("failures").names)
        assert refused(tmp_path / "out", failures=rows.to_batches()) == ["failures: message is empty in 2 rows"]

    def test_other_columns(self, tmp_path):
        (line,) = refused(tmp_path / "out", failures=many_failures(3).drop_columns("detail").to_batches())
        assert line.startswith("failures: the columns are failure, source, reason, message, bytes, sha256 and not ")

    def test_another_type(self, tmp_path):
        rows = many_failures(3).set_column(5, "bytes", [[0.5, None, None]])
        (line,) = refused(tmp_path / "out", failures=rows.to_batches())
        assert line.startswith("failures: columns of another type than the table's: ")

    @pytest.mark.parametrize(
        ("table", "changes", "line"),
        [
            (
                "unmatched",
                {"report_id": "0123456789abcdef"},
                "unmatched: 1 of (report_id) not found in reports (report_id): '0123456789abcdef'",
            ),
            (
                "reports",
                {"year": 2018},
                "reports: 1 of (division_code, year) not found in divisions (code, year): ('431024', 2018)",
            ),
            (
                "figures",
                {"whole": 77},
                "figures: 1 of (report_id, whole) not found in figures (report_id, figure): ('1a2b3c4d5e6f7081', 77)",
            ),
        ],
    )
    def test_references_to_rows_that_are_not_there(self, tmp_path, table, changes, line):
        frame = FRAMES[table]
        changed = batches_of({table: frame.assign(**changes).astype(frame.dtypes)})
        assert line in refused(tmp_path / "out", **changed)

    def test_a_batch_that_cannot_be_given_changes_nothing(self, tmp_path):
        publish(FRAMES, tmp_path)
        before = contents(tmp_path)

        def broken():
            yield from batches_of(FRAMES)["failures"]
            raise OSError(5, "a shard is gone")

        with pytest.raises(OSError, match="a shard is gone"):
            publish_batches(batches_of(FRAMES) | {"failures": broken()}, tmp_path)
        assert contents(tmp_path) == before


def test_what_a_killed_build_spilled_goes(tmp_path):
    (tmp_path / ".gongkai/spill").mkdir(parents=True)
    (tmp_path / ".gongkai/spill/block").write_bytes(b"...")
    publish(FRAMES, tmp_path)
    assert not (tmp_path / ".gongkai").exists()


class TestSeveralFiles:
    @pytest.fixture
    def published(self, tmp_path: Path) -> Path:
        batches = {"failures": many_failures(7).to_batches()}
        publish_batches(batches_of(FRAMES) | batches, tmp_path, rows_in_a_file=3)
        return tmp_path

    def test_a_large_table_is_several_files_in_its_order(self, published):
        names = [f"data/processed/failures-000{number}.parquet" for number in (1, 2, 3)]
        resource = next(each for each in stored_descriptor(published)["resources"] if each["name"] == "failures")
        assert resource["path"] == names
        assert [each["path"] for each in resource["gongkai:files"]] == names
        assert [each["gongkai:rows"] for each in resource["gongkai:files"]] == [3, 3, 1]
        assert resource["gongkai:rows"] == 7
        assert resource["gongkai:bytes"] == sum((published / name).stat().st_size for name in names)
        assert "hash" not in resource
        assert gongkai.load("failures", published)["failure"].to_list() == [1, 2, 3, 4, 5, 6, 7]

    def test_a_small_table_is_one_file(self, published):
        resource = next(each for each in stored_descriptor(published)["resources"] if each["name"] == "sections")
        assert resource["path"] == "data/processed/sections.parquet"
        assert "gongkai:files" not in resource

    def test_it_is_valid_but_for_its_made_up_content(self, published):
        assert [str(each) for each in validate_package(published) if each.kind != "content"] == []

    def test_files_that_are_no_longer_needed_go(self, published):
        publish(FRAMES, published)
        names = sorted(path.name for path in (published / "data/processed").iterdir())
        assert names == sorted(f"{table}.parquet" for table in TABLES)

    def test_a_byte_of_any_file_is_missed(self, published):
        with (published / "data/processed/failures-0002.parquet").open("ab") as file:
            file.write(b"\n")
        found = [(each.table, each.kind) for each in validate_package(published) if each.kind != "content"]
        assert found == [("failures", kind) for kind in ("bytes", "bytes", "hash", "file")]

    def test_a_file_that_is_not_listed_is_told(self, published):
        descriptor = stored_descriptor(published)
        resource = next(each for each in descriptor["resources"] if each["name"] == "failures")
        resource["path"].pop()
        (published / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        messages = [each.message for each in validate_package(published) if each.kind == "extra_file"]
        file = published / "data/processed/failures-0003.parquet"
        assert messages == [f"{file}: the descriptor does not list this file"]


def test_a_sort_of_twice_the_memory_goes_on_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.publish.queries.MEMORY", "64MB")
    rows = "SELECT md5(i::VARCHAR) AS name, repeat(md5((i * 7)::VARCHAR), 6) AS text FROM range(600_000) AS numbers(i)"
    with connected({}, tmp_path / "spill") as base:
        names = [name for name, _ in streamed(base, f"{rows} ORDER BY name")]
    assert len(names) == 600_000
    assert names == sorted(names)


def test_a_breach_is_counted_wherever_it_stands_in_many_rows() -> None:
    rows = [
        {"failure": number, "source": "a", "reason": "lost" if number in (1, 20_000) else "empty", "message": "a"}
        for number in range(1, 20_001)
    ]
    check = TableCheck("failures")
    assert not check.passes(arrow.Table.from_pylist(rows, schema=tables.arrow_schema("failures")))
    (problem,) = check.problems()
    assert problem.kind == "value"
    assert "in 2 rows: 'lost'" in problem.message
