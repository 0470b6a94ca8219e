import { invertedEffects } from "@codemirror/commands";
import {
  RangeSet, RangeValue, StateEffect, StateField,
  type ChangeDesc, type EditorState, type Extension, type Transaction,
} from "@codemirror/state";
import type { Finding, Placed } from "../findings/finding.ts";

class Mark extends RangeValue {
  // What is typed at an edge of a finding stays outside it.
  override startSide = 1;
  override endSide = -1;

  constructor(readonly finding: Finding) {
    super();
  }

  override eq(other: Mark): boolean {
    return other.finding.id === this.finding.id;
  }
}

/** The findings that are open, wherever edits have moved them. */
export interface Marks {
  /** In the text. */
  placed: RangeSet<Mark>;
  /** About the whole piece. */
  general: readonly Finding[];
  active: string | undefined;
}

/** A finding that leaves or returns; without a place it is about the whole piece. */
interface Move {
  finding: Finding;
  from: number | undefined;
  to: number | undefined;
}

function mapMove(move: Move, changes: ChangeDesc): Move {
  if (move.from === undefined || move.to === undefined) return move;
  return { ...move, from: changes.mapPos(move.from, 1), to: changes.mapPos(move.to, -1) };
}

export const setFindings = StateEffect.define<{ placed: readonly Placed[]; general: readonly Finding[] }>();
export const activate = StateEffect.define<string | undefined>();
/** Put a finding aside; `undo` brings it back. */
export const dismiss = StateEffect.define<Move>({ map: mapMove });
/** What `undo` does to a finding that was put aside. */
export const readmit = StateEffect.define<Move>({ map: mapMove });
/** What `undo` does to a finding whose text was changed. */
const restore = StateEffect.define<Move>({ map: mapMove });

export const marks = StateField.define<Marks>({
  create: () => ({ placed: RangeSet.of<Mark>([]), general: [], active: undefined }),
  update(was, transaction) {
    let now = transaction.docChanged ? moved(was, transaction) : was;
    for (const effect of transaction.effects) {
      if (effect.is(setFindings)) now = filled(now, effect.value);
      else if (effect.is(activate)) now = { ...now, active: effect.value };
      else if (effect.is(dismiss)) now = without(now, effect.value.finding.id);
      else if (effect.is(readmit) || effect.is(restore)) now = joined(now, effect.value);
    }
    return now;
  },
});

function filled(was: Marks, { placed, general }: { placed: readonly Placed[]; general: readonly Finding[] }): Marks {
  const ranges = placed.map(({ finding, from, to }) => new Mark(finding).range(from, to));
  const all = [...placed.map(({ finding }) => finding), ...general];
  const active = all.some(({ id }) => id === was.active) ? was.active : undefined;
  return { placed: RangeSet.of(ranges, true), general, active };
}

function moved(was: Marks, transaction: Transaction): Marks {
  const gone = new Set(touched(was, transaction).map(({ finding }) => finding.id));
  const kept = gone.size === 0 ? was.placed : was.placed.update({ filter: (_from, _to, mark) => !gone.has(mark.finding.id) });
  const active = was.active !== undefined && gone.has(was.active) ? undefined : was.active;
  return { ...was, placed: kept.map(transaction.changes), active };
}

/** The findings whose own text a transaction changes: it is no longer what was found. */
function touched(state: Marks, transaction: Transaction): Placed[] {
  const found = new Map<string, Placed>();
  transaction.changes.iterChangedRanges((fromA, toA) => {
    state.placed.between(fromA, toA, (from, to, { finding }) => {
      if (fromA < to && toA > from) found.set(finding.id, { finding, from, to });
    });
  });
  return [...found.values()];
}

function without(was: Marks, id: string): Marks {
  return {
    placed: was.placed.update({ filter: (_from, _to, mark) => mark.finding.id !== id }),
    general: was.general.filter((finding) => finding.id !== id),
    active: was.active === id ? undefined : was.active,
  };
}

function joined(was: Marks, { finding, from, to }: Move): Marks {
  const cleared = without(was, finding.id);
  if (from === undefined || to === undefined) {
    return { ...cleared, general: [...cleared.general, finding], active: finding.id };
  }
  if (from >= to) return cleared;
  return { ...cleared, placed: cleared.placed.update({ add: [new Mark(finding).range(from, to)] }), active: finding.id };
}

const undoing = invertedEffects.of((transaction) => {
  const state = transaction.startState.field(marks);
  const back: StateEffect<Move>[] = touched(state, transaction).map((placed) => restore.of(placed));
  for (const effect of transaction.effects) {
    if (effect.is(dismiss)) back.push(readmit.of(effect.value));
    else if (effect.is(readmit)) back.push(dismiss.of(effect.value));
  }
  return back;
});

/** Keeps findings at their text; applying and putting aside can be undone like typing. */
export const findingMarks: Extension = [marks, undoing];

/** The findings in the order of the text. */
export function placedFindings(state: EditorState): Placed[] {
  const all: Placed[] = [];
  const cursor = state.field(marks).placed.iter();
  while (cursor.value) {
    all.push({ finding: cursor.value.finding, from: cursor.from, to: cursor.to });
    cursor.next();
  }
  return all;
}

/** The finding with this id, with its place where it has one. */
export function lookUp(state: EditorState, id: string): Move | undefined {
  const placed = placedFindings(state).find(({ finding }) => finding.id === id);
  if (placed) return placed;
  const finding = state.field(marks).general.find((one) => one.id === id);
  return finding && { finding, from: undefined, to: undefined };
}
