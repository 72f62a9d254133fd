"""Sources are a stream: found while they are read, in parts where they are large, and in memory that does not grow."""

from __future__ import annotations

import io
import os
import pickle
import tarfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import fsspec
import pytest

from generators.word import zip_of
from gongkai.building import sources
from gongkai.building.sources import Origin, PassedOver, Source, SourceDocument, parts
from gongkai.errors import GongkaiError
from gongkai.read import archive


def opened(source: Source) -> list[SourceDocument]:
    """Open a source as another process does."""
    given = list(sources.opened(pickle.loads(pickle.dumps(source))))  # noqa: S301 - it was pickled here
    assert not [each for each in given if isinstance(each, PassedOver)]
    return [each for each in given if isinstance(each, SourceDocument)]


def names(*paths: str | Path) -> list[str]:
    return [source.name for source in sources.found(paths)]


def contents(*paths: str | Path) -> dict[str, bytes | None]:
    return {each.name: each.data for source in sources.found(paths) for each in opened(source)}


def reasons(*paths: str | Path) -> dict[str, str]:
    documents = [each for source in sources.found(paths) for each in opened(source)]
    return {each.name: each.error.reason for each in documents if each.error}


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl"
    for name in ("b/2.html", "a.html", "b/1.html", "b/c/3.txt", "c.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<p>{name}", encoding="utf-8")
    return folder


# Found as a stream


def test_a_folder_is_walked_depth_first_in_order(crawl: Path) -> None:
    assert names(crawl) == ["a.html", "b/1.html", "b/2.html", "b/c/3.txt", "c.html"]


def test_links_come_last(crawl: Path) -> None:
    (crawl / "a-link.html").symlink_to("c.html")
    (crawl / "b" / "0.html").symlink_to("1.html")
    assert names(crawl)[-2:] == ["a-link.html", "b/0.html"]


def test_the_first_source_is_given_before_the_last_folder_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        (tmp_path / f"{number:02}").mkdir()
        (tmp_path / f"{number:02}" / "a.html").write_text("<p>", encoding="utf-8")
    listed: list[str] = []
    list_folder = os.scandir

    def counted(folder: str) -> Iterator[os.DirEntry[str]]:
        listed.append(folder)
        return list_folder(folder)

    monkeypatch.setattr(os, "scandir", counted)
    stream = sources.found([tmp_path])
    assert [source.name for source in islice(stream, 2)] == ["00/a.html", "01/a.html"]
    assert len(listed) == 3
    assert len(list(stream)) == 48
    assert len(listed) == 51


def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    def peak(folders: int) -> int:
        root = tmp_path / str(folders)
        for number in range(folders):
            (root / str(number)).mkdir(parents=True)
            for file in range(50):
                (root / str(number) / f"{file}.html").touch()
        tracemalloc.start()
        count = sum(1 for _ in sources.found([root]))
        (_, most), _ = tracemalloc.get_traced_memory(), tracemalloc.stop()
        assert count == folders * 50
        return most

    peak(2)  # what is loaded once
    more_files = (400 - 40) * 50
    assert peak(400) - peak(40) < 4 * more_files  # in bytes: less than it takes to hold anything of each


def test_a_source_travels_with_its_error(crawl: Path) -> None:
    (crawl / "a.html").unlink()
    (crawl / "a.html").symlink_to("gone")
    (*_, link) = sources.found([crawl])
    (document,) = opened(link)
    assert document.error is not None
    assert (document.name, document.data, document.error.reason) == ("a.html", None, "missing")


def test_the_stamp_tells_a_change(crawl: Path) -> None:
    def stamps() -> dict[str, str]:
        return {source.name: source.stamp for source in sources.found([crawl])}

    before = stamps()
    os.utime(crawl / "b" / "1.html", ns=(0, 7))
    (crawl / "c.html").write_text("<p>more", encoding="utf-8")
    after = stamps()
    assert after["b/1.html"] == "11-7"
    assert {name for name in after if after[name] != before[name]} == {"b/1.html", "c.html"}


