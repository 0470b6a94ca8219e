import { catalogue } from "../../lib/catalogue.ts";

/** Of what is done with a selection. */
export const messages = catalogue({
  en: {
    setStatus: "Status",
    assign: "Author",
    addTag: "Tag…",
    addTagTitle: "Tag the selection",
    apply: "Tag",
    delete: "Delete",
    clear: "Clear the selection",
    changed: { one: "# piece changed.", other: "# pieces changed." },
    deleted: { one: "# piece is in the bin.", other: "# pieces are in the bin." },
    refusedToo: { one: "# refused: {reason}", other: "# refused: {reason}" },
    undone: "Taken back.",
  },
  de: {
    setStatus: "Stand",
    assign: "Autor",
    addTag: "Schlagwort…",
    addTagTitle: "Schlagwort für die Auswahl",
    apply: "Vergeben",
    delete: "Löschen",
    clear: "Auswahl aufheben",
    changed: { one: "# Text geändert.", other: "# Texte geändert." },
    deleted: { one: "# Text liegt im Papierkorb.", other: "# Texte liegen im Papierkorb." },
    refusedToo: { one: "# abgelehnt: {reason}", other: "# abgelehnt: {reason}" },
    undone: "Zurückgenommen.",
  },
});
