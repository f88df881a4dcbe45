/** Pieces of text that do something somewhere on GitHub. */
export const HOSTILE: readonly string[] = [
  '|',
  '\\|',
  '\\\\|',
  '`',
  '``',
  '```',
  '`|`',
  '\\',
  '\\`',
  '<img src=x onerror=alert(1)>',
  '<script>',
  '</td></table>',
  '</details>',
  '</code>',
  '<!-- serin:iris -->',
  '<!--',
  '-->',
  '@admin',
  '@acme/release',
  '(@admin)',
  'a@evil.example',
  'mailto:a@evil.example',
  '@admin|x',
  '#1',
  'acme/iris#12',
  'GH-3',
  'deadbeef1',
  '0123456789abcdef0123456789abcdef01234567',
  'https://evil.example/',
  'http://evil.example|',
  'www.evil.example',
  'www.evil.example|',
  '![x](https://evil.example/x.png)',
  '[x](https://evil.example)',
  '[x]: https://evil.example',
  '<https://evil.example>',
  '[^1]',
  '[^1]: note',
  '$x$',
  '$`x`$',
  '$$',
  ':tada:',
  ':+1:',
  '**bold**',
  '__proto__',
  '~~gone~~',
  '# title',
  '- item',
  '1. item',
  '> quote',
  '===',
  '| - | - |',
  '&lt;b&gt;',
  '&#64;admin',
  '&#x40;admin',
  '\n',
  '\r\n',
  '\n\n# title\n',
  '\t',
  '\u202eevil',
  '\u200b',
  '\u0000',
  '\u001b[31m',
  '\uFEFF',
  '\u{E0041}',
  '\uD800',
  '\uDC00',
  '👩‍🔬',
  '⚠️',
  'é',
  '模型',
  ' ',
  '',
  '::set-output name=x::y',
  '[!NOTE]',
  '- [ ] task',
  'x'.repeat(300),
]

/** A reproducible stream of numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A hostile text of up to four pieces. */
export function hostileText(random: () => number): string {
  const count = 1 + Math.floor(random() * 4)
  const pieces = Array.from({ length: count }, () => HOSTILE[Math.floor(random() * HOSTILE.length)] ?? '')
  return pieces.join(random() < 0.5 ? ' ' : '')
}
