import { QueryClient, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client.ts";
import { ProblemError } from "./problem.ts";

const MOST_TRIES = 3;

/** The cache of everything that was read; refetches what a page shows when the server is back. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A refusal stays one; a lost connection is worth another try.
        retry: (count, error) => !(error instanceof ProblemError && error.status < 500) && count < MOST_TRIES,
        // The connection's own watch says when to read again.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/me", { signal })),
  staleTime: 60_000,
});

/** The server's health and the models that it writes with. */
export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => unwrap(api.GET("/health", { signal })),
});
