import { useRef, useState, type DragEvent } from "react";
import { Button } from "../../../components/button.tsx";
import { TextArea } from "../../../components/field.tsx";
import { showToast } from "../../../components/toasts.ts";
import { classes } from "../../../lib/classes.ts";
import { useText } from "../../../lib/language.ts";
import { inserted, replaced, without } from "../outline/order.ts";
import type { Source } from "./draft.ts";
import { Group } from "./group.tsx";
import { messages } from "./messages.ts";
import { SourceFileError, sourceOf, sourceOfFile } from "./source-of.ts";
import { SourceRow } from "./source-row.tsx";
import styles from "./brief.module.css";

interface SourcesEditorProps {
  sources: readonly Source[];
  error: string | undefined;
  onChange: (change: (sources: readonly Source[]) => readonly Source[]) => void;
}

/** What may be cited: pasted, dropped, chosen, or an address. */
export function SourcesEditor({ sources, error, onChange }: SourcesEditorProps) {
  const [pasted, setPasted] = useState("");
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const t = useText(messages);

  const add = () => {
    if (pasted.trim() === "") return;
    onChange((now) => [...now, sourceOf(pasted)]);
    setPasted("");
  };
  const read = async (given: Iterable<File>) => {
    for (const file of given) {
      try {
        const source = await sourceOfFile(file);
        onChange((now) => [...now, source]);
      } catch (reason) {
        if (!(reason instanceof SourceFileError)) throw reason;
        showToast(t(reason.reason === "large" ? "fileLarge" : "fileBinary", { file: reason.file }), { bad: true });
      }
    }
  };
  const remove = (at: number) => {
    const gone = sources[at];
    if (gone === undefined) return;
    onChange((now) => without(now, at));
    showToast(t("sourceRemoved"), { undo: () => onChange((now) => inserted(now, at, gone)) });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length > 0) void read(event.dataTransfer.files);
    else {
      const text = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain");
      if (text.trim() !== "") onChange((now) => [...now, sourceOf(text)]);
    }
  };
  return (
    <Group label={t("sources")} hint={t("sourcesHint")} error={error}>
      {sources.length > 0 && (
        <ol className={styles.sources}>
          {sources.map((source, at) => (
            <SourceRow
              key={at}
              number={at + 1}
              source={source}
              onChange={(next) => onChange((now) => replaced(now, at, next))}
              onRemove={() => remove(at)}
            />
          ))}
        </ol>
      )}
      {/* Dropping is one of three ways; the field and the button beside it are there for keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={classes(styles.drop, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <TextArea
          rows={2}
          aria-label={t("paste")}
          placeholder={t("paste")}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) add();
          }}
        />
        <div className={styles.row}>
          <Button small icon="plus" onClick={add}>
            {t("add")}
          </Button>
          <Button small kind="quiet" onClick={() => files.current?.click()}>
            {t("choose")}
          </Button>
          <input
            ref={files}
            type="file"
            hidden
            multiple
            accept=".txt,.md,.markdown,.mdx,text/plain,text/markdown"
            aria-label={t("choose")}
            onChange={(event) => {
              if (event.target.files) void read([...event.target.files]);
              event.target.value = "";
            }}
          />
        </div>
      </div>
    </Group>
  );
}
