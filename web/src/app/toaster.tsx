import { lazy, Suspense, useSyncExternalStore } from "react";
import { patiently } from "../api/connection.ts";
import { messages } from "../components/messages.ts";
import { subscribeToToasts, toasts } from "../components/toasts.ts";
import { useText } from "../lib/language.ts";
import styles from "./toaster.module.css";

const ToastCard = lazy(() => patiently(() => import("./toast-card.tsx")));

/** Shows what `showToast` is given; once, at the page's end. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribeToToasts, toasts);
  const t = useText(messages);
  return (
    <section className={styles.toaster} aria-label={t("notices")} aria-live="polite">
      <Suspense>
        {shown.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </Suspense>
    </section>
  );
}
