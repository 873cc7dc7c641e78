type Step = { id: string; dueOn: string; status: string };
type Days = { from: string; to: string; today: string };

const [left, right] = [20, 980];
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Where steps and today stand on a line from 20 to 980; a step outside the plan's days stands at the nearer end. */
export const toPlaces = (
  steps: readonly Step[],
  { from, to, today }: Days,
): { places: readonly { id: string; status: string; x: number }[]; now: number | undefined } => {
  const length = Math.max(1, at(to) - at(from));
  const place = (day: string): number =>
    Math.round(left + (right - left) * Math.min(1, Math.max(0, (at(day) - at(from)) / length)));
  return {
    places: steps.map(({ id, status, dueOn }) => ({ id, status, x: place(dueOn) })),
    now: today < from || today > to ? undefined : place(today),
  };
};
