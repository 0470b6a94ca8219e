import { Facet } from "@codemirror/state";
import { Decoration, WidgetType } from "@codemirror/view";

class Bullet extends WidgetType {
  override eq(): boolean {
    return true;
  }

  toDOM(): HTMLElement {
    const dot = document.createElement("span");
    dot.className = "cm-bullet";
    dot.textContent = "•";
    return dot;
  }
}

export const bullet = Decoration.replace({ widget: new Bullet() });

/** How a citation is called aloud; the editor is told in the language of the page. */
export const citationLabel = Facet.define<(name: string) => string, (name: string) => string>({
  combine: (given) => given[0] ?? ((name) => name),
});

/** A citation such as `[^1]`, as readers see it. */
export class Reference extends WidgetType {
  constructor(
    readonly name: string,
    private readonly label: string,
  ) {
    super();
  }

  override eq(other: Reference): boolean {
    return other.name === this.name && other.label === this.label;
  }

  toDOM(): HTMLElement {
    const mark = document.createElement("button");
    mark.type = "button";
    mark.tabIndex = -1;
    mark.className = "cm-reference";
    mark.dataset.citation = this.name;
    mark.setAttribute("aria-label", this.label);
    mark.textContent = this.name;
    return mark;
  }

  // A press leads to the passage; the cursor stays where it is.
  override ignoreEvent(event: Event): boolean {
    return event.type !== "click";
  }
}

/** Words that a proposal would put in. */
export class Inserted extends WidgetType {
  constructor(readonly text: string) {
    super();
  }

  override eq(other: Inserted): boolean {
    return other.text === this.text;
  }

  toDOM(): HTMLElement {
    const words = document.createElement("ins");
    words.className = "cm-inserted";
    words.textContent = this.text;
    return words;
  }
}
