import { EditorView, keymap } from "@codemirror/view";
import { citationAt } from "../../sources/citations.ts";

/** Calls with the number of a citation that is pressed, or that the cursor is at when Alt Enter is. */
export function citationClicks(onCitation: (number: number) => void) {
  return [
    EditorView.domEventHandlers({
      click(event) {
        const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-citation]") : null;
        const number = Number(mark?.dataset.citation ?? NaN);
        if (!Number.isInteger(number)) return false;
        onCitation(number);
        return true;
      },
    }),
    keymap.of([
      {
        key: "Alt-Enter",
        run({ state }) {
          const { head } = state.selection.main;
          const line = state.doc.lineAt(head);
          const number = citationAt(line.text, head - line.from);
          if (number !== undefined) onCitation(number);
          return number !== undefined;
        },
      },
    ]),
  ];
}
