import { catalogue } from "../../lib/catalogue.ts";

/** Of what became of an import. */
export const messages = catalogue({
  en: {
    failed: "That did not work: {reason}",
    imported: { one: "# piece imported.", other: "# pieces imported." },
    notImported: "{filename} was not imported: {error}",
    notMarkdown: "Only Markdown files (.md) can be imported.",
  },
  de: {
    failed: "Das ging nicht: {reason}",
    imported: { one: "# Text eingelesen.", other: "# Texte eingelesen." },
    notImported: "{filename} wurde nicht eingelesen: {error}",
    notMarkdown: "Nur Markdown-Dateien (.md) können eingelesen werden.",
  },
});
