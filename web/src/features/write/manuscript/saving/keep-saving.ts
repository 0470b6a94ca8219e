import { onRecovery } from "../../../../api/connection.ts";
import type { Journal } from "./journal.ts";
import type { Saver } from "./saver.ts";

/** Have what is unsaved saved, or noted, when the world around the page changes; gives the way to stop. */
export function keepSaving(saver: Saver, journal: Journal): () => void {
  const stopRecovery = onRecovery(() => void saver.flush());
  // The same piece is opened in another tab, which brings back what this one has not saved yet.
  const onStorage = (event: StorageEvent) => {
    if (journal.isTaken(event)) saver.keep();
  };
  // Left, put in the background, closed: the pause after the last key may not come to its end.
  const onHidden = () => {
    if (document.hidden) void saver.flush();
  };
  addEventListener("storage", onStorage);
  document.addEventListener("visibilitychange", onHidden);
  return () => {
    stopRecovery();
    removeEventListener("storage", onStorage);
    document.removeEventListener("visibilitychange", onHidden);
  };
}
