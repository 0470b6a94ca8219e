import { StateEffect, StateField, type EditorState } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

/** Where sections end that the model did not end by itself. */
export const setCutOff = StateEffect.define<readonly number[]>({
  map: (places, changes) => places.map((place) => changes.mapPos(place, -1)),
});

export const cutOff = StateField.define<readonly number[]>({
  create: () => [],
  update(was, transaction) {
    for (const effect of transaction.effects) if (effect.is(setCutOff)) return effect.value;
    if (was.length === 0 || !transaction.docChanged) return was;
    // Where somebody wrote on, nothing is cut off any more.
    const { changes } = transaction;
    return was.filter((place) => changes.touchesRange(place) === false).map((place) => changes.mapPos(place, -1));
  },
  provide: (field) => EditorView.decorations.compute([field, "doc"], (state) => draw(state, state.field(field))),
});

const line = Decoration.line({ class: "cm-cutOff" });

function draw(state: EditorState, places: readonly number[]): DecorationSet {
  const starts = places.map((place) => state.doc.lineAt(Math.min(place, state.doc.length)).from);
  return Decoration.set([...new Set(starts)].sort((one, other) => one - other).map((at) => line.range(at)));
}

/** Where the sections with these headings end; an empty heading is the introduction. */
export function sectionEnds(text: string, headings: readonly string[]): number[] {
  const starts = [...text.matchAll(/^##? (.*)$/gm)];
  const ends: number[] = [];
  for (const heading of headings) {
    const number = starts.findIndex((start) =>
      heading === "" ? start[0].startsWith("# ") : start[0].startsWith("## ") && start[1]?.trim() === heading.trim(),
    );
    if (number < 0) continue;
    const whole = text.slice(0, starts[number + 1]?.index ?? text.length);
    ends.push(whole.trimEnd().length);
  }
  return ends;
}
