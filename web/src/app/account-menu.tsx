import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { api, unwrap } from "../api/client.ts";
import { meQuery } from "../api/queries.ts";
import { useAppearance } from "../api/use-appearance.ts";
import { Icon } from "../components/icon.tsx";
import { Menu, type MenuItem } from "../components/menu.tsx";
import { showToast } from "../components/toasts.ts";
import { LANGUAGES } from "../lib/catalogue.ts";
import { useLanguage, useText } from "../lib/language.ts";
import { THEMES, useTheme } from "../lib/theme.ts";
import { messages } from "./command-messages.ts";
import styles from "./account-menu.module.css";

const THEME_WORDS = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

/** Who is working here, with the choices that belong to them. */
export default function AccountMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const me = useQuery(meQuery).data;
  const theme = useTheme();
  const language = useLanguage();
  const { chooseTheme, chooseLanguage } = useAppearance();
  const signOut = useSignOut();
  const t = useText(messages);

  const items: (MenuItem | "rule")[] = [
    ...THEMES.map((name) => ({
      label: t("useTheme", { name: t(THEME_WORDS[name]) }),
      checked: theme === name,
      onSelect: () => chooseTheme(name),
    })),
    "rule",
    ...LANGUAGES.map((name) => ({
      label: t(name),
      checked: language === name,
      onSelect: () => chooseLanguage(name),
    })),
    "rule",
    { label: t("shortcuts"), icon: "keyboard", onSelect: onShortcuts },
    ...(me?.auth === "password"
      ? [{ label: t("signOut"), onSelect: () => signOut.mutate() } as const]
      : []),
  ];
  const local = me?.auth === "none";
  return (
    <div className={styles.account}>
      <Menu label={t("account")} items={items} kind="quiet">
        <Icon name="person" />
        <span className={styles.who}>
          <span className={styles.name}>{local ? t("thisMachine") : (me?.user.name ?? "")}</span>
          {me && <span className={styles.role}>{t(me.role)}</span>}
        </span>
      </Menu>
    </div>
  );
}

function useSignOut() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const t = useText(messages);
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/session")),
    onSuccess: () => {
      queries.clear();
      go("/login");
      showToast(t("signedOut"));
    },
    onError: (error) => showToast(t("failed", { reason: error.message }), { bad: true }),
  });
}
