import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { LANGUAGES, type Language } from "../lib/catalogue.ts";
import { usePreferences } from "../lib/preferences.ts";
import { setTheme, type Theme } from "../lib/theme.ts";
import { keepPreferences, preferencesQuery } from "./preferences.ts";

export interface Appearance {
  chooseTheme: (theme: Theme) => void;
  chooseLanguage: (language: Language) => void;
}

/**
 * How to choose theme and language: shown at once, kept in this browser, and among the member's
 * preferences, so that they find them in another one.
 *
 * `onUnkept` is told when the server did not take it; the choice then lives in this browser only.
 */
export function useAppearance(onUnkept?: (error: Error) => void): Appearance {
  const queries = useQueryClient();
  const { setLanguage } = usePreferences();
  return useMemo(() => {
    const keep = (change: { theme: Theme } | { language: Language }) => {
      keepPreferences(queries, change).catch((error: unknown) => {
        onUnkept?.(error instanceof Error ? error : new Error(String(error)));
      });
    };
    return {
      chooseTheme: (theme) => {
        setTheme(theme);
        keep({ theme });
      },
      chooseLanguage: (language) => {
        setLanguage(language);
        keep({ language });
      },
    };
  }, [queries, setLanguage, onUnkept]);
}

/** After signing in: show the pages as this member chose them, perhaps in another browser. */
export function useTheirAppearance(): () => Promise<void> {
  const queries = useQueryClient();
  const { setLanguage } = usePreferences();
  return useCallback(async () => {
    try {
      const { data } = await queries.query(preferencesQuery);
      setTheme(data.theme ?? "system");
      const theirs = LANGUAGES.find((language) => language === data.language);
      if (theirs) setLanguage(theirs);
    } catch {
      // They are inside; how it looks is not worth a word.
    }
  }, [queries, setLanguage]);
}
