"""A database that does not let us in is away: an error to try again, not a fault of ours."""

import pytest
from sqlalchemy import text

from alwrity.database import Database
from alwrity.errors import UnavailableError
from tests.conftest import make_settings
from tests.support.postgres import PostgresServer


@pytest.mark.parametrize(
    ("role", "attributes", "name"),
    [
        ("crowded", "LOGIN CONNECTION LIMIT 0", "test"),
        ("lost", "LOGIN", "no_such_database"),
        ("barred", "NOLOGIN", "test"),
    ],
)
async def test_a_database_that_does_not_let_us_in(
    postgres: PostgresServer, role: str, attributes: str, name: str
) -> None:
    postgres.execute(f"CREATE ROLE {role} {attributes}")
    database = Database(make_settings(postgres.url(name).replace("postgres@", f"{role}@")))

    for opened in (database.read, database.write):
        with pytest.raises(UnavailableError):
            async with opened() as session:
                await session.execute(text("SELECT 1"))

    await database.close()
