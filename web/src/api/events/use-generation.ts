import { useEffect, useRef, useState } from "react";
import { ProblemError } from "../problem.ts";
import { TextFold, type Change } from "./fold.ts";
import { listen } from "./listen.ts";
import { nothingYet, reduce, type GenerationView } from "./progress.ts";
import type { GenerationEvent } from "./types.ts";

export interface LiveGeneration {
  view: GenerationView;
  connected: boolean;
  /** Why listening ended before its time. */
  failure: Error | undefined;
}

const silent: LiveGeneration = { view: nothingYet, connected: false, failure: undefined };

/**
 * Listen to a generation while the component is shown. The text does not pass through React: each
 * change of it goes to `onChange`, for an editor to take. Another `run` listens anew, as to a
 * generation that ended and then went on.
 */
export function useGeneration(
  generationId: string | undefined,
  onChange: (change: Change, fold: TextFold) => void,
  run = 0,
): LiveGeneration {
  const [live, setLive] = useState(silent);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  useEffect(() => {
    if (generationId === undefined) return;
    const stop = new AbortController();
    const fold = new TextFold();
    const onEvent = (event: GenerationEvent) => {
      const changed = fold.apply(event);
      if (changed !== undefined) change.current(changed, fold);
      if (event.type !== "token") setLive((was) => ({ ...was, view: reduce(was.view, event) }));
    };
    const onConnected = (connected: boolean) => setLive((was) => ({ ...was, connected }));
    listen(generationId, { signal: stop.signal, lastSeq: () => fold.seq, onEvent, onConnected }).catch(
      (error: unknown) => {
        const failure = error instanceof Error ? error : new ProblemError(0, String(error), "", {}, undefined);
        setLive((was) => ({ ...was, failure }));
      },
    );
    return () => {
      stop.abort();
      setLive(silent);
    };
  }, [generationId, run]);
  return live;
}
