import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText, timeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Checkboxes, Radios } from "#ui/field/choices.tsx";
import { FileField, SelectField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { Listing } from "#ui/listing/listing.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import type { PhotoRow } from "./evidence.ts";
import { gridPartCodes, gridParts } from "#kernel/face-places.ts";
import type { listHeadCounts } from "./head-counts.ts";
import { toPhotoPath, toPhotosPath } from "./paths.ts";
import { type HeadCountStatus, headCountStatusNames } from "./state.ts";
import { headCountMethodCodes, headCountMethods } from "./vocabulary.ts";

type HeadCount = Awaited<ReturnType<typeof listHeadCounts>>[number];

export type EvidenceProps = {
  target: { kind: "session" | "order"; id: string };
  title: string;
  photos: readonly PhotoRow[];
  /** Only of a session. */
  heads: readonly HeadCount[] | undefined;
  me: string;
  form: FormState;
  formKey: string;
  now: Date;
};

const toneOf: Readonly<Record<HeadCountStatus, StatusTone>> = {
  counted: "soon",
  confirmed: "done",
  refused: "wrong",
  withdrawn: "neutral",
};

function PhotoForm({ target, form, formKey }: EvidenceProps) {
  return (
    <Form
      action={toPhotosPath(target.kind, target.id)}
      formKey={formKey}
      encoding="files"
      label="传一张照片"
      hidden={{ boxes: "" }}
    >
      <FileField
        name="photo"
        label="照片"
        accept="image/*"
        hint="JPG、PNG 或 WebP，15 MB 以内。"
        error={form.errors["photo"]}
      />
      <div data-face-boxes />
      <Radios
        name="faces"
        legend="照片里有认得出的人脸吗"
        options={[
          { value: "marked", text: "有，我标出来，存之前打码" },
          { value: "none", text: "没有认得出的人脸" },
        ]}
        value={typed(form, "faces")}
        error={form.errors["faces"]}
      />
      <Checkboxes
        name="parts"
        legend="人脸在哪一块"
        optional
        hint="能在照片上框的，不用选这里。选中的块整块打码。"
        arrangement="row"
        options={gridPartCodes.map((part) => ({ value: part, text: gridParts[part] }))}
        values={ticked(form, "parts")}
        error={form.errors["parts"]}
      />
      <NextStep>只存打过码的一张，原图不留。传完请看一眼，没盖住就删掉重传。</NextStep>
      <Button icon="check">传照片</Button>
    </Form>
  );
}

function HeadCountForm({ target, photos, form, formKey, now }: EvidenceProps) {
  return (
    <Form action={`${toPhotosPath(target.kind, target.id)}/heads`} formKey={formKey} label="记人头数">
      <SelectField
        name="method"
        label="怎么数的"
        options={headCountMethodCodes.map((method) => ({ value: method, text: headCountMethods[method] }))}
        value={typed(form, "method")}
        error={form.errors["method"]}
      />
      <TextField
        name="peopleCount"
        label="数到几个人"
        inputmode="numeric"
        width="short"
        maxlength={6}
        suffix="人"
        value={typed(form, "peopleCount")}
        error={form.errors["peopleCount"]}
      />
      <TextField
        name="from"
        label="从几点"
        hint="例如 9:30"
        width="short"
        maxlength={5}
        value={typed(form, "from")}
        error={form.errors["from"]}
      />
      <TextField
        name="to"
        label="到几点"
        hint="例如 11:00"
        width="short"
        maxlength={5}
        value={typed(form, "to")}
        error={form.errors["to"]}
      />
      <SelectField
        name="photoId"
        label="凭哪张照片"
        options={photos.map((photo, index) => ({
          value: photo.id,
          text: `第 ${index + 1} 张，${dateTimeText(photo.created_at, now)}`,
        }))}
        value={typed(form, "photoId")}
        error={form.errors["photoId"]}
      />
      <NextStep>另一个人确认了才算数。和签到的人次分开，从不相加。</NextStep>
      <Button icon="check">记人头数</Button>
    </Form>
  );
}

function Heads({ heads, me, target, formKey, photos, now }: EvidenceProps & { heads: readonly HeadCount[] }) {
  const path = toPhotosPath(target.kind, target.id);
  return (
    <Listing
      heading="h3"
      items={heads.map((count) => ({
        key: count.id,
        title: `${count.people_count} 人，${headCountMethods[count.method]}`,
        meta: `${dateTimeText(count.counted_from, now)} 到 ${timeText(count.counted_to)} · 凭第 ${photos.findIndex((photo) => photo.id === count.photo_id) + 1} 张照片`,
        text: <StatusTag tone={toneOf[count.status]} text={headCountStatusNames[count.status]} />,
        ...(count.status === "counted" && count.counted_by_person_id !== me
          ? {
              aside: (
                <Form
                  action={`${path}/heads/confirm`}
                  formKey={formKey}
                  hidden={{ countId: count.id }}
                  landmark="none"
                >
                  <Button variant="secondary">
                    我看过，确认<span class="visually-hidden"> {count.people_count} 人</span>
                  </Button>
                </Form>
              ),
            }
          : {}),
      }))}
    />
  );
}

/** Photographs of a session or of a visit, with faces blurred before they are kept; at a session also heads that were counted. */
export function EvidencePage(props: EvidenceProps) {
  const { target, photos, heads, me, formKey, now } = props;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(props.form)} />
      <h1>现场照片{heads === undefined ? "" : "和人头数"}</h1>
      <p class="lead">{props.title}</p>
      <PhotoForm {...props} />
      <section aria-label="传好的照片">
        <SectionHead title="传好的照片" />
        {photos.length === 0 ? (
          <EmptyState icon="document" title="还没有照片">
            传上来的，打过码列在这里。
          </EmptyState>
        ) : (
          <Listing
            heading="h3"
            items={photos.map((photo, index) => ({
              key: photo.id,
              title: `第 ${index + 1} 张`,
              meta: `${dateTimeText(photo.created_at, now)} · ${photo.faces === "none" ? "没有人脸" : `打码 ${photo.places_blurred} 处`}`,
              media: (
                <img class="evidence-photo" src={toPhotoPath(photo.id)} alt={`第 ${index + 1} 张现场照片`} />
              ),
              ...(photo.taken_by_person_id === me
                ? {
                    aside: (
                      <Form
                        action={`${toPhotosPath(target.kind, target.id)}/remove`}
                        formKey={formKey}
                        hidden={{ photoId: photo.id }}
                        landmark="none"
                      >
                        <Button variant="quiet">
                          删掉<span class="visually-hidden">第 {index + 1} 张</span>
                        </Button>
                      </Form>
                    ),
                  }
                : {}),
            }))}
          />
        )}
      </section>
      {heads !== undefined && (
        <section aria-label="人头数">
          <SectionHead title="人头数" />
          {heads.length > 0 && <Heads {...props} heads={heads} />}
          {photos.length === 0 ? <p>先传一张照片作凭据，再记人头数。</p> : <HeadCountForm {...props} />}
        </section>
      )}
    </div>
  );
}
