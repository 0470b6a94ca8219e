import type { ReactNode } from "react";
import { useTitle } from "../lib/use-title.ts";
import { classes } from "../lib/classes.ts";
import { VisuallyHidden } from "./visually-hidden.tsx";
import styles from "./page.module.css";

interface PageProps {
  title: string;
  /** The title stands in the body already; here it is read aloud only. */
  titleHidden?: boolean;
  /** Beside the title: a count, a state. */
  note?: ReactNode;
  /** At the right of the title. */
  actions?: ReactNode;
  /** Text width instead of the whole one. */
  narrow?: boolean;
  children: ReactNode;
}

/** The frame of a page: its head line and its body; sets the document's title. */
export function Page({ title, titleHidden = false, note, actions, narrow = false, children }: PageProps) {
  useTitle(title);
  return (
    <>
      <header className={styles.head}>
        {titleHidden ? (
          <h1>
            <VisuallyHidden>{title}</VisuallyHidden>
          </h1>
        ) : (
          <h1 className={styles.title}>{title}</h1>
        )}
        {note && <span className={styles.note}>{note}</span>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={classes(styles.body, narrow && styles.narrow)}>{children}</div>
    </>
  );
}
