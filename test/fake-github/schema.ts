import type { components } from '@octokit/openapi-types'

/** One schema of GitHub's own OpenAPI description, by name: what a response has to look like. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]
