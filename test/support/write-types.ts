import postgres from 'postgres'
import { writeTables } from '../../src/platform/db/write-tables.ts'
import { root } from '../../src/platform/platform.ts'
import { templateDatabase } from './scratch.ts'

const template = await templateDatabase()
const sql = postgres({ ...template, max: 1, onnotice: () => {} })
for (const path of await writeTables(sql, root)) process.stdout.write(`${path}\n`)
await sql.end()
