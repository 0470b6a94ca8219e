import { createContext, use, useCallback } from "react";
import { LANGUAGES, say, wordsOf, type Catalogue, type Language, type Values } from "./catalogue.ts";

const KEY = "alwrity.language";

/** The language that the page speaks. */
export const LanguageContext = createContext<Language>("en");

export function useLanguage(): Language {
  return use(LanguageContext);
}

/** Gives the words of a catalogue: `const t = useText(messages); t("key", { count: 3 })`. */
export function useText<Key extends string>(
  words: Catalogue<Key>,
): (key: Key, values?: Values) => string {
  const language = useLanguage();
  return useCallback(
    (key: Key, values?: Values) => say(wordsOf(words, language)[key], language, values),
    [words, language],
  );
}

function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The stored choice, else the browser's wish, else English. */
export function preferredLanguage(): Language {
  const chosen = readStored();
  if (isLanguage(chosen)) return chosen;
  const wished = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wished.find(isLanguage) ?? "en";
}

export function storeLanguage(language: Language): void {
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
