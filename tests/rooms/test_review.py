"""From the desk and back: workbook, CSV, decisions as corrections; SARIF; what changed between two versions."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.checks import check
from pipeline.checks.identity import identity
from pipeline.config import Config
from pipeline.diff import Change, Edit, diff, diff_folders, edits
from pipeline.errors import WrongUse
from pipeline.exports import review, sarif
from pipeline.model.corrections import Correction, Corrections
from pipeline.model.release import Release
from pipeline.review import accept, read_review
from pipeline.store import Shelf

Make = Callable[..., Release]


@pytest.fixture
def release(make_release: Make) -> Release:
    """One fault (25 % / 26 %) and a contact that stands alone."""
    return make_release()


def sheet(release: Release, folder: Path) -> Path:
    review.write([release], Shelf(folder))
    return folder / "review.xlsx"


def fill(path: Path, rows: Mapping[str, Mapping[str, str]], name: str = "alignments") -> Path:
    """As a person fills it: by the name in the second column."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    head = [cell.value for cell in book[name][1]]
    for row in book[name].iter_rows(min_row=2):
        for column, value in rows.get(str(row[head.index("alignment")].value), {}).items():
            row[head.index(column)].value = value
    book.save(path)
    return path


class TestWorkbook:
    def test_same_bytes(self, release: Release, tmp_path: Path) -> None:
        first = sheet(release, tmp_path / "a").read_bytes()
        assert first == sheet(release, tmp_path / "b").read_bytes()
        assert b"1980-01-01T00:00:00Z" not in first  # it is compressed; the next line reads it
        from openpyxl import load_workbook

        assert load_workbook(tmp_path / "a" / "review.xlsx").properties.modified.year == 1980

    def test_rows_and_drop_downs(self, release: Release, tmp_path: Path) -> None:
        from openpyxl import load_workbook

        book = load_workbook(sheet(release, tmp_path))
        rows = list(book["alignments"].iter_rows(values_only=True))
        assert rows[0] == ("release", "alignment", "confidence", "fr", "en", "findings", "decision", "correction",
                           "reason", "ids")  # fmt: skip
        assert len(rows) == 1 + len(release.alignments)
        assert rows[4][5] == "■ fault: 25 % is 26% here."
        (choice,) = book["alignments"].data_validations.dataValidation
        assert choice.formula1 == '"right,wrong,ignore"' and "G2" in str(choice.sqref)
        assert [row[2] for row in book["findings"].iter_rows(min_row=2, values_only=True)] == [
            identity(release, f) for f in release.findings
        ]

    def test_nothing_given_becomes_a_formula(self, hostile: Release, tmp_path: Path) -> None:
        from openpyxl import load_workbook

        book = load_workbook(sheet(hostile, tmp_path))
        kinds = {cell.data_type for row in book["alignments"].iter_rows() for cell in row if cell.value is not None}
        assert kinds == {"s"}
        with (tmp_path / "review.csv").open(encoding="utf-8-sig", newline="") as file:
            assert not [c for row in csv.reader(file) for c in row if c.startswith(("=", "+", "@", "-"))]


