import { catalogue } from "../../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    byHand: "This piece was not written from a brief, so it has no sources.",
    none: "No sources were given. Statements of fact then rest on nothing that can be shown.",
    passages: "Passages that may be cited",
    noPassages: "The sources have not been read yet.",
    unknown: "No passage has the number {number}.",
    sources: "What was given",
    text: "Text",
    markdown: "Markdown",
    url: "Address",
    characters: { one: "# character", other: "# characters" },
    notRead: "not read yet",
    passage: "Passage {number}",
  },
  de: {
    byHand: "Dieser Text entstand nicht aus einem Auftrag und hat daher keine Quellen.",
    none: "Es wurden keine Quellen gegeben. Aussagen beruhen dann auf nichts, was sich zeigen ließe.",
    passages: "Stellen, die genannt werden können",
    noPassages: "Die Quellen sind noch nicht gelesen.",
    unknown: "Keine Stelle hat die Nummer {number}.",
    sources: "Was gegeben war",
    text: "Text",
    markdown: "Markdown",
    url: "Adresse",
    characters: { one: "# Zeichen", other: "# Zeichen" },
    notRead: "noch nicht gelesen",
    passage: "Stelle {number}",
  },
});
