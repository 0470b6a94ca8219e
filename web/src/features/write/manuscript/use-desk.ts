import { useCallback, useSyncExternalStore } from "react";
import type { Desk } from "./desk.ts";

/**
 * A part of the desk, read again when it may have changed; `read` must stay the same function, and
 * give equal things as the same thing.
 */
export function useDesk<Value>(desk: Desk, read: (desk: Desk) => Value): Value;
export function useDesk<Value>(desk: Desk | undefined, read: (desk: Desk) => Value): Value | undefined;
export function useDesk<Value>(desk: Desk | undefined, read: (desk: Desk) => Value): Value | undefined {
  const subscribe = useCallback(
    (listener: () => void) => desk?.subscribe(listener) ?? (() => undefined),
    [desk],
  );
  return useSyncExternalStore(
    subscribe,
    useCallback(() => desk && read(desk), [desk, read]),
  );
}
