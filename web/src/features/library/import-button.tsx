import { useRef } from "react";
import { Button } from "../../components/button.tsx";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";

/** Opens the system's own file chooser. */
export function ImportButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useText(messages);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="download" onClick={() => input.current?.click()}>
        {t("import")}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        multiple
        aria-label={t("import")}
        accept=".md,.markdown,.txt,text/markdown"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
    </>
  );
}
