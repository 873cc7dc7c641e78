import { client, keyed, write } from "../api/client.ts";
import type { TeamView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const decisions = {
  verify: {
    title: "核验通过",
    intro: "核对过队长、队员和会做的事。通过后就给这支队派单。",
    needsReason: false,
  },
  refuse: { title: "退回", intro: "队长会看到原因，改好后可以重新提交。", needsReason: true },
  suspend: { title: "暂停接单", intro: "暂停后不再派单。在办的单请另行安排。", needsReason: true },
  reinstate: { title: "恢复接单", intro: "恢复后重新给这支队派单。", needsReason: false },
} as const;
export type TeamDecision = keyof typeof decisions;

export const toTeamDecision = (action: string): TeamDecision | undefined =>
  (["verify", "refuse", "suspend", "reinstate"] as const).find((one) => one === action);

const addresses = {
  verify: "/api/teams/{id}/verify",
  refuse: "/api/teams/{id}/refuse",
  suspend: "/api/teams/{id}/suspend",
  reinstate: "/api/teams/{id}/reinstate",
} as const;

export const TeamDecide = ({
  team,
  decision,
  onClose,
}: {
  team: TeamView;
  decision: TeamDecision;
  onClose: () => void;
}) => {
  const done = useDone(["/api/teams", "/api/waiting"], onClose);
  const said = decisions[decision];
  return (
    <ActDialog
      title={`${said.title}：${team.name}`}
      intro={said.intro}
      name="team-decide"
      labels={said.needsReason ? { reason: "原因" } : {}}
      submitLabel={said.title}
      danger={said.needsReason}
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST(addresses[decision], {
            params: { header: keyed(key), path: { id: team.id } },
            body: said.needsReason ? { reason: textOf(body, "reason") } : {},
          }),
        )
      }
      onDone={() => done(`已${said.title}`)}
    >
      {said.needsReason && (
        <LongTextField name="reason" label="原因" required hint="队长会读到，至少 5 个字。" maxLength={300} />
      )}
    </ActDialog>
  );
};
