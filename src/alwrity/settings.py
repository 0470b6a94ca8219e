"""Every knob once, nested by part, validated at start.

Read from the environment; `alwrity serve --help` lists them all. Names without the `ALWRITY_`
prefix are those that the surrounding world already uses (`DATABASE_URL`, `REDIS_URL`).
"""

import ipaddress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from alwrity.errors import SettingsError
from alwrity.scaling.asgi.address import trusted_networks
from alwrity.scaling.rate_limit.policy import Policy
from alwrity.scaling.rate_limit.rules import parse_rules
from alwrity.scaling.redis import check_url


class AuthMode(StrEnum):
    """Who may call: one owner on this machine, or members who sign in."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - the mode's name


class _Part(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ALWRITY_", extra="ignore", populate_by_name=True)


class ServerSettings(_Part):
    """Where the web role listens, and what it asks of a request."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8000, description="port to listen on; 0 takes any free one"
    )
    max_body_bytes: int = Field(8_000_000, ge=1_000, description="largest request body, in bytes")
    stream_seconds: int = Field(
        3600, ge=1, description="longest life of one event stream; clients then resume"
    )
    request_seconds: float = Field(
        30, gt=0, description="seconds until a request that is not done is answered with a 504"
    )
    reads_at_once: int = Field(
        16, ge=1, description="reads of one process at once; four times as many wait, more get 503"
    )
    writes_at_once: int = Field(64, ge=1, description="the same for changes")
    log_format: Literal["auto", "console", "json"] = Field(
        "auto", description="auto, console or json"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class DatabaseSettings(_Part):
    """Where the data is. Empty: SQLite in the data folder."""

    url: SecretStr = Field(
        SecretStr(""),
        validation_alias="DATABASE_URL",
        description="postgresql://user:password@host/name; empty for SQLite in the data folder",
    )
    pool_size: int = Field(
        20,
        ge=1,
        le=1000,
        validation_alias="DATABASE_POOL_SIZE",
        description="connections to PostgreSQL of one process, at most",
    )
    pool_timeout: float = Field(
        10,
        gt=0,
        validation_alias="DATABASE_POOL_TIMEOUT",
        description="seconds a request waits for a connection before it gets a 503",
    )


class AccountSettings(_Part):
    """How callers prove who they are."""

    auth: AuthMode = Field(
        AuthMode.NONE, description="none (one owner, loopback only) or password (members sign in)"
    )
    session_hours: int = Field(24 * 14, ge=1, description="hours until a session ends")
    secure_cookies: bool = Field(
        False, description="mark cookies Secure: set it when the site is served by HTTPS"
    )


class GenerationSettings(_Part):
    """Which models write, and how much at once."""

    llm: str = Field(
        "embedded",
        description="provider:model[@base_url], comma for a chain; 'embedded' needs no key",
    )
    generate_limit: str = Field(
        "10/minute", description="generations one caller may start, such as 10/minute"
    )
    drafting_slots: int = Field(
        64, ge=1, le=1000, description="generations that one worker writes at once"
    )
    queue_bound: int = Field(
        1000, ge=1, description="generations that may wait before new ones are shed"
    )
    admission: Literal["gradient", "aimd", "fixed"] = Field(
        "gradient",
        description="how the number of calls at once is found: gradient learns from first tokens, "
        "aimd is for models whose first tokens tell nothing, fixed takes ALWRITY_DRAFTING_SLOTS",
    )
    breaker_calls: int = Field(
        25, ge=1, description="calls of a model within a minute below which no failure rate counts"
    )
    breaker_rate: float = Field(
        0.5, gt=0, le=1, description="share of failed calls from which a model is left alone"
    )
    breaker_seconds: float = Field(
        10, gt=0, description="seconds until a model that was left alone is tried again"
    )
    first_token_seconds: float = Field(60, gt=0, description="patience until a model's first token")
    between_tokens_seconds: float = Field(30, gt=0, description="patience between two tokens")
    flush_ms: int = Field(
        50,
        ge=1,
        le=5000,
        description="ms between two commits of tokens; up to twice that for many streams",
    )

    @field_validator("generate_limit")
    @classmethod
    def _says_a_limit(cls, value: str) -> str:
        Policy.parse(value)
        return value


class LimitSettings(_Part):
    """What one client may ask where people sign in; without login only generations are limited."""

    address_limit: str = Field(
        "6000/minute", description="requests from one address, such as 100/second; 6000/minute"
    )
    caller_limit: str = Field(
        "3000/minute", description="requests of one member or API key; 'unlimited' for no limit"
    )
    route_limits: str = Field(
        "",
        description="tighter limits of callers on routes, comma between them, such as "
        "POST /api/seo/analyse 60/minute; 500/day, /api/content/{content_id} @trial 100/minute",
    )
    streams_per_caller: int = Field(
        100, ge=1, description="event streams that one caller may hold open on one server"
    )
    trusted_proxies: str = Field(
        "",
        description="proxies whose X-Forwarded-For counts, such as 10.0.0.0/8, 192.168.1.7",
    )

    @field_validator("address_limit", "caller_limit")
    @classmethod
    def _says_a_limit(cls, value: str) -> str:
        Policy.parse(value)
        return value

    @field_validator("route_limits")
    @classmethod
    def _says_rules(cls, value: str) -> str:
        parse_rules(value)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _says_networks(cls, value: str) -> str:
        trusted_networks(value)
        return value


class FetchSettings(_Part):
    """What a source's address may be."""

    allow_loopback_sources: bool = Field(
        False, description="let sources point at this machine (for tests only)"
    )


class Settings(BaseSettings):
    """All parts together."""

    model_config = SettingsConfigDict(env_prefix="ALWRITY_", extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("alwrity", appauthor=False)),
        description="folder of the laptop's database",
    )
    redis_url: SecretStr = Field(
        SecretStr(""),
        validation_alias="REDIS_URL",
        description="redis://user:password@host:6379/0, where servers count limits together; "
        "empty for limits of one process",
    )
    server: ServerSettings = Field(default_factory=ServerSettings)
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    accounts: AccountSettings = Field(default_factory=AccountSettings)
    generation: GenerationSettings = Field(default_factory=GenerationSettings)
    limits: LimitSettings = Field(default_factory=LimitSettings)
    fetch: FetchSettings = Field(default_factory=FetchSettings)

    @field_validator("redis_url")
    @classmethod
    def _names_a_server(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            check_url(value.get_secret_value())
        return value

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the environment.

        Args:
            overrides: Values that the command line gave, by field (parts as models).

        Raises:
            SettingsError: When a value cannot work; names the variable, the value and the rule.
        """
        try:
            return cls(**overrides)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][-1]) if first["loc"] else "settings"
            variable = name if name.isupper() else f"ALWRITY_{name.upper()}"
            shown = "" if "url" in name.lower() else f" is {first['input']!r}"
            said = first["msg"].removeprefix("Value error, ")
            raise SettingsError(f"{variable}{shown}: {said}.") from None

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.accounts.auth is AuthMode.NONE and not self.server.on_loopback:
            raise SettingsError(
                f"Refusing to listen on {self.server.host!r} without login: anybody who reaches it "
                "would be the owner; set ALWRITY_AUTH=password, or listen on 127.0.0.1."
            )
        return self

    @property
    def database_url(self) -> str:
        """SQLAlchemy's URL of the database, with its asynchronous driver.

        Raises:
            SettingsError: When the scheme is neither PostgreSQL's nor SQLite's.
        """
        url = self.database.url.get_secret_value()
        if not url:
            return f"sqlite+aiosqlite:///{self.data_dir / 'alwrity.db'}"
        scheme, found, rest = url.partition("://")
        if not found or ":" in scheme:  # what stands there may hold the password
            raise SettingsError("DATABASE_URL has no scheme; use postgresql:// or sqlite:///.")
        base = scheme.partition("+")[0]
        if base not in {"postgresql", "postgres", "sqlite"}:
            raise SettingsError(
                f"DATABASE_URL has the scheme {scheme!r}; use postgresql:// or sqlite:///."
            )
        driver = "sqlite+aiosqlite" if base == "sqlite" else "postgresql+asyncpg"
        return f"{driver}://{rest}"

    @property
    def uses_sqlite(self) -> bool:
        """Whether the data is in SQLite."""
        return self.database_url.startswith("sqlite")


def describe() -> list[tuple[str, str, str]]:
    """Every variable as (name, default, description), in the order of the parts."""
    rows: list[tuple[str, str, str]] = []
    parts: list[type[BaseSettings]] = [
        Settings, ServerSettings, DatabaseSettings, AccountSettings, GenerationSettings,
        LimitSettings, FetchSettings,
    ]  # fmt: skip
    for part in parts:
        for name, info in part.model_fields.items():
            if not info.description:
                continue
            alias = info.validation_alias
            variable = alias if isinstance(alias, str) else f"ALWRITY_{name.upper()}"
            default = info.get_default(call_default_factory=True, validated_data={})
            text = "" if isinstance(default, SecretStr) else str(default)
            rows.append((variable, text, info.description))
    return rows
