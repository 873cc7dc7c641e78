import { CloseOutlined } from "@ant-design/icons";

/**
 * The cross of a window. Ant Design labels both the button and a plain <span> in it, which may have no label (ARIA 1.2,
 * generic); here the button gets its name from its content.
 */
export const dialogClose = {
  // null takes the attribute off; undefined would be filled with the library's own. The types know only text.
  "aria-label": null as unknown as string,
  closeIcon: (
    <>
      <CloseOutlined aria-hidden="true" />
      <span className="visually-hidden">关闭</span>
    </>
  ),
};
