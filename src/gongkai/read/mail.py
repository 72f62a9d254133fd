"""E-mails, and web pages saved as one (MHTML): the part that is the report, and what belongs to it."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, MessageError, StartBoundaryNotFoundDefect
from email.header import decode_header, make_header
from email.message import Message
from typing import TypeGuard
from urllib.parse import urljoin

from gongkai.errors import SourceError
from gongkai.printable import printable
from gongkai.read.encoding import decode

__all__ = ["MailedReport", "is_mail", "report_in_mail"]

MAX_BYTES = 128 * 1024 * 1024
"""More bytes than any mail with a report has."""

MAX_BOUNDARIES = 200
"""More parts of parts than any mail has: each is looked for in every line of what it holds."""

MAX_PARTS = 10_000
"""More parts than any mail or page has."""

MAX_HEAD = 64 * 1024
"""More bytes of headers than any mail has, whose parts are costly to tell."""

LONGEST_LETTER = 300
"""A text with as few characters that comes with a document is a letter about it, whatever stands in it."""


@dataclass(frozen=True, slots=True)
class MailedReport:
    """The part of a mail that is the report.

    `beside` holds style sheets and frames of a page by their addresses; `location` is the address of the page itself.
    `attached` is the name of the part, if it was attached.
    """

    data: bytes
    location: str = ""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    attached: str = ""


def is_mail(data: bytes) -> bool:
    r"""Tell a mail, or a page saved as one, from other bytes by its first lines.

    >>> is_mail(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"), is_mail("收到: 7\n办结: 5\n".encode())
    (True, False)
    """
    head = _HEAD.match(data)
    if head is None:
        return False
    names = {name.lower() for name in _FIELD.findall(head[0])}
    return bool(names & _TELLING) and len(names) > 1


_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:From [^\r\n]*\r?\n)?"
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*(?:\r?\n|\Z)(?:[ \t][^\r\n]*\r?\n)*){2,200}"
)
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,60}):", re.MULTILINE)
_TELLING = frozenset(
    (b"mime-version", b"content-type", b"message-id", b"received", b"return-path", b"content-transfer-encoding")
)


def report_in_mail(data: bytes, name: str) -> MailedReport:
    """Give the part that is the report: the page, the letter, or the document that is attached to a letter.

    Args:
        data: the bytes of the mail.
        name: what to call it in errors.

    Raises:
        SourceError: the mail is `damaged`, `truncated`, `too_large` or `empty`, or has `several_reports` attached.
    """
    mail = _parsed(data, name)
    parts = list(_parts(mail, name))
    pages = [part for part in parts if part.kind == "text/html" and not part.is_attached]
    letters = [part for part in parts if part.kind == "text/plain" and not part.is_attached]
    documents = [part for part in parts if part.is_document]
    root = next((part for part in pages if part.is_root), None) or next(iter(pages or letters), None)
    if documents and (root is None or _is_letter(_content(root, name))):
        if len(documents) > 1:
            named = ", ".join(part.name for part in documents[:_NAMED])
            raise SourceError(name, "several_reports", f"documents attached to a mail: {named}")
        return MailedReport(_content(documents[0], name), attached=documents[0].name)
    if root is None:
        raise SourceError(name, "empty", "a mail without text")
    of_page = [part for part in parts if part is not root and part.kind in _KINDS_OF_PAGES]
    beside = {address: _content(part, name) for part in of_page for address in part.addresses}
    return MailedReport(_content(root, name), root.location, beside, _metadata(mail))


_NAMED = 4
_KINDS_OF_PAGES = frozenset({"text/html", "text/css"})
"""What may say what a page shows."""


def _parsed(data: bytes, name: str) -> Message:
    if len(data) > MAX_BYTES:
        raise SourceError(name, "too_large", f"more than {MAX_BYTES} bytes of a mail")
    if len(re.findall(rb"boundary\s*=", data, re.IGNORECASE)) > MAX_BOUNDARIES:
        raise SourceError(name, "too_large", f"more than {MAX_BOUNDARIES} parts inside one another")
    if data.count(b"\n--") > MAX_PARTS:
        raise SourceError(name, "too_large", f"more than {MAX_PARTS} parts")
    head = _END_OF_HEAD.search(data)
    if (head.start() if head else len(data)) > MAX_HEAD:
        raise SourceError(name, "too_large", f"more than {MAX_HEAD} bytes before the text of the mail")
    try:
        return message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise SourceError(name, "damaged", f"no mail that can be read: {error}") from error


_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class _MailPart:
    """A part of a mail that holds no other parts."""

    message: Message
    kind: str
    name: str
    is_attached: bool
    is_root: bool
    base: str

    @property
    def location(self) -> str:
        """The address that the part was saved from."""
        return urljoin(self.base, _header(self.message, "Content-Location"))

    @property
    def addresses(self) -> Iterator[str]:
        """How pages call the part."""
        identifier = _identifier(self.message)
        if identifier:
            yield f"cid:{identifier}"
        if self.location:
            yield self.location

    @property
    def is_document(self) -> bool:
        """Whether it may be a report that was attached."""
        return _DOCUMENT.search(self.name) is not None or self.kind in _KINDS_OF_DOCUMENTS


_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|odt|ods|html?|mht(?:ml)?|txt|zip)$", re.IGNORECASE)
_KINDS_OF_DOCUMENTS = frozenset(
    {"application/pdf", "application/msword", "application/vnd.ms-excel", "application/rtf"}
)


def _parts(message: Message, name: str) -> Iterator[_MailPart]:
    """Give the parts that hold no others, in order; those of a forwarded mail as well."""
    waiting: list[tuple[Message, bool, str]] = [(message, True, "")]
    while waiting:
        each, is_root, above = waiting.pop()
        _refuse_cut(each, name)
        if any(len(str(header)) > MAX_HEAD for header in each.values()):
            raise SourceError(name, "too_large", f"more than {MAX_HEAD} bytes in a header of a part")
        base = _header(each, "Content-Base") or above
        if each.is_multipart():
            inside: list[Message] = list(filter(_is_message, each.get_payload()))
            root = _root(each, inside)
            waiting += [(part, is_root and part is root, base) for part in reversed(inside)]
            continue
        disposition = (each.get_content_disposition() or "").lower()
        called = _file_name(each)
        yield _MailPart(each, each.get_content_type(), called, disposition == "attachment", is_root, base)


def _is_message(part: object) -> TypeGuard[Message]:
    return isinstance(part, Message)


def _refuse_cut(message: Message, name: str) -> None:
    for defect in message.defects:
        if isinstance(defect, CloseBoundaryNotFoundDefect):
            raise SourceError(name, "truncated", "the last part of the mail has no end")
        if isinstance(defect, StartBoundaryNotFoundDefect):
            raise SourceError(name, "damaged", "the parts of the mail cannot be found")


def _root(message: Message, inside: Sequence[Message]) -> Message | None:
    """Give the part that the others belong to, of those that a message holds; of versions, the page."""
    start = message.get_param("start")
    if isinstance(start, str) and message.get_content_subtype() == "related":
        named = next((part for part in inside if _identifier(part) == start.strip("<> ")), None)
        if named is not None:
            return named
    return next((part for part in inside if _holds_page(part)), inside[0] if inside else None)


def _holds_page(part: Message) -> bool:
    return any(each.get_content_type() == "text/html" for each in part.walk())


def _identifier(message: Message) -> str:
    return _header(message, "Content-ID").strip("<> ")


def _content(part: _MailPart, name: str) -> bytes:
    message = part.message
    try:
        content = message.get_payload(decode=True)
    except (binascii.Error, ValueError, LookupError, AssertionError) as error:
        raise SourceError(name, "damaged", f"a part of the mail cannot be read: {error}") from error
    if any("Base64" in type(defect).__name__ for defect in message.defects):
        raise SourceError(name, "damaged", "a part of the mail is no sound base64")
    return content if isinstance(content, bytes) else b""


def _header(message: Message, name: str) -> str:
    """Give a header as text. Names are often written in Chinese, in one of several ways."""
    written = message.get(name)
    if written is None:
        return ""
    try:
        text = str(make_header(decode_header(written)))
    except (MessageError, ValueError, LookupError, UnicodeError):
        text = str(written)
    return printable(re.sub(r"\s+", " ", text).strip())


def _file_name(message: Message) -> str:
    try:
        written = message.get_filename() or ""
        return printable(str(make_header(decode_header(written))))
    except (MessageError, ValueError, LookupError, UnicodeError, TypeError):
        return ""


def _metadata(message: Message) -> dict[str, str]:
    subject = _header(message, "Subject")
    return {"title": subject} if subject else {}


def _is_letter(content: bytes) -> bool:
    """Tell a letter from a report: it is short, or has neither sections nor tables."""
    try:
        text = decode(content).text
    except SourceError:
        return True
    return len(_BLANK.sub("", text)) <= LONGEST_LETTER or not _OF_REPORT.search(text)


_BLANK = re.compile(r"<(style|script)\b.*?</\1>|<[^<>]*>|&[a-z]{1,8};|\s+", re.IGNORECASE | re.DOTALL)
_OF_REPORT = re.compile(r"<t[dr]\b|(?:^|>|\n)\s*[一二三四]、", re.IGNORECASE)
