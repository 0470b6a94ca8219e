"""The migrations make what the models say, step by step, and come from the release before."""

from alembic import command
from sqlalchemy import Connection, text

from alwrity import schema
from alwrity.database import Database


async def test_models_and_migrations_agree(database: Database) -> None:
    assert await schema.check(database) == []
    assert await schema.standing(database) is schema.Standing.CURRENT


async def test_a_database_of_the_step_before_comes_along(database: Database) -> None:
    def back(connection: Connection) -> None:
        command.downgrade(schema._config(connection), "0001")

    async with database.engine.connect() as connection:
        await connection.run_sync(back)
        await connection.commit()
    try:
        assert await schema.standing(database) is schema.Standing.OLDER
        async with database.write() as session:
            await session.execute(
                text(
                    "INSERT INTO workspace (id, name, plan, cursor_secret, created_at) VALUES "
                    "('00000000000000000000000000000001', 'Kept', 'standard', 'x', '2026-01-01')"
                )
            )
    finally:
        _before, after = await schema.upgrade(database)

    assert after == "0002"
    assert await schema.check(database) == []
    async with database.read() as session:
        assert await session.scalar(text("SELECT name FROM workspace")) == "Kept"
