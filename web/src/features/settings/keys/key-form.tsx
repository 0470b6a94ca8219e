import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "../../../api/queries.ts";
import type { Action, IssuedKey } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { Field, Select, TextInput } from "../../../components/field.tsx";
import { useText } from "../../../lib/language.ts";
import { Refusal } from "../part.tsx";
import { createKey } from "./create-key.ts";
import { keysQuery } from "./keys-query.ts";
import { messages } from "./messages.ts";
import { ScopeBoxes } from "./scope-boxes.tsx";
import { BUNDLES, scopesOf, type Bundle } from "./scopes.ts";
import styles from "./keys.module.css";

const ENDS = ["never", "30", "90", "365"] as const;

/** A name, what it may do, and until when. */
export function KeyForm({ onIssued }: { onIssued: (issued: IssuedKey) => void }) {
  const [name, setName] = useState("");
  const [bundle, setBundle] = useState<Bundle | "chosen">("read");
  const [chosen, setChosen] = useState<readonly Action[]>([]);
  const [ends, setEnds] = useState<(typeof ENDS)[number]>("never");
  const queries = useQueryClient();
  const permissions = useQuery(meQuery).data?.permissions ?? [];
  const t = useText(messages);
  const making = useMutation({
    mutationFn: createKey,
    onSuccess: (issued) => {
      setName("");
      onIssued(issued);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const scopes = bundle === "chosen" ? [...chosen] : scopesOf(bundle, permissions);
  return (
    <form
      aria-label={t("make")}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (scopes.length === 0) return;
        making.mutate({ name: name.trim(), scopes, expires_in_days: ends === "never" ? null : Number(ends) });
      }}
    >
      <div className={styles.fields}>
        <Field label={t("name")}>
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={200}
              pattern=".*\S.*"
              autoComplete="off"
              placeholder={t("nameExample")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("may")}>
          {(control) => (
            <Select
              {...control}
              value={bundle}
              choices={[
                ...BUNDLES.map((each) => ({ value: each, label: `${t(each)}: ${t(`${each}May`)}` })),
                { value: "chosen", label: t("chosen") },
              ]}
              onChoose={setBundle}
            />
          )}
        </Field>
        <Field label={t("expires")}>
          {(control) => (
            <Select
              {...control}
              value={ends}
              choices={ENDS.map((each) => ({
                value: each,
                label: each === "never" ? t("expiresNever") : t("expiresIn", { count: Number(each) }),
              }))}
              onChoose={setEnds}
            />
          )}
        </Field>
      </div>
      {bundle === "chosen" && <ScopeBoxes permissions={permissions} chosen={chosen} onChange={setChosen} />}
      <Refusal error={making.error} />
      <Button type="submit" kind="primary" busy={making.isPending} disabled={scopes.length === 0}>
        {t("create")}
      </Button>
    </form>
  );
}
