"""Reports inside something else: MHTML, mails, answers of web services, tar and gzip, and pages with their folders."""

from __future__ import annotations

import html
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongkai
from generators.office_files import render_as_docx, render_as_ofd
from generators.reports import ReportPlan, print_report, render
from generators.word import render_docx, zip_of
from generators.wrapped import MailPart, gz_of, mail_of, mhtml_of, tar_of
from gongkai.building.sources import found
from gongkai.document import Document, Paragraph
from gongkai.errors import SourceError
from gongkai.read import read_document, tarred
from gongkai.read.archive import is_archive, members
from gongkai.read.mail import is_mail

CELL = "<table><tr><td>收到申请<td>7<tr><td>予以公开<td class=h>5</table>"
PAGE = f"<html><head><title>年报</title></head><body><p>一、总体情况</p>{CELL}</body></html>"
REPORT = print_report(ReportPlan(7))


def texts(document: Document) -> list[str]:
    return [
        block.text if isinstance(block, Paragraph) else "|".join(cell.text for cell in block.cells)
        for block in document.blocks
    ]


def reason_of(data: bytes) -> str:
    with pytest.raises(SourceError) as refused:
        read_document(data, name="a")
    return refused.value.reason


# MHTML


@pytest.mark.parametrize(
    "first", ["From: <Saved by Blink>", 'From: "Saved by ..."', "From: =?utf-8?Q?=E4=BF=9D?=", "X: 1"]
)
def test_a_page_that_was_saved_as_one_file(first: str) -> None:
    document = read_document(mhtml_of(PAGE.encode(), first=first), name="a.mhtml")
    assert (document.format, document.source, document.metadata["title"]) == ("html", "a.mhtml", "年报")
    assert texts(document) == ["一、总体情况", "收到申请|7|予以公开|5"]
    assert [notice.kind for notice in document.notices] == ["container"]


def test_the_subject_is_the_title_of_a_page_without_one() -> None:
    data = mhtml_of(f"<p>一、总体情况</p>{CELL}".encode())
    assert read_document(data).metadata == {"title": "年"}


@pytest.mark.parametrize("address", ["cid:s@mhtml.blink", "https://example.org/a/s.css"])
def test_style_sheets_are_of_the_page(address: str) -> None:
    named = address if address.startswith("cid:") else "s.css"
    page = PAGE.replace("</head>", f'<link rel="stylesheet" href="{named}"></head>')
    sheet = address.replace("s@", "s.css@")
    page = page.replace(address, sheet) if address.startswith("cid:") else page
    document = read_document(mhtml_of(page.encode(), {sheet: b".h { display: none }"}))
    assert texts(document) == ["一、总体情况", "收到申请|7|予以公开"]


def test_a_style_sheet_for_print_only() -> None:
    page = PAGE.replace("</head>", '<link rel=stylesheet media=print href="cid:s.css@x"></head>')
    assert "5" in texts(read_document(mhtml_of(page.encode(), {"cid:s.css@x": b".h { display: none }"})))[1]


def test_a_frame_stands_where_it_is_seen() -> None:
    page = '<p>某局年度报告</p><iframe src="cid:f@x" width="800"></iframe><p>版权所有</p>'
    document = read_document(mhtml_of(page.encode(), {"cid:f@x": PAGE.encode(), "cid:ad@x": b"<p>x"}))
    assert texts(document) == ["某局年度报告", "一、总体情况", "收到申请|7|予以公开|5", "版权所有"]
    assert not document.unread


def test_the_root_is_the_one_that_is_named() -> None:
    frame = MailPart(b"<p>x", headers=("Content-ID: <f@x>",))
    page = MailPart(PAGE.encode(), headers=("Content-ID: <r@x>",))
    data = mail_of([frame, page], kind='related; start="<r@x>"')
    assert texts(read_document(data))[0] == "一、总体情况"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_page_that_was_cut(cut: float) -> None:
    data = mhtml_of(PAGE.encode() * 3, {"cid:f@x": PAGE.encode() * 3})
    assert reason_of(data[: int(cut * len(data))]) == "truncated"


# Mails


LETTER = MailPart("您好：附件是我局年度报告，请查收。".encode(), "text/plain; charset=utf-8")


