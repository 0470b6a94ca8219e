import { isolateHistory, undo } from "@codemirror/commands";
import { EditorView } from "@codemirror/view";
import type { Desk } from "../desk.ts";
import { activate, dismiss, lookUp, marks, placedFindings } from "../editor/marks.ts";
import type { Finding } from "./finding.ts";

/** The findings as they are marked, for `useDesk`. */
export const marksOf = (desk: Desk) => desk.view.state.field(marks);

/** All open findings: in the order of the text, then those about the whole piece. */
export function openFindings(desk: Desk): Finding[] {
  const { state } = desk.view;
  return [...placedFindings(state).map(({ finding }) => finding), ...marksOf(desk).general];
}

/** Make a finding the active one, and have its text in sight. */
export function goTo(desk: Desk, id: string): void {
  const { view } = desk;
  const found = lookUp(view.state, id);
  if (!found) return;
  const { from } = found;
  view.dispatch({
    effects: [
      activate.of(id),
      ...(from === undefined ? [] : [EditorView.scrollIntoView(from, { y: "nearest", yMargin: 160 })]),
    ],
  });
}

/** The id of the finding `step` behind the active one (before it, if negative), or of the first or last. */
export function neighbour(desk: Desk, step: number): string | undefined {
  const all = openFindings(desk);
  const { active } = marksOf(desk);
  const now = all.findIndex(({ id }) => id === active);
  if (now < 0) return step < 0 ? all.at(-1)?.id : all[0]?.id;
  return all[(now + step + all.length) % all.length]?.id;
}

/** Put the replacement of a finding into the text; undone like typing. */
export function applyFinding(desk: Desk, id: string): boolean {
  const { view } = desk;
  const found = lookUp(view.state, id);
  const replacement = found?.finding.replacement;
  if (found?.from === undefined || found.to === undefined || replacement === null || replacement === undefined) {
    return false;
  }
  view.dispatch({
    changes: { from: found.from, to: found.to, insert: replacement },
    annotations: isolateHistory.of("full"),
    userEvent: "input.finding",
  });
  return true;
}

/** Put a finding aside; undone like typing. */
export function dismissFinding(desk: Desk, id: string): void {
  const found = lookUp(desk.view.state, id);
  if (found) desk.view.dispatch({ effects: dismiss.of(found), annotations: isolateHistory.of("full") });
}

/** Take back the last thing that was done to the text or its findings. */
export function undoLast(desk: Desk): void {
  undo(desk.view);
}

/** Show the first finding. */
export function showFirst(desk: Desk): void {
  const [first] = openFindings(desk);
  if (first) goTo(desk, first.id);
}
