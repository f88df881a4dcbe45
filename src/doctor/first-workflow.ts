/**
 * The workflow of a model repository, to be pasted as `.github/workflows/serin.yml`; README's is this one for `acme`.
 * `owner` has the copy of Serin; `gitops`, as `owner/name`, is where its models are released, if anywhere.
 */
export function firstWorkflow({ owner, gitops }: { readonly owner: string; readonly gitops?: string }): string {
  return `name: serin

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: write # what main measured is kept on a branch of its own
  pull-requests: write # the report
  checks: write # the verdict

jobs:
  evaluate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false # the training could read them
      # what your training needs: Python, dependencies, data
${gitops === undefined ? '' : tokenStep(gitops)}      - uses: ${owner}/serin@v1
${gitops === undefined ? '' : USED}`
}

function tokenStep(gitops: string): string {
  const [owner, name] = gitops.split('/')
  return `      - uses: actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3 # v3.1.1
        id: gitops
        if: github.event_name == 'push'
        with:
          client-id: \${{ vars.SERIN_CLIENT_ID }}
          private-key: \${{ secrets.SERIN_PRIVATE_KEY }}
          owner: ${owner}
          repositories: ${name}
          permission-contents: write
          permission-pull-requests: write
`
}

const USED = `        with:
          gitops-token: \${{ steps.gitops.outputs.token }}
`
