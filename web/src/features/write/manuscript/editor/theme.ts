import { EditorView } from "@codemirror/view";

const line = (ink: string, style: string) => ({
  textDecoration: `underline ${style} ${ink}`,
  textDecorationThickness: style === "dotted" ? "2px" : "1.5px",
  textUnderlineOffset: "5px",
  textDecorationSkipInk: "none",
});

/** Paper, ink and three kinds of line; sizes and colours are the page's tokens. */
export const theme = EditorView.theme({
  "&": { background: "none", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--serif)", lineHeight: "var(--line)", overflow: "visible" },
  ".cm-content": { padding: "0", fontSize: "var(--serif-m)", caretColor: "var(--accent)", overflowWrap: "anywhere" },
  ".cm-line": { padding: "0" },
  ".cm-h1": { fontSize: "var(--serif-xl)", fontWeight: "550", lineHeight: "1.18", letterSpacing: "-0.012em", paddingBottom: "0.25rem" },
  ".cm-h2": { fontSize: "var(--serif-l)", fontWeight: "550", lineHeight: "1.3", paddingTop: "0.75rem" },
  ".cm-h3": { fontWeight: "650" },
  ".cm-em": { fontStyle: "italic" },
  ".cm-strong": { fontWeight: "650" },
  ".cm-struck": { textDecoration: "line-through" },
  ".cm-link": { color: "var(--accent)", textDecoration: "underline", textUnderlineOffset: "3px" },
  ".cm-inlineCode": { fontFamily: "var(--mono)", fontSize: "0.85em" },
  ".cm-code, .cm-table": { fontFamily: "var(--mono)", fontSize: "var(--serif-s)" },
  ".cm-code": { paddingInlineStart: "var(--s4)", borderInlineStart: "1px solid var(--rule-strong)" },
  ".cm-quote": { paddingInlineStart: "var(--s4)", borderInlineStart: "2px solid var(--rule-strong)", color: "var(--ink2)" },
  ".cm-item": { paddingInlineStart: "1.5rem", textIndent: "-1.25rem" },
  ".cm-bullet": { display: "inline-block", width: "0.75rem", textIndent: "0", color: "var(--ink3)" },
  ".cm-rule": { borderBottom: "1px solid var(--rule-strong)", lineHeight: "1rem" },
  ".cm-note": { color: "var(--ink2)", fontSize: "var(--serif-s)" },
  ".cm-reference": {
    border: "0", padding: "0 2px", background: "none", color: "var(--accent)", cursor: "pointer",
    fontSize: "0.68em", fontFamily: "var(--sans)", lineHeight: "1", verticalAlign: "super",
  },
  ".cm-seo": line("var(--seo)", "solid"),
  ".cm-clarity": line("var(--clarity)", "wavy"),
  ".cm-evidence": line("var(--evidence)", "dotted"),
  ".cm-active": { background: "var(--warn-wash)", borderRadius: "2px" },
  ".cm-cutOff": { borderBottom: "1px dashed var(--bad)" },
  ".cm-chosen": { background: "var(--accent-wash)" },
  ".cm-deleted": { color: "var(--ink3)", textDecoration: "line-through var(--bad)", background: "var(--bad-wash)" },
  ".cm-inserted": { textDecoration: "none", background: "var(--accent-wash)", color: "var(--accent-strong)", whiteSpace: "pre-wrap" },
});

/** The editor makes style elements; the page's policy lets those with its nonce in. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
}
