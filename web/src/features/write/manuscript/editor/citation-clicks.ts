import { EditorView } from "@codemirror/view";

/** Calls with the number of a citation that is pressed. */
export function citationClicks(onCitation: (number: number) => void) {
  return EditorView.domEventHandlers({
    click(event) {
      const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-citation]") : null;
      const number = Number(mark?.dataset.citation ?? NaN);
      if (!Number.isInteger(number)) return false;
      onCitation(number);
      return true;
    },
  });
}
