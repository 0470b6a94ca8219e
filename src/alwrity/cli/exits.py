"""What the program's exit codes mean.

| code | meaning                                                             |
|------|---------------------------------------------------------------------|
| 0    | done                                                                |
| 1    | a check found something, or something broke on our side             |
| 2    | the command line or a setting cannot work, or nobody is signed in   |
| 3    | something named is not there or cannot be used                      |
| 4    | the language model failed                                           |
| 5    | a part is away or busy: try again later                             |
| 130  | interrupted                                                         |
"""

from typing import Final

from alwrity.errors import (
    AlwrityError,
    ConflictError,
    FetchError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    ProviderError,
    RateLimitedError,
    SettingsError,
    UnauthenticatedError,
    UnavailableError,
)

FOUND: Final = 1
SETTINGS: Final = 2
INPUT: Final = 3
PROVIDER: Final = 4
UNAVAILABLE: Final = 5
INTERRUPTED: Final = 130

_CODES: tuple[tuple[type[AlwrityError], int], ...] = (
    (SettingsError, SETTINGS),
    (UnauthenticatedError, SETTINGS),
    (ForbiddenError, SETTINGS),
    (NotFoundError, INPUT),
    (InvalidInputError, INPUT),
    (FetchError, INPUT),
    (ConflictError, INPUT),
    (ProviderError, PROVIDER),
    (RateLimitedError, UNAVAILABLE),
    (UnavailableError, UNAVAILABLE),
)


def exit_code(error: AlwrityError) -> int:
    """The exit code that tells a script what kind of failure this was."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), FOUND)
