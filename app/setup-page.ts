/** Asks where the app shall live. */
export function questionPage(told: { readonly organization: string; readonly address: string }): string {
  return page(
    'Make Serin’s GitHub App',
    `<form method="get" action="/">
<p><label>Address at which GitHub reaches Serin (a tunnel’s will do)
<input name="address" type="url" required placeholder="https://serin.example.com" value="${quoted(told.address)}"></label></p>
<p><label>Organization; empty for your own account
<input name="organization" pattern="[A-Za-z0-9\\-]{1,39}" value="${quoted(told.organization)}"></label></p>
<p><button>Next</button></p>
</form>`,
  )
}

/** The button that takes the manifest to GitHub. */
export function confirmPage({ action, manifest }: { readonly action: string; readonly manifest: string }): string {
  return page(
    'Make Serin’s GitHub App',
    `<form method="post" action="${quoted(action)}">
<input type="hidden" name="manifest" value="${quoted(manifest)}">
<p><button>Make it on GitHub</button></p>
</form>`,
  )
}

export function donePage(address: string): string {
  return page(
    'The app is made',
    `<p>Its key and its secret are in <code>.env</code>. Start Serin again, then
<a href="${quoted(`${address}/installations/new`)}">install the app</a>.</p>`,
  )
}

export function failedPage(sentence: string): string {
  return page('This did not work', `<p>${quoted(sentence)}</p>`)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>\n`
}

function quoted(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign)
}
