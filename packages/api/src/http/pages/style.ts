/** The one stylesheet of the public pages: system fonts, light and dark, nothing from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #14202b; --soft: #51606d; --line: #dde3e8; --paper: #fff; --panel: #f5f7f9; --link: #0b62c4; --mark: #0e7a5f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6ebef; --soft: #9aa8b4; --line: #2b353e; --paper: #11171c; --panel: #192128; --link: #6cb2ff; --mark: #4fd1ab;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
header, main, footer { max-width: 50rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding-top: 1.1rem; padding-bottom: 1.1rem; }
header .home { font-weight: 650; color: var(--ink); margin-right: auto; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a[aria-current] { color: var(--ink); font-weight: 600; }
main { padding-top: 1.25rem; padding-bottom: 3rem; }
footer {
  width: calc(100% - 2.5rem); max-width: 47.5rem; border-top: 1px solid var(--line); padding: 1rem 0 2rem;
  color: var(--soft); font-size: .875rem;
}
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .6rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
p { margin: .4rem 0 .9rem; max-width: 42rem; }
.lead { font-size: 1.1rem; color: var(--soft); }
code, pre { font: .875em/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
p code, td code, dd code, li code { background: var(--panel); padding: .1em .3em; border-radius: 4px; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; margin: .6rem 0 1rem; }
pre { font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code, li pre code { font-size: inherit; background: none; padding: 0; }
ol.steps { list-style: none; counter-reset: step; padding: 0; margin: 1.6rem 0 0; display: grid; gap: 1.1rem; }
ol.steps > li { counter-increment: step; display: grid; grid-template-columns: 2rem minmax(0, 1fr); }
ol.steps > li::before { content: counter(step); color: var(--mark); font-weight: 700; font-size: 1.15rem; }
ol.steps h2 { margin: 0 0 .1rem; }
ol.steps p { margin: 0; }
ol.steps pre { margin: .5rem 0 0; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .9rem .5rem 0; border-bottom: 1px solid var(--line); }
th { font-size: .8rem; color: var(--soft); font-weight: 600; }
td:first-child { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .35rem 1.2rem; margin: 1.2rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
svg.states { display: block; margin: .5rem auto 1rem; max-width: 100%; height: auto; }
svg.states text { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: var(--ink); text-anchor: middle; }
svg.states .state { fill: var(--panel); stroke: var(--soft); }
svg.states .final { stroke-width: 3; stroke: var(--mark); }
svg.states .edge { fill: none; stroke: var(--soft); stroke-width: 1.3; }
svg.states .tip { fill: var(--soft); }
svg.states .badge { fill: var(--paper); stroke: var(--soft); }
svg.states text.number { font: 600 11px system-ui, sans-serif; fill: var(--ink); }
.when, .none, td.type { color: var(--soft); }
td.type { overflow-wrap: anywhere; font-size: .875rem; }
table.steps td:nth-child(n+4) { font-size: .875rem; }
table.steps td code { overflow-wrap: normal; }
.label { display: none; }
@media (max-width: 34rem) {
  h1 { font-size: 1.55rem; }
  nav { font-size: .95rem; gap: .25rem .8rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
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
