import { Component, type ReactNode } from "react";
import { Button } from "../components/button.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { useText } from "../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./shell.module.css";

interface Caught {
  error: Error | undefined;
}

/** Keeps the shell when a page breaks, and tells an update of the server from a fault. */
export class PageBoundary extends Component<{ children: ReactNode }, Caught> {
  override state: Caught = { error: undefined };

  static getDerivedStateFromError(error: unknown): Caught {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? this.props.children : <Broken stale={isMissingChunk(error)} />;
  }
}

/** A file of an earlier build is gone once the server was updated. */
function isMissingChunk(error: Error): boolean {
  return /dynamically imported module|module script failed|preload CSS/i.test(error.message);
}

function Broken({ stale }: { stale: boolean }) {
  const t = useText(messages);
  return (
    <div role="alert" className={styles.broken}>
      <EmptyState
        title={t(stale ? "staleTitle" : "brokenTitle")}
        actions={
          <Button kind="primary" onClick={() => location.reload()}>
            {t("reload")}
          </Button>
        }
      >
        <p>{t(stale ? "staleText" : "brokenText")}</p>
      </EmptyState>
    </div>
  );
}
