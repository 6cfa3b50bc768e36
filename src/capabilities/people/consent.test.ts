import { expect, it } from 'vitest'
import { type Consent, consentCovers } from './person.ts'

const now = new Date('2026-11-16T10:00:00Z')

const [theirs, other] = ['organisation asked', 'another organisation']
const consent = (
  withWhom: Consent['withWhom'],
  organisationId: string | null = null,
  withdrawnAt: Date | null = null,
  untilAt: Date | null = null,
) => ({
  withWhom,
  organisationId,
  withdrawnAt,
  untilAt,
})

it.each<[string, ReturnType<typeof consent>, boolean, boolean]>([
  ['of an organisation covers no volunteer', consent('organisation'), true, false],
  ['of a volunteer covers no organisation', consent('volunteer'), false, true],
  ['of either covers both', consent('either'), true, true],
  ['of one organisation covers it alone', consent('organisation', theirs), true, false],
  ['of another organisation covers neither', consent('either', other), false, false],
  ['that ends later covers both', consent('either', null, null, new Date(now.getTime() + 1)), true, true],
  ['that ends at this moment covers nobody', consent('either', null, null, now), false, false],
  ['taken back covers nobody', consent('either', null, new Date(0)), false, false],
])('a permission that speaks %s', (_, given, organisation, volunteer) =>
  expect([consentCovers(given, theirs, 'organisation', now), consentCovers(given, theirs, 'volunteer', now)]).toEqual([
    organisation,
    volunteer,
  ]),
)
