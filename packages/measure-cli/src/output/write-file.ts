import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { MeasureError } from "../errors.ts";

/**
 * Writes a file whole or not at all: into a temporary neighbour that takes the name at the end. Ctrl-C in between removes
 * the neighbour; whatever stood at the path before stays.
 *
 * @param inputs files that were read and must not be overwritten
 * @throws MeasureError `measure.output_is_input` · `measure.output_unwritable`
 */
export const writeWhole = async (
  path: string,
  content: string,
  inputs: readonly string[] = [],
): Promise<void> => {
  const file = basename(path);
  if (inputs.some((input) => resolve(input) === resolve(path)))
    throw new MeasureError("measure.output_is_input", { file });
  const temporary = join(dirname(path), `.${file}.${process.pid}.part`);
  const clean = (): void => {
    void rm(temporary, { force: true }).finally(() => process.exit(130));
  };
  process.once("SIGINT", clean);
  process.once("SIGTERM", clean);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new MeasureError("measure.output_unwritable", { file }, { cause });
  } finally {
    process.removeListener("SIGINT", clean);
    process.removeListener("SIGTERM", clean);
  }
};
