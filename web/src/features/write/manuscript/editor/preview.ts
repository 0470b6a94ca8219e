import { syntaxTree } from "@codemirror/language";
import type { EditorState, Range } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import type { SyntaxNodeRef } from "@lezer/common";
import { bullet, citationLabel, Reference } from "./widgets.ts";

const hidden = Decoration.replace({});
const LINES: Readonly<Record<string, Decoration>> = Object.fromEntries(
  ["h1", "h2", "h3", "quote", "code", "item", "rule", "table", "note"].map((name) => [
    name,
    Decoration.line({ class: `cm-${name}` }),
  ]),
);
const LINE_OF: Readonly<Record<string, string>> = {
  ATXHeading1: "h1", ATXHeading2: "h2", ATXHeading3: "h3", ATXHeading4: "h3", ATXHeading5: "h3",
  ATXHeading6: "h3", Blockquote: "quote", FencedCode: "code", CodeBlock: "code", ListItem: "item",
  HorizontalRule: "rule", Table: "table", LinkReference: "note",
};
const LINK = Decoration.mark({ class: "cm-link" });
const MARK_OF: Readonly<Record<string, Decoration>> = {
  Emphasis: Decoration.mark({ class: "cm-em" }),
  StrongEmphasis: Decoration.mark({ class: "cm-strong" }),
  Strikethrough: Decoration.mark({ class: "cm-struck" }),
  InlineCode: Decoration.mark({ class: "cm-inlineCode" }),
};
const SIGNS: ReadonlySet<string> = new Set([
  "HeaderMark", "EmphasisMark", "StrikethroughMark", "CodeMark", "QuoteMark", "LinkMark", "URL", "LinkTitle",
]);
const REFERENCE = /^\[\^([\w-]+)\]$/;

/** Where the cursor is, marks are text; elsewhere the text looks as its readers will see it. */
class Preview {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = decorate(view);
  }

  update(update: ViewUpdate): void {
    const moved = update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged;
    if (moved || syntaxTree(update.startState) !== syntaxTree(update.state)) {
      this.decorations = decorate(update.view);
    }
  }
}

export const preview = ViewPlugin.fromClass(Preview, { decorations: (plugin) => plugin.decorations });

function decorate(view: EditorView): DecorationSet {
  const shown = new Shown(view.state, view.hasFocus && !view.state.readOnly);
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({ from, to, enter: (node) => shown.enter(node, from, to) });
  }
  return Decoration.set(shown.ranges, true);
}

class Shown {
  readonly ranges: Range<Decoration>[] = [];
  readonly #state: EditorState;
  readonly #open: readonly { from: number; to: number }[];
  readonly #lined = new Set<string>();

  constructor(state: EditorState, editing: boolean) {
    this.#state = state;
    this.#open = editing
      ? state.selection.ranges.map(({ from, to }) => ({
          from: state.doc.lineAt(from).from,
          to: state.doc.lineAt(to).to,
        }))
      : [];
  }

  /** Decorate a node of the tree; gives false where what is inside it stays as it is. */
  enter(node: SyntaxNodeRef, from: number, to: number): boolean {
    const { name } = node;
    const line = LINE_OF[name];
    if (line !== undefined) this.#lines(line, Math.max(node.from, from), Math.min(node.to, to));
    if (name === "HorizontalRule") this.#hide(node.from, node.to);
    if (name === "Link") return this.#link(node);
    const mark = MARK_OF[name];
    if (mark !== undefined) this.ranges.push(mark.range(node.from, node.to));
    if (name === "ListMark") this.#listMark(node);
    else if (SIGNS.has(name)) this.#sign(node);
    return name !== "FencedCode" && name !== "LinkReference";
  }

  #isOpen(from: number, to: number): boolean {
    return this.#open.some((line) => from <= line.to && to >= line.from);
  }

  #lines(name: string, from: number, to: number): void {
    for (let at = from; at <= to; ) {
      const line = this.#state.doc.lineAt(at);
      const key = `${name}${line.from}`;
      const decoration = LINES[name];
      if (decoration && !this.#lined.has(key)) this.ranges.push(decoration.range(line.from));
      this.#lined.add(key);
      at = line.to + 1;
    }
  }

  #hide(from: number, to: number): void {
    if (from < to && !this.#isOpen(from, to) && this.#state.doc.lineAt(from).to >= to) {
      this.ranges.push(hidden.range(from, to));
    }
  }

  #sign(node: SyntaxNodeRef): void {
    const isBlock = node.name === "HeaderMark" || node.name === "QuoteMark";
    const blank = isBlock && this.#state.sliceDoc(node.to, node.to + 1) === " " ? 1 : 0;
    this.#hide(node.from, node.to + blank);
  }

  #link(node: SyntaxNodeRef): boolean {
    const reference = REFERENCE.exec(this.#state.sliceDoc(node.from, node.to));
    if (reference?.[1] !== undefined) {
      if (!this.#isOpen(node.from, node.to)) {
        const [, name] = reference;
        const widget = new Reference(name, this.#state.facet(citationLabel)(name));
        this.ranges.push(Decoration.replace({ widget }).range(node.from, node.to));
      }
      return false;
    }
    // Brackets without an address are brackets.
    if (node.node.getChild("URL") === null) return false;
    this.ranges.push(LINK.range(node.from, node.to));
    return true;
  }

  #listMark(node: SyntaxNodeRef): void {
    const bulleted = node.node.parent?.parent?.name === "BulletList";
    if (bulleted && !this.#isOpen(node.from, node.to)) this.ranges.push(bullet.range(node.from, node.to));
  }
}
