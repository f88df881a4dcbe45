// Preloaded into each measured process: what the whole of it has used, seen from its last moment.
process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  require('node:fs').writeFileSync(process.env.USAGE_FILE, JSON.stringify({ userCPUTime, systemCPUTime, maxRSS }))
})
