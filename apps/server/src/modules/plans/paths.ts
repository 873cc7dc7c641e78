/** Addresses in the workbench, for links from other modules. */
export const toPlanPath = (documentId: string): string => `/workbench/plans/${documentId}`;
export const toTaskPath = (taskId: string): string => `/workbench/plan-tasks/${taskId}`;
export const toEvidencePath = (evidenceId: string): string => `/workbench/evidence?id=${evidenceId}`;
export const toWorkPlanPath = (workPlanId: string): string => `/workbench/work-plans/${workPlanId}`;
/** The public page of the plan in force. */
export const plansPaths = { plan: "/plan" } as const;
