import { useText } from "../lib/language.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";
import { messages } from "./messages.ts";

/** A request that failed: the server's own sentence, and another try. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useText(messages);
  return (
    <div role="alert">
      <EmptyState title={t("failedTitle")} actions={<Button onClick={onRetry}>{t("again")}</Button>}>
        <p>{error.message}</p>
      </EmptyState>
    </div>
  );
}
