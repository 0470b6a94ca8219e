import { renderToStaticMarkup } from "react-dom/server";
import { Router } from "wouter";
import { LANGUAGES, loadWords, type Language } from "../lib/catalogue.ts";
import { LanguageContext } from "../lib/language.ts";
import { PAGES } from "./pages.ts";
import { Rail } from "./rail.tsx";
import styles from "./shell.module.css";

const nothing = () => undefined;

/**
 * The shell as plain HTML, by the place of each page and by language: the server puts it into the
 * page, where it is seen, and its links work, until the scripts have drawn the same.
 */
export async function firstPaints(): Promise<Record<string, Record<Language, string>>> {
  for (const language of LANGUAGES) await loadWords(language);
  const places = PAGES.map(({ path }) => path.replace(/\/:.*/, ""));
  const byLanguage = (place: string) =>
    Object.fromEntries(LANGUAGES.map((language) => [language, shellAt(place, language)]));
  return Object.fromEntries(places.map((place) => [place, byLanguage(place)])) as Record<
    string,
    Record<Language, string>
  >;
}

function shellAt(place: string, language: Language): string {
  return renderToStaticMarkup(
    <LanguageContext value={language}>
      <Router ssrPath={place}>
        <div lang={language} className={styles.shell}>
          <Rail place={place} onCommands={nothing} onShortcuts={nothing} />
          <main className={styles.main} />
        </div>
      </Router>
    </LanguageContext>,
  );
}
