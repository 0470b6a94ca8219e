import { useState } from "react";
import { Button } from "../../../components/button.tsx";
import { Field, TextArea, TextInput } from "../../../components/field.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { usePieceChange, type PieceAtHand } from "../phases/use-piece-change.ts";
import { changedDetails, detailRefusals, detailsBefore, type DetailName, type Details } from "./details.ts";
import { messages } from "./messages.ts";
import { TagsInput } from "./tags-input.tsx";
import styles from "./publish.module.css";

/** What search engines and the library are told of a piece. */
export function DetailsPanel({ piece, settle, mayWrite }: PieceAtHand & { mayWrite: boolean }) {
  const [edited, setEdited] = useState<Partial<Details>>({});
  const [refused, setRefused] = useState<Partial<Record<DetailName, string>>>({});
  const t = useText(messages);
  const save = usePieceChange(
    { piece, settle },
    {
      onDone: (before, asked, undo) => {
        setEdited({});
        setRefused({});
        showToast(t("saved"), { undo: () => undo(detailsBefore(before, asked as Partial<Details>)) });
      },
      onRefused: (error) => {
        const told = detailRefusals(error);
        setRefused(told);
        return Object.keys(told).length > 0;
      },
    },
  );
  const now: Details = { ...piece, ...edited };
  const changed = changedDetails(piece, edited);
  const dirty = Object.keys(changed).length > 0;
  const change = (part: Partial<Details>) => {
    setEdited({ ...edited, ...part });
    setRefused({});
  };
  if (!mayWrite) return <DetailsList details={piece} />;
  return (
    <form
      className={styles.details}
      aria-label={t("details")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty) save.mutate(changed);
      }}
    >
      <Field label={t("keyphrase")} error={refused.keyphrase}>
        {(control) => (
          <TextInput {...control} value={now.keyphrase} onChange={(event) => change({ keyphrase: event.target.value })} />
        )}
      </Field>
      <Field
        label={t("metaDescription")}
        hint={t("metaHint", { count: now.meta_description.trim().length })}
        error={refused.meta_description}
      >
        {(control) => (
          <TextArea
            {...control}
            value={now.meta_description}
            onChange={(event) => change({ meta_description: event.target.value.replaceAll("\n", " ") })}
          />
        )}
      </Field>
      <Field label={t("slug")} hint={t("slugHint")} error={refused.slug}>
        {(control) => <TextInput {...control} value={now.slug} onChange={(event) => change({ slug: event.target.value })} />}
      </Field>
      <TagsInput tags={now.tags} error={refused.tags} onChange={(tags) => change({ tags })} />
      <Button type="submit" disabled={!dirty} busy={save.isPending}>
        {t("save")}
      </Button>
    </form>
  );
}

function DetailsList({ details }: { details: Details }) {
  const t = useText(messages);
  const lines = [
    [t("keyphrase"), details.keyphrase],
    [t("metaDescription"), details.meta_description],
    [t("slug"), details.slug],
    [t("tags"), details.tags.join(", ")],
  ] as const;
  return (
    <dl className={styles.list}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || t("nothing")}</dd>
        </div>
      ))}
    </dl>
  );
}
