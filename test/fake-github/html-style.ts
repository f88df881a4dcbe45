/** One style for all pages: light or dark as the reader's system is, and readable on a phone. */
export const STYLE = `
:root { --bg:#fff; --soft:#f6f8fa; --line:#d1d9e0; --text:#1f2328; --dim:#59636e; --link:#0969da; --green:#1a7f37; --purple:#8250df; --red:#d1242f; --amber:#9a6700; --add:#dafbe1; --del:#ffebe9; --hunk:#ddf4ff }
@media (prefers-color-scheme: dark) { :root { --bg:#0d1117; --soft:#151b23; --line:#3d444d; --text:#f0f6fc; --dim:#9198a1; --link:#4493f8; --green:#3fb950; --purple:#ab7df8; --red:#f85149; --amber:#d29922; --add:#12261e; --del:#25171c; --hunk:#121d2f } }
* { box-sizing:border-box }
body { margin:0; background:var(--bg); color:var(--text); font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif; overflow-wrap:break-word }
a { color:var(--link); text-decoration:none } a:hover { text-decoration:underline }
header { background:var(--soft); border-bottom:1px solid var(--line); padding:12px 16px 0 }
header .where { font-size:16px; padding-bottom:8px } header .where b { font-weight:600 }
nav { display:flex; gap:4px; overflow-x:auto } nav a { color:var(--text); padding:8px 10px; border-bottom:2px solid transparent; white-space:nowrap } nav a.here { border-color:#fd8c73; font-weight:600 }
main { max-width:1012px; margin:0 auto; padding:16px }
h1 { font-size:24px; font-weight:400; line-height:1.25; margin:0 0 8px } h1 .number, .dim { color:var(--dim) }
.box { border:1px solid var(--line); border-radius:6px; margin:0 0 16px; overflow:hidden }
.box > .head { background:var(--soft); border-bottom:1px solid var(--line); padding:8px 12px; color:var(--dim) } .box > .head b { color:var(--text) }
.row { display:flex; gap:8px; padding:8px 12px; border-top:1px solid var(--line); align-items:baseline } .row:first-child { border-top:0 } .row .grow { flex:1; min-width:0 } .row .dim { white-space:nowrap }
.body { padding:12px 16px; overflow-x:auto }
.state { display:inline-block; color:#fff; border-radius:2em; padding:4px 12px; font-weight:500 } .state.open { background:#1f883d } .state.merged { background:#8250df } .state.closed { background:#cf222e } .state.draft { background:#59636e }
.ok { color:var(--green) } .bad { color:var(--red) } .wait { color:var(--amber) }
.chip { border:1px solid var(--line); border-radius:2em; padding:0 8px; font-size:12px; color:var(--dim); margin-right:4px; white-space:nowrap }
code, pre, .sha { font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace; font-size:12px }
.sha { background:var(--soft); border-radius:6px; padding:2px 6px }
.code { overflow-x:auto } .code table { border-collapse:collapse; min-width:100% } .code td { padding:0 10px; white-space:pre; font:12px/20px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace; tab-size:4 } .code td.n { color:var(--dim); text-align:right; user-select:none; width:1% }
tr.add { background:var(--add) } tr.del { background:var(--del) } tr.hunk { background:var(--hunk); color:var(--dim) }
.md > :first-child { margin-top:0 } .md > :last-child { margin-bottom:0 }
.md table { border-collapse:collapse; display:block; overflow-x:auto; width:max-content; max-width:100% } .md th, .md td { border:1px solid var(--line); padding:6px 13px } .md tr:nth-child(2n) { background:var(--soft) }
.md code { background:var(--soft); border-radius:6px; padding:.2em .4em } .md pre { background:var(--soft); border-radius:6px; padding:16px; overflow-x:auto } .md pre code { padding:0; background:none }
.md blockquote { margin:0 0 16px; padding:0 1em; color:var(--dim); border-left:.25em solid var(--line) } .md blockquote.alert { color:inherit } .alert-title { font-weight:600; margin:8px 0 4px } .md .alert-note { border-color:var(--link) } .md .alert-tip { border-color:var(--green) } .md .alert-important { border-color:var(--purple) } .md .alert-warning { border-color:var(--amber) } .md .alert-caution { border-color:var(--red) }
.md blockquote > :first-child { margin-top:0 } .md blockquote > :last-child { margin-bottom:0 }
.md img { max-width:100% } .md h1, .md h2 { border-bottom:1px solid var(--line); padding-bottom:.3em; font-weight:600 } .md details { margin:8px 0 } .md summary { cursor:pointer }
@media (max-width: 600px) { main { padding:12px } h1 { font-size:20px } .row { flex-wrap:wrap } }
`
