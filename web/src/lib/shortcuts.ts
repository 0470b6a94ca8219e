import { useLayoutEffect, useRef } from "react";

const SEQUENCE_MS = 1200;

/** Whether keys go into a field now, where letters are letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.closest("input, textarea, select, [role=textbox]") !== null;
}

/**
 * Keys of the page, as `{ "j": next, "g l": toLibrary, "mod+k": openCommands }`: one key, two in
 * sequence, or one with `mod` (Ctrl, or Command on a Mac). Letters are left alone while somebody
 * types, and while a dialog is open unless it registers them itself; `mod` works everywhere.
 */
export function useShortcuts(bindings: Readonly<Record<string, () => void>>, active = true): void {
  // Before anything is painted: what is seen can be steered.
  const latest = useRef(bindings);
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  useLayoutEffect(() => {
    if (!active) return;
    let first = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      first = "";
      clearTimeout(timer);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const mod = event.ctrlKey || event.metaKey;
      if (!mod && (isTyping(event.target) || document.querySelector("dialog:modal") !== null)) return;
      const key = event.key.toLowerCase();
      const pressed = mod ? `mod+${key}` : key;
      const action = latest.current[first === "" ? pressed : `${first} ${pressed}`];
      if (action !== undefined) {
        event.preventDefault();
        forget();
        action();
        return;
      }
      forget();
      if (!mod && Object.keys(latest.current).some((name) => name.startsWith(`${pressed} `))) {
        first = pressed;
        timer = setTimeout(forget, SEQUENCE_MS);
      }
    };
    addEventListener("keydown", onKey);
    return () => {
      forget();
      removeEventListener("keydown", onKey);
    };
  }, [active]);
}
