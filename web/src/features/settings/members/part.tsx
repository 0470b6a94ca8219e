import { useQuery } from "@tanstack/react-query";
import { meQuery } from "../../../api/queries.ts";
import { membersQuery } from "../../../api/members-query.ts";
import { Failure } from "../../../components/failure.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import { Lead } from "../part.tsx";
import { Invitations } from "./invitations.tsx";
import { MemberRow } from "./member-row.tsx";
import { messages } from "./messages.ts";
import { NoLogin } from "./no-login.tsx";
import { ROLES } from "./roles.ts";
import styles from "./members.module.css";

/** Who works here; owners change that. */
export default function Members() {
  const me = useQuery(meQuery).data;
  const members = useQuery(membersQuery);
  const t = useText(messages);
  if (me?.auth === "none") return <NoLogin />;
  if (members.isPending || !me) return <Skeleton />;
  if (members.isError) return <Failure error={members.error} onRetry={() => void members.refetch()} />;
  const manages = me.permissions.includes("members:manage");
  return (
    <>
      <Lead>{t(manages ? "lead" : "leadOthers", { workspace: me.workspace.name })}</Lead>
      <ul className={styles.rows}>
        {members.data.items.map((member) => (
          <MemberRow key={member.id} member={member} isSelf={member.id === me.member_id} manages={manages} />
        ))}
      </ul>
      <details className={styles.roles}>
        <summary>{t("whatRoles")}</summary>
        <dl>
          {ROLES.map((role) => (
            <div key={role}>
              <dt>{t(role)}</dt>
              <dd>{t(`${role}May`)}</dd>
            </div>
          ))}
        </dl>
      </details>
      {manages && <Invitations />}
    </>
  );
}
