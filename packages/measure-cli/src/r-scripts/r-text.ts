/** Text as an R string. */
export const rString = (text: string): string => JSON.stringify(text);

/** A column of a data frame `d`, whatever its name. */
export const rColumn = (name: string): string => `d[[${rString(name)}]]`;

/** A vector of numbers or texts. */
export const rVector = (values: readonly (string | number)[]): string =>
  `c(${values.map((value) => (typeof value === "number" ? String(value) : rString(value))).join(", ")})`;

/** Reads the data file of a run; a workbook is saved as CSV first. */
export const rRead = (file: string): string => {
  const csv = file.replace(/\.(xlsx|json)$/iu, ".csv");
  return [
    ...(csv === file ? [] : [`# ${file} 请先另存为 ${csv}`]),
    `d <- read.csv(${rString(csv)}, check.names = FALSE, fileEncoding = "UTF-8-BOM", na.strings = c("", "NA"), colClasses = "character")`,
    "number <- function(x) as.numeric(x)",
  ].join("\n");
};

/** First lines of every script. */
export const rHeader = (what: string, packages: readonly string[]): string =>
  [
    `# ${what}`,
    "# 由 kepu-measure --r-script 写出；在数据文件所在的文件夹里用 Rscript 运行。",
    // Read line by line, so that the Chinese text below is taken as UTF-8 whatever the system's locale.
    'invisible(suppressWarnings(Sys.setlocale("LC_CTYPE", "C.UTF-8")))',
    ...packages.map((name) => `suppressMessages(library(${name}))`),
    "options(digits = 12)",
  ].join("\n");
