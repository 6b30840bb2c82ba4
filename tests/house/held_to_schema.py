"""`python tests/house/held_to_schema.py OUTPUTS`: every release.json there against docs/release.schema.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema

SCHEMA = Path(__file__).parents[2] / "docs" / "release.schema.json"


def main(outputs: Path) -> int:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_bytes()))
    files = sorted(outputs.glob("*/release.json"))
    wrong = 0
    for file in files:
        for error in validator.iter_errors(json.loads(file.read_bytes())):
            wrong += 1
            print(f"{file.parent.name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    print(f"{len(files)} releases held to the schema, {wrong} errors")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
