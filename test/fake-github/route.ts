import type { Actor, Need } from './access.ts'
import type { Body } from './request-body.ts'
import type { Role, StoredRepository } from './stored-repository.ts'
import type { World } from './world.ts'

export interface Reply {
  readonly status: number
  /** JSON, a Buffer or text for other media types, or undefined for none. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One API request after authentication. */
export interface Call {
  readonly world: World
  readonly method: string
  /** The path below the API root, for `Link` headers and redirects. */
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Body
  readonly actor: Actor
}

export interface RepositoryCall extends Call {
  readonly repository: StoredRepository
}

export type Route = {
  readonly method: string
  readonly pattern: RegExp
  readonly names: readonly string[]
} & (
  | { readonly kind: 'plain'; readonly handle: (call: Call) => Reply | Promise<Reply> }
  | {
      readonly kind: 'repository'
      readonly needs: readonly Need[]
      /** What a person needs where an app needs `needs`. */
      readonly role: Role | 'visible'
      readonly handle: (call: RepositoryCall) => Reply | Promise<Reply>
    }
)

/** A route outside repositories, such as `GET /app`. `{name}` is one path segment, `{name+}` the rest. */
export function route(spec: string, handle: (call: Call) => Reply | Promise<Reply>): Route {
  return { kind: 'plain', ...compile(spec), handle }
}

/**
 * A route below `/repos/{owner}/{repo}`: the server finds the repository, follows renames, and checks visibility,
 * permission and archiving before `handle` is called. The person's role follows from `needs` unless given.
 */
export function repositoryRoute(
  spec: string,
  access: { readonly needs: Need | readonly Need[]; readonly role?: Role | 'visible' },
  handle: (call: RepositoryCall) => Reply | Promise<Reply>,
): Route {
  const needs = typeof access.needs === 'string' ? [access.needs] : access.needs
  const [method = '', path = ''] = spec.split(' ')
  return {
    kind: 'repository',
    ...compile(`${method} /repos/{owner}/{repo}${path}`),
    needs,
    role: access.role ?? roleFor(needs),
    handle,
  }
}

function roleFor(needs: readonly Need[]): Role {
  if (needs.some((need) => need.startsWith('administration'))) return 'admin'
  return needs.every((need) => need.endsWith(':read')) ? 'read' : 'write'
}

function compile(spec: string): { method: string; pattern: RegExp; names: string[] } {
  const [method = '', path = ''] = spec.split(' ')
  const names: string[] = []
  const pattern = path.replace(/[.]/g, '\\.').replace(/\{(\w+)(\+?)\}/g, (_, name: string, rest: string) => {
    names.push(name)
    return rest ? '(.*)' : '([^/]+)'
  })
  return { method, pattern: new RegExp(`^${pattern}$`), names }
}

/** The path parameters when the route matches, decoded. */
export function matchRoute(route: Route, method: string, path: string): Record<string, string> | undefined {
  if (route.method !== method) return undefined
  const match = route.pattern.exec(path)
  if (!match) return undefined
  return Object.fromEntries(route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]))
}

export function ok(body: unknown, headers: Record<string, string> = {}): Reply {
  return { status: 200, body, headers }
}

/** 201 with the `location` that GitHub sends beside a new thing's `url`. */
export function created(body: { readonly url?: string | null | undefined }): Reply {
  return { status: 201, body, headers: body.url ? { location: body.url } : {} }
}

export const NO_CONTENT: Reply = { status: 204 }
