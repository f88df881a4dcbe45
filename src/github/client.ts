import type { Octokit } from '@octokit/rest'

/** What Serin needs of an Octokit, so that the Action's toolkit client and the App's client both fit. */
export type GitHubClient = Pick<Octokit, 'rest' | 'paginate' | 'graphql'>

/** A repository's name as GitHub spells it, in two parts. */
export interface RepositoryName {
  readonly owner: string
  readonly repo: string
}

/**
 * Splits `owner/name`.
 * @throws Error when the text is not two parts: configuration files have been checked before.
 */
export function repositoryName(fullName: string): RepositoryName {
  const [owner, repo, ...rest] = fullName.split('/')
  if (!owner || !repo || rest.length > 0) throw new Error(`Not a repository name: ${fullName}`)
  return { owner, repo }
}

/** The API version that every response shape in this folder was written against. */
export const API_VERSION = '2022-11-28'
