import { expect, it } from 'vitest'
import { cleanEnvironment } from '../../src/shell/clean-environment.ts'

const TOKEN = `ghs_1234_${'x'.repeat(20)}.${'y'.repeat(400)}`

it.each([
  ['an input', 'INPUT_TRAIN', 'x'],
  ['an input with a hyphen', 'INPUT_GITOPS-TOKEN', 'x'],
  ['the state between stages', 'STATE_started', '1'],
  ['the runtime token', 'ACTIONS_RUNTIME_TOKEN', 'x'],
  ['the OIDC token', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'x'],
  ['the output file', 'GITHUB_OUTPUT', '/tmp/x'],
  ['the environment file', 'GITHUB_ENV', '/tmp/x'],
  ['the path file', 'GITHUB_PATH', '/tmp/x'],
  ['the state file', 'GITHUB_STATE', '/tmp/x'],
  ['the summary file', 'GITHUB_STEP_SUMMARY', '/tmp/x'],
  ['the token', 'GITHUB_TOKEN', 'x'],
  ["the command line's token", 'GH_TOKEN', 'x'],
  ['a token under another name', 'DEPLOY', TOKEN],
  ['a token inside a URL', 'REMOTE', `https://x-access-token:${TOKEN}@localhost/a.git`],
  ['a fine-grained token', 'ANY', `github_pat_${'a'.repeat(40)}`],
  ['an old token', 'ANY', `ghp_${'a'.repeat(36)}`],
])('drops %s', (_, name, value) => {
  expect(cleanEnvironment({ [name]: value, PATH: '/bin' })).toEqual({ PATH: '/bin' })
})

it('drops a copy of a token input whatever its format', () => {
  expect(cleanEnvironment({ 'INPUT_GITOPS-TOKEN': 'opaque', COPY: 'opaque' })).toEqual({})
})

it('drops a git configuration that authorizes', () => {
  const authorizing = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraheader',
    GIT_CONFIG_VALUE_0: 'AUTHORIZATION: basic eA==',
  }
  expect(cleanEnvironment(authorizing)).toEqual({})
})

it.each([
  ['PATH', '/bin'],
  ['AWS_SECRET_ACCESS_KEY', 'of the user'],
  ['GITHUB_SHA', 'a'.repeat(40)],
  ['RUNNER_TEMP', '/tmp'],
  ['GIT_CONFIG_COUNT', '0'],
  ['NAME', 'ghost_writer'],
])('keeps %s', (name, value) => {
  expect(cleanEnvironment({ [name]: value })).toEqual({ [name]: value })
})
