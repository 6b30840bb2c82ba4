"""Index, load and ask OpenSearch or Elasticsearch.

    python examples/opensearch.py [http://127.0.0.1:9200] [outputs] [words]

After `visavis export opensearch`. Nothing but the standard library."""

import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen

server = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:9200"
folder = Path(sys.argv[2] if len(sys.argv) > 2 else "outputs") / "opensearch"
words = sys.argv[3] if len(sys.argv) > 3 else "économie"
LINES = 2_000  # of the bulk file at once; even, so that an action stays with its document


def ask(method: str, path: str, body: bytes, kind: str = "application/json") -> dict:
    with urlopen(Request(f"{server}/{path}", body, {"Content-Type": kind}, method=method)) as answer:
        return json.load(answer)


ask("PUT", "visavis", (folder / "mapping.json").read_bytes())
lines = (folder / "bulk.ndjson").read_bytes().splitlines(keepends=True)
for at in range(0, len(lines), LINES):
    answer = ask("POST", "_bulk", b"".join(lines[at : at + LINES]), "application/x-ndjson")
    assert not answer["errors"], answer
ask("POST", "visavis/_refresh", b"")
question = {
    "query": {"multi_match": {"query": words, "fields": ["text_*", "title_*^2"]}},
    "highlight": {"fields": {"text_*": {"number_of_fragments": 0}}},
}
for hit in ask("GET", "visavis/_search", json.dumps(question).encode())["hits"]["hits"]:
    print(hit["_id"], hit["_score"])
    for text in hit["highlight"].values():
        print("   ", *text)
