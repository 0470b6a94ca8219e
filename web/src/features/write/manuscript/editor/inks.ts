import type { Range } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { INKS, type Ink } from "../findings/finding.ts";
import { activate, marks, setFindings } from "./marks.ts";

// A line under half a page shouts; a few words say where it begins.
const MOST_WORDS = 12;
const FIRST_WORDS = 5;

const LINES = Object.fromEntries(
  INKS.map((ink) => [ink, Decoration.mark({ class: `cm-${ink}` })]),
) as Record<Ink, Decoration>;
const ACTIVE = Decoration.mark({ class: "cm-active" });

class Inks {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = draw(view);
  }

  update(update: ViewUpdate): void {
    const changed = update.startState.field(marks) !== update.state.field(marks);
    if (changed || update.docChanged || update.viewportChanged) this.decorations = draw(update.view);
  }
}

function draw(view: EditorView): DecorationSet {
  const { placed, active } = view.state.field(marks);
  const ranges: Range<Decoration>[] = [];
  const { from: first, to: last } = view.viewport;
  placed.between(first, last, (from, to, { finding }) => {
    const text = view.state.sliceDoc(from, to);
    ranges.push(LINES[finding.group].range(from, from + inkedLength(text)));
    if (finding.id === active) ranges.push(ACTIVE.range(from, to));
  });
  return Decoration.set(ranges, true);
}

/** How much of a finding's text gets the line: all of it, or the first words of a long one. */
export function inkedLength(text: string): number {
  const words = [...text.matchAll(/\S+/g)];
  const last = words.length > MOST_WORDS ? words[FIRST_WORDS - 1] : words.at(-1);
  return last === undefined ? text.length : last.index + last[0].length;
}

/** The finding under the cursor is the one that the margin shows whole. */
const followCursor = EditorView.updateListener.of((update) => {
  if (!update.selectionSet || update.docChanged || !update.view.hasFocus) return;
  const told = update.transactions.flatMap((one) => one.effects);
  if (told.some((effect) => effect.is(activate) || effect.is(setFindings))) return;
  const { placed, active } = update.state.field(marks);
  const { head, empty } = update.state.selection.main;
  if (!empty) return;
  let under: string | undefined;
  placed.between(head, head, (_from, _to, { finding }) => {
    under = finding.id;
  });
  if (under !== undefined && under !== active) {
    const { view } = update;
    // An update must not begin another one.
    queueMicrotask(() => view.dispatch({ effects: activate.of(under) }));
  }
});

/** Lines under what was found. */
export const inks = [ViewPlugin.fromClass(Inks, { decorations: (plugin) => plugin.decorations }), followCursor];
