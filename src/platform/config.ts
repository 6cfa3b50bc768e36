import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { isDatabaseUrl } from './db/address.ts'

/** Settings of one installation, all from the environment; nothing about a place lives here (places are data). */
export interface Config {
  readonly port: number
  readonly host: string
  /** Where the embedded database and everything else we write lives. */
  readonly dataDir: string
  /** Where it is written who was erased, beside the backups and outside the database: read after a backup was put back. */
  readonly tombstonesFile: string
  /** A PostgreSQL ≥ 15 server; null means the embedded one in `dataDir`. Its login owns the schema and migrates it. */
  readonly databaseUrl: string | null
  /** Where mail goes; null means the mailbox page. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** What texts are given to (docs/running/texts.md); null means that somebody rings instead. */
  readonly textUrl: string | null
  /** What we show it, as a bearer token. */
  readonly textSecret: string | null
  /** How people reach us, for links in mail; no trailing slash. */
  readonly publicUrl: string
  /** True on a developer's or visitor's machine: the mailbox page and the demo sign-ins are shown. */
  readonly demo: boolean
  /** What feeds may be fetched from besides public addresses at ports 80 and 443: 'host:port', 'host:*' or '*:port'. */
  readonly feedsAlsoFrom: readonly string[]
  /** Addresses or networks (CIDR) of the proxies in front of us, whose word on where a visitor comes from is taken; none by default. */
  readonly trustedProxies: readonly string[]
  /** A program that is given each file that is sent to us on its standard input, and answers like clamdscan; null where none is set. */
  readonly uploadScanner: string | null
  /** What seals what the database must not give away (`auth/house-secret.ts`); null means a file in `dataDir`. */
  readonly secret: string | null
  readonly version: string
}

/** Thrown for a setting that cannot be used; the message is for the person who set it. */
export class SettingError extends Error {}

/**
 * Reads the settings. `PORT` (8080), `HOST` (127.0.0.1), `DATA_DIR` (./.data), `DATABASE_URL`, `SMTP_URL`, `MAIL_FROM`, `TEXT_URL` (none), `TEXT_SECRET` or
 * `TEXT_SECRET_FILE`, `PUBLIC_URL`, `KEEPITLOCAL_DEMO` (on unless `off`, or a real mail server is set), `FEEDS_ALSO_FROM` (none), `TRUSTED_PROXIES` (none), `UPLOAD_SCANNER` (none),
 * `HOUSE_SECRET` (a file in `DATA_DIR`).
 * @throws SettingError when one of them cannot be what it says.
 */
export const readConfig = (env: NodeJS.ProcessEnv, root: string, version: string): Config => {
  const port = Number(env.PORT || 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SettingError(`PORT must be a number from 0 to 65535, not "${env.PORT}".`)
  const databaseUrl = env.DATABASE_URL || null
  if (databaseUrl && !isDatabaseUrl(databaseUrl))
    throw new SettingError('DATABASE_URL must be like postgres://name:password@host:5432/database.')
  const smtpUrl = env.SMTP_URL || null
  if (smtpUrl && !/^smtps?:\/\//.test(smtpUrl)) throw new SettingError('SMTP_URL must start with smtp:// or smtps://.')
  const host = env.HOST || '127.0.0.1'
  return {
    port,
    host,
    dataDir: resolve(root, env.DATA_DIR || '.data'),
    tombstonesFile: resolve(root, env.TOMBSTONES_FILE || `${env.DATA_DIR || '.data'}-tombstones.jsonl`),
    databaseUrl,
    smtpUrl,
    mailFrom: env.MAIL_FROM || 'Keep it Local <no-reply@localhost>',
    ...readTexts(env, root),
    publicUrl: (env.PUBLIC_URL || `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`).replace(/\/+$/, ''),
    feedsAlsoFrom: readFeedsAlsoFrom(env.FEEDS_ALSO_FROM),
    trustedProxies: readTrustedProxies(env.TRUSTED_PROXIES),
    uploadScanner: env.UPLOAD_SCANNER?.trim() || null,
    secret: readSecret(env.HOUSE_SECRET),
    demo: env.KEEPITLOCAL_DEMO ? env.KEEPITLOCAL_DEMO !== 'off' : smtpUrl === null,
    version,
  }
}

const readTexts = (env: NodeJS.ProcessEnv, root: string): Pick<Config, 'textUrl' | 'textSecret'> => {
  const textUrl = env.TEXT_URL?.trim() || null
  if (textUrl && !(URL.canParse(textUrl) && /^https?:$/.test(new URL(textUrl).protocol)))
    throw new SettingError('TEXT_URL must start with http:// or https://.')
  const file = env.TEXT_SECRET_FILE?.trim()
  if (!file) return { textUrl, textSecret: env.TEXT_SECRET?.trim() || null }
  try {
    return { textUrl, textSecret: readFileSync(resolve(root, file), 'utf8').trim() || null }
  } catch (error) {
    throw new SettingError(`TEXT_SECRET_FILE "${file}" cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

const readSecret = (setting: string | undefined): string | null => {
  if (!setting) return null
  if (setting.length < 32)
    throw new SettingError('HOUSE_SECRET must have at least 32 characters: `openssl rand -base64 32` makes one.')
  return setting
}

const readTrustedProxies = (setting: string | undefined): string[] => {
  const entries = (setting ?? '').split(',').flatMap(entry => entry.trim() || [])
  const wrong = entries.find(entry => {
    const [address = '', bits, ...more] = entry.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    return (
      !isIP(address) || more.length > 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))
    )
  })
  if (wrong)
    throw new SettingError(
      `TRUSTED_PROXIES is a list of addresses like "127.0.0.1, 10.0.0.0/8"; "${wrong}" is not one of them.`,
    )
  return entries
}

const readFeedsAlsoFrom = (setting: string | undefined): string[] => {
  const entries = (setting ?? '').split(',').flatMap(entry => entry.trim().toLowerCase() || [])
  const wrong = entries.find(entry => !/^(\*:\d{1,5}|(\[[0-9a-f:.]+\]|[a-z0-9.-]+):(\*|\d{1,5}))$/.test(entry))
  if (wrong)
    throw new SettingError(
      `FEEDS_ALSO_FROM is a list like "localhost:8080, 10.0.0.5:*, *:8443"; "${wrong}" is not a host and a port.`,
    )
  return entries
}