# Names


def test_a_file_given_alone_has_its_own_name(crawl: Path) -> None:
    assert names(crawl / "b" / "c" / "3.txt") == ["3.txt"]


def test_several_are_named_below_the_folder_above_them(crawl: Path) -> None:
    assert names(crawl / "b" / "c", crawl / "b" / "1.html") == ["c/3.txt", "1.html"]
    assert names(crawl / "b" / "c", crawl / "a.html") == ["b/c/3.txt", "a.html"]


def test_what_lies_in_a_given_folder_is_one_source(crawl: Path) -> None:
    assert names(crawl / "b" / "1.html", crawl, crawl) == ["a.html", "b/1.html", "b/2.html", "b/c/3.txt", "c.html"]


def test_a_hidden_file_that_is_named_beside_its_folder_is_read(crawl: Path) -> None:
    (crawl / ".d.html").write_text("<p>", encoding="utf-8")
    assert names(crawl / "b", crawl / ".d.html", crawl)[0] == ".d.html"


def test_a_package_is_no_source(crawl: Path) -> None:
    for name in ("out/datapackage.json", "out/data/processed/reports.parquet", "out/data/raw/a.html"):
        (crawl / name).parent.mkdir(parents=True, exist_ok=True)
        (crawl / name).write_text("{}", encoding="utf-8")
    given = [source.name for source in sources.found([crawl], leave_out=crawl / "out")]
    assert given == ["a.html", "b/1.html", "b/2.html", "b/c/3.txt", "c.html", "out/data/raw/a.html"]


# Companions and manifests


def test_what_a_browser_saved_with_a_page_is_of_the_page(crawl: Path) -> None:
    for name in ("a_files/frame.html", "a_files/deep/1.css", "d_files/own.html"):
        (crawl / name).parent.mkdir(parents=True, exist_ok=True)
        (crawl / name).write_text("<p>", encoding="utf-8")
    assert names(crawl) == ["a.html", "b/1.html", "b/2.html", "b/c/3.txt", "c.html", "d_files/own.html"]
    (page,) = opened(next(sources.found([crawl])))
    assert page.beside == {"a_files/frame.html": b"<p>", "a_files/deep/1.css": b"<p>"}


def test_what_a_manifest_names_is_a_source_wherever_it_lies(crawl: Path) -> None:
    for name in ("a_files/frame.html", "a_files/other.html"):
        (crawl / name).parent.mkdir(parents=True, exist_ok=True)
        (crawl / name).write_text("<p>", encoding="utf-8")
    (crawl / "sources.csv").write_text(
        "file,title,url\na_files/frame.html,甲,https://example.org/1\nb/1.html,乙,\n", encoding="utf-8"
    )
    given = {source.name: source for source in sources.found([crawl])}
    assert list(given) == ["a.html", "a_files/frame.html", "b/1.html", "b/2.html", "b/c/3.txt", "c.html"]
    assert given["a_files/frame.html"].origin == Origin(url="https://example.org/1")
    assert given["a_files/frame.html"].citation == {"title": "甲", "path": "https://example.org/1"}
    assert given["b/1.html"].origin == Origin()
    assert given["b/1.html"].citation == {"title": "乙"}
    assert not given["a.html"].citation
    (frame,) = opened(given["a_files/frame.html"])
    assert frame.origin.url == "https://example.org/1"


def test_a_manifest_is_read_before_anything_else(crawl: Path) -> None:
    (crawl / "sources.csv").write_text("file,title\ngone.html,甲\n", encoding="utf-8")
    with pytest.raises(GongkaiError, match=r"line 2: there is no file gone\.html"):
        sources.found([crawl])


@pytest.mark.parametrize("file", [".hidden.html", ".git/a.html", "sources.csv", "b"])
def test_a_manifest_names_only_what_is_read(crawl: Path, file: str) -> None:
    (crawl / ".git").mkdir()
    for name in (".hidden.html", ".git/a.html"):
        (crawl / name).write_text("<p>", encoding="utf-8")
    (crawl / "sources.csv").write_text(f"file,title\n{file},甲\n", encoding="utf-8")
    with pytest.raises(GongkaiError, match="line 2: there is no file"):
        sources.found([crawl])


