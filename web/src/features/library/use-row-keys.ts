import { useEffect, useEffectEvent } from "react";
import { isTyping } from "../../lib/shortcuts.ts";

interface RowKeys {
  /** To the next row (1) or the one before (-1); with Shift the selection goes along. */
  onMove: (step: 1 | -1, extending: boolean) => void;
  onToggle: (extending: boolean) => void;
  onClear: () => void;
  onSearch: () => void;
}

/** Keys of the list: J, K, X, with Shift a range; Escape; a stroke for the search. */
export function useRowKeys({ onMove, onToggle, onClear, onSearch }: RowKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const { target } = event;
    const inBox = target instanceof HTMLInputElement && target.type === "checkbox";
    if (!inBox && isTyping(target)) return;
    if (document.querySelector("dialog:modal, :popover-open") !== null) return;
    const actions: Record<string, () => void> = {
      j: () => onMove(1, event.shiftKey),
      k: () => onMove(-1, event.shiftKey),
      x: () => onToggle(event.shiftKey),
      escape: onClear,
      "/": onSearch,
    };
    const action = actions[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}
