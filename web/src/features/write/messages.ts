import { catalogue } from "../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    stop: "Stop",
    draft: "Being written",
    tokensPerSecond: "{rate} tokens/s",
    words: { one: "# word", other: "# words" },
    manuscript: "Manuscript",
    waiting: "The first words are on their way.",
    loading: "Piece",
  },
  de: {
    stop: "Anhalten",
    draft: "Wird geschrieben",
    tokensPerSecond: "{rate} Tokens/s",
    words: { one: "# Wort", other: "# Wörter" },
    manuscript: "Manuskript",
    waiting: "Die ersten Worte sind unterwegs.",
    loading: "Text",
  },
});
