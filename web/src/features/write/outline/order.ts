/** The list with the entry at `from` standing at `to`; the same list when nothing moves. */
export function moved<Item>(list: readonly Item[], from: number, to: number): readonly Item[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length || from === to) return list;
  const rest = without(list, from);
  return inserted(rest, to, item);
}

/** The list without the entry at `at`. */
export function without<Item>(list: readonly Item[], at: number): readonly Item[] {
  return list.filter((_, place) => place !== at);
}

/** The list with a further entry at `at`. */
export function inserted<Item>(list: readonly Item[], at: number, item: Item): readonly Item[] {
  return [...list.slice(0, at), item, ...list.slice(at)];
}

/** The list with another entry at `at`. */
export function replaced<Item>(list: readonly Item[], at: number, item: Item): readonly Item[] {
  return list.map((old, place) => (place === at ? item : old));
}
