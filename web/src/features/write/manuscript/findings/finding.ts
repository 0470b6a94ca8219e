/** What a finding is about; each has its ink and its kind of line. */
export const INKS = ["seo", "clarity", "evidence"] as const;
export type Ink = (typeof INKS)[number];

/** A finding of the analysis; offsets are UTF-16 units of the revision that was analysed. */
export interface Finding {
  id: string;
  check: string;
  group: Ink;
  severity: string;
  message: string;
  advice: string;
  quote: string;
  start: number | null;
  end: number | null;
  replacement: string | null;
}

/** A finding at its place in the text as it is now. */
export interface Placed {
  finding: Finding;
  from: number;
  to: number;
}

function isInk(value: unknown): value is Ink {
  return INKS.some((ink) => ink === value);
}

/** The finding in an answer's open record; undefined for a kind that a newer server may have. */
export function toFinding(given: Readonly<Record<string, unknown>>): Finding | undefined {
  const { id, check, group, message } = given;
  if (typeof id !== "string" || typeof check !== "string" || typeof message !== "string" || !isInk(group)) {
    return undefined;
  }
  return {
    id,
    check,
    group,
    message,
    severity: textOf(given.severity),
    advice: textOf(given.advice),
    quote: textOf(given.quote),
    start: typeof given.start === "number" ? given.start : null,
    end: typeof given.end === "number" ? given.end : null,
    replacement: typeof given.replacement === "string" ? given.replacement : null,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