# Patterns


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.html", ["a.html", "c.html"]),
        ("[ab]*", ["a.html", "b/1.html", "b/2.html", "b/c/3.txt"]),
        ("*/?.html", ["b/1.html", "b/2.html"]),
        ("b/*", ["1.html", "2.html", "c/3.txt"]),
        ("**/*.html", ["a.html", "c.html", "b/1.html", "b/2.html"]),
        ("**/c/*", ["b/c/3.txt"]),
        ("b/**", ["1.html", "2.html", "c/3.txt"]),
    ],
)
def test_patterns(crawl: Path, pattern: str, found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (crawl / ".d.html").write_text("<p>", encoding="utf-8")
    assert names(crawl / pattern) == found
    monkeypatch.chdir(crawl)
    assert names(pattern) == found


def test_a_file_that_is_called_like_a_pattern_is_that_file(crawl: Path) -> None:
    (crawl / "[ab].html").write_text("<p>", encoding="utf-8")
    assert names(crawl / "[ab].html") == ["[ab].html"]


def test_a_pattern_that_nothing_matches(crawl: Path) -> None:
    with pytest.raises(GongkaiError, match=r"\*\.pdf: no file or folder is called so; check the pattern"):
        sources.found([crawl, crawl / "*.pdf"])


def test_the_manifest_beside_what_a_pattern_matches_is_heard(crawl: Path) -> None:
    (crawl / "sources.csv").write_text("file,title\nb/1.html,甲\n", encoding="utf-8")
    given = {source.name: source.citation for source in sources.found([crawl / "*"])}
    assert "sources.csv" not in given
    assert given["b/1.html"] == {"title": "甲"}


def test_links_are_no_endless_pattern(crawl: Path) -> None:
    (crawl / "b" / "up").symlink_to(crawl)
    assert names(crawl / "**" / "3.txt") == ["b/c/3.txt"]
    assert names(crawl / "b" / "up" / "*.html") == ["a.html", "c.html"]


# Addresses


@pytest.fixture
def bucket() -> Iterator[str]:
    files = fsspec.filesystem("memory")
    files.pipe(
        {"/crawl/a.html": b"<p>a", "/crawl/b/1.html": b"<p>1", "/crawl/b/.git/x.html": b"x", "/crawl/z.html": b""}
    )
    yield "memory://crawl"
    files.rm("/crawl", recursive=True)


def test_a_folder_elsewhere(bucket: str) -> None:
    assert contents(bucket) == {"a.html": b"<p>a", "b/1.html": b"<p>1", "z.html": b""}


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("a.html", ["a.html"]),
        ("*.html", ["a.html", "z.html"]),
        ("**/*.html", ["a.html", "z.html", "b/1.html"]),
        ("b*", ["b/1.html"]),
    ],
)
def test_files_and_patterns_elsewhere(bucket: str, inside: str, found: list[str]) -> None:
    assert names(f"{bucket}/{inside}") == found


def test_what_is_here_comes_before_what_is_elsewhere(bucket: str, crawl: Path) -> None:
    assert names(f"{bucket}/a.html", crawl / "c.html") == ["c.html", "a.html"]


def test_a_manifest_elsewhere(bucket: str) -> None:
    fsspec.filesystem("memory").pipe(
        "/crawl/sources.csv", "file,title,url\nb/1.html,甲,https://example.org/1\n".encode()
    )
    given = {source.name: source.origin.url for source in sources.found([bucket])}
    assert given == {"a.html": None, "b/1.html": "https://example.org/1", "z.html": None}
    fsspec.filesystem("memory").pipe("/crawl/sources.csv", "file,title\nb/2.html,甲\n".encode())
    with pytest.raises(GongkaiError, match=r"memory:///crawl/sources\.csv, line 2: there is no file b/2\.html"):
        sources.found([bucket])


