import { useEffect, useSyncExternalStore } from "react";
import { useText } from "../lib/language.ts";
import { Button, IconButton } from "./button.tsx";
import { messages } from "./messages.ts";
import { dismissToast, subscribeToToasts, toasts, type Toast } from "./toasts.ts";
import styles from "./toast.module.css";

const LIFETIME_MS = 8000;

/** Shows what `showToast` is given; once, at the page's end. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribeToToasts, toasts);
  const t = useText(messages);
  return (
    <section className={styles.toaster} aria-label={t("notices")} aria-live="polite">
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const t = useText(messages);
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(toast.id), LIFETIME_MS);
    return () => clearTimeout(timer);
  }, [toast.id]);
  return (
    <div className={styles.toast} data-bad={toast.bad}>
      <p>{toast.text}</p>
      {toast.undo && (
        <Button
          small
          icon="undo"
          onClick={() => {
            dismissToast(toast.id);
            toast.undo?.();
          }}
        >
          {t("undo")}
        </Button>
      )}
      <IconButton small icon="close" label={t("close")} onClick={() => dismissToast(toast.id)} />
    </div>
  );
}
