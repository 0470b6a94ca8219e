import { createContext, use } from "react";
import type { Language } from "./catalogue.ts";

interface PreferenceChanges {
  setLanguage: (language: Language) => void;
}

/** How to change what `LanguageContext` gives. */
export const Preferences = createContext<PreferenceChanges>({ setLanguage: () => undefined });

export function usePreferences(): PreferenceChanges {
  return use(Preferences);
}
