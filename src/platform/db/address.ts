import { createHmac } from 'node:crypto'

/** Where a PostgreSQL database is and who we are there. `host` may be the folder of a unix socket. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  readonly ssl?: 'require' | 'prefer' | 'verify-full'
}

const complete = (text: string): string => text.replace(/^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)\//, '$1localhost/')

/** True for text that `parseDatabaseUrl` can read. */
export const isDatabaseUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(complete(text))

/** Reads a `postgres://` address, including `?host=` for a unix socket (then the host itself may be left out) and `?sslmode=`. */
export const parseDatabaseUrl = (text: string): DatabaseAddress => {
  const url = new URL(complete(text))
  const sslmode = url.searchParams.get('sslmode')
  const database = decodeURIComponent(url.pathname.slice(1)) || 'postgres'
  return {
    host: url.searchParams.get('host') ?? (decodeURIComponent(url.hostname) || 'localhost'),
    port: Number(url.port || url.searchParams.get('port') || 5432),
    database,
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password),
    ...(sslmode === 'require' || sslmode === 'prefer' || sslmode === 'verify-full' ? { ssl: sslmode } : {}),
  }
}

/**
 * The login the running application uses on the same database: never the owner, never able to bypass row-level security. Its name
 * carries the database's, because logins belong to the whole server; its password follows from the owner's, so that every machine
 * with the same DATABASE_URL arrives at the same one and nothing has to be stored.
 */
export const applicationLogin = (owner: DatabaseAddress): DatabaseAddress => ({
  ...owner,
  user: `${owner.database.slice(0, 50)}_login`,
  password: createHmac('sha256', owner.password || owner.database)
    .update(`login of ${owner.database}`)
    .digest('base64url'),
})
