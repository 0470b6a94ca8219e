import { useEffect, useId, useRef, type ReactNode } from "react";
import { useText } from "../lib/language.ts";
import { classes } from "../lib/classes.ts";
import { IconButton } from "./button.tsx";
import { messages } from "./messages.ts";
import styles from "./dialog.module.css";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Without its own head line, for what begins with a search field; `title` is read aloud only. */
  bare?: boolean;
  wide?: boolean;
  /** Buttons below. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A native modal dialog: focus stays inside, Escape closes, the page behind is inert. */
export function Dialog({ open, onClose, title, bare = false, wide = false, actions, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const t = useText(messages);
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    // A press beside the dialog closes it; for keys there is Escape.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={classes(styles.dialog, wide && styles.wide)}
      aria-label={bare ? title : undefined}
      aria-labelledby={bare ? undefined : titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {open && (
        <div className={styles.sheet}>
          {!bare && (
            <header className={styles.head}>
              <h2 id={titleId}>{title}</h2>
              <IconButton icon="close" label={t("close")} onClick={onClose} />
            </header>
          )}
          <div className={bare ? undefined : styles.body}>{children}</div>
          {actions && <footer className={styles.actions}>{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}
