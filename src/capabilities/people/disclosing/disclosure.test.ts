import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../../kernel/refusal.ts'
import {
  type AssuranceLevel,
  type Basis,
  bases,
  type LevelScope,
  type SharingAgreement,
  sharedFieldCodes,
} from '../../organisations/index.ts'
import { type Claim, decideDisclosure, type KnownOfSharing, type Party } from './disclosure.ts'

const now = new Date('2026-11-16T10:00:00Z')
const on = '2026-11-16'
const levels: AssuranceLevel[] = ['informal', 'constituted', 'registered', 'contracted']

const party = (organisationId: string, more: Partial<Party> = {}): Party => ({
  organisationId,
  name: organisationId,
  kind: 'charity',
  level: 'registered',
  trust: 'known',
  ...more,
})
const consent = (more: Partial<KnownOfSharing['consents'][number]> = {}): KnownOfSharing['consents'][number] => ({
  consentId: 'consent' as never,
  organisationId: null,
  withWhom: 'either',
  forPurpose: 'help',
  fields: sharedFieldCodes,
  untilAt: null,
  withdrawnAt: null,
  givenAt: now,
  ...more,
})
const agreement = (more: Partial<SharingAgreement> = {}): SharingAgreement => ({
  agreementId: 'agreement',
  title: 'Food and company',
  purposes: ['help'],
  fields: ['name', 'contact', 'address'],
  lawfulGround: 'Public task',
  fromOn: '2026-01-01',
  untilOn: null,
  writtenBy: 'Amira',
  writtenByOrganisationId: 'hub',
  writtenAt: now,
  endedAt: null,
  endedBy: null,
  endedBecause: null,
  parties: ['hub', 'kitchen'].map(organisationId => ({ organisationId, signedBy: 'A', signedOn: '2026-01-01' })),
  ...more,
})
const known = (more: Partial<KnownOfSharing> = {}): KnownOfSharing => ({
  from: party('hub', { kind: 'council' }),
  to: party('kitchen'),
  toVolunteer: false,
  purpose: 'help',
  fields: sharedFieldCodes,
  consents: [],
  agreements: [],
  scopes: [],
  objects: false,
  addressIsHidden: false,
  now,
  on,
  ...more,
})
const claim = (basis: Basis, ground = 'why'): Claim => ({ basis, ground })
const answer = (of: KnownOfSharing, by: Claim | null) => {
  const said = decideDisclosure(of, by)
  return isRefusal(said) ? said.refused : said.fields.length
}
const all = sharedFieldCodes.length

