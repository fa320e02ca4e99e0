// Written by scripts/embed.py from Sources/HTML/Assets. Change that, then run the script.
// swift-format-ignore-file

/// The files of `Assets`, named by the hash of their text.
enum AssetTexts {
  static let faviconSVG = Asset(
    name: "favicon.3b3f1bd9.svg",
    contentType: "image/svg+xml",
    text: #"""
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="#fff"/>
<path fill="#0b4a54" d="M3 8h26v5H3zM7 13h4v8H7zM14 13h4v8h-4zM21 13h4v8h-4z"/>
<path fill="#1d8a94" d="M3 23q3.25-3 6.5 0t6.5 0 6.5 0 6.5 0v3.5q-3.25 3-6.5 0t-6.5 0-6.5 0-6.5 0z"/>
</svg>

"""#)

  static let pierheadCSS = Asset(
    name: "pierhead.013db7d1.css",
    contentType: "text/css; charset=utf-8",
    text: #"""
/* Pierhead: calm and plain. Logical properties throughout, so that right-to-left pages mirror. */

:root {
  --ink: #16232b;
  --quiet: #46555e;
  --line: #d3dade;
  --edge: #5d6c75;
  --paper: #fff;
  --wash: #f4f7f7;
  --accent: #0b4a54;
  --accent-deep: #06343c;
  --accent-wash: #e4f0f1;
  --water: #1d8a94;
  --focus: #6a1b9a;
  --bad: #9c1c1c;
  --bad-wash: #fcefee;
  --good: #14532d;
  --good-wash: #e8f4ec;
  --warn: #6b3d00;
  --warn-wash: #fdf3dc;
  --info: #12406f;
  --info-wash: #e9f1f9;
  --radius: 6px;
  --gap: clamp(1rem, 4vw, 2rem);
}

*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }

html {
  font-size: 106.25%;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
  scroll-padding-block: 1.5rem;
}

body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  background: var(--paper);
  color: var(--ink);
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  line-height: 1.55;
  overflow-wrap: break-word;
}

/* Words */

h1, h2, h3, h4 { line-height: 1.2; margin: 2.5rem 0 .75rem; text-wrap: balance; }
h1 { font-size: clamp(1.65rem, 1.3rem + 1.6vw, 2.3rem); letter-spacing: -.015em; margin-block: 0 1.5rem; }
h2 { font-size: clamp(1.25rem, 1.1rem + .6vw, 1.45rem); }
h3 { font-size: 1.1rem; margin-block: 1.5rem .5rem; }
h4 { font-size: 1rem; margin-block: 1.25rem .4rem; }
p, .bullets { margin: 0 0 1rem; }
main > p, main > .bullets, .inset, .written { max-width: 40rem; }
.bullets { padding-inline-start: 1.3rem; }
.bullets > li { margin-block-end: .35rem; }
.lead { font-size: 1.15rem; line-height: 1.5; }
.quiet, .hint { color: var(--quiet); }
.caption { display: block; font-size: 1rem; font-weight: 400; letter-spacing: 0; color: var(--quiet); margin-block-end: .3rem; }
.written { white-space: pre-wrap; margin-block-end: 1rem; }
.heard {
  position: absolute !important; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.print-only { display: none; }
.letter { margin-block: 1.5rem; padding: 1.5rem; border: 1px solid var(--line); }
code { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }

a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .2em; }
a:hover { color: var(--accent-deep); text-decoration-thickness: 2px; }
:focus-visible, .input:focus, main:focus-visible {
  outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px;
}
main:focus { outline: none; }
.skip {
  position: absolute; inset-inline-start: 1rem; inset-block-start: -10rem; z-index: 2;
  padding: .75rem 1rem; background: var(--paper);
}
.skip:focus { inset-block-start: .5rem; }

/* The house around the page */

