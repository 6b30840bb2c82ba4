"""The JSON contract, as types: what `outputs/<release>/release.json` holds, key by key.

The JSON Schema is made from these types; `write` and `read` are held to them by mypy."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from pipeline.model.document import Kind
from pipeline.model.facts import Comparator, FigureKind, Label
from pipeline.model.release import AlignmentKind, Gravity, Status

SCHEMA_VERSION = "1.0"

SpanJson = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1)]


class BoxJson(TypedDict):
    """PDF points, origin top left, pages from 1."""

    page: Annotated[int, Field(ge=1)]
    x0: float
    top: float
    x1: float
    bottom: float


class LineJson(TypedDict):
    """Where a line of the paragraph stands; `raw` is a span of the raw text."""

    raw: SpanJson
    box: BoxJson


class RepairJson(TypedDict):
    """`put` stands at `span` of the mended text in place of `raw`; `rules` said so, in this order."""

    rules: list[str]
    span: SpanJson
    raw: str
    put: str


class FlagJson(TypedDict):
    """What was lost or is doubtful and was not mended."""

    reason: str
    span: SpanJson
    suggestion: str
    says: str


class FigureJson(TypedDict):
    """A number with its value; `value` and `to` are decimal strings, EDTF dates, ISO 8601 durations or ratios a/b."""

    id: str
    span: SpanJson
    text: str
    kind: FigureKind
    value: str
    to: str | None
    unit: str | None
    per: str | None
    comparator: Comparator | None
    open: NotRequired[str]


class EntityJson(TypedDict):
    """A name; `key` is the same for the same thing in every language."""

    id: str
    span: SpanJson
    text: str
    label: Label
    key: str
    found_by: str


class NoteJson(TypedDict):
    """A footnote's marker and the paragraph that is the footnote."""

    span: SpanJson
    paragraph: str


class ParagraphJson(TypedDict):
    """One paragraph. Spans are half-open, in code points of `text`."""

    id: str
    kind: Kind
    text: str
    raw: str
    boxes: list[BoxJson]
    lines: NotRequired[list[LineJson]]
    level: NotRequired[int]
    rows: NotRequired[list[list[SpanJson]]]
    notes: NotRequired[list[NoteJson]]
    repairs: list[RepairJson]
    flags: list[FlagJson]
    sentences: NotRequired[list[SpanJson]]
    figures: NotRequired[list[FigureJson]]
    entities: NotRequired[list[EntityJson]]


class SourceJson(TypedDict):
    """The file this language was read from; `path` is relative to the corpus."""

    path: str
    sha256: str
    media_type: str
    pages: int
    extractor: str


class TongueJson(TypedDict):
    """The language as declared by name or place, and as found in the text."""

    declared: str
    detected: str
    confidence: Share


class DroppedJson(TypedDict):
    """Text of the page that is in no paragraph, with the reason."""

    raw: str
    reason: str
    box: BoxJson | None


class DoubtJson(TypedDict):
    """What the engine could not be sure of on a page."""

    page: int
    reason: str
    times: int
    says: str


class DocumentJson(TypedDict):
    """One language of a release."""

    source: SourceJson
    language: TongueJson
    title: str
    date: str
    paragraphs: list[ParagraphJson]
    dropped: list[DroppedJson]
    doubts: list[DoubtJson]


class WhyJson(TypedDict):
    """What spoke for an alignment, each 0..1."""

    similarity: float
    length: float
    figures: float
    entities: float


Stretch = Annotated[list[str | int], Field(min_length=3, max_length=3)]


class SentenceLinkJson(TypedDict):
    """Sentences that translate each other: [paragraph, start, end] each."""

    sides: dict[str, list[Stretch]]
    score: float


class FigureLinkJson(TypedDict):
    """A figure on each side; null where it is missing."""

    sides: dict[str, str | None]
    status: Status
    moved: NotRequired[bool]
    why: NotRequired[str]


class EntityLinkJson(TypedDict):
    """A mention on each side."""

    sides: dict[str, str]
    score: float
    why: NotRequired[str]


class AlignmentJson(TypedDict):
    """Paragraphs that say the same; `confidence` is calibrated."""

    id: str
    sides: dict[str, list[str]]
    kind: AlignmentKind
    score: float
    confidence: Share
    moved: bool
    why: WhyJson
    sentences: list[SentenceLinkJson]
    figures: list[FigureLinkJson]
    entities: list[EntityLinkJson]
    corrected: NotRequired[str]


class SpotJson(TypedDict):
    """Where a finding points on one side."""

    paragraph: str
    span: SpanJson | None


class FindingJson(TypedDict):
    """A statement that ought to be true and is not, in a sentence for a translator."""

    check: str
    gravity: Gravity
    alignment: str | None
    says: str
    sides: dict[str, SpotJson]
    cause: NotRequired[Literal["", "translation", "extraction"]]
    accepted: NotRequired[str]
    score: NotRequired[float]


class PapersJson(TypedDict):
    """What release.toml says of the release."""

    title: str
    date: str
    publisher: str
    url: str
    licence: str


class ReleaseJson(TypedDict):
    """A release, whole: `outputs/<release>/release.json`."""

    schema_version: Literal["1.0"]
    id: str
    languages: list[str]
    papers: NotRequired[PapersJson]
    documents: dict[str, DocumentJson]
    alignments: list[AlignmentJson]
    findings: list[FindingJson]
