import { Modal, Switch } from "antd";
import { useState } from "react";
import { hotkeysAreOn, setHotkeys } from "./hotkey-choice.ts";

const rows: readonly (readonly [key: string, what: string])[] = [
  ["/", "到本页的搜索框"],
  ["j", "下一行"],
  ["k", "上一行"],
  ["Enter", "打开所在的行"],
  ["?", "显示这张表"],
  ["Esc", "关闭窗口"],
];

export const KeyboardHelp = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const [on, setOn] = useState(hotkeysAreOn);
  const change = (next: boolean): void => {
    setHotkeys(next);
    setOn(next);
  };
  return (
    <Modal title="键盘快捷键" open={open} onCancel={onClose} footer={null} destroyOnHidden>
      <table className="keys">
        <caption className="visually-hidden">按键与作用</caption>
        <tbody>
          {rows.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="keys-switch">
        <Switch checked={on} onChange={change} aria-labelledby="hotkeys-label" />
        <span id="hotkeys-label">使用单键快捷键（语音输入误触时可关闭）</span>
      </p>
    </Modal>
  );
};
