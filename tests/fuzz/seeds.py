"""What a fuzzer begins with: small inputs for each target, most of them made as the tests of sources make theirs."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import storyver
from document_files import docx, paragraph, parquet, pdf, printed
from fuzz import gits
from fuzz.targets import BETWEEN
from repository import ROOT
from sources.examples import SOURCES
from sources.gathering import TEXTS
from sources.wikis import NEW, OLD, WALL, dump
from storyver.sources import captures_of
from web_archives import answer, archive, page, zipped

CORPUS = ROOT / "corpus"
DUMPED = b"""-- MySQL dump 10.13
CREATE TABLE `Articles` (`id` int(11) NOT NULL, `url` varchar(255), PRIMARY KEY (`id`));
INSERT INTO `Articles` VALUES (5,'http://news.example.org/wall/'),(6,NULL);
INSERT INTO "version" ("id", "title") VALUES (1, 'It''s the \\'wall\\''), (2, '\xe2\x82\xac');
"""
MANIFEST = b"""title = "Wall"
[[versions]]
file = "v1.txt"
number = 2
date = 2024-03-01
url = "https://coast.example/wall"
notes = ["read twice"]
"""
LISTINGS = (
    b'[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],'
    b'["example,coast)/wall","20240301083000","https://coast.example/wall","text/html","200","ABC","512"]]',
    b"example,coast)/wall 20240301083000 https://coast.example/wall text/html 200 ABC 512\n",
    b'<https://coast.example/wall>; rel="original",\n<http://archive.example/20240301083000/https://coast.example/wall>;'
    b' rel="memento"; datetime="Fri, 01 Mar 2024 08:30:00 GMT"\n',
)
FORMS = (
    "At least 1,340 people (57%) lost $1.5bn (£1.2bn) between 3 and 5 May 2024; prices rose 4.5% to €30m.",
    "Ada Holm, 34, won 6-3, 7-5 in two and a half hours. It was 30C (86F), -5% and about half of the 16ft 3in wall.",
    "“We counted twenty-one seals,” said Per Lindt. Police say a 7.1-magnitude quake may have killed dozens.",
)


def seeds(target: str) -> list[bytes]:
    """The first inputs of a target, and what was found in it before."""
    return [*_made(target), *findings(target)]


def findings(target: str) -> list[bytes]:
    """Inputs in which something was found once."""
    return [path.read_bytes() for path in sorted((Path(__file__).parent / "findings" / target).glob("*"))]


def _made(target: str) -> list[bytes]:
    if target in _MADE:
        return _MADE[target]()
    if target == "figures":
        return [form.encode() for form in FORMS]
    if target in ("diff", "track", "report", "json"):
        return _articles()
    return [_example(target)]


def _example(source: str) -> bytes:
    """The example of a source, which is one file."""
    with tempfile.TemporaryDirectory() as folder:
        return SOURCES[source](Path(folder)).path.read_bytes()


def _archived() -> list[bytes]:
    """An archive of three short versions."""
    with tempfile.TemporaryDirectory() as folder:
        story, kept = Path(folder) / "wall", Path(folder) / "kept.db"
        story.mkdir()
        for number, text in enumerate(TEXTS, start=1):
            (story / f"v{number}.txt").write_text(text, encoding="utf-8")
        with storyver.Archive(kept) as opened:
            opened.add(captures_of(story))
        return [kept.read_bytes()]


@cache
def _articles() -> list[bytes]:
    """The beginnings of versions of stories of the corpus, and sentences with figures of many kinds beside others."""
    made = []
    for name in ("ferry-sinking", "nato-explainer"):
        texts = [version.text[:500] for version in storyver.read(CORPUS / name).versions[:2]]
        made.append(BETWEEN.join(texts).encode())
    made += [BETWEEN.join((one, other)).encode() for one, other in zip(FORMS, FORMS[1:] + FORMS[:1], strict=True)]
    return made


_MADE: dict[str, Callable[[], list[bytes]]] = {
    "text": lambda: [
        b"Version 3 of 7\nPublished 12 March 2024, 10:00 GMT\n\nThe wall\n\nIt cost \xc2\xa35.",
        "Der Wall – 5 €".encode("utf-16"),
        "The wall cost £5".encode("cp1252"),
    ],
    "html": lambda: [
        page(),
        b"<html><head><meta charset=x><body><article><p>It cost &pound;5.<table><tr><td>1",
    ],
    "pdf": lambda: [pdf([printed(["It cost 5,", "and 6."])] * 2, info={"ModDate": "D:20220301"})],
    "docx": lambda: [docx(paragraph("It cost 5.") + paragraph("A wall", "Title"))],
    "wikitext": lambda: [
        OLD.encode(),
        NEW.encode(),
        b"== Wall ==\n{{Box|cost={{convert|5|km|mi}}}}\n* '''It''' [http://x y]\n{|\n|a||b\n|}\n<ref/>[[a|b]]",
    ],
    "mediawiki": lambda: [
        dump(WALL),
        json.dumps({"query": {"pages": [{"title": "Wall", "revisions": [{"revid": 1, "content": OLD}]}]}}).encode(),
        gzip.compress(dump(WALL)),
    ],
    "warc": lambda: [archive([answer(page())], packed=packed) for packed in (True, False)],
    "wacz": lambda: [zipped({"archive/data.warc": archive([answer(page())], packed=False), "datapackage.json": b"{}"})],
    "parquet": lambda: [parquet()],
    "changedetection": lambda: [b"1709294400,wall.txt\n1709380800.5,/datastore/b.txt.br\n"],
    "sqldump": lambda: [DUMPED, DUMPED.partition(b"\n")[2]],
    "manifest": lambda: [MANIFEST],
    "listing": lambda: list(LISTINGS),
    "archive": _archived,
    "git": lambda: [gits.history()],
    "gitobjects": lambda: [gits.objects()],
    "newsdiffs": lambda: [gits.newsdiffs()],
}
