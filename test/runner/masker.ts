/** Hides secrets in text the way the runner's log and summaries do. */
export interface Masker {
  /** Hides `value`, each of its lines and its usual encodings from now on. */
  add(value: string): void
  hide(text: string): string
}

export function createMasker(): Masker {
  const hidden = new Set<string>()
  return {
    add(value) {
      for (const part of [value, ...value.split(/\r?\n/)]) {
        if (part.trim() !== '') for (const form of formsOf(part)) hidden.add(form)
      }
    },
    hide(text) {
      const longestFirst = [...hidden].sort((a, b) => b.length - a.length)
      return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
    },
  }
}

function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  return [value, json, encodeURIComponent(value), ...base64Forms(value)].filter((form) => form !== '')
}

// A secret inside a longer base64 text starts at one of three offsets; the characters it shares with its neighbours are left out.
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value)
  if (bytes.length < 6) return []
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const tail = (bytes.length + shift) % 3 === 0 ? undefined : -1
    return whole.slice(shift === 0 ? 0 : shift + 1, tail)
  })
}