def attached(content: bytes, name: str, kind: str = "application/octet-stream") -> MailPart:
    return MailPart(content, kind, (f'Content-Disposition: attachment; filename="{name}"',))


def test_the_page_of_a_mail_with_two_versions() -> None:
    plain = MailPart("一、总体情况".encode(), "text/plain; charset=utf-8")
    data = mail_of([plain, MailPart(PAGE.encode())], kind="alternative")
    assert read_document(data).text_at("b2.r1.c2") == "7"


def test_a_mail_of_text() -> None:
    text = "一、总体情况\r\n收到申请 | 7\r\n予以公开 | 5".encode("gbk")
    data = b"Received: by x\r\nSubject: 1\r\nContent-Type: text/plain; charset=gbk\r\n\r\n" + text
    document = read_document(data)
    assert (document.format, document.encoding, document.text_at("b2.r1.c2")) == ("text", "gb18030", "7")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.docx", render_as_docx(REPORT), "docx"),
        ("a.ofd", render_as_ofd(REPORT), "ofd"),
        ("=?gbk?B?xOqxqC5odG1s?=", render(REPORT, "html bare"), "html"),
        ("a.zip", zip_of({"1.png": "x", "年报.html": render(REPORT, "html bare")}), "html"),
    ],
)
def test_a_report_that_is_attached_to_a_letter(name: str, content: bytes, kind: str) -> None:
    data = mail_of([LETTER, attached(b"\x89PNG", "logo.png", "image/png"), attached(content, name)])
    report = gongkai.read_report(data, name="a.eml")
    assert (report.document.format, report.identity.year) == (kind, REPORT.identity.year)
    assert report.document.source.startswith("a.eml/")


def test_a_report_in_the_mail_beside_what_is_attached() -> None:
    page = render(REPORT, "html bare")
    data = mail_of([MailPart(page), attached(render_docx(["回执"]), "回执.docx")])
    assert gongkai.read_report(data).document.format == "html"


def test_a_damaged_picture_does_no_harm() -> None:
    picture = MailPart(b"x", "image/png").content
    data = mhtml_of(PAGE.encode(), {"cid:1.png@x": picture}).replace(b"eA==", b"eA=!")
    assert texts(read_document(data))[0] == "一、总体情况"


def test_two_attached_reports_are_not_chosen_from() -> None:
    data = mail_of([LETTER, attached(render_docx(["7"]), "a.docx"), attached(render_docx(["8"]), "b.docx")])
    with pytest.raises(SourceError, match=r"documents attached to a mail: a\.docx, b\.docx"):
        read_document(data)


def test_mails_that_give_nothing() -> None:
    assert reason_of(mail_of([attached(b"\x89PNG", "a.png", "image/png")])) == "empty"
    broken = mail_of([LETTER]).replace(b"5ZCN", b"!!!!")
    assert reason_of(broken.replace(b"--" + b"-" * 4, b"##")) == "damaged"
    deep = mail_of([LETTER])
    for number in range(300):
        deep = mail_of([deep.decode()], boundary=f"b{number}")
    assert reason_of(deep) == "too_large"
    assert reason_of(mail_of([LETTER]) + b"\n--x" * 10_000) == "too_large"


@pytest.mark.parametrize(
    "text", ["收到: 7\n办结: 5\n", "Title: a\nDate: b\n\n一、总体情况", "7", "", "From: 甲\n", "http://a\nhttp://b\n"]
)
def test_text_that_is_no_mail(text: str) -> None:
    assert not is_mail(text.encode())


@given(st.data())
def test_any_damage_to_a_mail_is_told(data: st.DataObject) -> None:
    spoilt = bytearray(mhtml_of(PAGE.encode(), {"cid:f@x": PAGE.encode()}))
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.sampled_from(b'-=:;\r\n <>a0\xff"'))
    try:
        read_document(bytes(spoilt))
    except SourceError as error:
        assert error.reason != "internal"


# Answers of web services

LONG = "<p>本局依照《政府信息公开条例》编制本报告，" + "全年通过网站公开政府信息，答复公众提出的申请。" * 8


