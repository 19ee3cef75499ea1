import { FONT_FACE, FONT_FAMILY } from "./font.ts";

/** The console's colours (apps/web/src/tokens.css), so that both are one site. */
const LIGHT =
  "--ink: #14202b; --soft: #465461; --line: #dde3e8; --paper: #f5f7f9; --panel: #fff; --sunken: #e9eef2; " +
  "--link: #0a58b0; --mark: #0e7a5f; --accent: #0b62c4; --accent-ink: #fff; --accent-soft: #e6f0fb;";
const DARK =
  "--ink: #e8edf1; --soft: #b3c0cb; --line: #28323b; --paper: #0d1216; --panel: #141a20; --sunken: #1c242b; " +
  "--link: #7dbcff; --mark: #56d3ad; --accent: #3b8eed; --accent-ink: #06121f; --accent-soft: #12283f;";

/** Colours and the bar at the top of every public page; the reference has its own style below it. */
export const FRAME_STYLE = `
${FONT_FACE}
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
.light-mode { ${LIGHT} }
.dark-mode { ${DARK} }
body > header {
  display: flex; flex-wrap: wrap; gap: .35rem 1rem; align-items: center; box-sizing: border-box; min-height: 3.5rem;
  padding: .5rem max(1.25rem, calc(50% - 25.75rem)); background: var(--panel); color: var(--ink);
  border-bottom: 1px solid var(--line); font: .9rem/1.5 ${FONT_FAMILY};
}
body > header a { text-decoration: none; }
body > header .home {
  display: flex; gap: .6rem; align-items: center; margin-right: auto; color: var(--ink); font-weight: 600;
  letter-spacing: -.015em;
}
body > header .home svg { width: 1.75rem; height: 1.75rem; }
body > header .home rect { fill: var(--accent); }
body > header .home path { fill: var(--accent-ink); }
body > header nav { display: flex; flex-wrap: wrap; gap: .15rem; margin: 0 -.4rem; }
body > header nav a { padding: .3rem .6rem; border-radius: 8px; color: var(--soft); font-weight: 500; }
body > header nav a:hover { background: var(--sunken); color: var(--ink); }
body > header nav a[aria-current] { background: var(--accent-soft); color: var(--link); }
@media (max-width: 34rem) { body > header nav a { padding: .25rem .3rem; font-size: .8rem; } }
`;

/** The one stylesheet of the public pages: light and dark, nothing from elsewhere. */
export const STYLE = `
${FRAME_STYLE}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 ${FONT_FAMILY};
  font-feature-settings: "cv05", "cv11", "ss03";
}
main, footer { max-width: 54rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: 2rem; padding-bottom: 3rem; }
footer {
  width: calc(100% - 2.5rem); max-width: 51.5rem; border-top: 1px solid var(--line); padding: 1rem 0 2rem;
  color: var(--soft); font-size: .875rem;
}
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible, main p a, main li p a, main dd a { text-decoration: underline; text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
h1, h2 { font-weight: 600; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .6rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
p { margin: .4rem 0 .9rem; max-width: 42rem; }
.lead { font-size: 1.1rem; color: var(--soft); }
code, pre { font: .875em/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
p code, td code, dd code, li code { background: var(--sunken); padding: .1em .3em; border-radius: 4px; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; margin: .6rem 0 1rem; }
pre { font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code, li pre code { font-size: inherit; background: none; padding: 0; }
ol.steps {
  list-style: none; counter-reset: step; padding: 0; margin: 1.6rem 0 0; background: var(--panel);
  border: 1px solid var(--line); border-radius: 12px;
}
ol.steps > li {
  counter-increment: step; display: grid; grid-template-columns: 1.75rem minmax(0, 1fr); gap: .9rem; padding: 1.1rem 1.25rem;
  border-bottom: 1px solid var(--line);
}
ol.steps > li:last-child { border-bottom: 0; }
ol.steps > li::before {
  content: counter(step); display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: 50%;
  background: var(--accent-soft); color: var(--link); font-size: .85rem; font-weight: 600;
}
ol.steps h2 { margin: 0 0 .1rem; }
ol.steps p { margin: 0; }
ol.steps pre { margin: .5rem 0 0; background: var(--paper); }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .9rem .5rem 0; border-bottom: 1px solid var(--line); }
th { font-size: .8rem; color: var(--soft); font-weight: 600; }
td:first-child, table.times td { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .35rem 1.2rem; margin: 1.2rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
details { border-bottom: 1px solid var(--line); }
summary { padding: .45rem 0; cursor: pointer; }
summary:hover { color: var(--link); }
details dl { margin: .2rem 0 .8rem; font-size: .95rem; }
details dd + dd { grid-column: 2; }
svg.states { display: block; margin: .5rem auto 1rem; max-width: 100%; height: auto; }
svg.states text { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: var(--ink); text-anchor: middle; }
svg.states .state { fill: var(--panel); stroke: var(--soft); }
svg.states .final { stroke-width: 3; stroke: var(--mark); }
svg.states .edge { fill: none; stroke: var(--soft); stroke-width: 1.3; }
svg.states .tip { fill: var(--soft); }
svg.states .badge { fill: var(--paper); stroke: var(--soft); }
svg.states text.number { font: 600 11px ${FONT_FAMILY}; fill: var(--ink); }
.when, .none, td.type { color: var(--soft); }
td.type { overflow-wrap: anywhere; font-size: .875rem; }
table.steps td:nth-child(n+4) { font-size: .875rem; }
table.steps td code { overflow-wrap: normal; }
.label { display: none; }
@media (max-width: 34rem) {
  h1 { font-size: 1.55rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  details dd + dd { grid-column: 1; }
  dd { margin-bottom: .7rem; }
  table.stack thead { display: none; }
  table.stack tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  table.stack td { display: block; border: 0; padding: 0; }
  table.stack td:nth-child(-n+2) { display: inline-block; margin-right: .6rem; }
  table.stack.steps td:nth-child(-n+2) { display: inline; }
  .label { display: inline; color: var(--soft); }
  table.stack td.type { display: block; }
}
`.trimStart();
