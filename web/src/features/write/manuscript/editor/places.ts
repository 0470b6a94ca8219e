import type { EditorView } from "@codemirror/view";
import { placedFindings } from "./marks.ts";

/** Where the texts of findings stand, and which stretch is drawn: pixels from the margin's top. */
export interface Places {
  anchors: ReadonlyMap<string, number>;
  top: number;
  bottom: number;
}

/** Measured from the element that the findings' cards stand in; call it while the editor measures. */
export function placesIn(view: EditorView, margin: HTMLElement | undefined): Places {
  const top = view.documentTop;
  const shift = margin ? top - margin.getBoundingClientRect().top : 0;
  const { from, to } = view.viewport;
  const found = placedFindings(view.state).map(({ finding, from: at }): [string, number] => {
    // Within the drawn stretch by the very line; beyond it by the paragraph.
    const exact = at >= from && at <= to ? view.coordsAtPos(at, 1)?.top : undefined;
    return [finding.id, shift + (exact === undefined ? view.lineBlockAt(at).top : exact - top)];
  });
  const [first, last] = [view.lineBlockAt(from), view.lineBlockAt(to)];
  return { anchors: new Map(found), top: shift + first.top, bottom: shift + last.bottom };
}
