import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "../../api/queries.ts";
import { membersQuery } from "../../api/members-query.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { Menu } from "../../components/menu.tsx";
import { useText } from "../../lib/language.ts";
import { messages as bulkMessages } from "./bulk-messages.ts";
import { STATUSES } from "./filters.ts";
import { messages } from "./messages.ts";
import { TagDialog } from "./tag-dialog.tsx";
import { useBulk } from "./use-bulk.ts";
import styles from "./bulk-bar.module.css";

interface BulkBarProps {
  ids: ReadonlySet<string>;
  onClear: () => void;
}

/** What can be done with what is selected. */
export default function BulkBar({ ids, onClear }: BulkBarProps) {
  const t = useText(messages);
  const bulk = useText(bulkMessages);
  const change = useBulk();
  const mayAssign = useQuery(meQuery).data?.permissions.includes("content:approve") ?? false;
  const members = useQuery({ ...membersQuery, enabled: mayAssign }).data?.items ?? [];
  const [tagging, setTagging] = useState(false);
  const all = [...ids];
  return (
    <div role="toolbar" aria-label={t("selection")} className={styles.bar}>
      <span role="status" className={styles.count}>
        {t("selected", { count: all.length })}
      </span>
      <Menu
        label={bulk("setStatus")}
        items={STATUSES.map((status) => ({
          label: t(status),
          onSelect: () => void change({ action: "status", status, ids: all }),
        }))}
      />
      <Button onClick={() => setTagging(true)}>{bulk("addTag")}</Button>
      {mayAssign && (
        <Menu
          label={bulk("assign")}
          items={members.map(({ id, name }) => ({
            label: name,
            onSelect: () => void change({ action: "assign", author_id: id, ids: all }),
          }))}
        />
      )}
      <Button
        kind="danger"
        icon="trash"
        onClick={() => {
          onClear();
          void change({ action: "delete", ids: all });
        }}
      >
        {bulk("delete")}
      </Button>
      <IconButton icon="close" label={bulk("clear")} onClick={onClear} />
      <TagDialog
        open={tagging}
        onClose={() => setTagging(false)}
        onTag={(tag) => void change({ action: "tag", tag, ids: all })}
      />
    </div>
  );
}
