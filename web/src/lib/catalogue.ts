/**
 * Message catalogues: every word that a person reads. A feature has its own in `messages.ts`; English
 * gives the keys, German must have the same ones, and a missing key is a type error.
 */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Forms by `Intl.PluralRules`, chosen by the value of `count`; `#` is the formatted count. */
export interface Plural {
  one: string;
  other: string;
}
export type Message = string | Plural;

type Words<Key extends string> = Record<Key, Message>;

/** Words in two languages, with the keys of the English ones. */
export interface Catalogue<Key extends string = string> {
  en: Words<Key>;
  /** In a built page the name under which `loadWords` gets them. */
  de: Words<Key> | string;
}

let german: Record<string, Words<string>> = {};

/** Get a language's words, of all catalogues; before, its pages are in English. */
export async function loadWords(language: Language): Promise<void> {
  if (import.meta.env.PROD && language === "de") german = (await import("virtual:words-de")).default;
}

/** The words of a catalogue in a language. */
export function wordsOf<Key extends string>(catalogue: Catalogue<Key>, language: Language): Words<Key> {
  const words = catalogue[language];
  return typeof words === "string" ? ((german[words] as Words<Key> | undefined) ?? catalogue.en) : words;
}

/** Make a catalogue; the types see to it that both languages have the same keys. */
export function catalogue<const English extends Record<string, Message>>(words: {
  en: English;
  de: { [Key in keyof English]: English[Key] extends string ? string : Plural };
}): Catalogue<Extract<keyof English, string>> {
  return words;
}

export type Values = Readonly<Record<string, string | number>>;

/** A message with its values put in: `{name}` by name, the form and `#` by `count`. */
export function say(
  message: Message,
  language: Language,
  values: Values = {},
): string {
  let text: string;
  if (typeof message === "string") text = message;
  else {
    const count = Number(values.count ?? 0);
    const form = pluralRules(language).select(count) === "one" ? message.one : message.other;
    text = form.replace("#", numbers(language).format(count));
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers(language).format(value) : value;
  });
}

const rules = new Map<Language, Intl.PluralRules>();
const formats = new Map<Language, Intl.NumberFormat>();

function pluralRules(language: Language): Intl.PluralRules {
  const known = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, known);
  return known;
}

function numbers(language: Language): Intl.NumberFormat {
  const known = formats.get(language) ?? new Intl.NumberFormat(language);
  formats.set(language, known);
  return known;
}
