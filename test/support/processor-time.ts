/**
 * Milliseconds of processor time that a piece of work takes in this thread, so that whatever else runs on the machine does not count. By the clock on the wall where
 * Node does not tell (before 23.9).
 */
export async function processorMilliseconds(work: () => unknown): Promise<number> {
  const usage = process.threadCpuUsage?.()
  const started = performance.now()
  await work()
  if (!usage) return performance.now() - started
  const { user, system } = process.threadCpuUsage(usage)
  return (user + system) / 1000
}
