import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { connection, onRecovery, subscribe } from "../api/connection.ts";
import { Banner } from "../components/banner.tsx";
import { useText } from "../lib/language.ts";
import { messages } from "./messages.ts";

/** Tells that the server is away, and reads everything anew once it is back. */
export function ConnectionBanner() {
  const state = useSyncExternalStore(subscribe, connection);
  const queries = useQueryClient();
  const t = useText(messages);
  useEffect(() => onRecovery(() => void queries.invalidateQueries()), [queries]);
  return state === "online" ? null : <Banner>{t(state)}</Banner>;
}
