import { useMemo } from "react";
import { useLocation } from "wouter";
import { useAppearance } from "../api/use-appearance.ts";
import type { IconName } from "../components/icon.tsx";
import { LANGUAGES } from "../lib/catalogue.ts";
import { useText } from "../lib/language.ts";
import { THEMES } from "../lib/theme.ts";
import { messages } from "./command-messages.ts";
import { messages as pages } from "./messages.ts";
import { DESTINATIONS } from "./pages.ts";

export interface Command {
  id: string;
  group: "goTo" | "actions" | "pieces";
  label: string;
  icon: IconName;
  run: () => void;
}

const THEME_WORDS = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

/** What the command bar can do besides finding pieces. */
export function useCommands(onShortcuts: () => void): readonly Command[] {
  const [, go] = useLocation();
  const { chooseTheme, chooseLanguage } = useAppearance();
  const t = useText(messages);
  const page = useText(pages);
  return useMemo(() => {
    const action = (id: string, label: string, icon: IconName, run: () => void): Command => ({
      id,
      group: "actions",
      label,
      icon,
      run,
    });
    return [
      ...DESTINATIONS.map(
        ({ path, word, icon }): Command => ({
          id: path,
          group: "goTo",
          label: page(word),
          icon,
          run: () => go(path),
        }),
      ),
      action("new", t("newPiece"), "plus", () => go("/write")),
      ...THEMES.map((name) =>
        action(`theme-${name}`, t("useTheme", { name: t(THEME_WORDS[name]) }), "settings", () => chooseTheme(name)),
      ),
      ...LANGUAGES.map((name) =>
        action(`language-${name}`, t("useLanguage", { name: t(name) }), "settings", () => chooseLanguage(name)),
      ),
      action("shortcuts", t("shortcuts"), "keyboard", onShortcuts),
    ];
  }, [chooseLanguage, chooseTheme, go, onShortcuts, page, t]);
}

/** The commands whose label has every word that was typed, in their order. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}
