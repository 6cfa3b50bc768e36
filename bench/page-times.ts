/** How often each page is opened: RUNS, 15 unless said. */
const runs = Number(process.env.RUNS ?? 15)

/** Opens a page twice unmeasured and then RUNS times. @returns the middle and worst in milliseconds by the clock, and the processor time of this process for one of them. */
export const timed = async (work: () => Promise<unknown>) => {
  const times: number[] = []
  let before = process.cpuUsage()
  for (let run = -2; run < runs; run++) {
    if (run === 0) before = process.cpuUsage()
    const started = performance.now()
    await work()
    if (run >= 0) times.push(performance.now() - started)
  }
  const used = process.cpuUsage(before)
  times.sort((a, b) => a - b)
  return {
    middle: Math.round(times[Math.floor(runs / 2)] ?? 0),
    worst: Math.round(times.at(-1) ?? 0),
    processorOfServer: Math.round((used.user + used.system) / 100 / runs) / 10,
  }
}
