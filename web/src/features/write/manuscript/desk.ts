import { isolateHistory } from "@codemirror/commands";
import { Transaction, type Extension } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { dismiss, marks, readmit } from "./editor/marks.ts";
import { placesIn, type Places } from "./editor/places.ts";
import { createEditor, fromServer, showText, type Names } from "./editor/setup.ts";
import { Journal, leftBehind, tabName } from "./saving/journal.ts";
import { keepSaving } from "./saving/keep-saving.ts";
import { savePiece, type Tagged } from "./saving/save-piece.ts";
import { Saver, type Copy, type SaveState } from "./saving/saver.ts";
import { titleIn } from "./saving/title.ts";

/** The title stands within so many characters. */
const MOST_HEAD = 2000;

/** A finding is put aside (true) or taken back, by a key of undo too. */
export type OnAside = (id: string, aside: boolean) => void;

interface Options {
  parent: HTMLElement;
  piece: Tagged;
  names: Names;
  /** A generation writes it: the text streams in. */
  streaming: boolean;
  onSaved: (saved: Tagged) => void;
  extensions: Extension;
}

/** A piece on the desk: its editor, and what keeps it safe. Components watch it by `useDesk`. */
export class Desk {
  readonly view: EditorView;
  readonly saver: Saver;
  places: Places = { anchors: new Map(), top: 0, bottom: 0 };
  /** Something was brought back that an earlier page had not saved. */
  restored = false;
  /** A title that is not saved yet, for a text that does not bring its own. */
  #renamed: string | undefined;
  #margin: HTMLElement | undefined;
  #drafting = false;
  #frame = 0;
  readonly #listeners = new Set<() => void>();
  readonly #stopWatching: () => void;
  #onAside: OnAside | undefined;

  constructor({ parent, piece, names, streaming, onSaved, extensions }: Options) {
    const { id, body } = piece.data;
    const journal = new Journal(id, localStorage, tabName(sessionStorage));
    this.saver = new Saver({
      base: piece,
      read: () => this.copy,
      send: (etag, copy) => savePiece(id, etag, copy),
      journal,
      onState: () => this.#tell(),
      onSaved: (saved) => {
        // Another one may have been given while this was on its way.
        if (this.#renamed === saved.data.title) this.#renamed = undefined;
        onSaved(saved);
      },
    });
    this.#stopWatching = keepSaving(this.saver, journal);
    this.view = createEditor({
      parent,
      names,
      readOnly: true,
      text: streaming ? "" : body,
      extensions: [
        extensions,
        EditorView.updateListener.of((update) => this.#updated(update)),
        ViewPlugin.define((view) => {
          this.#measure(view);
          return {
            update: ({ geometryChanged, startState, state, view: shown }) => {
              if (geometryChanged || startState.field(marks) !== state.field(marks)) this.#measure(shown);
            },
          };
        }),
      ],
    });
    if (!streaming) this.#restore(id);
  }

  /** Title and text as they stand. */
  get copy(): Copy {
    const body = this.view.state.doc.toString();
    return { title: this.#titleOf(body), body };
  }

  get title(): string {
    return this.#titleOf(this.view.state.sliceDoc(0, MOST_HEAD));
  }

  /** The text begins with its title. */
  get hasOwnTitle(): boolean {
    return titleIn(this.view.state.sliceDoc(0, MOST_HEAD)) !== undefined;
  }

  get savedness(): SaveState {
    return this.saver.state;
  }

  /** Another title, for a text that does not bring its own. */
  rename(title: string): void {
    this.#renamed = title;
    this.saver.renamed();
    this.#tell();
  }

  /** Show a version of the server; where it is the end of a draft, the two are undone together. */
  show(piece: Tagged): void {
    if (this.#drafting) {
      this.stream(piece.data.body, 0);
      this.#drafting = false;
      this.view.dispatch({ annotations: isolateHistory.of("full") });
    } else showText(this.view, piece.data.body);
    this.#renamed = undefined;
    this.saver.adopt(piece);
  }

  /** Somebody else's text in the place of the own one, which undo brings back. */
  yield(theirs: Tagged): void {
    showText(this.view, theirs.data.body, true);
    this.#renamed = undefined;
    this.saver.adopt(theirs);
  }

  /** The server has this version, as an answer to this page or to another one tells. */
  meet(piece: Tagged): void {
    const { base, isClean } = this.saver;
    const { revision, body, generation_id: writer } = piece.data;
    if (writer !== null || revision < base.data.revision) return;
    // A draft that has ended may be of the revision that it began with.
    if (this.#drafting) this.show(piece);
    else if (revision === base.data.revision || body === base.data.body) this.saver.rebase(piece);
    else if (isClean) this.show(piece);
    // Else the next save is refused, and both versions are shown.
  }

  /** The text of a generation, which is as it was before `from`. All of it is one step of undo. */
  stream(text: string, from: number): void {
    this.#drafting = true;
    const { doc } = this.view.state;
    let at = Math.min(from, doc.length);
    const was = doc.sliceString(at);
    let same = 0;
    while (same < was.length && was.charCodeAt(same) === text.charCodeAt(at + same)) same += 1;
    at += same;
    if (at === doc.length && at === text.length) return;
    this.view.dispatch({
      changes: { from: at, to: doc.length, insert: text.slice(at) },
      // The one kind of input that joins the step before it however late it comes.
      annotations: [fromServer.of(true), Transaction.userEvent.of("input.type.compose")],
    });
  }

  /** Be told of findings that are put aside or taken back; gives the way to stop. */
  watchAsides(onAside: OnAside): () => void {
    this.#onAside = onAside;
    return () => {
      this.#onAside = undefined;
    };
  }

  /** Measure from this element, which the findings' cards stand in. */
  setMargin(margin: HTMLElement | null): void {
    this.#margin = margin ?? undefined;
    if (margin) this.#measure(this.view);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Leave the desk; what is unsaved is sent, and stays in the journal until it has arrived. */
  close(): void {
    this.#stopWatching();
    void this.saver.flush();
    this.saver.close();
    cancelAnimationFrame(this.#frame);
    this.view.destroy();
  }

  #restore(id: string): void {
    const [newest, ...older] = leftBehind(id, localStorage);
    if (!newest) return;
    for (const { forget } of older) forget();
    newest.forget();
    const { unsaved } = newest;
    if (unsaved.body === this.copy.body && unsaved.title === this.copy.title) return;
    showText(this.view, unsaved.body);
    this.#renamed = unsaved.title;
    this.restored = true;
    this.saver.takeOver(unsaved);
  }

  #updated(update: ViewUpdate): void {
    for (const transaction of update.transactions) {
      for (const effect of transaction.effects) {
        if (effect.is(dismiss)) this.#onAside?.(effect.value.finding.id, true);
        else if (effect.is(readmit)) this.#onAside?.(effect.value.finding.id, false);
      }
      if (!transaction.docChanged || transaction.annotation(fromServer) === true) continue;
      const before = transaction.startState.doc;
      this.saver.changed(transaction.changes, () => {
        const body = before.toString();
        return { title: this.#titleOf(body), body };
      });
    }
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#tell());
  }

  /** A heading that was changed is the title; one that was not leaves the piece its own. */
  #titleOf(body: string): string {
    const { data } = this.saver.base;
    const own = titleIn(body);
    return own !== undefined && own !== titleIn(data.body) ? own : (this.#renamed ?? data.title);
  }

  #measure(view: EditorView): void {
    view.requestMeasure({
      key: this,
      read: () => placesIn(view, this.#margin),
      write: (places) => {
        this.places = places;
        this.#tell();
      },
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
