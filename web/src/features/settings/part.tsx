import type { ReactNode } from "react";
import styles from "./settings.module.css";

/** What a part is for, in a sentence or two. */
export function Lead({ children }: { children: ReactNode }) {
  return <p className={styles.lead}>{children}</p>;
}

/** A group within a part, under a line of its own. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h3 className={styles.groupTitle}>{title}</h3>
      {children}
    </section>
  );
}

/** Names and values under hairlines. */
export function Rows({ children }: { children: ReactNode }) {
  return <dl className={styles.rows}>{children}</dl>;
}

export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is said and what is to be copied, one below the other. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}

/** Something that is shown this once: what it is for, itself, and a way to put it aside. */
export function Once({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section
      // It comes by the press of a button: what was made is where one is now.
      ref={takeFocus}
      tabIndex={-1}
      aria-label={title}
      className={styles.once}
    >
      <h3>{title}</h3>
      <p>{text}</p>
      {children}
    </section>
  );
}

/** A `ref` for what shall have the focus once it is there. */
export function takeFocus(element: HTMLElement | null) {
  element?.focus();
}

/** The server's own sentence, where it belongs. */
export function Refusal({ error }: { error: Error | null }) {
  return (
    error && (
      <p role="alert" className={styles.refusal}>
        {error.message}
      </p>
    )
  );
}
