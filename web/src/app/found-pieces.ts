import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, unwrap } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";

const PAUSE_MS = 120;
const LEAST_LETTERS = 2;
const MOST = 6;
const none: components["schemas"]["PieceItem"][] = [];

/** Pieces of the library with these words, a moment after the last key. */
export function useFoundPieces(words: string): components["schemas"]["PieceItem"][] {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  const enough = settled.length >= LEAST_LETTERS;
  const found = useQuery({
    queryKey: ["pieces", "found", settled],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/content", {
          params: { query: { q: settled, sort: "relevance", limit: MOST } },
          signal,
        }),
      ),
    enabled: enough,
    placeholderData: keepPreviousData,
  });
  return enough ? (found.data?.items ?? none) : none;
}