def test_the_stamp_of_what_is_elsewhere_tells_a_change_and_nothing_else(bucket: str) -> None:
    (before,) = sources.found([f"{bucket}/a.html"])
    (listed, *_) = sources.found([bucket])
    assert before.stamp == listed.stamp != ""
    fsspec.filesystem("memory").pipe("/crawl/a.html", b"<p>b")
    (after,) = sources.found([f"{bucket}/a.html"])
    assert after.stamp != before.stamp


def test_an_archive_elsewhere(bucket: str) -> None:
    fsspec.filesystem("memory").pipe("/crawl/b/2.zip", zip_of({"甲.html": "7", "乙.html": "8"}))
    assert contents(f"{bucket}/b") == {"1.html": b"<p>1", "2.zip/甲.html": b"7", "2.zip/乙.html": b"8"}


def test_what_cannot_be_reached_is_unreadable(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (source,) = sources.found([f"{bucket}/a.html"])
    monkeypatch.setattr("fsspec.implementations.memory.MemoryFile.read", lambda *_: 1 / 0, raising=False)
    (document,) = opened(source)
    assert document.error is not None
    assert (document.error.reason, document.error.detail) == ("unreadable", "ZeroDivisionError: division by zero")


def test_what_vanished_elsewhere_is_missing(bucket: str) -> None:
    (source,) = sources.found([f"{bucket}/a.html"])
    fsspec.filesystem("memory").rm("/crawl/a.html")
    (document,) = opened(source)
    assert document.error is not None
    assert document.error.reason == "missing"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("memory://crawl/gone.html", "there is nothing at this address; check it"),
        ("memory://crawl/*.pdf", "there is nothing at this address; check it"),
        ("madeup://a", r"no such address can be opened \(Protocol not known: madeup\); check it"),
        ("simplecache::memory://crawl/a.html", "addresses inside one another are not read"),
    ],
)
def test_a_wrong_address(bucket: str, address: str, message: str) -> None:
    with pytest.raises(GongkaiError, match=message):
        sources.found([bucket, address])


def test_what_opens_an_address_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec, "url_to_fs", missing)
    with pytest.raises(GongkaiError, match=r"s3://b/x: what opens it is not installed \(Install s3fs to access S3\)"):
        sources.found(["s3://b/x"])


# Archives in parts


def noise(seed: int, size: int) -> bytes:
    return Random(seed).randbytes(size)


def test_a_large_zip_archive_is_parted_and_all_of_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALLEST_PARTED", 1)
    monkeypatch.setattr(parts, "PART_MEMBERS", 10)
    monkeypatch.setattr(parts, "MAX_PARTS", 5)
    expected = {f"a.zip/{number}.html": noise(number, 100) for number in range(47)}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archived:
        for name, content in expected.items():
            archived.writestr(name.removeprefix("a.zip/"), content)
    given = list(sources.found([tmp_path]))
    assert [(source.first, source.last, source.bytes) for source in given] == [
        (0, 10, 1000),
        (10, 20, 1000),
        (20, 30, 1000),
        (30, 40, 1000),
        (40, 47, 700),
    ]
    assert {source.name for source in given} == {"a.zip"}
    assert contents(tmp_path) == expected


def test_parts_end_where_members_are_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALLEST_PARTED", 1)
    monkeypatch.setattr(parts, "PART_BYTES", 250)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archived:
        for number, size in enumerate((100, 100, 100, 900, 100)):
            archived.writestr(f"{number}.html", noise(number, size))
    assert [source.bytes for source in sources.found([tmp_path])] == [200, 100, 900, 100]


def test_a_page_in_one_part_is_read_with_what_lies_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALLEST_PARTED", 1)
    monkeypatch.setattr(parts, "PART_MEMBERS", 1)
    (tmp_path / "a.zip").write_bytes(zip_of({"x.html": "7", "x_files/1.css": "p{}", "y.html": "8"}))
    documents = [each for source in sources.found([tmp_path]) for each in opened(source)]
    assert [(each.name, each.beside) for each in documents] == [
        ("a.zip/x.html", {"x_files/1.css": b"p{}"}),
        ("a.zip/y.html", {}),
    ]


