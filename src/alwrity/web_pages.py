"""The built front end, read once: files with their compressed forms, and the page around them.

A page is a folder of `web/src/features/`; the build lists which files each begins with, so the page
that the server sends has its scripts preloaded and its styles inside: no paint waits for a style
sheet. Everything is held in memory: it is about a megabyte.
"""

import base64
import gzip
import hashlib
import json
import mimetypes
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response

from alwrity.web_requests import first_requests, preloads

FOLDER = Path(__file__).parent / "web_dist"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_INDEX, _TABLE = "index.html", "pages.json"
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
#: Stands in the built page where each answer has a value of its own.
_NONCE = "CSP_NONCE"
_STYLE_SHEET = re.compile(r"\s*<link rel=\"stylesheet\"[^>]*>")
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
#: The page at the root of the site.
HOME = "desk"
#: As the built page has them.
_LANGUAGE, _ROOT = '<html lang="en">', '<div id="root">'
_OURS = re.compile(r"(?:^|,)\s*(en|de)\b", re.IGNORECASE)

#: For every answer that a browser may show.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the build.

    Attributes:
        content: By encoding; "" is the file as it is.
    """

    media_type: str
    etag: str
    content: Mapping[str, bytes]

    def best(self, accepted: str) -> str:
        """The encoding to answer with: the smallest that `Accept-Encoding` takes."""
        taken = _taken(accepted)
        return min(
            (name for name in self.content if name == "" or name in taken),
            key=lambda name: len(self.content[name]),
        )


def _taken(accepted: str) -> set[str]:
    """The encodings that a field takes; `*` and weights above zero count, their order does not."""
    taken: set[str] = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        try:
            refused = weight.strip().startswith("q=") and float(weight.strip()[2:]) == 0
        except ValueError:
            refused = True
        if not refused:
            taken.update(_ENCODINGS if name.strip() == "*" else {name.strip()})
    return taken


def _language(accepted: str) -> str:
    """The first of our languages that a browser names, as the pages themselves choose."""
    named = _OURS.search(accepted)
    return named[1].lower() if named else "en"


class WebPages:
    """What the build left, ready to be sent.

    Args:
        files: By path below the root.
        index: The page, with a placeholder for the nonce.
        shell: The files that every page begins with.
        pages: By name, the files that this page begins with besides.
        first: By place and by language, what is seen until the page's scripts are there.
    """

    def __init__(
        self,
        files: Mapping[str, File],
        index: str,
        shell: Sequence[str],
        pages: Mapping[str, Sequence[str]],
        first: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._files = files
        self._index = index
        self._pages = pages
        self._first = first
        self._documents = {name: self._document([*shell, *pages[name]]) for name in pages}
        self._lost = self._document(shell)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "WebPages | None":
        """Read the build; None when there is none. Reads files, so call it in a thread."""
        if not (folder / _INDEX).is_file():
            return None
        table = json.loads((folder / _TABLE).read_bytes())
        files = {
            path.relative_to(folder).as_posix(): _read(path)
            for path in folder.rglob("*")
            if path.is_file()
            and path.suffix in _TYPES | mimetypes.types_map
            and path.name not in {_INDEX, _TABLE}
            and path.suffix not in _ENCODINGS.values()
        }
        index = (folder / _INDEX).read_text(encoding="utf-8")
        return cls(files, index, table["shell"], table["pages"], table["first"])

    def file(self, path: str, headers: Headers) -> Response | None:
        """The answer with a file of the build, or None where there is none of this name."""
        file = self._files.get(path)
        if file is None:
            return None
        encoding = file.best(headers.get("accept-encoding", ""))
        fields = {
            **SECURITY_HEADERS,
            "Cache-Control": _FOREVER if path.startswith("assets/") else _ASK_AGAIN,
            "ETag": f'"{file.etag}{encoding and f"-{encoding}"}"',
        }
        if len(file.content) > 1:
            fields["Vary"] = "Accept-Encoding"
        if fields["ETag"] in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=fields)
        if encoding:
            fields["Content-Encoding"] = encoding
        return Response(file.content[encoding], headers=fields, media_type=file.media_type)

    def has(self, place: str) -> bool:
        """Whether a feature is at a place below the root."""
        name = place.partition("/")[0] or HOME
        return name in self._pages and (name != HOME or not place)

    def page(self, place: str, query: str, headers: Headers) -> Response:
        """The page at a place below the root; one that no feature has answers 404, and says so."""
        name = place.partition("/")[0]
        nonce = secrets.token_urlsafe(16)
        document = self._documents.get(name or HOME, self._lost).replace(_NONCE, nonce)
        if self.has(place):
            asked = preloads(first_requests(place, query))
            document = document.replace("</head>", f"{asked}</head>", 1)
        language = _language(headers.get("accept-language", ""))
        first = self._first.get(f"/{name}", {}).get(language, "")
        document = document.replace(_LANGUAGE, f'<html lang="{language}">', 1)
        content = document.replace(_ROOT, f"{_ROOT}{first}", 1).encode()
        fields = {
            **SECURITY_HEADERS,
            "Cache-Control": _ASK_AGAIN,
            "Content-Security-Policy": self._policy(nonce),
            "Vary": "Accept-Encoding, Accept-Language",
        }
        if "gzip" in _taken(headers.get("accept-encoding", "")):
            fields["Content-Encoding"] = "gzip"
            content = gzip.compress(content, 6)
        return HTMLResponse(content, 200 if self.has(place) else 404, fields)

    def _document(self, files: Sequence[str]) -> str:
        """The page that begins with these files."""
        styles, tags = [], []
        for file in files:
            if file.endswith(".css"):
                styles.append(self._files[file].content[""].decode().strip())
                # Tells the pages' loader that this sheet is there; a disabled one is not loaded.
                tags.append(f'<link rel="stylesheet" crossorigin disabled href="/{file}">')
            elif f'"/{file}"' not in self._index:
                tags.append(f'<link rel="modulepreload" crossorigin href="/{file}">')
        style = f'<style nonce="{_NONCE}">{"".join(styles)}</style>' if styles else ""
        bare = _STYLE_SHEET.sub("", self._index)
        return bare.replace("</head>", f"{style}{''.join(tags)}</head>", 1)

    def _policy(self, nonce: str) -> str:
        # The editor makes style elements at run time: the nonce is for these. Scripts have none.
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' {self._script_hashes}".rstrip(),
                f"style-src 'self' 'nonce-{nonce}'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )

    @cached_property
    def _script_hashes(self) -> str:
        return inline_script_hashes(self._index)


def inline_script_hashes(html: str) -> str:
    """The hashes of the scripts that stand in a page, as a policy lists them."""
    digests = (hashlib.sha256(text.encode()).digest() for text in _INLINE_SCRIPT.findall(html))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _read(path: Path) -> File:
    content = {"": path.read_bytes()}
    for name, suffix in _ENCODINGS.items():
        smaller = path.with_name(path.name + suffix)
        if smaller.is_file():
            content[name] = smaller.read_bytes()
    guessed = mimetypes.types_map.get(path.suffix, "application/octet-stream")
    etag = hashlib.sha256(content[""]).hexdigest()[:16]
    return File(_TYPES.get(path.suffix, guessed), etag, content)
