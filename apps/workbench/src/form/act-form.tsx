import { Alert, Button, Form } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useBeforeUnload, useBlocker } from "react-router";
import { createKey } from "../api/key.ts";
import { asProblem, type Problem } from "../api/problem.ts";
import { portal } from "../paths.ts";
import { toBody, toFieldErrors } from "./form-errors.ts";
import { openMeter } from "./typing-meter.ts";

/** `body` is trimmed and without empty fields; `values` is what stands in the form. */
export type Sent = { body: Record<string, unknown>; values: Readonly<Record<string, unknown>>; key: string };

export type ActFormProps<Result> = {
  /** Unique on the page; the fields' ids begin with it. */
  name: string;
  /** Field → label, in the order of the form; what the error summary names. */
  labels: Readonly<Record<string, string>>;
  initial?: Readonly<Record<string, unknown>>;
  submitLabel: string;
  danger?: boolean;
  send: (sent: Sent) => Promise<Result>;
  onDone: (result: Result) => void;
  onCancel?: () => void;
  /** A step of two (preview, then act): success of the first is not yet the end. */
  staysDirty?: true;
  /** The second step is done too: nothing typed is lost by leaving. */
  settled?: boolean;
  onValues?: (values: Readonly<Record<string, unknown>>) => void;
  children: ReactNode;
};

/** The id that Ant Design gives a field. */
export const fieldId = (form: string, field: string): string => `${form}_${field}`;

/**
 * Every form that writes. It keeps what was typed when the server refuses, gathers the errors in a summary that leads
 * to the fields, cannot be sent twice at once, sends the same key on every retry, and asks before typed words are left.
 */
export const ActForm = <Result,>(props: ActFormProps<Result>) => {
  const { name, labels, initial = {}, send, onDone } = props;
  const [form] = Form.useForm();
  const [key] = useState(createKey);
  const [sending, setSending] = useState(false);
  const [dirty, setDirty] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const summary = useRef<HTMLDivElement>(null);
  const [meter] = useState(() => openMeter(key));
  useEffect(() => {
    meter.open();
    return () => meter.close();
  }, [meter]);
  useLeaveWarning(dirty && !sending && props.settled !== true);
  useEffect(() => {
    if (problem !== undefined) summary.current?.focus();
  }, [problem]);

  const submit = async (values: Record<string, unknown>): Promise<void> => {
    if (sending) return;
    setSending(true);
    setProblem(undefined);
    form.setFields(Object.keys(labels).map((field) => ({ name: field, errors: [] })));
    try {
      const result = await send({ body: toBody(values), values, key });
      if (props.staysDirty !== true) setDirty(false);
      onDone(result);
    } catch (thrown) {
      const found = asProblem(thrown);
      form.setFields(
        toFieldErrors(found, Object.keys(labels)).fields.map((field) => ({
          name: field.name,
          errors: [field.sentence],
        })),
      );
      setProblem(found);
    } finally {
      setSending(false);
    }
  };

  return (
    <Form
      form={form}
      name={name}
      layout="vertical"
      className="act-form"
      onInput={meter.touch}
      onKeyDown={meter.touch}
      onPointerDown={meter.touch}
      initialValues={initial}
      scrollToFirstError={{ focus: true }}
      validateTrigger={[]}
      onValuesChange={(_changed, values: Record<string, unknown>) => {
        setDirty(true);
        props.onValues?.(values);
      }}
      onFinish={(values: Record<string, unknown>) => void submit(values)}
    >
      {problem !== undefined && (
        <div ref={summary} tabIndex={-1} className="form-summary">
          <FormSummary name={name} problem={problem} labels={labels} />
        </div>
      )}
      {props.children}
      <div className="form-buttons">
        <Button
          type="primary"
          htmlType="submit"
          danger={props.danger === true}
          loading={sending}
          disabled={sending}
        >
          {sending ? "正在提交" : props.submitLabel}
        </Button>
        {props.onCancel !== undefined && <Button onClick={props.onCancel}>取消</Button>}
      </div>
    </Form>
  );
};

const FormSummary = ({
  name,
  problem,
  labels,
}: {
  name: string;
  problem: Problem;
  labels: Readonly<Record<string, string>>;
}) => {
  const errors = toFieldErrors(problem, Object.keys(labels));
  return (
    <Alert
      type="error"
      showIcon
      title={
        errors.fields.length > 0
          ? "有几处还需要改一下，您填写的内容都还在"
          : "没有提交成功，您填写的内容都还在"
      }
      description={
        <>
          {errors.summary !== undefined && <p>{errors.summary}</p>}
          <ul>
            {errors.fields.map((field) => (
              <li key={field.name}>
                <a
                  href={`#${fieldId(name, field.name)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.querySelector<HTMLElement>(`#${CSS.escape(fieldId(name, field.name))}`)?.focus();
                  }}
                >
                  {labels[field.name]}：{field.sentence}
                </a>
              </li>
            ))}
          </ul>
          {problem.status === 401 && (
            <p>
              登录已结束。请{" "}
              <a href={portal.signIn("/workbench/")} target="_blank" rel="noreferrer">
                在新标签页重新登录
              </a>
              ，再回到这里提交。
            </p>
          )}
          {problem.requestId !== "" && (
            <p className="problem-code">
              编号 <code>{problem.requestId}</code>
            </p>
          )}
        </>
      }
    />
  );
};

/** Asks before typed words are lost: inside the workbench by our question, beyond it by the browser's. */
const useLeaveWarning = (dirty: boolean): void => {
  useBeforeUnload((event) => {
    if (dirty) event.preventDefault();
  });
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    // The browser's own question stops everything else, is read aloud and works by keyboard everywhere.
    if (globalThis.confirm("还有没提交的内容。离开后会丢失，确定离开吗？")) blocker.proceed();
    else blocker.reset();
  }, [blocker]);
};
