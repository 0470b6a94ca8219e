import type { components } from "../../../api/schema.d.ts";

export type Hunk = components["schemas"]["Hunk"];
/** A hunk, or how many characters alike were left out. */
export type Shown = Hunk | { op: "cut"; characters: number };

const AROUND = 90;

/** The hunks with only a little of what is alike around each change. */
export function excerpted(hunks: readonly Hunk[]): Shown[] {
  return hunks.flatMap((hunk, at): Shown[] => {
    if (hunk.op !== "equal") return [hunk];
    const before = at === 0 ? 0 : AROUND;
    const after = at === hunks.length - 1 ? 0 : AROUND;
    const spare = hunk.text.length - before - after;
    if (spare < AROUND) return [hunk];
    const head: Shown[] = before > 0 ? [{ op: "equal", text: hunk.text.slice(0, before) }] : [];
    const tail: Shown[] = after > 0 ? [{ op: "equal", text: hunk.text.slice(-after) }] : [];
    return [...head, { op: "cut", characters: spare }, ...tail];
  });
}

/** Whether two revisions differ at all. */
export function differs(hunks: readonly Hunk[]): boolean {
  return hunks.some(({ op }) => op !== "equal");
}