def test_a_large_document_is_not_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALLEST_PARTED", 1)
    monkeypatch.setattr(parts, "PART_MEMBERS", 1)
    data = zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": "", "word/styles.xml": ""})
    (tmp_path / "a.docx").write_bytes(data)
    (tmp_path / "cut.zip").write_bytes(zip_of({"x.html": "7", "y.html": "8"})[:-30])
    (tmp_path / "empty.zip").write_bytes(zip_of({}))
    assert names(tmp_path) == ["a.docx", "cut.zip", "empty.zip"]
    assert contents(tmp_path) == {"a.docx": data, "cut.zip": None, "empty.zip": None}
    assert reasons(tmp_path) == {"cut.zip": "damaged", "empty.zip": "empty"}


def test_an_archive_that_was_given_may_have_any_number_of_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    many = {f"{number}.html": "7" for number in range(5)}
    (tmp_path / "a.zip").write_bytes(zip_of({**many, "inner.zip": zip_of(many)}))
    given = contents(tmp_path)
    assert len(given) == 5 + 3 + 1
    assert reasons(tmp_path) == {"a.zip/inner.zip": "too_large"}


# Tar and gzip, as they go on


def tar_of(files: dict[str, bytes], mode: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archived:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archived.addfile(info, io.BytesIO(content))
    return packed.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_archive_is_never_held(tmp_path: Path, mode: str) -> None:
    files = {f"{number}.html": noise(number, 200_000) for number in range(60)}
    (tmp_path / "a.tar").write_bytes(tar_of(files, mode))
    (source,) = sources.found([tmp_path])
    assert source.bytes > 10_000_000
    tracemalloc.start()
    read = [
        (each.name, len(each.data)) for each in sources.opened(source) if isinstance(each, SourceDocument) and each.data
    ]
    (_, most), _ = tracemalloc.get_traced_memory(), tracemalloc.stop()
    assert read == [(f"a.tar/{number}.html", 200_000) for number in range(60)]
    assert most < 4_000_000


@pytest.mark.parametrize(("cut", "reason"), [(5000, "truncated"), (4608, None)])
def test_a_tar_archive_that_is_cut_says_so(tmp_path: Path, cut: int, reason: str | None) -> None:
    data = tar_of({f"{number}.html": noise(number, 1000) for number in range(9)}, "w")
    (tmp_path / "a.tar").write_bytes(data[:cut])
    assert list(contents(tmp_path))[:3] == ["a.tar/0.html", "a.tar/1.html", "a.tar/2.html"]
    assert reasons(tmp_path).get("a.tar") == reason


def test_a_broken_header_is_no_end(tmp_path: Path) -> None:
    data = bytearray(tar_of({f"{number}.html": noise(number, 1000) for number in range(9)}, "w"))
    data[3 * 1536 + 150] ^= 0xFF
    (tmp_path / "a.tar").write_bytes(data)
    assert len(contents(tmp_path)) == 4
    assert reasons(tmp_path) == {"a.tar": "damaged"}


def test_an_archive_that_changes_while_it_is_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tar_of({"1.html": b"7", "2.html": b"8"}, "w"))
    (source,) = sources.found([tmp_path])
    given = []
    for each in sources.opened(source):
        given.append(each)
        os.utime(tmp_path / "a.tar", ns=(0, 7))
    assert [each.error and each.error.reason for each in given if isinstance(each, SourceDocument)] == [
        None,
        None,
        "changed",
    ]


def test_what_breaks_the_opening_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(zip_of({"1.html": "7"}))
    monkeypatch.setattr(archive, "belonging", lambda *_, **__: 1 / 0)
    (document,) = opened(next(sources.found([tmp_path])))
    assert document.error is not None
    assert (document.error.reason, document.error.detail) == ("internal", "ZeroDivisionError: division by zero")
