"""What the checks know of a language.

English and German are known in full, six more by their function words only; a check that needs
more than a language has is not applicable to it.
"""

from alwrity.features.seo.lexicon.de import GERMAN
from alwrity.features.seo.lexicon.en import ENGLISH
from alwrity.features.seo.lexicon.lexicon import Lexicon
from alwrity.features.seo.lexicon.others import OTHERS

_LEXICONS = {lexicon.language: lexicon for lexicon in (ENGLISH, GERMAN, *OTHERS)}


def lexicon_of(language: str) -> Lexicon | None:
    """The lexicon of an ISO 639-1 code, with or without region (`en-GB`); None if not supported."""
    return _LEXICONS.get(language[:2].lower() if language[2:3] in ("", "-", "_") else language)
