"""A package in one zip file: made, checked, unpacked once, and fetched from a server of this machine."""

import hashlib
import re
import zipfile
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from gongkai import load, packed, validate_package
from gongkai.errors import PackageError
from gongkai.export import export_package
from gongkai.publish import publish
from local_site import Reply, site
from test_tables import small_frames


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("packed")
    (out / "data").mkdir()
    (out / "data/package.yaml").write_text("version: 1.2.3", encoding="utf-8")
    publish(small_frames(), out)
    return export_package(out, "zip", out / "gongkai-data-1.2.3.zip")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(packed.CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def changed(archive: Path, out: Path, path: str, content: bytes | None) -> Path:
    """Give a copy of an archive in which a file is another, or is left out."""
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name.partition("/")[2] != path:
                after.writestr(name, before.read(name))
        if content is not None:
            after.writestr(f"{before.namelist()[0].partition('/')[0]}/{path}", content)
    return out


class TestMade:
    def test_everything_is_in_one_folder_and_has_its_digest(self, archive):
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
            listed = opened.read("gongkai-data-1.2.3/SHA256SUMS").decode().splitlines()
            for line in listed:
                digest, _, path = line.partition("  ")
                assert hashlib.sha256(opened.read(f"gongkai-data-1.2.3/{path}")).hexdigest() == digest
        assert [line.partition("  ")[2] for line in listed] == sorted(
            name.removeprefix("gongkai-data-1.2.3/") for name in names if not name.endswith("SHA256SUMS")
        )
        assert {"data/processed/reports.parquet", "csv/reports.csv", "csv/datapackage.json"} < {
            name.removeprefix("gongkai-data-1.2.3/") for name in names
        }

    def test_the_same_package_gives_the_same_bytes(self, archive, tmp_path):
        again = export_package(archive.parent, "zip", tmp_path / "again.zip")
        assert again.read_bytes() == archive.read_bytes()

    def test_it_is_called_after_its_version(self, archive, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert export_package(archive.parent, "zip") == Path("gongkai-data-1.2.3.zip")

    def test_what_is_unpacked_is_valid(self, archive):
        folder = packed.unpacked(archive)
        assert [each for each in validate_package(archive) if each.kind != "content"] == []
        for descriptor in ("datapackage.json", "csv/datapackage.json"):
            assert frictionless.validate(str(folder / descriptor)).valid

    def test_licences_name_whose_tables_are_inside(self, archive):
        said = (packed.unpacked(archive) / "LICENSES.md").read_text(encoding="utf-8")
        assert "[BSD 2-Clause License, © 2014 Hsiaoming Yang]" in said


class TestUnpacked:
    def test_a_table_loads_from_a_file(self, archive):
        assert (
            load("observations", archive).set_index("indicator_id")["value"]["2014.statistics.requests_received.count"]
            == 7
        )

    def test_it_is_unpacked_once(self, archive):
        folder = packed.unpacked(archive)
        (folder / "README.md").write_text("mine", encoding="utf-8")
        assert packed.unpacked(archive) == folder
        assert (folder / "README.md").read_text(encoding="utf-8") == "mine"

    def test_a_file_that_was_changed_is_found(self, archive, tmp_path, cache):
        other = changed(archive, tmp_path / "other.zip", "csv/reports.csv", b"report_id\n")
        with pytest.raises(PackageError, match=r"csv/reports.csv is not what SHA256SUMS says"):
            load("reports", other)
        # Nothing of it stays in the cache.
        assert [path.name for path in (cache / "packages").iterdir() if path.is_dir()] == []

    def test_an_archive_that_is_damaged_inside_is_told(self, archive, tmp_path):
        content = bytearray(archive.read_bytes())
        with zipfile.ZipFile(archive) as opened:
            place = opened.getinfo("gongkai-data-1.2.3/csv/reports.csv").header_offset
        content[place + 80 : place + 120] = bytes(40)
        (tmp_path / "damaged.zip").write_bytes(content)
        with pytest.raises(PackageError, match=r"damaged\.zip: this is no sound zip file of a package"):
            load("reports", tmp_path / "damaged.zip")

    def test_a_file_that_is_missing_is_found(self, archive, tmp_path):
        other = changed(archive, tmp_path / "other.zip", "csv/reports.csv", None)
        with pytest.raises(PackageError, match="this is no sound zip file of a package"):
            load("reports", other)

    @pytest.mark.parametrize("path", ["../evil", "/evil", "a\\..\\evil", "a/../../evil"])
    def test_no_file_leads_outside(self, archive, tmp_path, path):
        sums = f"{'0' * 64}  {path}\n".encode()
        other = changed(archive, tmp_path / "other.zip", "SHA256SUMS", sums)
        with pytest.raises(PackageError, match="names no file of the package"):
            load("reports", other)

    def test_other_zip_files_are_told(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "photos.zip", "w") as photos:
            photos.writestr("a/b.jpg", b"")
        with pytest.raises(PackageError, match=r"this is no package in a zip file: in its one folder are"):
            load("reports", tmp_path / "photos.zip")
        (tmp_path / "text.zip").write_bytes(b"x")
        with pytest.raises(PackageError, match="this is no sound zip file"):
            load("reports", tmp_path / "text.zip")
        with pytest.raises(PackageError, match=r"gone\.zip: there is no such file; check the path"):
            load("reports", tmp_path / "gone.zip")


class TestFetched:
    def test_it_is_fetched_once_and_then_read_without_a_network(self, archive):
        with site({"/gongkai-data-1.2.3.zip": Reply(body=archive.read_bytes())}) as served:
            address = f"{served.url}/gongkai-data-1.2.3.zip"
            first = load("reports", address)
            load("sections", address)
            assert served.times_asked("/gongkai-data-1.2.3.zip") == 1
        pd.testing.assert_frame_equal(load("reports", address), first)
        assert len(first) == 3

    def test_the_digest_that_is_given_is_held_against_the_file(self, archive):
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        with site({"/a.zip": Reply(body=archive.read_bytes())}) as served:
            assert len(load("reports", f"{served.url}/a.zip#sha256={digest}")) == 3
        with (
            site({"/b.zip": Reply(body=archive.read_bytes())}) as served,
            pytest.raises(PackageError, match="has not the digest that was given"),
        ):
            load("reports", f"{served.url}/b.zip#sha256={'0' * 64}")

    def test_what_cannot_be_fetched_is_told_with_its_address(self):
        with site({}) as served:
            address = f"{served.url}/gone.zip"
            with pytest.raises(PackageError, match=re.escape(f"{address}: this cannot be fetched (404")):
                load("reports", address)
        with pytest.raises(PackageError, match=re.escape(f"{address}: this cannot be fetched")):
            load("reports", address)

    def test_what_was_no_package_is_fetched_again(self, archive):
        pages = [Reply(body=b"<html>soon</html>"), Reply(body=archive.read_bytes())]
        with site({"/a.zip": pages}) as served:
            with pytest.raises(PackageError, match="this is no sound zip file"):
                load("reports", f"{served.url}/a.zip")
            assert len(load("reports", f"{served.url}/a.zip")) == 3

    def test_what_stands_behind_an_address_is_a_digest(self):
        with pytest.raises(PackageError, match="behind # stands sha256= with 64 hexadecimal digits"):
            load("reports", "http://127.0.0.1:9/a.zip#md5=0")
