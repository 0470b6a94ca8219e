import { catalogue } from "../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    title: "Settings",
    tab: "{part} · Settings",
    parts: "Parts of the settings",
    models: "Models",
    voices: "Voices",
    members: "Members",
    keys: "API keys",
    appearance: "Appearance",
    account: "Account",
    nothing: "There is no such part of the settings",
    nothingText: "Choose one from the list.",
    closed: "Not for your role",
    closedModels: "Models are for editors and owners; you are {role} here. Ask an owner for another role.",
    closedKeys: "API keys are for owners; you are {role} here. Ask an owner for a key, or for another role.",
    closedAccount: "Login is off on this server, so there is no account: whoever works here is the owner.",
    aReader: "a reader",
    aWriter: "a writer",
    anEditor: "an editor",
    anOwner: "an owner",
  },
  de: {
    title: "Einstellungen",
    tab: "{part} · Einstellungen",
    parts: "Teile der Einstellungen",
    models: "Modelle",
    voices: "Stimmen",
    members: "Mitglieder",
    keys: "API-Schlüssel",
    appearance: "Erscheinung",
    account: "Konto",
    nothing: "Diesen Teil der Einstellungen gibt es nicht",
    nothingText: "Wählen Sie einen aus der Liste.",
    closed: "Nicht für Ihre Rolle",
    closedModels: "Modelle sind für Redakteure und Inhaber; Sie sind hier {role}. Bitten Sie Inhaber um eine andere Rolle.",
    closedKeys: "API-Schlüssel sind für Inhaber; Sie sind hier {role}. Bitten Sie Inhaber um einen Schlüssel oder um eine andere Rolle.",
    closedAccount: "Auf diesem Server ist die Anmeldung aus, also gibt es kein Konto: wer hier arbeitet, ist Inhaber.",
    aReader: "Leser",
    aWriter: "Autor",
    anEditor: "Redakteur",
    anOwner: "Inhaber",
  },
});

/** A role within a sentence. */
export const ROLE_IN_SENTENCE = {
  reader: "aReader",
  writer: "aWriter",
  editor: "anEditor",
  owner: "anOwner",
} as const;