describe('may these details be shared', () => {
  it.each<[string, Partial<KnownOfSharing>, Claim | null, string | number]>([
    ['nothing stands: no', {}, null, 'no-consent'],
    ['a permission stands: yes', { consents: [consent()] }, null, all],
    ['one taken back: no', { consents: [consent({ withdrawnAt: now })] }, claim('consent'), 'no-consent'],
    ['one that ended this moment: no', { consents: [consent({ untilAt: now })] }, claim('consent'), 'no-consent'],
    ['one for another purpose: no', { consents: [consent({ forPurpose: 'protect' })] }, claim('consent'), 'no-consent'],
    [
      'one with another organisation: no',
      { consents: [consent({ organisationId: 'wheels' })] },
      claim('consent'),
      'no-consent',
    ],
    ['one that names two details: those two', { consents: [consent({ fields: ['name', 'contact'] })] }, null, 2],
    [
      'the one it rested on was taken back, another stands: no',
      { consents: [consent()] },
      { ...claim('consent'), basisId: 'older' },
      'no-consent',
    ],
    [
      'an informal group with permission: all but the story',
      { to: party('kitchen', { level: 'informal' }), consents: [consent()] },
      null,
      all - 1,
    ],
    [
      'an informal group by public task: no',
      { to: party('kitchen', { level: 'informal' }) },
      claim('public task'),
      'level-too-low',
    ],
    ['a council by public task: yes', {}, claim('public task'), all],
    ['a charity by public task: no', { from: party('hub') }, claim('public task'), 'no-public-task'],
    [
      'a charity under contract by public task: yes',
      { from: party('hub', { level: 'contracted' }) },
      claim('public task'),
      all,
    ],
    ['a public task objected to: no', { objects: true }, claim('public task'), 'objected'],
    ['a permission though they objected to the public task: yes', { objects: true, consents: [consent()] }, null, all],
    ['an agreement that binds both: what it names', { agreements: [agreement()] }, claim('sharing agreement'), 3],
    ['an agreement, and nobody says which basis: the agreement', { agreements: [agreement()] }, null, 3],
    [
      'one nobody has signed for the other side: no',
      {
        agreements: [
          agreement({
            parties: [
              { organisationId: 'hub', signedBy: 'A', signedOn: on },
              { organisationId: 'kitchen', signedBy: null, signedOn: null },
            ],
          }),
        ],
      },
      claim('sharing agreement'),
      'no-agreement',
    ],
    [
      'one that ended: no',
      { agreements: [agreement({ endedAt: now, endedBecause: 'x' })] },
      claim('sharing agreement'),
      'no-agreement',
    ],
    [
      'one that begins tomorrow: no',
      { agreements: [agreement({ fromOn: '2026-11-17' })] },
      claim('sharing agreement'),
      'no-agreement',
    ],
    ['one on its last day: yes', { agreements: [agreement({ untilOn: on })] }, claim('sharing agreement'), 3],
    [
      'one past its last day: no',
      { agreements: [agreement({ untilOn: '2026-11-15' })] },
      claim('sharing agreement'),
      'no-agreement',
    ],
    [
      'an agreement does not reach a volunteer',
      { agreements: [agreement()], toVolunteer: true },
      claim('sharing agreement'),
      'no-agreement',
    ],
    [
      'a life to save, with nothing else: everything',
      { to: party('kitchen', { level: 'informal', trust: 'limited' }) },
      claim('vital interests'),
      all,
    ],
    ['a life to save, and nobody says how: no', {}, claim('vital interests', ' '), 'no-ground'],
    ['a concern, with a registered organisation: yes', { purpose: 'protect' }, claim('safeguarding'), all],
    [
      'a concern, with an informal group: no',
      { purpose: 'protect', to: party('kitchen', { level: 'informal' }) },
      claim('safeguarding'),
      'level-too-low',
    ],
    ['help asked for as if it were a concern: no', { purpose: 'help' }, claim('safeguarding'), 'level-too-low'],
    [
      'a group that joined by itself, with permission: no',
      { to: party('kitchen', { trust: 'limited' }), consents: [consent()] },
      null,
      'limited-trust',
    ],
    [
      'a volunteer, and the address is hidden: neither address nor story',
      { toVolunteer: true, addressIsHidden: true, consents: [consent()] },
      null,
      all - 2,
    ],
    [
      'another organisation, and the address is hidden: not by a yes in general',
      { addressIsHidden: true, consents: [consent({ organisationId: null })] },
      null,
      all - 2,
    ],
    [
      'another organisation, and the address is hidden: not by an agreement',
      { addressIsHidden: true, agreements: [agreement()] },
      null,
      2,
    ],
    [
      'an organisation that they said yes to by name, and the address is hidden: all',
      { addressIsHidden: true, consents: [consent({ organisationId: 'kitchen' })] },
      null,
      all,
    ],
    [
      'the organisation that holds it, and the address is hidden: all',
      { to: party('hub', { kind: 'council' }), addressIsHidden: true, consents: [consent({ organisationId: null })] },
      null,
      all,
    ],
  ])('%s', (_, more, by, expected) => expect(answer(known(more), by)).toBe(expected))

  it('follows what the place decided about a level, from its day on', () => {
    const decided = (fromOn: string): LevelScope => ({
      level: 'registered',
      purpose: 'help',
      fromOn,
      fields: ['name'],
      bases: ['consent'],
      why: '',
      decidedBy: '',
      decidedAt: null,
    })
    const consents = [consent()]
    expect(answer(known({ consents, scopes: [decided('2026-11-17')] }), null)).toBe(all)
    expect(answer(known({ consents, scopes: [decided(on)] }), null)).toBe(1)
    expect(answer(known({ scopes: [decided(on)] }), claim('public task'))).toBe('level-too-low')
  })

  const anyParty = (id: string) =>
    fc.record({
      organisationId: fc.constant(id),
      name: fc.constant(id),
      kind: fc.constantFrom('council' as const, 'charity' as const, 'mutual aid' as const),
      level: fc.constantFrom(...levels),
      trust: fc.constantFrom('limited' as const, 'known' as const),
    })
  const someFields = fc.subarray([...sharedFieldCodes])
  const someday = fc.constantFrom(null, new Date(now.getTime() - 1), now, new Date(now.getTime() + 1))
  const anySharing = fc.record({
    from: anyParty('hub'),
    to: anyParty('kitchen'),
    toVolunteer: fc.boolean(),
    purpose: fc.constantFrom('help' as const, 'protect' as const),
    fields: someFields,
    consents: fc.array(
      fc.record({
        consentId: fc.constant('consent' as never),
        organisationId: fc.constantFrom(null, 'kitchen', 'wheels'),
        withWhom: fc.constantFrom('organisation' as const, 'volunteer' as const, 'either' as const),
        forPurpose: fc.constantFrom('help' as const, 'protect' as const),
        fields: someFields,
        untilAt: someday,
        withdrawnAt: someday,
        givenAt: fc.constant(now),
      }),
      { maxLength: 3 },
    ),
    agreements: fc.array(
      fc
        .record({
          fields: someFields,
          untilOn: fc.constantFrom(null, '2026-11-15', on),
          endedAt: fc.constantFrom(null, now),
        })
        .map(more => agreement(more)),
      { maxLength: 2 },
    ),
    scopes: fc.constant([]),
    objects: fc.boolean(),
    addressIsHidden: fc.boolean(),
    now: fc.constant(now),
    on: fc.constant(on),
  })
  const anyClaim = fc.option(
    fc.record({ basis: fc.constantFrom(...(Object.keys(bases) as Basis[])), ground: fc.constantFrom('', ' ', 'why') }),
    { nil: null },
  )

  it('never shares more than was asked for, and what stays back says why', () => {
    fc.assert(
      fc.property(anySharing, anyClaim, (of, by) => {
        const said = decideDisclosure(of, by)
        if (isRefusal(said)) return said.reason.length > 0 && said.mend.length > 0
        const apart = [...said.fields, ...Object.keys(said.withheld)].sort()
        return JSON.stringify(apart) === JSON.stringify([...of.fields].sort())
      }),
      { numRuns: 2000 },
    )
  })

  it('with every permission taken back and every agreement ended, only a stated ground shares anything', () => {
    fc.assert(
      fc.property(anySharing, anyClaim, (of, by) => {
        const bare = {
          ...of,
          consents: of.consents.map(each => ({ ...each, withdrawnAt: now })),
          agreements: of.agreements.map(each => ({ ...each, endedAt: now })),
        }
        const said = decideDisclosure(bare, by)
        return isRefusal(said) || (bases[said.basis].needsGround && by?.ground.trim() !== '')
      }),
      { numRuns: 2000 },
    )
  })

  it('a permission more, or a higher level, never takes anything away', () => {
    fc.assert(
      fc.property(anySharing, of => {
        const shares = (known: KnownOfSharing, by: Claim | null = null) => {
          const said = decideDisclosure(known, by)
          return isRefusal(said) ? [] : said.fields
        }
        const higher = {
          ...of,
          to: { ...of.to, level: levels[Math.min(3, levels.indexOf(of.to.level) + 1)] ?? 'informal' },
        }
        const more = { ...of, consents: [...of.consents, consent({ withWhom: 'either', fields: ['name'] })] }
        return (
          shares(of).every(field => shares(higher).includes(field)) &&
          shares(of, claim('consent')).length <= shares(more, claim('consent')).length
        )
      }),
      { numRuns: 2000 },
    )
  })

  it('nobody who is not known yet is told who somebody is, but to save a life', () => {
    fc.assert(
      fc.property(anySharing, anyClaim, (of, by) => {
        const said = decideDisclosure({ ...of, to: { ...of.to, trust: 'limited' } }, by)
        return isRefusal(said) || said.basis === 'vital interests'
      }),
    )
  })
})
