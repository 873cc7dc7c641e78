/** One sign-in of the demonstration, printed at the start: 演示 data only. */
export type SignIn = { role: string; account: string; password: string };
