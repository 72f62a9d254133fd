"""What catalogues are told of a package, read back by their own tools."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import mlcroissant
import pandas as pd
import pyarrow as arrow
import pytest
import rdflib
import yaml

from gongkai import load
from gongkai.catalogue import citation_file, cited_package, croissant, plain_citation, schema_org, zenodo_file
from gongkai.publish import place_of_package, publish
from gongkai.publish.stored import stored_package
from gongkai.tables import TABLES
from stored_frames import in_order
from test_tables import small_frames

ROOT = Path(__file__).parents[1]
SCHEMA = "https://schema.org/"


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("package")
    (out / "data").mkdir()
    (out / "data/package.yaml").write_text("version: 1.2.3\nreleased: 2026-03-13", encoding="utf-8")
    publish(small_frames(), out)
    return out


@pytest.fixture
def descriptor(package):
    return stored_package(package).properties


def checked(kind: str, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", kind, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


class TestCroissant:
    @pytest.fixture
    def read_back(self, package, descriptor):
        (package / "croissant.json").write_text(croissant(descriptor), encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # those of the reader about itself
            yield mlcroissant.Dataset(str(package / "croissant.json"))

    def test_it_has_neither_errors_nor_warnings(self, read_back):
        issues = read_back.metadata.issues
        assert (issues.errors, issues.warnings) == (set(), set())

    def test_tables_come_back_with_their_rows(self, package, read_back):
        assert {record_set.uuid for record_set in read_back.metadata.record_sets} == set(TABLES)
        (row,) = (
            row
            for row in read_back.records("observations")
            if row["observations/indicator_id"] == b"2014.statistics.requests_received.count"
        )
        assert (row["observations/value"], row["observations/status"]) == (7.0, b"reported")
        reports = pd.DataFrame(read_back.records("reports"))
        assert len(reports) == len(load("reports", package))
        assert pd.Timestamp(2017, 12, 31) in set(reports["reports/period_end"])

    def test_what_it_is(self, read_back):
        assert read_back.metadata.version == "1.2.3"
        assert read_back.metadata.cite_as.startswith("The gongkai developers (2026): China's government")

    def test_a_table_of_several_files_is_several_record_sets(self, tmp_path):
        batches = {
            table: arrow.Table.from_pandas(rows, preserve_index=False).to_batches()
            for table, rows in in_order(small_frames()).items()
        }
        with place_of_package(tmp_path) as place:
            place.publish_batches(batches, rows_in_a_file=2)
        described = json.loads(croissant(stored_package(tmp_path).properties))
        names = [each["@id"] for each in described["recordSet"] if each["@id"].startswith("reports")]
        assert names == ["reports-0001", "reports-0002"]


class TestSchemaOrg:
    @pytest.fixture
    def graph(self, descriptor):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # those of the reader about itself
            return rdflib.Graph().parse(data=schema_org(descriptor), format="json-ld")

    def test_it_is_a_dataset_with_its_facts(self, graph):
        ((name, version, covered, day),) = graph.query(
            f"""PREFIX s: <{SCHEMA}> SELECT ?name ?version ?covered ?day WHERE {{
                ?data a s:Dataset; s:name ?name; s:version ?version; s:temporalCoverage ?covered; s:dateModified ?day
            }}"""
        )
        assert str(name).startswith("China's government information disclosure annual reports")
        assert (str(version), str(covered), str(day)) == ("1.2.3", "2017/2021", "2026-03-13")

    def test_places_and_files_are_named(self, graph):
        places = graph.query(f"PREFIX s: <{SCHEMA}> SELECT ?name WHERE {{ ?place a s:Place; s:name ?name }}")
        assert sorted(str(name) for (name,) in places) == ["China", "湖南省"]
        files = graph.query(f"PREFIX s: <{SCHEMA}> SELECT ?file WHERE {{ ?d a s:DataDownload; s:contentUrl ?file }}")
        assert len(files) == len(TABLES)

    def test_nothing_but_the_vocabulary_is_used(self, graph):
        assert {str(term) for _, term, _ in graph if not str(term).startswith(SCHEMA)} == {str(rdflib.RDF.type)}


class TestCitation:
    def test_a_package_is_cited(self, descriptor, tmp_path):
        (tmp_path / "CITATION.cff").write_text(citation_file(cited_package(descriptor)), encoding="utf-8")
        assert checked("vendor.citation-file-format", tmp_path / "CITATION.cff").returncode == 0
        told = yaml.safe_load((tmp_path / "CITATION.cff").read_text(encoding="utf-8"))
        assert (told["type"], told["version"], told["date-released"]) == ("dataset", "1.2.3", "2026-03-13")
        assert told["authors"] == [{"name": "The gongkai developers"}]

    def test_the_day_of_the_newest_report_is_none_of_a_release(self, descriptor):
        unreleased = {name: value for name, value in descriptor.items() if name != "gongkai:released"}
        assert "date-released" not in citation_file(cited_package(unreleased | {"created": "2018-01-20T00:00:00Z"}))

    def test_a_fault_would_be_found(self, descriptor, tmp_path):
        told = citation_file(cited_package(descriptor)).replace("type: dataset", "type: poem")
        (tmp_path / "CITATION.cff").write_text(told, encoding="utf-8")
        assert checked("vendor.citation-file-format", tmp_path / "CITATION.cff").returncode == 1

    def test_in_one_line(self, descriptor):
        assert plain_citation(cited_package(descriptor)).endswith(
            "(政府信息公开工作年度报告). Version 1.2.3 [dataset]."
        )

    def test_zenodo_is_told_the_same(self, descriptor):
        told = json.loads(zenodo_file(cited_package(descriptor)))
        assert (told["upload_type"], told["version"], told["publication_date"]) == ("dataset", "1.2.3", "2026-03-13")
        assert (told["license"], told["access_right"]) == ("cc-by-4.0", "open")
        assert told["creators"] == [{"name": "The gongkai developers"}]
        assert told["description"].count("<p>") == 2
