import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";

/** What follows every act: the lists that show it are read again, a short word says so, the window closes. */
export const useDone = (lists: readonly string[], close: () => void): ((sentence: string) => void) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  return (sentence) => {
    for (const list of lists) void queries.invalidateQueries({ queryKey: [list] });
    void message.success(sentence);
    close();
  };
};
