/** One sheet for every page of a pack: readable on a screen, whole on paper, without anything from outside. */
export const packStyle = `:root{color-scheme:light}
body{margin:0 auto;max-width:60rem;padding:1rem;font:16px/1.7 "PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1c2321;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.4}h2{font-size:1.2rem;margin-top:2rem}
a{color:#0b5563}a:focus-visible,input:focus-visible,summary:focus-visible{outline:3px solid #0b5563;outline-offset:2px}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid #b7c2bf;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#eef3f2}td.number,th.number{text-align:right}
.quiet{color:#53605d}.behind{color:#9d2b1e;font-weight:600}.at_risk{color:#7a4b00;font-weight:600}.done,.on_track{color:#23602f;font-weight:600}
#state{font-weight:600}#state.good{color:#23602f}#state.bad,#problems{color:#9d2b1e}
.scroll{overflow-x:auto}
@media print{a{color:inherit;text-decoration:none}tr{break-inside:avoid}}`;
