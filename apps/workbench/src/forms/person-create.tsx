import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useNavigate } from "react-router";
import { client, keyed, write } from "../api/client.ts";
import { ActForm } from "../form/act-form.tsx";
import { TextField } from "../form/fields.tsx";
import { UnitField } from "../form/unit-field.tsx";
import { paths } from "../paths.ts";
import { PageHead } from "../shell/page-head.tsx";

const labels = { fullName: "姓名", phone: "手机号", unitId: "所属单位", username: "账号名" };

export const PersonCreatePage = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return (
    <>
      <PageHead
        title="新增人员"
        crumbs={[{ label: "人员与岗位", to: paths.people }]}
        intro="先登记人员，再在个人页授予岗位。只收集办事需要的信息；手机号加密保存。"
      />
      <div className="panel form-panel">
        <ActForm
          name="person-create"
          labels={labels}
          submitLabel="新增人员"
          onCancel={() => void navigate(paths.people)}
          send={({ body, key }) =>
            write(client.POST("/api/people", { params: { header: keyed(key) }, body: body as never }))
          } // the form's fields are the contract's; the server validates
          onDone={(made) => {
            void queries.invalidateQueries({ queryKey: ["/api/people"] });
            void message.success("人员已登记，接下来请授予岗位");
            void navigate(paths.person(made.id));
          }}
        >
          <TextField name="fullName" label={labels.fullName} required maxLength={40} />
          <TextField
            name="phone"
            label={labels.phone}
            hint="本人用它收验证码登录。"
            maxLength={20}
            inputMode="tel"
          />
          <UnitField name="unitId" label={labels.unitId} />
          <TextField
            name="username"
            label={labels.username}
            hint="只有用密码登录的人才需要。"
            maxLength={30}
          />
        </ActForm>
      </div>
    </>
  );
};
