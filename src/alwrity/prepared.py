"""Statements that are compiled once: rows go to the driver without the toolkit's work in between.

For small changes of SQLite that work is several times what the database itself does
(`make bench ARGS=prepared`). Errors and transactions stay the toolkit's.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection, Delete, Dialect, Executable, Insert, Update
from sqlalchemy.schema import ColumnDefault
from sqlalchemy.sql.compiler import SQLCompiler

_Values = Callable[[Mapping[str, Any]], Any]


class Prepared:
    """A change for one set of parameters.

    Args:
        statement: An INSERT, UPDATE or DELETE that returns nothing and takes no lists.
        dialect: Whose SQL and whose forms of values.
        names: Of the parameters that each row has.
    """

    def __init__(
        self, statement: Insert | Update | Delete, dialect: Dialect, names: Iterable[str]
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=sorted(names))
        known = frozenset(names)
        # What a model fills in by itself, for rows that do not tell it.
        filled = {
            column.key: cast("ColumnDefault", column.default)
            for column in compiled.insert_prefetch
        } | {
            column.key: cast("ColumnDefault", column.onupdate)
            for column in compiled.update_prefetch
        }  # fmt: skip
        self.sql = compiled.string
        # All rows have the same names, so what is not among them is the same for each.
        self._values = [
            _value_of(name, compiled, dialect, filled.get(name), given=name in known)
            for name in compiled.positiontup or ()
        ]

    def run(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute for each row.

        Raises:
            DBAPIError: As a statement does.
        """
        bound = [tuple([value(row) for value in self._values]) for row in rows]
        connection.exec_driver_sql(self.sql, bound)


def can_prepare(statement: Executable) -> bool:
    """Whether `Prepared` takes it."""
    return isinstance(statement, Insert | Update | Delete) and not statement._returning  # noqa: SLF001


def _value_of(
    name: str, compiled: SQLCompiler, dialect: Dialect, default: ColumnDefault | None, *,
    given: bool,
) -> _Values:  # fmt: skip
    parameter = compiled.binds[name]
    process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
    if not given and default is not None and default.is_callable:
        return _processed(lambda row: default.arg(_Context(row)), process)
    if given:
        return _processed(itemgetter(name), process)
    constant = parameter.value if default is None else default.arg
    same = constant if process is None else process(constant)
    return lambda _row: same


class _Context:
    """What a default may ask of its row."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row

    def get_current_parameters(self) -> Mapping[str, Any]:
        return self._row


def _processed(value: _Values, process: Callable[[Any], Any] | None) -> _Values:
    if process is None:
        return value
    return lambda row: process(value(row))
