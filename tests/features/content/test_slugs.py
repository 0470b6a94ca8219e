import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.features.content.slugs import slugify


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("Ten Ways to Brew Coffee!", "en", "ten-ways-to-brew-coffee"),
        ("Don't panic — it\u2019s fine", "en", "dont-panic-its-fine"),
        ("Salt & pepper, 50% off", "en", "salt-and-pepper-50-percent-off"),
        ("Über größere Äpfel", "de", "ueber-groessere-aepfel"),
        ("Über größere Äpfel", "en", "uber-grossere-apfel"),
        ("Blåbær på Øya", "da", "blaabaer-paa-oeya"),
        ("Smörgåsbord", "sv", "smorgasbord"),
        ("L'été à Nîmes", "fr", "lete-a-nimes"),
        ("¿Qué mañana?", "es", "que-manana"),
        ("Łódź", "pl", "lodz"),
        ("IŞIK ve İnce \u0131s\u0131", "tr", "isik-ve-ince-isi"),
        ("Съешь ещё булочек", "ru", "sesh-eshche-bulochek"),
        ("Київ і Львів", "uk", "kyiv-i-lviv"),  # noqa: RUF001 - Ukrainian is meant
        ("東京の秋", "ja", "東京の秋"),
        ("हिन्दी भाषा", "hi", "हिन्दी-भाषा"),
        ("\ufb01ne \uff12\uff10\uff12\uff14", "en", "fine-2024"),
        ("snake_case_title", "en", "snake-case-title"),
        ("😀", "en", "untitled"),
        ("", "en", "untitled"),
        ("word " * 40, "en", "word-" * 15 + "word"),
        ("x" * 200, "en", "x" * 80),
    ],
)
def test_slugs(title: str, language: str, slug: str) -> None:
    assert slugify(title, language) == slug


@given(st.text(), st.sampled_from(["en", "de", "ru", "tr", "hi", ""]))
def test_every_slug_is_one(title: str, language: str) -> None:
    slug = slugify(title, language)
    assert 0 < len(slug) <= 80
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug
    assert slug == slug.lower()
    assert not any(c.isspace() or c in "/?#%&_.\\" for c in slug)
    assert slugify(slug, language) == slug
