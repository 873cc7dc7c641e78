import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import * as shared from "../contract.ts";
import type { TeamsError } from "../errors.ts";
import { skills } from "../vocabulary.ts";
import * as contract from "./contract.ts";
import { readPestsFile } from "./file.ts";
import { addPest, editPest, listPests } from "./pests.ts";
import { cropsText, pestKinds } from "./vocabulary.ts";

/** The district's vocabulary of crop diseases and pests: read, written, brought in from a file. */
export const registerPestRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/crop-pests",
    access: { action: "teams.read_pests" },
    summary: "Crop diseases and pests as the district calls them, with where each was taken from",
    response: contract.pestsAnswer,
    handler: async () => ({
      rows: (await listPests(db)).map((row) => ({
        ...row,
        crops: [...row.crops],
        otherNames: [...row.otherNames],
        kindName: pestKinds[row.kind],
        cropNames: cropsText(row.crops),
        skillName: skills[row.skill],
      })),
    }),
  });
  routes.write({
    method: "POST",
    url: "/api/crop-pests",
    access: { action: "teams.write_pests" },
    summary: "Add a disease, pest or weed with its source",
    body: contract.pestBody,
    response: shared.idAnswer,
    handler: async (visit, trx) => ({ id: await addPest(trx, act(visit), visit.actor, visit.body) }),
  });
  routes.write({
    method: "POST",
    url: "/api/crop-pests/:id",
    access: { action: "teams.write_pests" },
    summary: "Change one, or take it out of use; who writes over another's change is refused",
    params: shared.idParams,
    body: contract.pestEditBody,
    response: shared.idAnswer,
    handler: async (visit, trx) => {
      await editPest(trx, act(visit), visit.actor, { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/crop-pests-import",
    access: { action: "teams.write_pests" },
    summary:
      "Rows from a sheet (.csv or .xlsx, multipart field `file`); written only where every row is right",
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    body: contract.pestsImportBody,
    response: contract.pestsImportAnswer,
    handler: async (visit, trx) => {
      const file = visit.files.find((one) => one.field === "file");
      if (file === undefined)
        throw new AppError<TeamsError>("teams.pests_file", { fields: { file: "teams.pests_file" } });
      const taken = (await listPests(trx)).map((row) => row.name);
      const { pests, rows } = await readPestsFile(file.bytes, taken);
      const applied = visit.body.mode === "apply" && rows.every((row) => row.ok);
      if (applied) for (const pest of pests) await addPest(trx, act(visit), visit.actor, pest);
      return { applied, rows: [...rows] };
    },
  });
};