class TestDecisions:
    def test_right_confirms_the_link_and_accepts_the_finding(self, release: Release, tmp_path: Path) -> None:
        path = fill(sheet(release, tmp_path), {"a3": {"decision": "right", "reason": "26 is the revised figure"}})
        decided = read_review(path, {release.id: release})
        made = decided.corrections[release.id]
        assert [c.action for c in made] == ["accept", "link"]
        assert (made[0].check, made[0].text, made[0].reason) == ("figures_agree", "25 %", "26 is the revised figure")
        assert [a.language for a in made[1].at] == ["fr", "en"]
        assert made[1].at[0].begins == "Le cœur du dispositif est publié : 25 % des pistes sont"
        assert decided.left == ()

    def test_wrong_with_ids_links_anew(self, release: Release, tmp_path: Path) -> None:
        path = fill(sheet(release, tmp_path), {"a4": {"decision": "wrong", "correction": "en.3, en.4"}})
        (made,) = read_review(path, {release.id: release}).corrections[release.id]
        assert made.action == "link"
        assert [(a.language, a.begins[:9]) for a in made.at] == [
            ("fr", "Des résul"),
            ("en", "The heart"),
            ("en", "Uneven re"),
        ]

    def test_a_dash_unlinks(self, release: Release, tmp_path: Path) -> None:
        path = fill(sheet(release, tmp_path), {"a4": {"decision": "wrong", "correction": "-"}})
        assert [c.action for c in read_review(path, {release.id: release}).corrections[release.id]] == ["unlink"]

    def test_a_text_that_stands_there_is_right_as_it_is(self, release: Release, tmp_path: Path) -> None:
        path = fill(sheet(release, tmp_path), {"a3": {"correction": "25 % des pistes"}})
        (made,) = read_review(path, {release.id: release}).corrections[release.id]
        assert (made.action, made.text) == ("text", "25 % des pistes")

    def test_what_the_translator_must_mend_is_told_and_not_corrected(self, release: Release, tmp_path: Path) -> None:
        path = fill(sheet(release, tmp_path), {"a3": {"decision": "wrong", "correction": "25% of the lanes"}})
        decided = read_review(path, {release.id: release})
        assert decided.corrections == {}
        assert decided.left == ("plan-velo a3: to be mended in the document itself: 25% of the lanes",)

    def test_one_finding_of_several(self, release: Release, tmp_path: Path) -> None:
        path = fill(sheet(release, tmp_path), {"a3": {"decision": "ignore"}}, "findings")
        assert [c.action for c in read_review(path, {release.id: release}).corrections[release.id]] == ["accept"]

    def test_ids_that_moved_are_found_by_their_texts(self, make_release: Make, tmp_path: Path) -> None:
        release = make_release()
        path = fill(sheet(release, tmp_path), {"a4": {"decision": "right"}, "a3": {"decision": "right"}})
        heading = ("heading", "Avant-propos", (), ())
        shifted = make_release(fr=[heading, *_told("fr", make_release)], en=[heading, *_told("en", make_release)])
        decided = read_review(path, {release.id: shifted})
        assert [c.at[0].begins for c in decided.corrections[release.id] if c.action == "link"] == [
            "Le cœur du dispositif est publié : 25 % des pistes sont",
            "Des résultats inégaux",
        ]

    def test_a_text_that_changed_is_left_over(self, release: Release, make_release: Make, tmp_path: Path) -> None:
        path = fill(sheet(release, tmp_path), {"a3": {"decision": "right"}})
        changed = make_release(en=[("title", "Something else", (), ())])
        decided = read_review(path, {release.id: changed})
        assert decided.corrections == {}
        assert decided.left == ("plan-velo a3: its texts have changed since the sheet was written; decide it anew",)

    def test_csv_of_a_spreadsheet_and_of_the_report(self, release: Release, tmp_path: Path) -> None:
        sheet(release, tmp_path)
        rows = list(csv.reader((tmp_path / "review.csv").open(encoding="utf-8-sig", newline="")))
        rows[4][rows[0].index("decision")] = "right"
        with (tmp_path / "saved.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        from_sheet = read_review(tmp_path / "saved.csv", {release.id: release}).corrections[release.id]
        name = identity(release, release.findings[0])
        head = "release,alignment,finding,check,decision,reason"
        told = f"{head}\r\nplan-velo,a3,{name},figures_agree,ignore,later\r\n"
        (tmp_path / "desk.csv").write_text(told, encoding="utf-8")
        from_desk = read_review(tmp_path / "desk.csv", {release.id: release}).corrections[release.id]
        assert [c.action for c in from_sheet] == ["accept", "link"]
        assert [(c.action, c.reason) for c in from_desk] == [("accept", "later")]

    @pytest.mark.parametrize(
        ("content", "says"),
        [("a,b\r\n1,2\r\n", "must name the columns"), ("release,decision\r\nplan-velo,perhaps\r\n", "no decision")],
    )
    def test_what_is_no_sheet(self, content: str, says: str, release: Release, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text(content, encoding="utf-8")
        with pytest.raises(WrongUse, match=says):
            read_review(tmp_path / "x.csv", {release.id: release})
        (tmp_path / "x.xlsx").write_bytes(b"PK no")
        with pytest.raises(WrongUse, match="cannot be read"):
            read_review(tmp_path / "x.xlsx", {release.id: release})

    def test_accepting_from_the_terminal_lasts(self, make_release: Make) -> None:
        release = make_release(fr=[("paragraph", "Un toit (neuf.", (), ())], en=[("paragraph", "A roof.", (), ())])
        found = replace(release, findings=check(release, Config()))
        (fault,) = [f for f in found.findings if f.check == "brackets_balanced"]
        made = accept(found, identity(found, fault), "in the original")
        again = check(release, Config(), Corrections(made))
        assert [f.accepted for f in again if f.check == "brackets_balanced"] == ["in the original"]
        with pytest.raises(WrongUse, match=identity(found, fault)):
            accept(found, "00000000", "")


def _told(code: str, make_release: Make) -> list[tuple[str, str, tuple[()], tuple[()]]]:
    paragraphs = make_release().readings[code].document.paragraphs
    return [(p.kind, p.text.mended, (), ()) for p in paragraphs]


def test_sarif(release: Release, hostile: Release, tmp_path: Path) -> None:
    silenced = replace(release, id="other", findings=tuple(f._replace(accepted="agreed") for f in release.findings))
    noisy = replace(hostile, findings=check(hostile, Config()))
    sarif.write([release, silenced, noisy], Shelf(tmp_path))
    log = json.loads((tmp_path / "findings.sarif").read_text(encoding="utf-8"))
    run = log["runs"][0]
    assert log["version"] == "2.1.0" and run["tool"]["driver"]["name"] == "visavis"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    first, second, *rest = run["results"]
    assert first["level"] == "error" and "suppressions" not in first
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "plan-velo/fr.pdf"
    assert first["locations"][0]["properties"]["page"] == 2
    assert second["suppressions"] == [{"kind": "external", "justification": "agreed"}]
    assert len(rest) == len(noisy.findings) > 5
    assert all(result["locations"] for result in rest)


class TestDiff:
    def test_nothing_changed(self, make_release: Make) -> None:
        assert diff(make_release(), make_release()) == ()

    def test_a_translation_that_was_not_brought_up_to_date(self, make_release: Make) -> None:
        told = _told("fr", make_release)
        told[3] = ("paragraph", told[3][1].replace("25 %", "27 %"), (), ())
        (change,) = diff(make_release(), make_release(fr=told))
        assert (change.kind, change.stale, change.old, change.new) == ("one-side", True, "a3", "a3")
        assert (change.changed, change.unchanged) == (("fr",), ("en",))
        assert change.edits == {"fr": (Edit("25", "27"),)}

    def test_a_revised_translation_is_no_neglect(self, make_release: Make) -> None:
        told = _told("en", make_release)
        told[3] = ("paragraph", told[3][1].replace("26%", "25%"), (), ())
        (change,) = diff(make_release(), make_release(en=told))
        assert (change.kind, change.stale, change.changed) == ("one-side", False, ("en",))

    def test_both_sides(self, make_release: Make) -> None:
        fr, en = _told("fr", make_release), _told("en", make_release)
        fr[3] = ("paragraph", fr[3][1].replace("25", "27"), (), ())
        en[3] = ("paragraph", en[3][1].replace("26", "27"), (), ())
        (change,) = diff(make_release(), make_release(fr=fr, en=en))
        assert (change.kind, change.stale) == ("both", False)

    def test_added_and_removed_whatever_the_ids(self, make_release: Make) -> None:
        fr, en = _told("fr", make_release), _told("en", make_release)
        new = make_release(
            fr=[("heading", "Avant-propos", (), ()), *fr[1:]], en=[("heading", "Foreword", (), ()), *en[1:]]
        )
        kinds = [(c.kind, c.texts["fr"]) for c in diff(make_release(), new)]
        assert kinds == [("added", "Avant-propos"), ("removed", "La mise en œuvre du plan vélo")]

    def test_words(self) -> None:
        assert edits("a b c", "a c d") == (Edit("b", ""), Edit("", "d"))

    def test_folders(self, make_release: Make, tmp_path: Path) -> None:
        from pipeline import codec

        told = _told("fr", make_release)
        told[4] = ("heading", "Des résultats", (), ())
        for place, release in (("old", make_release()), ("new", make_release(fr=told))):
            (tmp_path / place).mkdir()
            (tmp_path / place / "release.json").write_bytes(codec.encode(release))
        ((name, changes),) = diff_folders(tmp_path / "old", tmp_path / "new" / "release.json")
        assert name == "plan-velo" and [c.new for c in changes] == ["a4"]
        assert isinstance(changes[0], Change) and changes[0].stale
        with pytest.raises(WrongUse, match="neither"):
            list(diff_folders(tmp_path, tmp_path / "new"))


def test_a_correction_is_told_once(release: Release, tmp_path: Path) -> None:
    path = fill(sheet(release, tmp_path), {"a3": {"decision": "ignore"}})
    fill(path, {"a3": {"decision": "ignore"}}, "findings")
    made = read_review(path, {release.id: release}).corrections[release.id]
    assert len(made) == len(set(made)) == 1 and isinstance(made[0], Correction)
