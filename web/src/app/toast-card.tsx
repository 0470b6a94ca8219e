import { useEffect } from "react";
import { useText } from "../lib/language.ts";
import { Button, IconButton } from "../components/button.tsx";
import { messages } from "../components/messages.ts";
import { dismissToast, type Toast } from "../components/toasts.ts";
import styles from "./toast-card.module.css";

const LIFETIME_MS = 8000;

/** One notice: goes away by itself. */
export default function ToastCard({ toast }: { toast: Toast }) {
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
