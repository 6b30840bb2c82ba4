"""Markdown with front matter, a file a release and language, for any static-site generator.

    python examples/static_site.py [outputs] [content]

Hugo takes `content/` as it is (two languages: `contentDir = "content/fr"` and `"content/en"`); Eleventy and Jekyll
take it as an input folder. `translationKey` ties the translations; each paragraph keeps its anchor."""

import json
import re
import sys
from pathlib import Path

import pipeline

source = sys.argv[1] if len(sys.argv) > 1 else "outputs"
target = Path(sys.argv[2] if len(sys.argv) > 2 else "content")
LEADS = {"title": "# ", "heading": "## ", "list_item": "- "}


def plain(text: str) -> str:
    """Text as Markdown that says just that: nothing in it is a link, an element, a heading, emphasis or a template."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("{", "&#123;").replace("}", "&#125;")
    text = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", text)
    return re.sub(r"(?m)^(\s*)(#+|[-+>=]+|\d+[.)])", r"\1\\\2", text)


for release in pipeline.load(source):
    for code, reading in release.readings.items():
        document = reading.document
        head = {"title": document.title or release.id, "date": document.date, "translationKey": release.id}
        body = []
        for alignment in release.alignments:
            for name in alignment.sides.get(code, ()):
                paragraph = release.paragraph(name)
                lead = LEADS.get(paragraph.kind, "")
                body.append(f'{lead}<a id="{alignment.id}"></a>{plain(paragraph.text.mended)}')
        path = target / code / f"{release.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML, so that no title can break the front matter.
        path.write_text(
            "---\n" + json.dumps(head, ensure_ascii=False, indent=1) + "\n---\n\n" + "\n\n".join(body) + "\n", "utf-8"
        )
        print(path)
