from pathlib import Path
from typing import Any

import pytest

from alwrity.cli.brief import listed, read_sources, writable_file
from alwrity.cli.outline_editor import as_markdown, from_markdown
from alwrity.errors import InvalidInputError, NotFoundError

OUTLINE: dict[str, Any] = {
    "title": "Waste",
    "sections": [
        {"heading": "", "points": [], "words": 60},
        {"heading": "Track sales", "points": ["every day", "by product"], "words": 140},
    ],
}


def test_lists_leave_out_what_is_empty() -> None:
    assert listed(" a; b ;;c", ";") == ["a", "b", "c"]
    assert listed("", ",") == []


def test_sources_are_read_or_named(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("# Notes\n", "utf-8-sig")
    (tmp_path / "n.txt").write_text("Plain.")

    assert read_sources([str(tmp_path / "n.md"), str(tmp_path / "n.txt"), "https://x.org/a"]) == [
        {"kind": "markdown", "title": "n.md", "text": "# Notes\n"},
        {"kind": "text", "title": "n.txt", "text": "Plain."},
        {"kind": "url", "url": "https://x.org/a"},
    ]


def test_a_source_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")

    with pytest.raises(NotFoundError, match="nowhere"):
        read_sources(["nowhere.md"])
    with pytest.raises(InvalidInputError, match=r"picture\.png"):
        read_sources([str(tmp_path / "picture.png")])
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_sources([str(tmp_path)])


def test_a_place_to_write_to_is_checked_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("kept")

    assert writable_file(str(tmp_path / "old.md")).read_text() == "kept"
    assert not writable_file(str(tmp_path / "new.md")).exists()
    for name in (str(tmp_path), str(tmp_path / "no" / "x.md")):
        with pytest.raises(InvalidInputError):
            writable_file(name)


def test_an_outline_survives_its_editor() -> None:
    assert from_markdown(as_markdown(OUTLINE), OUTLINE) == OUTLINE


def test_an_edited_outline_is_understood() -> None:
    edited = "# Less waste\n\n## Track sales\n\n## Sell bread\n- at night\n"

    assert from_markdown(edited, OUTLINE) == {
        "title": "Less waste",
        "sections": [
            {"heading": "Track sales", "points": [], "words": 140},
            {"heading": "Sell bread", "points": ["at night"], "words": 100},
        ],
    }


def test_an_outline_without_sections_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="##"):
        from_markdown("# Only a title", OUTLINE)
