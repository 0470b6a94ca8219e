"""What a terminal shows of an analysis."""

import io
import subprocess
import sys

from rich.console import Console

from alwrity.features.seo.analysis import Analysis
from alwrity.features.seo.engine import analyse
from alwrity.features.seo.report import render
from alwrity.features.seo.target import Target

TEXT = (
    "# Rates\n\nIn order to win [x], use it. " + "We go on and on. " * 4 + "\n\n[click here](/a)\n"
)


def shown(analysis: Analysis, width: int = 100) -> str:
    out = io.StringIO()
    render(analysis, Console(file=out, width=width, no_color=True))
    return out.getvalue()


def test_scores_gates_parts_and_findings_in_order() -> None:
    analysis = analyse(TEXT, Target(keyphrase="rate limit", language="en"))
    said = shown(analysis)
    places = [
        said.index(part)
        for part in (
            f"SEO          {'█' * round(24 * analysis.seo_score / 100)}",
            "Quality",
            "capped at 30",
            "readability",
            "grounding    not applicable",
            f"{analysis.word_count} words, language en",
            "!! ",
            "·  Plainer word for “In order to”",
            "│ In order to\n",
            "→ “To”",
        )
    ]
    assert places == sorted(places)
    # Square brackets are the console's own markup; here they are the writer's.
    assert "In order to win [x], use it." in said


def test_every_finding_or_its_number_is_shown() -> None:
    analysis = analyse("[click here](/a) " * 8, Target(language="en"))
    said = shown(analysis)
    assert said.count("│ [click here](/a)") == 5
    assert "and 3 more of these" in said


def test_long_quotes_are_cut() -> None:
    analysis = analyse("word " * 60 + ".", Target(language="en"))
    quoted = [line for line in shown(analysis).splitlines() if "│ word" in line]
    assert quoted[0].endswith("word…")
    assert len(quoted[0]) <= 81


def test_a_piece_without_words_can_be_shown() -> None:
    assert "0 words" in shown(analyse("", Target()))


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, alwrity.features.seo.report, alwrity.features.seo.page;"
        "print(sorted({'rich', 'trafilatura', 'py3langid', 'numpy'} & set(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert out.stdout.strip() == "[]"