.header { border-block-start: 5px solid var(--accent); border-block-end: 1px solid var(--line); }
.header-inner, .nav, .page, .footer-inner, .strip > p {
  width: 100%; max-width: 72rem; margin-inline: auto; padding-inline: var(--gap);
}
.header-inner {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between;
  gap: .25rem 1.5rem; padding-block: .7rem;
}
.wordmark {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0 .6rem; padding-block: .3rem;
  color: var(--accent); text-decoration: none;
}
.wordmark-name { font-size: 1.3rem; font-weight: 700; letter-spacing: -.02em; }
.wordmark-service { color: var(--quiet); border-inline-start: 1px solid var(--line); padding-inline-start: .6rem; }
.mark { display: block; flex: none; }
.mark-deck { fill: var(--accent); }
.mark-water { fill: var(--water); }
.visitor { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.25rem; font-size: .95rem; }
.visitor a { padding-block: .3rem; }
.finder { display: flex; gap: .5rem; width: 100%; max-width: 72rem; margin-inline: auto; padding: 0 var(--gap) .6rem; }
.finder .input { flex: 1; min-width: 0; max-width: 26rem; }
.finder .button { margin: 0; }
.nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1.15rem; }
.nav a {
  display: block; padding-block: .6rem .5rem; border-block-end: 4px solid transparent;
  text-decoration: none; font-weight: 600; font-size: .95rem;
}
.nav a:hover { border-color: var(--line); }
.nav a[aria-current] { border-color: var(--accent); color: var(--ink); }
.nav-count {
  display: inline-block; min-width: 1.5rem; padding: 0 .4rem; border-radius: 1rem; text-align: center;
  background: var(--accent); color: var(--paper); font-size: .85rem; line-height: 1.5rem;
}
.strip { background: var(--warn-wash); border-block-end: 1px solid #ecd9ab; }
.strip p { margin-block: 0; padding-block: .45rem; font-size: .95rem; }
.page { flex: 1; padding-block: 1.5rem 4rem; }
.page:not(.page-wide) > main { max-width: 46rem; }
main { padding-block-start: 1rem; }
main > :last-child { margin-block-end: 0; }
.footer { border-block-start: 1px solid var(--line); background: var(--wash); }
.footer-inner { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem; padding-block: 1.5rem 2rem; font-size: .95rem; }
.footer ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
.footer a { display: inline-block; padding-block: .15rem; }
.footer p { margin: 0; }

.trail ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 .6rem; font-size: .95rem; }
.trail li + li::before { content: "/"; color: var(--edge); margin-inline-end: .6rem; }
.trail a, .back { display: inline-block; padding-block: .15rem; }
.back { font-size: .95rem; }
.back::before, .previous::before { content: "\2190\a0"; }
.next::after { content: "\a0\2192"; }
[dir="rtl"] .back::before, [dir="rtl"] .previous::before { content: "\2192\a0"; }
[dir="rtl"] .next::after { content: "\a0\2190"; }
.sections { margin-block: 0 2rem; border-block-end: 1px solid var(--line); }
.sections ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.sections a { display: block; padding: .5rem 0 .45rem; border-block-end: 3px solid transparent; text-decoration: none; }
.sections a:hover { border-color: var(--line); }
.sections a[aria-current] { border-color: var(--accent); color: var(--ink); font-weight: 600; }
.pagination { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; margin-block: 1.5rem; }
.pagination a { padding-block: .4rem; font-weight: 600; }

/* Buttons */

