import type { PlaceTx } from '../../../platform/db/database.ts'
import { findOwnPlace, placeSettings } from '../../places/index.ts'
import { type Calendar, calendarOf, type Division, type SchoolTerm } from './calendar.ts'

/** What opening times of a place are read against: its bank holidays and its school terms. */

/** School terms of the place, the earliest first. */
export async function listSchoolTerms(tx: PlaceTx): Promise<SchoolTerm[]> {
  const rows = await tx.sql<{ name: string | null; startsOn: string; endsOn: string }[]>`
    select name, starts_on, ends_on from directory.school_term where place_id = ${tx.placeId} order by starts_on`
  return rows.map(({ name, startsOn, endsOn }) => ({ ...(name !== null && { name }), startsOn, endsOn }))
}

/** Replaces the school terms of the place by these. */
export async function replaceSchoolTerms(tx: PlaceTx, terms: readonly SchoolTerm[]): Promise<void> {
  await tx.sql`delete from directory.school_term where place_id = ${tx.placeId}`
  if (terms.length === 0) return
  await tx.sql`
    insert into directory.school_term (place_id, starts_on, ends_on, name)
    select ${tx.placeId}, x."startsOn", x."endsOn", x.name
    from jsonb_to_recordset(${tx.sql.json(terms as never)}) as x ("startsOn" date, "endsOn" date, name text)`
}

/** The listed services whose opening depends on school terms. */
export async function listServicesBySchool(tx: PlaceTx): Promise<string[]> {
  const rows = await tx.sql<{ serviceId: string }[]>`
    select service_id from directory.listed_service
    where place_id = ${tx.placeId} and detail @? '$.schedules[*].school'`
  return rows.map(({ serviceId }) => serviceId)
}

/** S and N begin the codes of districts in Scotland and Northern Ireland (ONS, Register of Geographic Codes). */
const divisionOf = (ladCodes: readonly string[]): Division => {
  const countries = new Set(ladCodes.map(code => code.charAt(0)))
  if (countries.size === 1 && countries.has('S')) return 'scotland'
  return countries.size === 1 && countries.has('N') ? 'northern-ireland' : 'england-and-wales'
}

/** The calendar of the place: bank holidays as its settings say, else by its district codes; the school terms it was told. */
export async function findCalendar(tx: PlaceTx): Promise<Calendar> {
  const place = await findOwnPlace(tx)
  const division = placeSettings(place?.settings ?? {}).bankHolidays ?? divisionOf(place?.ladCodes ?? [])
  return calendarOf(division, await listSchoolTerms(tx))
}
