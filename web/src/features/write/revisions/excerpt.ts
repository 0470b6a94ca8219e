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
    const head = before > 0 ? wholeWords(hunk.text.slice(0, before), "end") : "";
    const tail = after > 0 ? wholeWords(hunk.text.slice(-after), "start") : "";
    const shown = (text: string): Shown[] => (text === "" ? [] : [{ op: "equal", text }]);
    const characters = hunk.text.length - head.length - tail.length;
    return [...shown(head), { op: "cut", characters }, ...shown(tail)];
  });
}

/** The text without the word that was cut in two at an end; whole where it is a single word. */
function wholeWords(text: string, cut: "start" | "end"): string {
  return text.replace(cut === "end" ? /\s\S*$/ : /^\S*\s/, "");
}

/** Whether two revisions differ at all. */
export function differs(hunks: readonly Hunk[]): boolean {
  return hunks.some(({ op }) => op !== "equal");
}
