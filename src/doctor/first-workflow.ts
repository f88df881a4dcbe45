/** The workflow of a model repository, to be pasted as `.github/workflows/serin.yml`. */
export function firstWorkflow({ releases }: { readonly releases: boolean }): string {
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
${releases ? TOKEN : ''}      - uses: acme/serin@v1 # the repository that holds your copy of Serin
${releases ? USED : ''}`
}

const TOKEN = `      - uses: actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3 # v3.1.1
        id: gitops
        if: github.event_name == 'push'
        with:
          client-id: \${{ vars.SERIN_CLIENT_ID }}
          private-key: \${{ secrets.SERIN_PRIVATE_KEY }}
          owner: \${{ github.repository_owner }}
          repositories: mlops-gitops # the one that "gitops" names
          permission-contents: write
          permission-pull-requests: write
`

const USED = `        with:
          gitops-token: \${{ steps.gitops.outputs.token }}
`