.button {
  display: inline-block; min-height: 2.75rem; padding: .55rem 1.2rem; border: 2px solid var(--accent);
  border-radius: var(--radius); background: var(--accent); color: var(--paper); font: inherit;
  font-weight: 600; line-height: 1.4; text-align: center; text-decoration: none; cursor: pointer;
}
.button:hover { background: var(--accent-deep); border-color: var(--accent-deep); color: var(--paper); }
.button-secondary { background: var(--paper); color: var(--accent); }
.button-secondary:hover { background: var(--accent-wash); color: var(--accent-deep); }
.button-warning { background: var(--bad); border-color: var(--bad); }
.button-warning:hover { background: #741212; border-color: #741212; }
.button:disabled { background: var(--wash); border-color: var(--line); color: var(--quiet); cursor: not-allowed; }
.button-plain {
  padding: .3rem 0; border: 0; background: none; color: var(--accent); font: inherit; cursor: pointer;
  text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em;
}
.button-plain:hover { text-decoration-thickness: 2px; }
.button-form { display: inline-block; }
.button-row { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.25rem; margin-block: 1.5rem; }

/* Forms */

.form, .button-form:not(:last-child), .details { margin-block-end: 2rem; }

.field, .fieldset > .field { margin-block-end: 1.75rem; }
.field-wrong { border-inline-start: 4px solid var(--bad); padding-inline-start: .9rem; }
.fieldset { min-width: 0; margin: 0 0 1.75rem; padding: 0; border: 0; }
.field > .fieldset { margin: 0; }
.label { display: block; padding: 0; margin-block-end: .35rem; font-weight: 600; }
.legend { padding: 0; margin-block-end: 1rem; font-size: 1.2rem; font-weight: 700; line-height: 1.3; }
.legend + .hint { margin-block: -.75rem 1rem; }
.optional { font-weight: 400; color: var(--quiet); }
.hint { margin-block: -.15rem .5rem; max-width: 36rem; }
.field-error { margin-block-end: .5rem; color: var(--bad); font-weight: 600; }
.input {
  display: block; width: 100%; min-height: 2.75rem; padding: .5rem .7rem; border: 1.5px solid var(--edge);
  border-radius: var(--radius); background: var(--paper); color: var(--ink); font: inherit; line-height: 1.4;
}
.input:focus { border-color: var(--ink); }
.field-wrong .input { border: 2px solid var(--bad); }
.input:disabled, .choice input:disabled + label { color: var(--quiet); background: var(--wash); cursor: not-allowed; }
.width-short { max-width: 6rem; }
.width-medium { max-width: 12rem; }
.width-long { max-width: 26rem; }
textarea.input { resize: vertical; line-height: 1.5; }
.select { width: auto; max-width: 100%; padding-inline-end: 2rem; }
.file { max-width: 100%; padding: .75rem; border: 1.5px dashed var(--edge); border-radius: var(--radius); font: inherit; }
.file::file-selector-button { padding: .4rem .8rem; border: 1.5px solid var(--edge); border-radius: var(--radius); background: var(--paper); color: var(--accent); font: inherit; font-weight: 600; cursor: pointer; }
.password { display: flex; gap: .5rem; max-width: 26rem; }
.password .input { flex: 1; min-width: 0; }
.count { margin-block: .4rem 0; }
.count-over { color: var(--bad); font-weight: 600; }
.choices { display: grid; gap: .35rem; }
.choices-inline { display: flex; flex-wrap: wrap; gap: .35rem 2rem; }
.choice { display: grid; grid-template-columns: 2.25rem 1fr; align-items: start; }
.choice input { width: 1.5rem; height: 1.5rem; margin: .45rem 0 0; accent-color: var(--accent); cursor: pointer; }
.choice label { padding-block: .4rem; cursor: pointer; }
.choice .hint { grid-column: 2; margin-block: -.25rem .4rem; }
.choice input:disabled { cursor: not-allowed; }
.choice input:disabled + label { background: none; }
.filter, .search { margin-block-end: 1.75rem; }
.filter { padding: 1.1rem 1.25rem; border-radius: var(--radius); background: var(--wash); }
.filter-fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 1rem 1.5rem; align-items: end; }
.filter .field { margin: 0; }
.filter .select { width: 100%; }
.filter .button-row { margin-block: 1rem 0; }
.search { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem; max-width: 36rem; }
.search .field { flex: 1 1 14rem; margin: 0; }

/* What the page says back */

