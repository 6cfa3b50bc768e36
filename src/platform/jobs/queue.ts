import { PgBoss } from 'pg-boss'
import type { TransactionSql } from 'postgres'
import type { DatabaseAddress } from '../db/address.ts'
import type { Postgres } from '../db/connection.ts'

/** A job's data: ids only, never a person's details. */
export type JobData = Readonly<Record<string, string>>

/** Something the jobs process does when woken, or on a schedule. */
export interface Job {
  readonly queue: string
  /** Five cron fields in UTC; omitted means only when woken. */
  readonly cron?: string
  run(data: JobData): Promise<void>
}

/** Puts jobs on queues inside other people's transactions. */
export interface Waker {
  /**
   * Wakes the jobs process once the transaction commits, with as many jobs as there are data; a transaction that is rolled back wakes nobody.
   * The queue only wakes: what has to be done stands in our own tables, so a lost job loses nothing.
   */
  wake(sql: TransactionSql, queue: string, data: readonly JobData[]): Promise<void>
  stop(): Promise<void>
}

/** Opens the sending side of the queues on our own pool; it works no jobs. */
export const openWaker = async (postgres: Postgres): Promise<Waker> => {
  const boss = new PgBoss({
    schema: 'pgboss',
    db: {
      executeSql: (text, values) =>
        postgres.begin(async sql => {
          await sql.unsafe('set local role keepitlocal_house')
          return { rows: [...(await sql.unsafe(text, (values ?? []) as never[]))] }
        }),
    },
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
    useListenNotify: true,
    registerInstance: false,
  })
  boss.on('error', () => {})
  await boss.start()
  return {
    async wake(sql, queue, data) {
      const jobs = data.map(each => ({ data: each }))
      await boss.insert(queue, jobs, {
        db: {
          // Prepared: it is the same long statement each time, and planning it costs more than running it.
          executeSql: async (text, values) => ({
            rows: [...(await sql.unsafe(text, (values ?? []) as never[], { prepare: true }))],
          }),
        },
      })
    },
    stop: () => boss.stop({ graceful: false }),
  }
}

/** Works the queues until stopped. */
export interface JobsProcess {
  stop(): Promise<void>
}

/**
 * Starts working jobs on their queues.
 * @param onError hears of every failure; a failed job is tried again later, more and more slowly.
 */
export const workJobs = async (
  address: DatabaseAddress,
  jobs: readonly Job[],
  onError: (error: unknown, queue: string) => void,
): Promise<JobsProcess> => {
  const boss = new PgBoss({
    ...address,
    schema: 'pgboss',
    max: 6,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    application_name: 'keepitlocal jobs',
    // The login itself has no rights; the queues belong to the house.
    options: '-c role=keepitlocal_house',
    superviseIntervalSeconds: 10,
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', error => onError(error, 'pg-boss'))
  await boss.start()
  for (const job of jobs) {
    // A notice that comes while a batch is worked is not heard, and pg-boss then looks again only after 30 s unless told otherwise; a whole batch at once,
    // each different wake-up run once, keeps a busy morning from queueing behind itself.
    const pace = {
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1,
      batchSize: 100,
      burstWhenBatchFull: true,
    }
    await boss.work<JobData>(job.queue, pace, async batch => {
      const different = new Map(batch.map(({ data }) => [JSON.stringify(data ?? {}), data ?? {}]))
      let failed: unknown
      for (const data of different.values())
        try {
          await job.run(data)
        } catch (error) {
          onError(error, job.queue)
          failed = error
        }
      if (failed) throw failed
    })
    if (job.cron) await boss.schedule(job.queue, job.cron, null, { tz: 'UTC' })
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 5000 }) }
}

/** How many waiting jobs name one of these ids; a job holds ids and nothing else. */
export const countJobsNaming = (tx: { readonly sql: TransactionSql }, ids: readonly string[]): Promise<number> =>
  tx.sql<{ jobs: number }[]>`
    select count(*)::int as jobs from pgboss.job where state in ('created', 'retry') and exists (
      select from jsonb_each_text(data) each (name, value) where value = any(${[...ids]}::text[]))`.then(
    ([row]) => row?.jobs ?? 0,
  )
