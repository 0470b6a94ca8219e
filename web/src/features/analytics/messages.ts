import { catalogue } from "../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    title: "Analytics",
    note: "The last 30 days",
    day: "Day",
    pieces: "Pieces",
    quality: "Mean quality",
    empty: "Nothing to measure yet",
    emptyText: "Pieces made on a day and their mean quality stand here, from the first one on.",
  },
  de: {
    title: "Auswertung",
    note: "Die letzten 30 Tage",
    day: "Tag",
    pieces: "Texte",
    quality: "Mittlere Qualität",
    empty: "Noch nichts zu messen",
    emptyText: "Texte eines Tages und ihre mittlere Qualität stehen hier, vom ersten an.",
  },
});