@pytest.mark.parametrize(
    "answer",
    [
        {"data": {"content": LONG + CELL}},
        {"data": [{"a": [{"b": {"html": LONG + CELL}}]}]},
        {"data": json.dumps({"content": LONG + CELL, "summary": LONG})},
        [LONG + CELL, "x"],
        {"content": LONG + CELL, "text": LONG, "more": {"logo": "a.png"}},
        {"content": html.escape(LONG + CELL)},
        {"content": LONG + CELL, "mobile": {"content": LONG + CELL}},
        {"content": LONG + CELL, "links": [{"summary": LONG.replace("本局", "外局")}]},
    ],
)
def test_the_text_of_an_answer(answer: object) -> None:
    for written in (json.dumps(answer), json.dumps(answer, ensure_ascii=False), f"callback({json.dumps(answer)});"):
        document = read_document(written.encode(), name="a.json")
        assert (document.format, document.source, document.text_at("b2.r1.c2")) == ("html", "a.json", "7")


def test_what_an_answer_says_of_its_text() -> None:
    answer = {"Title": "某局2023年年度报告", "pubDate": "2024-01-20", "body": LONG, "id": 7}
    document = read_document(json.dumps(answer).encode())
    assert document.metadata == {"title": "某局2023年年度报告", "pubdate": "2024-01-20"}


def test_an_answer_of_plain_text() -> None:
    text = LONG.removeprefix("<p>") + "\n收到申请 | 7\n予以公开 | 5"
    document = read_document(json.dumps({"text": text}).encode())
    assert (document.format, document.text_at("b2.r1.c2")) == ("text", "7")


def test_an_answer_with_line_breaks_as_they_are() -> None:
    assert read_document(f'{{"text": "{LONG}\n{CELL}"}}'.encode()).text_at("b2.r1.c2") == "7"


def several() -> bytes:
    pages = [render(print_report(ReportPlan(seed)), "html bare").decode() for seed in (1, 2)]
    return json.dumps({"list": [{"title": "1", "content": page} for page in pages]}, ensure_ascii=False).encode()


def test_several_reports_in_one_answer_are_not_chosen_from() -> None:
    with pytest.raises(SourceError, match=r"a\.json/list\.1\.content, a\.json/list\.2\.content") as refused:
        read_document(several(), name="a.json")
    assert refused.value.reason == "several_reports"


def test_several_reports_in_one_answer_are_built_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(several())
    built = gongkai.build(tmp_path / "a.json", tmp_path / "out")
    assert (built.rows["reports"], built.failures) == (2, {})
    assert set(gongkai.load("reports", tmp_path / "out")["source"]) == {
        "a.json/list.1.content",
        "a.json/list.2.content",
    }


@pytest.mark.parametrize(
    "text", ["{", "[1]", '{"a": "信息公开"}', "[" * 9999, '{"a": "' + "7" * 999 + '"}', "[一] 信息公开"]
)
def test_text_that_is_no_answer_is_text(text: str) -> None:
    assert read_document(text.encode()).format == "text"


# Tar and gzip


def test_a_gzip_file_of_one_report() -> None:
    page = render(REPORT, "html bare")
    packed = gongkai.read_report(gz_of(page), name="folder/a.html.gz")
    assert packed.report_id == gongkai.read_report(page).report_id
    assert packed.document.source == "folder/a.html.gz/a.html"


@pytest.mark.parametrize("packed", [False, True])
def test_every_file_of_a_tar(packed: bool) -> None:
    folder = tarfile.TarInfo("2023")
    folder.type = tarfile.DIRTYPE
    data = tar_of({"2023": folder, "2023/甲.html": b"7", "./.hidden": b"", "b.gz": gz_of(b"8")}, packed=packed)
    assert is_archive(data)
    assert [(member.name, member.data) for member in members(data, "a")] == [
        ("a/2023/甲.html", b"7"),
        ("a/b.gz/b", b"8"),
    ]


def test_links_and_devices_of_a_tar_are_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    special = {}
    for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE)):
        special[name] = tarfile.TarInfo(name)
        special[name].type = kind
        special[name].linkname = "/etc/passwd"
    data = tar_of({"../../a.html": b"7", "/etc/b.html": b"8", **special})
    found = {member.name: member.error.reason if member.error else member.data for member in members(data, "a")}
    assert found == {
        "a/../../a.html": b"7",
        "a//etc/b.html": b"8",
        "a/link": "not_a_file",
        "a/hard": "not_a_file",
        "a/device": "not_a_file",
    }
    assert not list(tmp_path.iterdir())


