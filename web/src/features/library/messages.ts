import { catalogue } from "../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    title: "Library",
    newPiece: "New piece",
    column_title: "Title",
    column_author: "Author",
    column_status: "Status",
    column_words: "Words",
    column_quality: "Quality",
    column_seo: "SEO",
    column_updated: "Changed",
    empty: "No piece yet",
    emptyText: "What is written or imported is kept here, with every revision.",
    more: "Show more",
  },
  de: {
    title: "Bibliothek",
    newPiece: "Neuer Text",
    column_title: "Titel",
    column_author: "Autor",
    column_status: "Stand",
    column_words: "Wörter",
    column_quality: "Qualität",
    column_seo: "SEO",
    column_updated: "Geändert",
    empty: "Noch kein Text",
    emptyText: "Was geschrieben oder eingelesen wird, liegt hier, mit jeder Fassung.",
    more: "Mehr zeigen",
  },
});
