import { Select, type ControlProps } from "../../../components/field.tsx";
import { useLanguage } from "../../../lib/language.ts";

const LANGUAGES = [
  "en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "bg", "el",
  "tr", "uk", "ru", "ar", "he", "hi", "id", "vi", "th", "ja", "ko", "zh",
];

interface LanguageSelectProps {
  control: ControlProps;
  value: string;
  onChoose: (language: string) => void;
}

/** Languages by their names in the page's language, in its order. */
export function LanguageSelect({ control, value, onChoose }: LanguageSelectProps) {
  const language = useLanguage();
  const names = new Intl.DisplayNames(language, { type: "language" });
  const codes = LANGUAGES.includes(value) ? LANGUAGES : [...LANGUAGES, value];
  const choices = codes.map((code) => ({ value: code, label: nameOf(names, code) }));
  choices.sort((one, other) => one.label.localeCompare(other.label, language));
  return <Select {...control} value={value} choices={choices} onChoose={onChoose} />;
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
