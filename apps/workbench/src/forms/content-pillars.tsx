import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChecksField } from "../form/checks-field.tsx";
import type { VersionView } from "../pages/contents/read-version.ts";
import { pillarOptions } from "../pages/plans/plan-words.ts";
import { useDone } from "./use-done.ts";

const labels = { pillars: "四个方面" };

/** Which pillars of the plan an item belongs to; from then on its words propose none. */
export const ContentPillars = ({
  contentId,
  pillars,
  onClose,
}: {
  contentId: string;
  pillars: VersionView["pillars"];
  onClose: () => void;
}) => {
  const done = useDone(["/api/contents", "/api/pillars"], onClose);
  return (
    <ActDialog
      title="改四个方面的标签"
      intro="按方面看进展时按它算。您定了以后，改文字不再自动推荐。"
      name="content-pillars"
      labels={labels}
      initial={{ pillars }}
      submitLabel="保存"
      onCancel={onClose}
      send={({ values, key }) =>
        write(
          client.PUT("/api/contents/{id}/pillars", {
            params: { header: keyed(key), path: { id: contentId } },
            body: { pillars: (values["pillars"] ?? []) as VersionView["pillars"] }, // the boxes keep the contract's codes
          }),
        )
      }
      onDone={() => done("标签已改")}
    >
      <ChecksField name="pillars" label={labels.pillars} options={pillarOptions} />
    </ActDialog>
  );
};
