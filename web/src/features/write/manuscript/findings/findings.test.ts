import { history, redo, undo } from "@codemirror/commands";
import { EditorState, type Transaction, type TransactionSpec } from "@codemirror/state";
import { expect, test } from "vitest";
import { sectionEnds } from "../editor/cut-off.ts";
import { inkedLength } from "../editor/inks.ts";
import { dismiss, findingMarks, lookUp, marks, placedFindings, setFindings } from "../editor/marks.ts";
import { titleIn } from "../saving/title.ts";
import { toFinding, type Finding } from "./finding.ts";
import { pivot, stack } from "./stacking.ts";

function finding(id: string): Finding {
  return { id, check: "c", group: "clarity", severity: "low", message: id, advice: "", quote: "", start: 0, end: 0, replacement: null };
}

/** An editor without a screen. */
function editor(doc: string, ...placed: [id: string, from: number, to: number][]) {
  let state = EditorState.create({ doc, extensions: [history(), findingMarks] });
  const take = (transaction: Transaction) => {
    state = transaction.state;
  };
  const dispatch = (spec: TransactionSpec) => take(state.update(spec));
  dispatch({
    effects: setFindings.of({
      placed: placed.map(([id, from, to]) => ({ finding: finding(id), from, to })),
      general: [finding("whole")],
    }),
  });
  return {
    dispatch,
    undo: () => undo({ state, dispatch: take }),
    redo: () => redo({ state, dispatch: take }),
    text: () => state.doc.toString(),
    open: () => placedFindings(state).map(({ finding: { id }, from, to }) => [id, from, to]),
    general: () => state.field(marks).general.map(({ id }) => id),
    find: (id: string) => lookUp(state, id),
  };
}

test("findings follow what is typed before them, and leave with their text", () => {
  const { dispatch, open, undo } = editor("one two three", ["a", 0, 3], ["b", 8, 13]);
  dispatch({ changes: { from: 4, insert: "more " } });
  expect(open()).toEqual([["a", 0, 3], ["b", 13, 18]]);
  dispatch({ changes: { from: 3, insert: "s" } });
  expect(open()).toEqual([["a", 0, 3], ["b", 14, 19]]);
  dispatch({ changes: { from: 15, insert: "h" } });
  expect(open()).toEqual([["a", 0, 3]]);
  undo();
  expect(open()).toContainEqual(["a", 0, 3]);
});

test("applying is undone like typing, with its finding", () => {
  const { dispatch, open, undo, redo, text } = editor("in order to go", ["a", 0, 11]);
  dispatch({ changes: { from: 0, to: 11, insert: "to" } });
  expect(open()).toEqual([]);
  undo();
  expect([text(), open()]).toEqual(["in order to go", [["a", 0, 11]]]);
  redo();
  expect([text(), open()]).toEqual(["to go", []]);
});

test("putting aside can be undone and done again, in the order of everything else", () => {
  const { dispatch, open, undo, redo, general, find, text } = editor("one two", ["a", 4, 7]);
  for (const id of ["a", "whole"]) {
    const found = find(id);
    if (found) dispatch({ effects: dismiss.of(found) });
  }
  expect([open(), general()]).toEqual([[], []]);
  dispatch({ changes: { from: 0, insert: "x" }, userEvent: "input.type" });
  undo();
  expect(text()).toBe("one two");
  expect(general()).toEqual([]);
  undo();
  undo();
  expect([open(), general()]).toEqual([[["a", 4, 7]], ["whole"]]);
  redo();
  expect(open()).toEqual([]);
});

test("cards stand at their text and never on top of each other", () => {
  const cards = [
    { id: "a", at: 0, height: 50 },
    { id: "b", at: 10, height: 50 },
    { id: "c", at: 20, height: 50 },
    { id: "d", at: 400, height: 50 },
  ];
  for (const active of [undefined, "d"]) {
    expect(stack(cards, active, 0, 10)).toEqual([0, 60, 120, 400]);
  }
  expect(stack(cards, "c", 0, 10)).toEqual([-100, -40, 20, 400]);
  const late = cards.map((card) => ({ ...card, at: card.at + 200 }));
  expect(stack(late, "c", 0, 10)).toEqual([100, 160, 220, 600]);
  expect(stack(late, "a", 0, 10)).toEqual([200, 260, 320, 600]);
});

test("where there are more cards than fit, those in sight stand at their text", () => {
  const cards = ["a", "b", "c"].map((id, place) => ({ id, at: 100 * place, height: 200 }));
  expect(pivot(cards, undefined, 150, 900)).toBe("c");
  expect(pivot(cards, "b", 50, 900)).toBe("b");
  expect(pivot(cards, "a", 150, 900)).toBe("c");
  expect(stack(cards, "c", 0, 0)).toEqual([-200, 0, 200]);
});

test("a long finding is inked for a few words only", () => {
  expect(inkedLength("in order to")).toBe(11);
  expect(inkedLength("a b c d e f g h i j k l m")).toBe(9);
});

test("a kind of finding that is not known here is left out", () => {
  expect(toFinding({ id: "1", check: "c", group: "speed", message: "m" })).toBeUndefined();
  expect(toFinding({ id: "1", check: "c", group: "seo", message: "m", start: 3, end: 5 })).toMatchObject({ start: 3, replacement: null });
});

test("the title is the first heading", () => {
  expect(titleIn("# How *small* [bakeries](x) work #\n\ntext")).toBe("How small bakeries work");
  expect(titleIn("text\n\n# Later")).toBeUndefined();
  expect(titleIn("# \n\ntext")).toBeUndefined();
});

test("sections end where the next one begins", () => {
  const text = "# T\n\nintro\n\n## One\n\nfirst\n\n## Two\n\nlast";
  const ends = sectionEnds(text, ["", "One", "Two", "Three"]);
  expect(ends.map((end) => text.slice(0, end).slice(-5))).toEqual(["intro", "first", "\nlast"]);
});
