import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "../../../api/queries.ts";
import type { IssuedKey } from "../../../api/schema.d.ts";
import { membersQuery } from "../../../api/members-query.ts";
import { CopyLine } from "../../../components/copy-line.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Failure } from "../../../components/failure.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import { Group, Lead, Stack } from "../part.tsx";
import { IssuedKeyCard } from "./issued-key.tsx";
import { KeyForm } from "./key-form.tsx";
import { KeyRow } from "./key-row.tsx";
import { keysQuery } from "./keys-query.ts";
import { messages } from "./messages.ts";

/** Keys for programs: made, shown once, revoked. */
export default function Keys() {
  const me = useQuery(meQuery).data;
  return me?.auth === "none" ? <NoKeyNeeded /> : <KeysOfMembers />;
}

function KeysOfMembers() {
  const [issued, setIssued] = useState<IssuedKey>();
  const keys = useQuery(keysQuery);
  const members = useQuery(membersQuery).data?.items;
  const t = useText(messages);
  if (keys.isPending) return <Skeleton />;
  if (keys.isError) return <Failure error={keys.error} onRetry={() => void keys.refetch()} />;
  const { items } = keys.data;
  return (
    <>
      <Lead>{t("lead")}</Lead>
      <Group title={t("make")}>
        <KeyForm onIssued={setIssued} />
        {issued && <IssuedKeyCard key={issued.id} issued={issued} onDone={() => setIssued(undefined)} />}
      </Group>
      {items.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
      ) : (
        <Group title={t("keys")}>
          <ul>
            {items.map((key) => (
              <KeyRow
                key={key.id}
                apiKey={key}
                owner={members && (members.find(({ id }) => id === key.member_id)?.name ?? null)}
                onRevoked={() => {
                  if (issued?.id === key.id) setIssued(undefined);
                }}
              />
            ))}
          </ul>
        </Group>
      )}
    </>
  );
}

function NoKeyNeeded() {
  const t = useText(messages);
  return (
    <EmptyState title={t("noLogin")}>
      <Stack>
        <p>{t("noLoginText")}</p>
        <CopyLine label={t("noLoginCall")} text={`curl ${location.origin}/api/content`} />
      </Stack>
    </EmptyState>
  );
}
