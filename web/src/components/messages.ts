import { catalogue } from "../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    close: "Close",
    undo: "Undo",
    notices: "Notices",
    outOf100: "{value} of 100",
    noScore: "not scored yet",
    loading: "Loading",
    optional: "optional",
    draft: "Draft",
    review: "In review",
    approved: "Approved",
    failedTitle: "This could not be read",
    again: "Try again",
  },
  de: {
    close: "Schließen",
    undo: "Rückgängig",
    notices: "Hinweise",
    outOf100: "{value} von 100",
    noScore: "noch nicht bewertet",
    loading: "Wird geladen",
    optional: "freiwillig",
    draft: "Entwurf",
    review: "In Prüfung",
    approved: "Freigegeben",
    failedTitle: "Das ließ sich nicht lesen",
    again: "Noch einmal",
  },
});
