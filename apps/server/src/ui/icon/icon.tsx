// Our own drawings on a 24 grid, one line weight. An icon never stands for a word: it stands beside one.
const paths = {
  home: "M4 11.2 12 4.5l8 6.7M6.2 9.6v9.9h11.6V9.6M10 19.5v-5.2h4v5.2",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.4 15.4l4.6 4.6",
  order: "M5.5 4.5h13v15h-13zM8.5 9h7M8.5 12.5h3.5M14.8 12v4.6M12.5 14.3h4.6",
  calendar: "M4.5 6h15v13.5h-15zM4.5 10h15M8.5 3.5V8M15.5 3.5V8M8.5 14h2M13.5 14h2",
  person: "M12 11.5a3.8 3.8 0 1 0 0-7.5 3.8 3.8 0 0 0 0 7.5ZM4.8 20c.6-3.6 3.5-5.5 7.2-5.5s6.6 1.9 7.2 5.5",
  people:
    "M8.8 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3 19.5c.4-3.2 2.8-5 5.8-5s5.4 1.8 5.8 5M15.5 11.4a2.8 2.8 0 1 0-.9-5.3M17 14.6c2.3.5 3.7 2.2 4 4.9",
  help: "M3.5 12.5 7 9l3.5 1 3-1.8L17 9l3.5 3.5M3.5 12.5l5 5.2c.8.8 2 .8 2.8 0l.7-.7.6.6c.8.8 2 .8 2.8 0l5.1-5.1M10.5 10l-1.8 2.4c1 1 2.5 1 3.6-.2l.9-.9 4 4",
  listen: "M4 9.5v5h3.4l4.6 4v-13l-4.6 4zM15.2 9a4.2 4.2 0 0 1 0 6M17.8 6.5a7.8 7.8 0 0 1 0 11",
  print: "M7 9V4.5h10V9M7 16H4.5V9h15v7H17M7 13.5h10v6H7z",
  bigger: "M3.5 19 8.6 6l5.1 13M5.2 14.8h6.8M18 8.5v7M14.5 12h7",
  smaller: "M3.5 19 8.6 6l5.1 13M5.2 14.8h6.8M14.5 12h7",
  contrast: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 4v16M12 7.5l4 0M12 11l5.5 0M12 14.5l5 0M12 17.6l2.6 0",
  phone:
    "M6.3 4.5h3l1.5 4-2 1.6a12 12 0 0 0 5.1 5.1l1.6-2 4 1.5v3c0 .9-.7 1.6-1.6 1.6C10.8 19 5 13.2 4.7 6.1c0-.9.7-1.6 1.6-1.6Z",
  place:
    "M12 20.5c4.2-4.3 6.3-7.7 6.3-10.3a6.3 6.3 0 0 0-12.6 0c0 2.6 2.1 6 6.3 10.3ZM12 12.4a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 7.5V12l3.2 2",
  check: "M5 12.6 9.8 17.5 19 7",
  cross: "M6 6l12 12M18 6 6 18",
  warning: "M12 4.5 20.5 19.5h-17zM12 10v4.5M12 16.8v.4",
  info: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 11v5.2M12 8v.4",
  question:
    "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9.7 10c.1-1.4 1.1-2.2 2.4-2.2 1.3 0 2.3.8 2.3 2 0 1.8-2.4 1.9-2.4 3.9M12 16.2v.4",
  forward: "M5 12h13.5M13 6.5l5.5 5.5-5.5 5.5",
  back: "M19 12H5.5M11 6.5 5.5 12l5.5 5.5",
  document: "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 15.5h6",
  upload: "M12 16V5M7.5 9 12 4.5 16.5 9M4.5 15.5v4h15v-4",
  download: "M12 4.5v11M7.5 11.5 12 16l4.5-4.5M4.5 15.5v4h15v-4",
  shield: "M12 3.5 19 6v5.5c0 4.3-2.9 7.4-7 9-4.1-1.6-7-4.7-7-9V6zM8.7 12l2.4 2.5 4.3-4.7",
  lock: "M5.5 11h13v9h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2",
  building: "M5 20V7l7-3.5V20M12 9.5l7 2V20M3.5 20h17M8 10.5h1.5M8 14h1.5M15 14.5h1.5M15 17h1.5",
  seedling:
    "M12 20v-8.5M12 13c0-3.6-2.6-6-7-6 0 4 2.6 6 7 6ZM12 11.5c0-4 2.6-6.5 7-6.5 0 4.2-2.6 6.5-7 6.5ZM7.5 20h9",
  flask: "M10 4v6l-5 8.3c-.6 1 .1 2.2 1.2 2.2h11.6c1.1 0 1.8-1.2 1.2-2.2L14 10V4M8.5 4h7M7.6 15h8.8",
  gear: "M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3M6 6l2.1 2.1M15.9 15.9 18 18M18 6l-2.1 2.1M8.1 15.9 6 18",
  helmet: "M3.5 16.5h17v2.5h-17zM5.5 16.5v-1.5a6.5 6.5 0 0 1 13 0v1.5M10 9V6h4v3M10 9v3.5M14 9v3.5",
  tea: "M5 9.5h11v5.5a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4zM16 11h1.5a2.3 2.3 0 0 1 0 4.6H16M8.5 3.5c-.8 1 .8 2 0 3M12.5 3.5c-.8 1 .8 2 0 3",
  brief: "M4.5 8h15v11h-15zM9 8V5h6v3M4.5 12.5c4.7 2 10.3 2 15 0M12 12.5v2.5",
  sun: "M12 16.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  // Five faces from delighted to upset: the mouth alone differs.
  face5: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9.2 9.6v.5M14.8 9.6v.5M7.6 13c.6 5 8.2 5 8.8 0z",
  face4: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9.2 9.6v.5M14.8 9.6v.5M8.4 14.4c1.6 2.2 5.6 2.2 7.2 0",
  face3: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9.2 9.6v.5M14.8 9.6v.5M8.6 15h6.8",
  face2: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9.2 9.6v.5M14.8 9.6v.5M8.4 16.2c1.6-2 5.6-2 7.2 0",
  face1:
    "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9.2 9.6v.5M14.8 9.6v.5M8 16.8c1.2-3.6 6.8-3.6 8 0M8 7.6l2 .9M16 7.6l-2 .9",
} as const;

export type IconName = keyof typeof paths;
export const iconNames = Object.keys(paths) as IconName[]; // the keys of the constant above and nothing else

/** Decorative by construction: the word beside it carries the meaning (WCAG 1.1.1). */
export function Icon({ name, size = "text" }: { name: IconName; size?: "text" | "large" | "huge" }) {
  return (
    <svg
      class={`icon icon--${size}`}
      viewBox="0 0 24 24"
      width="24"
      height="24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
