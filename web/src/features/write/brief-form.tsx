import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { Button } from "../../components/button.tsx";
import { Field, TextArea, TextInput } from "../../components/field.tsx";
import { Page } from "../../components/page.tsx";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import { startGeneration } from "./start-generation.ts";
import styles from "./write.module.css";

/** The brief; the address may bring its fields along, as the desk's sample does. */
export function BriefForm() {
  const [given] = useSearchParams();
  const [topic, setTopic] = useState(given.get("topic") ?? "");
  const [audience, setAudience] = useState(given.get("audience") ?? "");
  const [points, setPoints] = useState(given.get("points") ?? "");
  const [, go] = useLocation();
  const t = useText(messages);
  const start = useMutation({
    mutationFn: startGeneration,
    onSuccess: ({ content_id }) => go(`/write/${content_id}`),
  });
  return (
    <Page title={t("newPiece")} narrow>
      <form
        className={styles.brief}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate({ topic, audience, points: pointsOf(points) });
        }}
      >
        <Field label={t("topic")} hint={t("topicHint")} error={start.error?.message}>
          {(control) => (
            <TextInput
              {...control}
              required
              minLength={3}
              maxLength={300}
              value={topic}
              onChange={(event) => setTopic(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("points")} hint={t("pointsHint")} optional>
          {(control) => (
            <TextArea {...control} value={points} onChange={(event) => setPoints(event.target.value)} />
          )}
        </Field>
        <Field label={t("audience")} optional>
          {(control) => (
            <TextInput
              {...control}
              maxLength={300}
              value={audience}
              onChange={(event) => setAudience(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" kind="primary" icon="write" busy={start.isPending}>
          {t("start")}
        </Button>
      </form>
    </Page>
  );
}

function pointsOf(text: string): string[] {
  return text.split(/[;\n]/).map((point) => point.trim()).filter(Boolean);
}
