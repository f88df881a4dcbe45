import { type GitHubClient, repositoryName } from './client.ts'
import { type Author, upsertComment } from './comment.ts'
import { permitted } from './failure.ts'

/**
 * Closes a pull request for a newer one, with a comment that says so. Doing it again changes nothing.
 * @throws MissingPermission without `pull-requests: write`.
 */
export async function closeSuperseded(
  client: GitHubClient,
  closed: {
    readonly repository: string
    readonly number: number
    /** The first line of the comment. */
    readonly marker: string
    readonly comment: string
    /** Its description from now on. */
    readonly body: string
    readonly author: () => Promise<Author>
  },
): Promise<void> {
  const { repository, number, marker, comment, body, author } = closed
  await upsertComment(client, { repository, pullRequest: number, marker, body: `${marker}\n${comment}`, author })
  const purpose = { doing: `close ${repository}#${number}`, permissions: ['pull-requests: write'] }
  await permitted(purpose, () =>
    client.rest.pulls.update({ ...repositoryName(repository), pull_number: number, state: 'closed', body }),
  )
}
