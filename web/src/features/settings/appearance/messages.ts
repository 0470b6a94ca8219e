import { catalogue } from "../../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    lead: "Kept with your account on this server, and in this browser.",
    leadNoLogin: "Kept on this server, and in this browser.",
    theme: "Theme",
    system: "As the system",
    light: "Light",
    dark: "Dark",
    language: "Language",
    en: "English",
    de: "Deutsch",
    unkept: "Kept in this browser only: {reason}",
  },
  de: {
    lead: "Wird bei Ihrem Konto auf diesem Server und in diesem Browser behalten.",
    leadNoLogin: "Wird auf diesem Server und in diesem Browser behalten.",
    theme: "Farben",
    system: "Wie das System",
    light: "Hell",
    dark: "Dunkel",
    language: "Sprache",
    en: "English",
    de: "Deutsch",
    unkept: "Nur in diesem Browser behalten: {reason}",
  },
});
