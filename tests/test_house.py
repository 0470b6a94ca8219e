"""Rules of the house that no linter knows."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = [*ROOT.glob("src/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]
BOUND = 500


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_outgrows_what_a_person_reads(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= BOUND


def test_locks_name_no_host() -> None:
    for lock in (ROOT / "run.lock", ROOT / "requirements.lock", ROOT / "tools" / "uv.lock"):
        assert "://" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()