def test_a_tar_with_a_name_in_gbk() -> None:
    data = tar_of({"xxxx.html": b"7"}).replace(b"xxxx", "年报".encode("gbk"))
    spoilt = bytearray(data)
    spoilt[148:156] = b" " * 8
    spoilt[148:156] = f"{sum(spoilt[:512]):06o}\0 ".encode()
    assert [member.name for member in members(bytes(spoilt), "a")] == ["a/年报.html"]


def test_a_tar_that_was_cut_gives_what_is_whole() -> None:
    data = tar_of({"a.html": b"7" * 2000, "b.html": b"8" * 2000})
    found = list(members(data[:5000], "a"))
    assert [(member.name, member.error.reason if member.error else None) for member in found] == [
        ("a/a.html", None),
        ("a", "truncated"),
    ]
    packed = gz_of(data)
    assert [member.error.reason for member in members(packed[:-20], "a") if member.error] == ["truncated"]


def test_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason_of(gz_of(bytes(20_000_000))) == "too_large"
    assert {
        member.error.reason for member in members(tar_of({"a": bytes(20_000_000)}, packed=True), "a") if member.error
    } == {"too_large"}
    monkeypatch.setattr(tarred, "MAX_MEMBER_BYTES", 9)
    found = {member.name: member.error is None for member in members(tar_of({"a": bytes(10), "b": bytes(9)}), "x")}
    assert found == {"x/a": False, "x/b": True}


