import { StateEffect, StateField, type Range } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import { Inserted } from "./widgets.ts";

/** A stretch that stays, goes or comes. */
export interface Hunk {
  op: string;
  text: string;
}

/** What a model proposes for a selection, as far as it is known. */
export interface Proposed {
  from: number;
  to: number;
  /** Streamed so far; shown behind the selection until the comparison is there. */
  text: string;
  diff: readonly Hunk[] | undefined;
}

export const setProposed = StateEffect.define<Proposed | undefined>();

export const proposed = StateField.define<Proposed | undefined>({
  create: () => undefined,
  update(was, transaction) {
    for (const effect of transaction.effects) if (effect.is(setProposed)) return effect.value;
    if (was === undefined || !transaction.docChanged) return was;
    return { ...was, from: transaction.changes.mapPos(was.from), to: transaction.changes.mapPos(was.to) };
  },
  provide: (field) => EditorView.decorations.from(field, drawProposal),
});

const deleted = Decoration.mark({ class: "cm-deleted", tagName: "del" });
const chosen = Decoration.mark({ class: "cm-chosen" });

function drawProposal(given: Proposed | undefined): DecorationSet {
  if (given === undefined) return Decoration.none;
  const { from, to, text, diff } = given;
  const ranges: Range<Decoration>[] = [];
  if (diff === undefined) {
    if (from < to) ranges.push(chosen.range(from, to));
    if (text !== "") ranges.push(insertion(text).range(to));
    return Decoration.set(ranges, true);
  }
  let at = from;
  for (const hunk of diff) {
    if (hunk.op === "insert") {
      ranges.push(insertion(hunk.text).range(at));
      continue;
    }
    const next = Math.min(at + hunk.text.length, to);
    if (hunk.op === "delete" && at < next) ranges.push(deleted.range(at, next));
    at = next;
  }
  return Decoration.set(ranges, true);
}

function insertion(text: string): Decoration {
  return Decoration.widget({ widget: new Inserted(text), side: 1 });
}
