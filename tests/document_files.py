"""Small PDF, Word and Parquet files; the first two are made byte by byte, so that a test says all that is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def printed(lines: Sequence[str], *, x: int = 72, y: int = 770, size: int = 11, leading: int = 14) -> bytes:
    """Drawing operations for lines, one below the other; an empty line leaves its place free."""
    shown = b" ".join(
        b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*" for line in lines
    )
    return b"BT /F1 %d Tf %d %d Td %d TL " % (size, x, y, leading) + shown + b" ET\n"


def pdf(pages: Sequence[bytes], *, info: Mapping[str, str] | None = None, filters: bytes = b"") -> bytes:
    """A PDF of A4 pages with these drawing operations, in Helvetica."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = b" ".join(b"%d 0 R" % (5 + 2 * place) for place in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        font,
    ]
    for place, content in enumerate(pages):
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content))
        resources = b"<< /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources %s >>"
            % (4 + 2 * place, resources)
        )
    told = "".join(f"/{key} ({value}) " for key, value in (info or {}).items()).encode("latin-1")
    objects.append(b"<< %s >>" % told)
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    """Objects as a file, the first of them the root and the last the information."""
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = (len(objects) + 1, len(objects), table)
    file.write(b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % trailer)
    return file.getvalue()


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """A paragraph of a Word document. What begins with a ``<`` is taken as its XML."""
    runs = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def docx(
    body: str, *, footnotes: str = "", core: Mapping[str, str] | None = None, parts: Mapping[str, bytes] | None = None
) -> bytes:
    """A Word document with this body, and other parts in place of its own or beside them."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{told}"/></w:style>'
        for name, told in {"Title": "Title", "Heading1": "heading 1", "Bullets": "List Bullet"}.items()
    )
    main = f'<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    notes = f'<w:footnotes xmlns:w="{_WORD}">{footnotes}</w:footnotes>'
    told = "".join(f"<{key}>{value}</{key}>" for key, value in (core or {}).items())
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    properties = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" {spaces}>{told}</cp:coreProperties>'
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": main,
        "word/_rels/document.xml.rels": _relations({"styles": "styles.xml", "footnotes": "footnotes.xml"}),
        "word/styles.xml": f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>',
        "word/footnotes.xml": notes,
        **({} if core is None else {"docProps/core.xml": properties}),
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return file.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _content_types() -> str:
    told = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes"))
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def parquet() -> bytes:
    """A Parquet file of one row."""
    import pyarrow
    from pyarrow.parquet import write_table

    file = io.BytesIO()
    write_table(pyarrow.table({"id": [1], "text": ["A wall."]}), file)
    return file.getvalue()
