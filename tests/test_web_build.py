"""The build hook: a package without pages is not built, and an unchanged UI is not built again."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def web_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("web_build", ROOT / "tools/web_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_sources(root: Path) -> Path:
    web = root / "web"
    (web / "src").mkdir(parents=True)
    (web / "package.json").write_text("{}")
    (web / "package-lock.json").write_text("{}")
    (web / "src" / "main.ts").write_text("one")
    return web


def make_built(root: Path, web_build: ModuleType) -> Path:
    built = root / web_build.BUILT
    built.mkdir(parents=True)
    (built / "index.html").write_text("page")
    return built


def test_a_build_without_pages_and_without_sources_fails(
    web_build: ModuleType, tmp_path: Path
) -> None:
    with pytest.raises(web_build.WebBuildError, match="no pages"):
        web_build.ensure_built(tmp_path)


def test_an_sdist_without_sources_carries_its_pages(web_build: ModuleType, tmp_path: Path) -> None:
    make_built(tmp_path, web_build)
    assert not web_build.ensure_built(tmp_path)


def test_only_changed_sources_are_built_again(
    web_build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = make_sources(tmp_path)
    called: list[tuple[str, ...]] = []

    def npm(folder: Path, *arguments: str) -> None:
        called.append(arguments)
        (folder / "node_modules").mkdir(exist_ok=True)
        if "build" in arguments:
            make_built(tmp_path, web_build)

    monkeypatch.setattr(web_build, "_npm", npm)
    assert web_build.ensure_built(tmp_path)
    assert [arguments[0] for arguments in called] == ["ci", "run"]
    assert not web_build.ensure_built(tmp_path)
    (web / "src" / "main.test.ts").write_text("tests are no sources of the pages")
    assert not web_build.ensure_built(tmp_path)
    (web / "src" / "main.ts").write_text("two")
    assert web_build.ensure_built(tmp_path)
    assert [arguments[0] for arguments in called] == ["ci", "run", "run"]


def test_a_build_that_leaves_no_page_fails(
    web_build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (make_sources(tmp_path) / "node_modules").mkdir()
    monkeypatch.setattr(web_build, "_npm", lambda *_: None)
    with pytest.raises(web_build.WebBuildError, match=r"no index\.html"):
        web_build.ensure_built(tmp_path)


def test_who_works_on_the_pages_keeps_the_linters(
    web_build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = make_sources(tmp_path)
    (web / "node_modules").mkdir()
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(web_build, "_npm", lambda _, *arguments: called.append(arguments))
    assert web_build.ensure_packages(web, "dev")
    assert not web_build.ensure_packages(web, "run")
    (web / "package-lock.json").write_text('{"changed": true}')
    assert web_build.ensure_packages(web, "run")
    assert not any("--omit=dev" in arguments for arguments in called)


def test_the_lock_of_the_pages_names_no_host_and_pins_every_package() -> None:
    text = (ROOT / "web/package-lock.json").read_text()
    assert "://" not in text
    assert '"resolved"' not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in entry for path, entry in packages.items() if path)
