/** A sentence that goes away by itself, with a way back where there is one. */
export interface Toast {
  id: number;
  text: string;
  undo: (() => void) | undefined;
  bad: boolean;
}

const MOST = 3;
let shown: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Tell what was done; give `undo` instead of asking "are you sure?" before. */
export function showToast(text: string, options: { undo?: () => void; bad?: boolean } = {}): void {
  last += 1;
  const toast = { id: last, text, undo: options.undo, bad: options.bad ?? false };
  set([...shown, toast].slice(-MOST));
}

export function dismissToast(id: number): void {
  set(shown.filter((toast) => toast.id !== id));
}

/** What is shown now; with `subscribeToToasts`, for `useSyncExternalStore`. */
export function toasts(): readonly Toast[] {
  return shown;
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
