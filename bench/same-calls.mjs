import { readFileSync } from 'node:fs'

// The least a Node program can do to report on a pull request: the action's own HTTP calls, and nothing else.
for (const { method, path, requestHeaders, requestBody } of JSON.parse(readFileSync(process.env.EXCHANGES, 'utf8'))) {
  const body = requestBody === '' ? undefined : requestBody
  const answer = await fetch(process.env.GITHUB_API_URL + path, { method, headers: requestHeaders, body })
  await answer.text()
}
