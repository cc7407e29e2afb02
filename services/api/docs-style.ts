/** Style of the API page: one column of text, a list of contents beside it where there is room, light and dark. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d8dee4; --ground: #fff; --field: #f6f8fa; --seal: #a3231f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --ground: #0d1117; --field: #151b23; --seal: #f0857d }
}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.65 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif }
a { color: inherit; text-decoration-color: var(--seal); text-underline-offset: .2em }
code, pre { font: .875em/1.6 ui-monospace, "DejaVu Sans Mono", Consolas, monospace }
code { background: var(--field); border-radius: .25em; padding: .1em .35em }
pre { background: var(--field); border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1.1rem; overflow-x: auto }
.page { display: grid; grid-template-columns: 20rem minmax(0, 48rem); gap: 3.5rem; max-width: 72rem; margin: 0 auto; padding: 0 1.5rem 6rem }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 2.5rem 0; font-size: .8125rem }
nav h2 { margin: 1.4rem 0 .3rem; font-size: .8125rem; color: var(--soft) }
nav a { display: block; padding: .15rem 0 .15rem 1rem; text-indent: -1rem; text-decoration: none; color: var(--soft) }
nav a:hover { color: var(--seal) }
header { padding: 2.5rem 0 1rem; border-bottom: 2px solid var(--seal) }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.3 }
header p { margin: .3rem 0 }
h2.group { margin: 3.5rem 0 0; font-size: 1.35rem }
section { padding: 1.6rem 0; border-bottom: 1px solid var(--line) }
section h3 { margin: 0; font: 600 .95rem/1.5 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere }
section h3 a { text-decoration: none }
section p { margin: .5rem 0 }
.method { display: inline-block; min-width: 3.9rem; margin-right: .7rem; padding: .05rem .5rem; border: 1px solid currentColor; border-radius: .3rem; font-size: .75rem; text-align: center; text-transform: uppercase; color: var(--seal) }
.method.get { color: #1a7f37 } .method.post { color: #0969da }
@media (prefers-color-scheme: dark) { .method.get { color: #3fb950 } .method.post { color: #4493f8 } }
.open { margin-left: .6rem; font: .75rem/1 system-ui, sans-serif; color: var(--soft) }
table { width: 100%; margin-top: .8rem; border-collapse: collapse; font-size: .875rem }
caption { text-align: left; color: var(--soft); padding-bottom: .2rem }
td { border-top: 1px solid var(--line); padding: .4rem .8rem .4rem 0; vertical-align: top }
td:first-child { width: 13rem; white-space: nowrap } td:last-child { padding-right: 0 }
.soft { color: var(--soft) }
@media (max-width: 60rem) { .page { display: block } nav { display: none } td:first-child { width: auto } }
`