.error-summary, .banner { margin-block-end: 2rem; padding: 1.1rem 1.25rem; border-radius: var(--radius); border: 1px solid; }
.error-summary { border: 2px solid var(--bad); background: var(--bad-wash); }
.error-summary h2 { margin: 0 0 .5rem; font-size: 1.2rem; }
.error-summary ul { list-style: none; margin: 0; padding: 0; }
.error-summary li { padding-block: .2rem; color: var(--bad); font-weight: 600; }
.error-summary a { color: var(--bad); }
.error-summary a, .table th a, .table td a, .tasks a, .summary-actions a { display: inline-block; padding-block: .15rem; margin-block: -.15rem; }
.banner > :last-child, .inset > :last-child, .details-content > :last-child, .timeline li > :last-child, .empty > :last-child { margin-block-end: 0; }
.banner-title { margin-block-end: .25rem; font-weight: 700; }
.banner-neutral { background: var(--wash); border-color: var(--line); }
.banner-info { background: var(--info-wash); border-color: #b6cde4; }
.banner-good { background: var(--good-wash); border-color: #add3ba; }
.banner-warning { background: var(--warn-wash); border-color: #ecd9ab; }
.banner-danger { background: var(--bad-wash); border-color: var(--bad); }
.tag {
  display: inline-block; padding: .05rem .6rem; border-radius: 1rem; border: 1px solid; font-size: .9rem;
  font-weight: 600; line-height: 1.5;
}
.tag-neutral { color: var(--ink); background: var(--wash); border-color: #c3ccd1; }
.tag-info { color: var(--info); background: var(--info-wash); border-color: #b6cde4; }
.tag-good { color: var(--good); background: var(--good-wash); border-color: #add3ba; }
.tag-warning { color: var(--warn); background: var(--warn-wash); border-color: #e5cd93; }
.tag-danger { color: var(--bad); background: var(--bad-wash); border-color: #e2b3b0; }
.inset { margin-block: 1.5rem; padding-block: .25rem; padding-inline: 1.1rem 0; border-inline-start: 4px solid var(--water); }
.warning { display: grid; grid-template-columns: 2.1rem 1fr; gap: .8rem; max-width: 40rem; margin-block: 1.5rem; font-weight: 600; }
.warning p { margin: .15rem 0 0; }
.warning-mark { width: 2.1rem; height: 2.1rem; border-radius: 50%; background: var(--ink); color: var(--paper); text-align: center; font-weight: 800; line-height: 2.1rem; }
.details { margin-block: 1rem 1.5rem; }
.details summary { width: fit-content; padding-block: .3rem; color: var(--accent); cursor: pointer; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em; }
.details-content { margin-block-start: .5rem; padding-inline-start: 1.1rem; border-inline-start: 3px solid var(--line); }
.empty { padding: 2rem 1.25rem; border: 1.5px dashed #b4bfc5; border-radius: var(--radius); text-align: center; }
.empty-title { font-weight: 700; margin-block-end: .35rem; }
.why { margin-block: .75rem 1.25rem; padding: .9rem 1.1rem; border-radius: var(--radius); background: var(--wash); }
.why-title { margin-block-end: .4rem; font-weight: 600; }
.why ul { list-style: none; margin: 0; padding: 0; }
.why li { display: grid; grid-template-columns: 1.6rem 1fr; padding-block: .15rem; }
.why li::before { content: "?" / ""; font-weight: 700; color: var(--warn); }
.why .why-yes::before { content: "\2713" / ""; color: var(--good); }
.why .why-no::before { content: "\2717" / ""; color: var(--bad); }

/* Lists */

.table { width: 100%; margin-block: 0 1.5rem; border-collapse: collapse; }
.table caption { padding-block-end: .6rem; text-align: start; font-weight: 700; font-size: 1.1rem; }
.table th, .table td { padding-block: .75rem; padding-inline: 0 1.25rem; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; }
.table thead th { border-block-end: 2px solid var(--edge); color: var(--quiet); font-size: .95rem; vertical-align: bottom; }
.table tbody th { font-weight: 600; min-width: 8rem; overflow-wrap: anywhere; }
.table th .quiet, .table th .person { font-weight: 400; }
.table tbody tr:hover { background: var(--wash); }
.table .number { text-align: end; font-variant-numeric: tabular-nums; }
.table tr > :last-child { padding-inline-end: 0; }
.summary { margin: 0 0 2rem; border-block-start: 1px solid var(--line); }
.summary-row { display: grid; grid-template-columns: minmax(9rem, 30%) 1fr auto; gap: 0 1.25rem; padding-block: .75rem; border-block-end: 1px solid var(--line); }
.summary dt { font-weight: 600; }
.summary dd { margin: 0; min-width: 0; }
.summary dd > :first-child { margin-block-start: 0; }
.summary dd > :last-child { margin-block-end: 0; }
.summary-actions { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.tasks { list-style: none; margin: 0 0 2rem; padding: 0; border-block-start: 1px solid var(--line); }
.tasks > li { display: flex; justify-content: space-between; align-items: start; gap: 1rem; padding-block: .8rem; border-block-end: 1px solid var(--line); }
.tasks .tag { flex: none; }
.tasks .hint { margin: .1rem 0 0; }
.timeline { list-style: none; margin: 0 0 2rem; padding: 0; }
.timeline > li { position: relative; padding-block-end: 1.75rem; padding-inline-start: 1.75rem; border-inline-start: 2px solid var(--line); margin-inline-start: .5rem; }
.timeline > li:last-child { padding-block-end: 0; border-color: transparent; }
.timeline > li::before { content: ""; position: absolute; inset-inline-start: calc(-.5rem - 1px); inset-block-start: .3rem; width: 1rem; height: 1rem; border: 3px solid var(--accent); border-radius: 50%; background: var(--paper); }
.timeline-head { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; }
.timeline-head > :first-child { margin: 0; }
.timeline-meta { margin-block: .1rem .5rem; color: var(--quiet); font-size: .95rem; }
.progress { list-style: none; display: flex; gap: .35rem; margin: 0 0 2rem; padding: 0; }
.progress li { flex: 1; min-width: 0; border-block-start: 6px solid var(--line); padding-block-start: .4rem; color: var(--quiet); font-size: .95rem; }
.progress .done { border-color: var(--water); color: var(--ink); }
.progress .now { border-color: var(--accent); color: var(--ink); font-weight: 700; }
.person-card { margin-block-end: 1.5rem; }
.person-card p { margin: 0; }
.person-name { font-weight: 700; }
.qr { display: block; width: 13rem; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: var(--radius); margin-block: 1rem; }
.chart { display: block; width: 100%; max-width: 40rem; height: auto; margin-block: 0 1.5rem; color: var(--info); }
.codes ul { list-style: none; columns: 2 10rem; margin: 1rem 0; padding: 1.1rem 1.25rem; border-radius: var(--radius); background: var(--wash); }
.codes li { padding-block: .2rem; font-size: 1.1rem; letter-spacing: .03em; break-inside: avoid; }
.secret { display: inline-block; padding: .5rem .8rem; border-radius: var(--radius); background: var(--wash); font-size: 1.1rem; letter-spacing: .03em; }

/* Tablets and phones */

@media screen and (max-width: 48rem) {
  .table caption { display: block; }
  .table, .table tbody, .table tr, .table th, .table td { display: block; }
  .table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .table tr { padding-block: .9rem; border-block-end: 1px solid var(--line); }
  .table tbody tr:first-child { border-block-start: 2px solid var(--edge); }
  .table th, .table td { padding: .15rem 0; border: 0; }
  .table tbody th { padding-block-end: .35rem; font-size: 1.05rem; }
  .table td { overflow-wrap: anywhere; display: grid; grid-template-columns: minmax(5.5rem, 36%) 1fr; gap: .6rem; justify-items: start; }
  .table td::before { content: attr(data-label) / ""; color: var(--quiet); }
  .table .number { text-align: start; }
}

@media screen and (max-width: 40rem) {
  .wordmark-service { flex-basis: 100%; border: 0; padding: 0; font-size: .95rem; }
  .mark { width: 28px; height: 28px; }
  .nav ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: 0 1rem; padding-block-end: .3rem; }
  .nav a { display: inline-block; padding-block: .2rem .1rem; border-block-end-width: 3px; }
  .header-inner { padding-block: .4rem .2rem; }
  .summary-row { grid-template-columns: 1fr; gap: .15rem; }
  .progress { flex-direction: column; gap: 0; }
  .progress li { border-block-start: 0; border-inline-start: 6px solid var(--line); padding-block: .35rem; padding-inline: .8rem 0; }
  .form .button-row .button, .filter .button, .search .button { flex: 1 1 100%; }
}

@media (prefers-reduced-motion: no-preference) {
  .button, .nav a, .sections a { transition: background-color .12s, border-color .12s; }
}

@media (forced-colors: active) {
  .tag, .banner, .button { border: 1px solid; }
  .nav a[aria-current], .sections a[aria-current] { border-block-end-color: Highlight; }
}

@media print {
  html { font-size: 11pt; }
  .header { border-block-start: 0; }
  .nav, .visitor, .skip, .strip, .footer ul, .back, .trail, .sections, .pagination, .filter, .search, .finder,
  .screen-only, .summary-actions, .button, .button-form { display: none !important; }
  .print-only { display: block; }
  .letter { margin: 0; padding: 0; border: 0; break-before: page; }
  .paper { font-size: 9pt; }
  .paper .heading { margin-block: .7rem .2rem; }
  .paper .table, .paper .summary { margin-block: 0 .4rem; }
  .paper .table th, .paper .table td, .paper .summary-row { padding-block: .12rem; }
  .paper .table th, .paper .table td { padding-inline-end: .5rem; }
  .paper .table thead th, .paper .tag { font-size: inherit; }
  .sheet { break-before: page; }
  .sheet .table { break-inside: avoid; }
  .page, .header-inner { max-width: none; padding-inline: 0; }
  .footer { background: none; }
  tr, .summary-row, .timeline > li, .field { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  .details:not([open]) { display: none; }
}

"""#)

  static let pierheadJS = Asset(
    name: "pierhead.ee05ade1.js",
    contentType: "text/javascript; charset=utf-8",
    text: #"""
// Makes pages nicer; every page works without it.

document.documentElement.classList.remove("no-script");

// What is wrong with a form is read first.
document.querySelector("[data-error-summary]")?.focus();

// Buttons that only a script can serve.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const words = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const lines = [...source.querySelectorAll("code")].map((code) => code.textContent);
      await navigator.clipboard.writeText(lines.join("\n"));
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = words; }, 4000);
    });
  }
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  const box = document.getElementById(button.dataset.reveal);
  const hidden = button.getAttribute("aria-label");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shows = box.type === "password";
    box.type = shows ? "text" : "password";
    button.textContent = shows ? "Hide" : "Show";
    button.setAttribute("aria-label", shows ? hidden.replace("Show", "Hide") : hidden);
  });
  // A shown password is not kept by the browser as ordinary text.
  box.form?.addEventListener("submit", () => { box.type = "password"; });
}

// Characters left. Seen at once, said after a pause in typing.
for (const box of document.querySelectorAll("textarea[data-limit]")) {
  const limit = Number(box.dataset.limit);
  const seen = document.getElementById(`${box.id}-limit`);
  const said = document.createElement("p");
  said.className = "heard";
  said.setAttribute("aria-live", "polite");
  seen.after(said);
  let pause;
  const count = () => {
    const left = limit - [...box.value.replaceAll("\r\n", "\n")].length;
    const many = Math.abs(left) === 1 ? "character" : "characters";
    const words = left < 0
      ? `You have ${-left} ${many} too many`
      : `You have ${left} ${many} left`;
    seen.textContent = words;
    seen.classList.toggle("count-over", left < 0);
    return words;
  };
  count();
  box.addEventListener("input", () => {
    const words = count();
    clearTimeout(pause);
    pause = setTimeout(() => { said.textContent = words; }, 1000);
  });
}

// A form is sent once, however often the button is pressed; coming back to the page frees it.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

"""#)

  static let all: [Asset] = [faviconSVG, pierheadCSS, pierheadJS]
}
