import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { patiently } from "../api/connection.ts";
import { Icon } from "../components/icon.tsx";
import { Kbd } from "../components/kbd.tsx";
import { classes } from "../lib/classes.ts";
import { useText } from "../lib/language.ts";
import { messages } from "./messages.ts";
import { DESTINATIONS, isWithin } from "./pages.ts";
import styles from "./rail.module.css";

// Behind the first paint: it is the only menu of the shell.
const AccountMenu = lazy(() => patiently(() => import("./account-menu.tsx")));

interface RailProps {
  place: string;
  onCommands: () => void;
  onShortcuts: () => void;
}

/** Brand, command bar, pages, account; on a phone a bar along the bottom. */
export function Rail({ place, onCommands, onShortcuts }: RailProps) {
  const t = useText(messages);
  return (
    <header className={styles.rail}>
      <Link href="/" className={styles.brand}>
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
          <rect width="32" height="32" rx="7" className={styles.mark} />
          <path d="M8 11h16M8 16h11M8 21h16" className={styles.lines} />
          <path d="M25.5 14v4" className={styles.note} />
        </svg>
        {t("brand")}
      </Link>
      <button type="button" className={styles.commands} onClick={onCommands}>
        <Icon name="search" />
        <span className={styles.word}>{t("commandsShort")}</span>
        <Kbd keys="Ctrl K" />
      </button>
      <nav aria-label={t("pages")} className={styles.pages}>
        {DESTINATIONS.map(({ path, word, icon, letter }) => {
          const here = isWithin(place, path);
          return (
            <Link
              key={path}
              href={path}
              aria-current={here ? "page" : undefined}
              className={classes(styles.page, here && styles.here)}
            >
              <Icon name={icon} />
              <span className={styles.word}>{t(word)}</span>
              <Kbd keys={`G ${letter.toUpperCase()}`} />
            </Link>
          );
        })}
      </nav>
      <div className={styles.account}>
        <Suspense fallback={null}>
          <AccountMenu onShortcuts={onShortcuts} />
        </Suspense>
      </div>
    </header>
  );
}
