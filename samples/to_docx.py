"""A release as an office writes it: a .docx by python-docx, footnotes added by hand, printed by LibreOffice."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from .source import Block, Sample, pieces, typeset

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
BULLET_STYLES = {1: "List Bullet", 2: "List Bullet 2"}
ALIGN = {"paragraph": WD_ALIGN_PARAGRAPH.JUSTIFY}


def write_docx_pdf(sample: Sample, code: str, path: Path) -> None:
    """One side as a PDF at `path`. Needs `soffice` (Debian: libreoffice-writer-nogui)."""
    with tempfile.TemporaryDirectory() as folder:
        docx = Path(folder) / f"{path.stem}.docx"
        _docx(sample, code).save(str(docx))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(docx)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        _timeless(docx.with_suffix(".pdf"), path)


def _timeless(made: Path, path: Path) -> None:
    """The same PDF without the hour and the random id that LibreOffice puts in; streams as they were."""
    with pikepdf.open(made) as pdf:
        for key in ("/CreationDate", "/ModDate"):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        for key in ("/DocChecksum", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        pdf.save(path, deterministic_id=True, compress_streams=True)


def _docx(sample: Sample, code: str) -> Any:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = sample.make["font"], Pt(sample.make["size"])
    for name in ("Title", "Heading 1", "Caption"):
        face = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for where in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            face.attrib.pop(qn(f"w:{where}"), None)
        document.styles[name].font.name = sample.make["font"]
    style.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{code}"/>'))
    notes = {b.label: b.texts[code][0] for b in sample.blocks if b.kind == "footnote" and b.texts.get(code)}
    document.core_properties.author = sample.papers["publisher"]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    _running(document, sample, code)
    for block in sample.blocks:
        if block.kind != "footnote":
            for text in block.texts.get(code, ()):
                _block(document, block, text, code)
    if notes:
        _footnotes(document, notes, code)
    return document


def _block(document: Any, block: Block, text: str, code: str) -> None:
    if block.rows:
        _table(document, block.rows[code], code)
        return
    style = {
        "title": "Title",
        "heading": "Heading 1",
        "caption": "Caption",
        "list_item": BULLET_STYLES.get(block.level, ""),
    }.get(block.kind, "Normal")
    paragraph = document.add_paragraph(style=style)
    paragraph.alignment = ALIGN.get(block.kind)
    for at, line in enumerate(text.split("\n")):
        if at:
            paragraph.add_run().add_break()
        _runs(paragraph, line, code)


def _runs(paragraph: Any, text: str, code: str) -> None:
    for piece in pieces(typeset(text, code == "fr")):
        if piece.style == "note":
            run = paragraph.add_run()
            run.font.superscript = True
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(int(piece.text) + 1))
            run._r.append(mark)
            continue
        run = paragraph.add_run(piece.text)
        run.bold = True if piece.style == "bold" else None
        run.font.superscript = True if piece.style == "up" else None


def _table(document: Any, rows: list[list[str]], code: str) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            _runs(table.cell(i, j).paragraphs[0], cell, code)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _running(document: Any, sample: Sample, code: str) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = sample.head.get(code, "")
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    xml = f'<w:fldSimple {nsdecls("w")} w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(xml))


def _footnotes(document: Any, notes: dict[str, str], code: str) -> None:
    """The footnotes part, which python-docx cannot make: ids 0 and 1 are the separators that Word expects."""
    rows = [
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in enumerate(("separator", "continuationSeparator"))
    ]
    for label, text in notes.items():
        rows.append(
            f'<w:footnote w:id="{int(label) + 1}"><w:p>'
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {typeset(text, code == "fr")}</w:t></w:r></w:p></w:footnote>'
        )
    xml = f"<?xml version='1.0' encoding='UTF-8'?><w:footnotes {nsdecls('w')}>{''.join(rows)}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
