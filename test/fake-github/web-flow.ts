/** The committer of commits that GitHub itself makes and signs. */
export const WEB_FLOW = { name: 'GitHub', email: 'noreply@github.com' } as const
