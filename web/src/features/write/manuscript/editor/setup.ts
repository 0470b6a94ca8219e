import { history, historyKeymap, isolateHistory, standardKeymap } from "@codemirror/commands";
import { Annotation, Compartment, EditorState, Transaction, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { cutOff } from "./cut-off.ts";
import { inks } from "./inks.ts";
import { markdown } from "./markdown.ts";
import { findingMarks } from "./marks.ts";
import { preview } from "./preview.ts";
import { proposed } from "./proposed.ts";
import { pageNonce, theme } from "./theme.ts";
import { citationLabel } from "./widgets.ts";

/** On changes that the server knows already: they are not to be saved. */
export const fromServer = Annotation.define<boolean>();

const locked = new Compartment();
const labelled = new Compartment();

/** How the editor and what stands in it are called. */
export interface Names {
  text: string;
  citation: (number: string) => string;
}

interface Options {
  parent: HTMLElement;
  text: string;
  names: Names;
  readOnly: boolean;
  extensions: Extension;
}

/** The manuscript's editor: the whole page scrolls, never the editor inside it. */
export function createEditor({ parent, text, names, readOnly, extensions }: Options): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(pageNonce()),
        // The server keeps LF only; other line ends would shift every offset.
        EditorState.lineSeparator.of("\n"),
        EditorView.lineWrapping,
        history({ newGroupDelay: 700 }),
        extensions,
        keymap.of([...historyKeymap, ...standardKeymap]),
        markdown,
        findingMarks,
        proposed,
        cutOff,
        preview,
        inks,
        theme,
        locked.of(lock(readOnly)),
        labelled.of(named(names)),
      ],
    }),
  });
}

function lock(readOnly: boolean): Extension {
  // Still focusable and selectable: reading by keys goes on while nobody may write.
  return readOnly ? [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-readonly": "true" })] : [];
}

function named({ text, citation }: Names): Extension {
  return [
    EditorView.contentAttributes.of({ "aria-label": text, "aria-multiline": "true", spellcheck: "true" }),
    citationLabel.of(citation),
  ];
}

export function setReadOnly(view: EditorView, readOnly: boolean): void {
  if (view.state.readOnly !== readOnly) view.dispatch({ effects: locked.reconfigure(lock(readOnly)) });
}

/** What is read aloud, in the language of the page. */
export function setNames(view: EditorView, names: Names): void {
  view.dispatch({ effects: labelled.reconfigure(named(names)) });
}

/** Have the editor show another text, changing only the part that differs; a step of undo if asked for. */
export function showText(view: EditorView, text: string, undoable = false): void {
  const was = view.state.doc.toString();
  if (was === text) return;
  const most = Math.min(was.length, text.length);
  let from = 0;
  while (from < most && was.charCodeAt(from) === text.charCodeAt(from)) from += 1;
  let tail = 0;
  while (tail < most - from && was.charCodeAt(was.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail += 1;
  view.dispatch({
    changes: { from, to: was.length - tail, insert: text.slice(from, text.length - tail) },
    annotations: [
      fromServer.of(true),
      undoable ? isolateHistory.of("full") : Transaction.addToHistory.of(false),
    ],
  });
}
