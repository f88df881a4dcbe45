import http from 'node:http'
import { UserError } from '../errors.ts'

type Variables = Readonly<Record<string, string | undefined>>
const NAMES = ['https_proxy', 'http_proxy'] as const

/**
 * Lets every `fetch` of this process go through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name (small
 * letters too); called before the first request. Node does so by itself only with `NODE_USE_ENV_PROXY`, and can be asked
 * for it since 24.14.
 * @returns whether there is one, and whether this Node can follow it.
 * @throws UserError when a variable holds no address.
 */
export function followProxy(variables: Variables): 'none' | 'followed' | 'not supported' {
  const named = NAMES.flatMap((name) => [name, name.toUpperCase()]).filter((name) => variables[name])
  if (named.length === 0) return 'none'
  const wrong = named.find((name) => !isProxy(variables[name] ?? ''))
  if (wrong !== undefined) {
    throw new UserError(`The environment variable ${wrong} is not the address of a proxy.`, {
      fix: 'Write for example `http://proxy.example.com:3128`.',
    })
  }
  if (variables.NODE_USE_ENV_PROXY === '1') return 'followed'
  if (typeof http.setGlobalProxyFromEnv !== 'function') return 'not supported'
  http.setGlobalProxyFromEnv(variables)
  return 'followed'
}

function isProxy(address: string): boolean {
  return /^https?:\/\//.test(address) && URL.canParse(address)
}
