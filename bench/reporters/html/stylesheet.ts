/**
 * The look of a report. Series are Okabe and Ito's colours, made to be told apart with any kind of colour vision, and
 * lighter in the dark; the shades of a heat map go from the paper's side to the ink's.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f6f7f9; --ink: #1b1f24; --muted: #57606a; --line: #dfe3e8; --axis: #8b949e; --alarm: #a40e26;
  --s0: #d55e00; --s1: #0072b2; --s2: #009e73; --s3: #a8508a; --s4: #8a6d00; --s5: #5b6470;
  --h0: #eef3fa; --h1: #d3e2f2; --h2: #aecbe6; --h3: #84b0d8; --h4: #3573ad; --h5: #1f5590; --h6: #0b3a6b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --panel: #1d2126; --ink: #e8eaed; --muted: #a6adb5; --line: #30363d; --axis: #6e7681; --alarm: #ff8f8f;
    --s0: #f58a3c; --s1: #5db7f0; --s2: #35cfa0; --s3: #dd8fc3; --s4: #d9bd4a; --s5: #b3bac2;
    --h0: #1b2733; --h1: #1d3850; --h2: #1f4a6e; --h3: #225d8c; --h4: #5b9bd0; --h5: #8dbde6; --h6: #c8e1f7;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 1180px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .35rem; text-wrap: balance; }
.settings { max-width: none; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.75rem 0 .75rem; }
p { margin: 0 0 .6rem; max-width: 75ch; }
.settings, .note, figcaption, .unit { color: var(--muted); font-size: .9rem; }
.verdict { margin: 1.5rem 0 0; padding: 1rem 1.25rem; background: var(--panel); border-left: 4px solid var(--s1); }
.verdict p { max-width: none; }
.verdict p:first-child { font-size: 1.15rem; font-weight: 600; }
.verdict p:last-child { margin: 0; }
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.25rem; }
figure { margin: 0; padding: 1rem 1rem .9rem; background: var(--panel); break-inside: avoid; }
figure h3 { margin: 0 0 .5rem; font-size: 1.05rem; line-height: 1.35; text-wrap: pretty; }
figure svg { display: block; width: 100%; height: auto; margin: 0 auto; }
figure svg text { font-family: inherit !important; font-variant-numeric: tabular-nums; }
figcaption { margin-top: .5rem; line-height: 1.4; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; margin: 0 0 .4rem; padding: 0; list-style: none; font-size: .9rem; }
.legend .key { display: inline-block; width: 1.9em; margin-right: .4em; border-top: 3px; vertical-align: .25em; }
.legend .shade { display: inline-block; width: 1.3em; height: .9em; margin-right: .35em; vertical-align: -.08em; border: 1px solid var(--line); }
.legend .hatched { background: repeating-linear-gradient(45deg, transparent 0 3px, var(--axis) 3px 4px); }
.scroll { overflow-x: auto; }
table { min-width: min(100%, 40rem); border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .95rem; }
th, td { padding: .28rem .9rem .28rem 0; text-align: right; font-weight: 400; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child, .text { text-align: left; }
.cells th:first-child { text-align: right; }
.cells thead th { white-space: normal; vertical-align: bottom; padding-right: 1.2rem; }
td.wrap { white-space: normal; min-width: 22ch; }
td.basis { white-space: normal; }
thead th { font-weight: 600; vertical-align: bottom; }
thead .key { display: block; width: 1.9em; margin: 0 0 .25rem auto; border-top: 3px; }
tbody th[scope=row] { padding-left: 1rem; }
tbody th[scope=rowgroup] { padding: .9rem 0 .28rem; font-weight: 600; text-align: left; white-space: normal; }
.alarm { color: var(--alarm); font-weight: 600; }
.invalid, .theory { color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 1rem 0; font-size: .95rem; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0; padding: .8rem 1rem; background: var(--panel); white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem; }
li { margin: .2rem 0; } summary { cursor: pointer; color: var(--muted); margin: .4rem 0; }
@media (max-width: 820px) { .figures { grid-template-columns: minmax(0, 1fr); } figure { max-width: 600px; } }
@media (max-width: 480px) {
  body { padding: 1.25rem .75rem 3rem; font-size: 15px; }
  h1 { font-size: 1.5rem; }
  figure { margin: 0 -.75rem; padding: .9rem .75rem; }
  .figures { gap: .75rem; } .legend { font-size: .82rem; gap: .1rem .8rem; } .legend .key { width: 1.5em; }
  .verdict { margin-left: -.75rem; margin-right: -.75rem; padding: .9rem .9rem; }
  table { font-size: .85rem; } th, td { padding-right: .6rem; } tbody th[scope=row] { padding-left: .5rem; }
  .wide th { white-space: normal; } tbody th[scope=row] { white-space: normal; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
}
@media print { body { max-width: none; padding: 0; } .verdict, figure, pre { background: none; } }
`;
