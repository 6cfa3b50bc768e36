/** What differs between places and is told to the software, not written in it. */
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Telephone = Type.Object({
  /** As people read it: "01632 960 000". */
  says: Type.String({ minLength: 3, maxLength: 40 }),
  /** `tel:01632960000` */
  href: Type.String({ pattern: '^tel:\\+?[0-9]{3,15}$' }),
  /** "Monday to Friday, 9 am to 5 pm" */
  hours: Type.Optional(Type.String({ maxLength: 200 })),
})

/** Other capabilities may keep more under names of their own. */
export const PlaceSettings = Type.Object({
  /** What residents ring to reach a person. */
  phone: Type.Optional(Telephone),
  /** What anyone rings with a concern about somebody's safety. */
  safeguardingPhone: Type.Optional(Telephone),
  /** What anyone rings when somebody is in danger now. */
  emergencyPhone: Type.Optional(Telephone),
  /** The first sentences of the place's home page. */
  openingWords: Type.Optional(Type.String({ maxLength: 1000 })),
  /** Whose bank holidays hold here; by the district codes of the place when left out. */
  bankHolidays: Type.Optional(
    Type.Union([Type.Literal('england-and-wales'), Type.Literal('scotland'), Type.Literal('northern-ireland')]),
  ),
  /** Under which licence the place publishes what is open: its name and the address of its text. */
  licence: Type.Optional(
    Type.Object({
      name: Type.String({ minLength: 2, maxLength: 200 }),
      url: Type.String({ pattern: '^https?://[^\\s<>"]+$', maxLength: 500 }),
    }),
  ),
})
export type PlaceSettings = Static<typeof PlaceSettings>
export type Telephone = Static<typeof Telephone>

/** The settings this capability knows, out of whatever a place keeps; what does not fit is left out. */
export function placeSettings(kept: Readonly<Record<string, unknown>>): PlaceSettings {
  const known: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(PlaceSettings.properties)) {
    if (kept[name] !== undefined && Value.Check(schema, kept[name])) known[name] = kept[name]
  }
  return known as PlaceSettings
}

/** A telephone number as typed, to show and to ring. Undefined when it is no number. */
export function telephone(typed: string, hours?: string): Telephone | undefined {
  const says = typed.trim().replace(/\s+/g, ' ')
  const href = `tel:${says.replace(/\(0\)/, '').replace(/[ ().-]/g, '')}`
  const made = { says, href, ...(hours !== undefined && { hours }) }
  return Value.Check(Telephone, made) ? made : undefined
}

const mends: Readonly<Record<string, string>> = {
  openingWords: 'openingWords must be text of at most 1,000 characters.',
  bankHolidays: 'bankHolidays must be "england-and-wales", "scotland" or "northern-ireland".',
  licence:
    'licence must be like {"name": "Open Government Licence v3.0", "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}.',
}

/** The settings that do not fit, one sentence each. Unknown names are let through: they belong to other capabilities. */
export function wrongSettings(settings: Readonly<Record<string, unknown>>): string[] {
  const wrong: string[] = []
  for (const [name, schema] of Object.entries(PlaceSettings.properties)) {
    if (settings[name] === undefined || Value.Check(schema, settings[name])) continue
    wrong.push(
      mends[name] ??
        `${name} must be like {"says": "01632 960 000", "href": "tel:01632960000", "hours": "Monday to Friday, 9 am to 5 pm"}.`,
    )
  }
  return wrong
}
