/** Days to choose from; whole weeks, so that a weekend weighs the same in each. */
export const LENGTHS = [7, 28, 91, 364] as const;
export type Length = (typeof LENGTHS)[number];
const USUAL: Length = 28;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Days in UTC, `2026-03-01`, both included; the server's own parameters. */
export interface Range {
  from: string;
  to: string;
}

/** How many days an address asks for; what it misspells is the usual. */
export function readLength(search: string): Length {
  const asked = new URLSearchParams(search).get("days");
  return LENGTHS.find((length) => String(length) === asked) ?? USUAL;
}

/** The address of so many days. */
export function placeOf(length: Length): string {
  return length === USUAL ? "/analytics" : `/analytics?days=${length}`;
}

/** The day that lies so many days after another. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The last `length` days, today among them. */
export function lastDays(length: Length, now: Date): Range {
  const to = now.toISOString().slice(0, 10);
  return { from: addDays(to, 1 - length), to };
}

/** Every day of a range, the first one first. */
export function daysOf({ from, to }: Range): string[] {
  const days = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** A day for `Intl`: the middle of it, wherever the reader is. */
export function noon(day: string): string {
  return `${day}T12:00:00`;
}

interface Narrowing {
  author?: string;
  tag?: string;
  quality_max?: string;
  sort?: string;
}

/** The library, narrowed to what was made in these days. */
export function libraryPlace({ from, to }: Range, narrowing: Narrowing = {}): string {
  const asked = new URLSearchParams({ created_from: from, created_to: addDays(to, 1) });
  for (const [name, value] of Object.entries(narrowing)) asked.set(name, value as string);
  return `/library?${asked.toString()}`;
}
