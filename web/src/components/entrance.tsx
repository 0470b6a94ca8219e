import type { ReactNode } from "react";
import { useText } from "../lib/language.ts";
import { useTitle } from "../lib/use-title.ts";
import { messages } from "./messages.ts";
import styles from "./entrance.module.css";

interface EntranceProps {
  title: string;
  /** Of the browser's tab, where the title is somebody's words. */
  tab?: string;
  lead?: ReactNode;
  /** Small, under the form. */
  foot?: ReactNode;
  children?: ReactNode;
}

/** A page before one is inside, without the shell: signing in, an invitation. */
export function Entrance({ title, tab = title, lead, foot, children }: EntranceProps) {
  const t = useText(messages);
  useTitle(tab);
  return (
    <main className={styles.page}>
      <div className={styles.inner}>
        <header>
          <p className={styles.brand}>
            <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
              <rect width="32" height="32" rx="7" className={styles.mark} />
              <path d="M8 11h16M8 16h11M8 21h16" className={styles.lines} />
              <path d="M25.5 14v4" className={styles.note} />
            </svg>
            {t("brand")}
          </p>
          <h1 className={styles.title}>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </header>
        {children}
        {foot && <p className={styles.foot}>{foot}</p>}
      </div>
    </main>
  );
}

interface EntranceFormProps {
  /** Why the server let nobody in: one sentence. */
  error?: string | undefined;
  onSubmit: () => void;
  children: ReactNode;
}

/** The form of an entrance; its error stands above the button. */
export function EntranceForm({ error, onSubmit, children }: EntranceFormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {error !== undefined && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      {children}
    </form>
  );
}