@given(st.data())
def test_any_damage_to_a_tar_is_told(data: st.DataObject) -> None:
    spoilt = bytearray(tar_of({"a.html": b"7" * 600, "b.html": b"8"}, packed=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    if is_archive(bytes(spoilt)):
        for member in members(bytes(spoilt), "a"):
            assert (member.data is None) is (member.error is not None)


# One report with what belongs to it


FRAMED = '<p>某局年度报告</p><iframe src="./x_files/f%201.html"></iframe>'


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Give a folder with a page whose report stands in a frame, as a browser saves it."""
    folder = tmp_path / "in"
    (folder / "x_files" / "deep").mkdir(parents=True)
    (folder / "x.html").write_text(FRAMED, encoding="utf-8")
    (folder / "x_files" / "f 1.html").write_bytes(
        render(REPORT, "html bare").replace(b"<body>", b"<link rel=stylesheet href=s.css><body>")
    )
    (folder / "x_files" / "s.css").write_text(".none { display: none }", encoding="utf-8")
    (folder / "x_files" / "deep" / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def test_a_page_with_its_folder_is_one_report(saved: Path, tmp_path: Path) -> None:
    assert [source.name for source in found([saved])] == ["x.html"]
    built = gongkai.build(saved, tmp_path / "out")
    assert (built.rows["reports"], built.failures) == (1, {})
    (row,) = gongkai.load("reports", tmp_path / "out").to_dict("records")
    report = gongkai.read_report(saved / "x.html")
    assert (row["report_id"], row["year"]) == (report.report_id, REPORT.identity.year)
    assert report.observation_rows


def test_a_page_with_its_folder_in_an_archive_is_one_report(saved: Path) -> None:
    files = {path.relative_to(saved).as_posix(): path.read_bytes() for path in saved.rglob("*") if path.is_file()}
    report = gongkai.read_report(zip_of(files), name="a.zip")
    assert report.document.source == "a.zip/x.html"
    assert report.observation_rows


def test_a_folder_without_its_page_is_a_folder(saved: Path) -> None:
    (saved / "x.html").rename(saved / "y.html")
    assert len(list(found([saved]))) == 4


def test_links_in_the_folder_of_a_page_are_not_followed(saved: Path) -> None:
    frame = saved / "x_files" / "f 1.html"
    frame.rename(saved.parent / "elsewhere.html")
    frame.symlink_to(saved.parent / "elsewhere.html")
    document = read_document(saved / "x.html")
    assert [part.kind for part in document.unread] == ["frame"]


def test_pictures_beside_the_only_report_of_an_archive() -> None:
    page = render(REPORT, "html bare")
    pictures = {"1.jpg": b"\xff\xd8\xff", "图/2.PNG": b"\x89PNG"}
    assert gongkai.read_report(zip_of({"年报.html": page, **pictures})).observation_rows
    assert gongkai.read_report(tar_of({**pictures, "年报.html": page}, packed=True)).observation_rows
    # Beside several, and beside a note, they may be reports.
    for other in ({"b.html": b"<p>"}, {}):
        name = "a.html" if other else "说明.txt"
        found = [member.name for member in members(zip_of({name: page, **pictures, **other}), "a")]
        assert {"a/1.jpg", "a/图/2.PNG"} <= set(found)


def test_frames_inside_frames_end() -> None:
    beside = {"f.html": b'<p>7</p><iframe src="f.html"></iframe>'}
    document = read_document(b'<p>1</p><iframe src="f.html"></iframe>', beside=beside)
    assert texts(document) == ["1", *["7"] * 20]
    assert [part.kind for part in document.unread] == ["frame"]


def test_places_in_a_page_with_frames() -> None:
    table = "<p>一</p><table><tr><td>甲<td><s>1</s><tr><td>乙<td>2</table>"
    page = f'<iframe src="f.html"></iframe>{table}<img src="表.png" width=600 height=300>'
    frame = b"<table><tr><td>a<td><s>3</s><tr><td>b<td>4</table><p>5</p>"
    document = read_document(page.encode(), beside={"f.html": frame})
    assert [str(remark.locator) for remark in document.remarks] == ["b1.r1.c2", "b4.r1.c2"]
    assert [str(part.locator) for part in document.unread] == ["b4"]


def test_a_frame_that_is_not_seen() -> None:
    for hidden in ("style='display:none'", "hidden", "width=0 height=0"):
        page = f"<p>1</p><iframe {hidden} src='f.html'></iframe>"
        assert texts(read_document(page.encode(), beside={"f.html": b"<p>7</p>"})) == ["1"]


def test_a_page_of_frames() -> None:
    page = b"<html><frameset cols='20%,80%'><frame src='m.html'><frame src='f.html'></frameset></html>"
    document = read_document(page, beside={"f.html": PAGE.encode(), "m.html": b"<p>1</p>"})
    assert texts(document)[0] == "1"
    assert "收到申请|7|予以公开|5" in texts(document)


# Pages that hold something twice


@pytest.mark.parametrize("blank", ["&amp;nbsp;", "&amp;nbsp;&amp;#160;", "&amp;ENSP;"])
def test_blanks_that_were_escaped_twice(blank: str) -> None:
    page = f"<table><tr><td>收到申请<td>{blank}<tr><td>予以公开<td>{blank}5</table>"
    document = read_document(page.encode())
    assert (document.text_at("b1.r1.c2"), document.text_at("b1.r2.c2")) == ("", "5")


BODY = f"<p>某局年度报告</p><p>一、总体情况</p><p>正文。</p>{CELL}<p>二、其他</p>"


def test_a_page_that_holds_its_text_twice() -> None:
    once = read_document(f"<div>{BODY}</div>".encode())
    twice = read_document(f"<p>首页</p><div>{BODY}</div><p>手机版</p><div>{BODY}</div><p>页脚</p>".encode())
    assert texts(twice) == ["首页", *texts(once), "手机版", "页脚"]
    assert [notice.kind for notice in twice.notices] == ["repeated"]


@pytest.mark.parametrize(("old", "new"), [(">7<", ">8<"), ("正文", "本文"), ("二、其他", "")])
def test_what_differs_is_not_read_once(old: str, new: str) -> None:
    twice = read_document((BODY + BODY.replace(old, new)).encode())
    assert len([block for block in twice.blocks if not isinstance(block, Paragraph)]) == 2


def test_a_report_that_stands_twice_in_its_page() -> None:
    page = render(REPORT, "html bare").decode()
    body = page[page.index("<body>") + 6 : page.index("</body>")]
    report = gongkai.read_report(page.replace("</body>", f"<div>{body}</div></body>").encode())
    assert [row.value for row in report.observation_rows] == [
        row.value for row in gongkai.read_report(page.encode()).observation_rows
    ]
