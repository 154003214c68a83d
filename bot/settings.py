"""Settings: one frozen object, read once at start from the environment and a `.env` file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from bot.logs import hide
from bot.refusal import StartRefused
from storage.database import address_of

LAST_PORT = 65_535
LONGEST_SHOWN = 100  # characters of a wrong value
USUAL_PLACE = "127.0.0.1:8090"  # where to listen, if there is something to listen for


def with_a_port(place: str) -> str:
    """Check that *place* ends in a port one can listen on."""
    if not 0 < int(place.rpartition(":")[2]) <= LAST_PORT:
        raise ValueError("no such port")
    return place


Place = Annotated[str, Field(pattern=r"^[^\s:]+:[0-9]{1,5}$"), AfterValidator(with_a_port)]


class Settings(BaseSettings):
    """Every setting is an environment variable `LOTSE_<NAME>`."""

    model_config = SettingsConfigDict(
        env_prefix="LOTSE_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: SecretStr | None = None
    telegram_api: str = Field("https://api.telegram.org", pattern=r"^https?://[^\s]+$")
    database_url: SecretStr | None = None  # may hold a password
    data_dir: Path = Path("data")
    webhook_url: str | None = Field(None, pattern=r"^https?://[^\s]+$")
    webhook_secret: SecretStr | None = None
    http_listen: Place | None = None
    public_url: str | None = Field(None, pattern=r"^https://[^\s/?#@<>\"&]+(/[^\s?#@<>\"&]*)?$")
    controller: str = Field("", max_length=300)  # shown to everybody; see `check`
    send_per_second: float = Field(30, ge=0)  # Telegram's own limit for one bot; 0 lifts it
    send_per_chat: float = Field(1, ge=0)  # per second; Telegram's own limit; 0 lifts it
    handler_seconds: float = Field(2, gt=0, le=60)
    http_backend: Literal["aiohttp", "httpx"] = "aiohttp"

    @property
    def database(self) -> str:
        """Address of the database: the one set, or a file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'lotse.db'}"

    @property
    def shown_database(self) -> str:
        """The database's address without its password, wherever in the address that stands."""
        try:
            address_of(self.database)
            return make_url(self.database).set(query={}).render_as_string()
        except ValueError:
            return "what is set (not shown, it may hold a password)"

    @property
    def token(self) -> str:
        """The bot's token.

        Raises:
            StartRefused: none is set.
        """
        if self.telegram_token is None or not self.telegram_token.get_secret_value():
            raise StartRefused(
                "LOTSE_TELEGRAM_TOKEN",
                "not set",
                "put the token from BotFather into .env, or try `lotse demo`, which needs none",
            )
        return self.telegram_token.get_secret_value()

    @property
    def secret(self) -> str:
        """The webhook's secret.

        Raises:
            StartRefused: none is set; anybody could send updates.
        """
        given = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", given):
            raise StartRefused(
                "LOTSE_WEBHOOK_SECRET",
                "not set" if not given else "not usable",
                "set 8 to 256 letters, digits, - or _",
            )
        return given

    @property
    def listen(self) -> str | None:
        """Where our own server listens; None where nothing is to be served."""
        if self.webhook_url or self.public_url:
            return self.http_listen or USUAL_PLACE
        return None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything set that no line may show."""
        set_ones = (self.telegram_token, self.webhook_secret)
        given = [one.get_secret_value() for one in set_ones if one is not None]
        return (*given, *_passwords(self.database)) if self.database_url else tuple(given)

    def check(self) -> None:
        """Refuse early what would only be noticed after something has been written.

        Raises:
            StartRefused: the token is missing, or with a webhook its secret, or the public address
                of what we are to listen for, or nobody is named who is responsible for the data.
        """
        _ = self.token
        if self.webhook_url:
            _ = self.secret
        if not self.controller.strip():
            raise StartRefused(
                "LOTSE_CONTROLLER",
                "not set",
                "name who is responsible for the data, with address and mail",
            )
        if self.http_listen and self.listen is None:
            raise StartRefused("LOTSE_PUBLIC_URL", "not set", CURES["public_url"])

    @property
    def api_root(self) -> str:
        """Base address of the Bot API without a trailing slash."""
        return self.telegram_api.rstrip("/")


def _passwords(address: str) -> list[str]:
    """Passwords in a database's address; all of it where it cannot be read."""
    try:
        url = address_of(address)
    except ValueError:
        return [address]
    inside = [value for name, value in url.query.items() if "pass" in name.lower()]
    return [str(one) for one in (url.password, *inside) if one]


CURES = {
    "telegram_api": "give a base address such as https://api.telegram.org",
    "webhook_url": "give the public address Telegram is to call, starting with https://",
    "public_url": "give the address, starting with https://, at which calendars reach "
    "LOTSE_HTTP_LISTEN through your TLS proxy, or leave both empty",
    "http_listen": f"give host:port such as 127.0.0.1:8090, with a port from 1 to {LAST_PORT}",
    "send_per_second": "give a number of messages per second, 0 for no limit",
    "send_per_chat": "give a number of messages per second, 0 for no limit",
    "handler_seconds": "give a number of seconds above 0, at most 60",
    "http_backend": "give aiohttp or httpx",
    "controller": "name who is responsible, in 1 to 300 characters",
}


def read_settings(**given: object) -> Settings:
    """Read the settings; values in *given* win over the environment.

    Raises:
        StartRefused: a value is wrong; names setting, value and cure, never a secret's value.
    """
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
        hide(*settings.secrets)
        return settings
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise StartRefused(
            f"LOTSE_{name.upper()}",
            f"{_shown(name, first['input'])} cannot be used",
            CURES.get(name, "correct the value"),
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused(
            ".env", f"cannot be read ({type(error).__name__})", "save it as a UTF-8 text"
        ) from None


def _shown(name: str, value: object) -> str:
    """A wrong value as far as it may be shown."""
    if SecretStr in get_args(Settings.model_fields[name].annotation):
        return "what is set (not shown)"
    words = str(value)
    if not words.strip():
        return "an empty value"
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
