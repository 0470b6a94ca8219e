import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "../../../api/queries.ts";
import type { MemberAnswer, Role } from "../../../api/schema.d.ts";
import { membersQuery } from "../../../api/members-query.ts";
import { Button } from "../../../components/button.tsx";
import { Select } from "../../../components/field.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { Refusal } from "../part.tsx";
import { changeMember } from "./change-member.ts";
import { messages } from "./messages.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { ROLES } from "./roles.ts";
import styles from "./members.module.css";

interface MemberRowProps {
  member: MemberAnswer;
  isSelf: boolean;
  manages: boolean;
}

/** One member; for owners with a choice of the role, and the way out. */
export function MemberRow({ member, isSelf, manages }: MemberRowProps) {
  const [leaving, setLeaving] = useState(false);
  const t = useText(messages);
  const format = useFormat();
  const changing = useRoleChange(isSelf);
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <span className={styles.name}>{member.name}</span>
        {isSelf && <span className={styles.note}>{t("you")}</span>}
        <span className={styles.note}>
          {[member.email, t("since", { date: format.date(member.created_at) })].filter(Boolean).join(" · ")}
        </span>
      </div>
      {manages ? (
        <>
          <Select
            aria-label={t("roleOf", { name: member.name })}
            value={changing.isPending ? changing.variables.role : member.role}
            disabled={changing.isPending}
            choices={ROLES.map((role) => ({ value: role, label: t(role) }))}
            onChoose={(role) => changing.mutate({ member, role })}
          />
          <Button kind="quiet" aria-label={t("removeName", { name: member.name })} onClick={() => setLeaving(true)}>
            {t("remove")}
          </Button>
          <RemoveDialog member={member} isSelf={isSelf} open={leaving} onClose={() => setLeaving(false)} />
        </>
      ) : (
        <span>{t(member.role)}</span>
      )}
      <div className={styles.below}>
        <Refusal error={changing.error} />
      </div>
    </li>
  );
}

/** Give another role, and offer the way back. */
function useRoleChange(isSelf: boolean) {
  const queries = useQueryClient();
  const t = useText(messages);
  const again = async () => {
    await queries.invalidateQueries({ queryKey: membersQuery.queryKey });
    // What is offered here hangs on one's own role.
    if (isSelf) await queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  const goBack = async (changed: MemberAnswer, before: Role) => {
    try {
      const { name } = await changeMember(changed, before);
      showToast(t("undone", { name, role: t(before) }));
    } catch (error) {
      showToast(t("failed", { reason: error instanceof Error ? error.message : String(error) }), { bad: true });
    }
    await again();
  };
  return useMutation({
    mutationFn: ({ member, role }: { member: MemberAnswer; role: Role }) => changeMember(member, role),
    onSuccess: (changed, { member }) => {
      showToast(t("changed", { name: changed.name, role: t(changed.role) }), {
        // Who gave up their own role cannot take it back.
        ...(!isSelf && { undo: () => void goBack(changed, member.role) }),
      });
    },
    onSettled: again,
  });
}
