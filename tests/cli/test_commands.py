"""The commands end to end, each with a server of its own in this process."""

import json
import os
import signal
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.vendor import Vendor

from alwrity.cli import write


def test_a_piece_streams_is_kept_and_comes_out_again(
    alwrity: Command, vendor: Vendor, tmp_path: Path
) -> None:
    written = alwrity("write", "How bakeries reduce waste", "--points", "track sales; bake less")

    assert written.code == 0, written.err
    assert written.out.startswith("#")
    assert "kept in the library as" in written.err
    assert "demo model" not in written.err
    content_id = written.err.partition("library as ")[2].partition(".")[0]

    shown = alwrity("export", "--id", content_id)
    assert shown.out.startswith("---\n")
    everything = alwrity("export", "--all", "--format", "json", "--out", str(tmp_path / "all"))
    assert everything.code == 0
    (file,) = (tmp_path / "all").iterdir()
    body = json.loads(file.read_bytes())["body"]
    assert written.out.rstrip("\n").endswith(body.rstrip("\n")[-200:])

    figures = json.loads(alwrity("analytics", "--json").out)
    assert [day["pieces"] for day in figures["days"]] == [1]
    assert "█" in alwrity("analytics", "--days", "7").out


def test_json_and_a_file_hold_the_folded_text_after_a_broken_stream(
    alwrity: Command, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.plan("ok", "cut@20", "ok")
    out = tmp_path / "piece.md"
    ended = alwrity(
        "write", "How bakeries reduce waste", "--words", "100", "--out", str(out), "--json"
    )

    assert ended.code == 0, ended.err
    result = json.loads(ended.out)
    assert result["state"] == "done"
    assert result["out"] == str(out)
    assert out.read_text("utf-8") == result["text"]
    exported = json.loads(alwrity("export", "--id", result["content_id"], "--format", "json").out)
    assert exported["body"] == result["text"]


def test_ctrl_c_stops_the_writing_and_keeps_what_is_written(
    alwrity: Command, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor.pace = 30
    seen: list[str] = []

    def interrupting(text: str) -> None:
        seen.append(text)
        if len("".join(seen)) > 60 and "^C" not in seen:
            seen.append("^C")
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(write, "_print", interrupting)
    ended = alwrity("write", "How bakeries reduce waste")

    assert ended.code == 130, ended.err
    assert "Stopped; what was written is kept in the library" in ended.err
    content_id = ended.err.partition("library as ")[2].partition(".")[0]
    body = json.loads(alwrity("export", "--id", content_id, "--format", "json").out)["body"]
    assert body == "".join(text for text in seen if text != "^C")


def test_a_model_that_fails_is_told_with_its_own_exit_code(
    alwrity: Command, vendor: Vendor
) -> None:
    vendor.key = "another"
    ended = alwrity("write", "How bakeries reduce waste")

    assert ended.code == 4
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "arguments", [["ab"], ["Good topic", "--points", "a;b;c;d;e;f;g;h", "--words", "60"]]
)
def test_a_brief_that_cannot_work_is_an_input_error(
    alwrity: Command, vendor: Vendor, arguments: list[str]
) -> None:
    ended = alwrity("write", *arguments)

    assert ended.code == 3
    assert ended.err.count("alwrity: ") == 1


def test_a_server_that_is_not_there_is_told(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALWRITY_URL", "http://127.0.0.1:1")
    ended = alwrity("analytics")

    assert ended.code == 5
    assert "'http://127.0.0.1:1'" in ended.err


def test_every_file_of_an_import_has_its_outcome(alwrity: Command, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.md").write_text("---\ntitle: Bread\ntags: [food]\n---\nFresh.\n")
    (folder / "sub" / "b.md").write_text("# Rolls\n\nWarm.\n")
    (folder / "c.md").write_bytes(b"\xff\xfe")
    (folder / "d.md").write_text("---\ntitle: [\n---\nText\n")
    (folder / "picture.png").touch()

    ended = alwrity("import", str(folder), "--json")

    assert ended.code == 3
    outcomes = {Path(line["file"]).name: line for line in map(json.loads, ended.out.splitlines())}
    assert [name for name, line in outcomes.items() if line["error"]] == ["c.md", "d.md"]
    assert set(outcomes) == {"a.md", "b.md", "c.md", "d.md"}
    assert outcomes["a.md"]["content_id"]
    assert "2 of 4" in ended.err

    again = alwrity("import", str(folder / "a.md"))
    assert again.code == 0
    assert "✓" in again.out


def test_importing_what_is_not_there(alwrity: Command, tmp_path: Path) -> None:
    assert alwrity("import", str(tmp_path / "none")).code == 3
    assert "no .md file" in alwrity("import", str(tmp_path)).err


@pytest.mark.parametrize(
    "arguments", [[], ["--all"], ["--all", "--id", "x"], ["--id", "x", "--format", "pdf"]]
)
def test_an_export_that_is_not_clear_is_a_usage_error(
    alwrity: Command, arguments: list[str]
) -> None:
    assert alwrity("export", *arguments).code == 2


def test_exporting_what_is_not_there(alwrity: Command) -> None:
    missing = "01980000-0000-7000-8000-000000000000"

    assert alwrity("export", "--id", missing).code == 3
    assert alwrity("export", "--id", "../x").code == 3


def test_keys_are_made_listed_and_revoked(alwrity: Command) -> None:
    made = alwrity("keys", "create", "robot", "--scope", "content:read")
    assert made.code == 3  # a fresh folder has no member yet
    alwrity("analytics")  # the first server makes the laptop's owner

    made = alwrity("keys", "create", "robot", "--scope", "content:read", "--days", "3")
    assert made.out.startswith("alw_k_")
    assert made.out.count("\n") == 1
    (listed,) = json.loads(alwrity("keys", "list", "--json").out)
    assert (listed["name"], listed["scopes"]) == ("robot", ["content:read"])
    assert made.out.strip() not in alwrity("keys", "list").out
    assert alwrity("keys", "revoke", listed["id"]).code == 0
    assert "none" in alwrity("keys", "list").out
    assert alwrity("keys", "revoke", listed["id"]).code == 3
    assert alwrity("keys", "revoke", "x").code == 2


def test_an_owner_is_made_and_needs_a_key(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALWRITY_AUTH", "password")
    monkeypatch.setenv("ALWRITY_PASSWORD", "correct horse battery")
    made = alwrity("accounts", "create-owner", "--email", "ada@example.com", "--name", "Ada")
    assert made.code == 0, made.err
    assert "correct horse" not in made.out + made.err

    refused = alwrity("analytics")
    assert refused.code == 2
    assert "ALWRITY_API_KEY" in refused.err

    key = alwrity("keys", "create", "me", "--email", "ada@example.com").out.strip()
    monkeypatch.setenv("ALWRITY_API_KEY", key)
    assert alwrity("analytics").code == 0


def test_seo_explains_a_file_without_a_server(
    alwrity: Command, tmp_path: Path, data_dir: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Bread\nkeyphrase: bread\n---\n" + "Fresh bread is good. " * 40)

    result = json.loads(alwrity("seo", str(path), "--json").out)
    assert 0 <= result["seo_score"] <= 100
    assert "SEO" in alwrity("seo", str(path)).out
    assert alwrity("seo", str(tmp_path / "none.md")).code == 3
    assert not data_dir.exists()


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://169.254.169.254/latest", "https://"])
def test_seo_reads_no_address_inside_the_network(alwrity: Command, url: str) -> None:
    assert alwrity("seo", url).code == 3
