export const complaintsPaths = { own: "/my/complaints", act: "/my/complaints/:id/:act" } as const;
export const toComplaintActPath = (id: string, act: "appeal" | "withdraw"): string =>
  `/my/complaints/${id}/${act}`;
