import { catalogue } from "../../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    details: "Details",
    history: "History",
    moreActions: "More",
    copyLink: "Copy link",
    linkCopied: "The link is copied.",
    linkNotCopied: "The browser did not allow it. The link is {link}",
    duplicate: "Duplicate",
    copyOf: "{title} (copy)",
    duplicated: "This is the copy.",
    remove: "Put into the bin",
    removed: "“{title}” is in the bin.",
    untitled: "Untitled",
  },
  de: {
    details: "Angaben",
    history: "Verlauf",
    moreActions: "Mehr",
    copyLink: "Link kopieren",
    linkCopied: "Der Link ist kopiert.",
    linkNotCopied: "Der Browser erlaubte es nicht. Der Link ist {link}",
    duplicate: "Verdoppeln",
    copyOf: "{title} (Kopie)",
    duplicated: "Dies ist die Kopie.",
    remove: "In den Papierkorb",
    removed: "„{title}“ liegt im Papierkorb.",
    untitled: "Ohne Titel",
  },
});
