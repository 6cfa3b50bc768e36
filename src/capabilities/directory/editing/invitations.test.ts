import { describe, expect, it } from 'vitest'
import { entriesOf, type Scene } from '../../../../test/support/entries.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { feedService, importTestFeed } from '../testing.ts'
import { forgetOldInvitations } from './invitation-store.ts'

const house = useHouse()
const { aScene, get, post, mailTo } = entriesOf(house)

const PUBLISHER = '0a0a0a0a-0000-4000-8000-000000000901'
const ENTRY = '0a0a0a0a-0000-4000-8000-000000000001'
const password = 'three long words'

async function withFeed(): Promise<Scene> {
  const scene = await aScene()
  await importTestFeed(
    house,
    scene.slug,
    [
      {
        ...feedService(1, { name: 'Chapel supper' }),
        organization: { id: PUBLISHER, name: 'Chapel Fellowship', description: 'x', email: 'chapel@example.org' },
      },
    ],
    '--source',
    'the feed',
  )
  return scene
}
const inviteAt = async (scene: Scene, changes: Record<string, string> = {}) => {
  const shown = await get(scene, `/directory/invite?publisher=${PUBLISHER}`, scene.faridaCookie)
  expect(shown.statusCode).toBe(200)
  const sent = await post(
    scene,
    '/directory/invite',
    {
      publisherId: PUBLISHER,
      organisationId: '',
      organisationKind: 'faith group',
      assuranceLevel: 'constituted',
      toName: 'Ruth',
      toEmail: 'ruth@example.org',
      ...changes,
    },
    scene.faridaCookie,
  )
  expect(sent.statusCode, sent.body).toBe(303)
  const id = /invitations\/([0-9a-f-]{36})/.exec(String(sent.headers.location))?.[1] ?? ''
  return { id, path: `/directory/invitations/${id}` }
}
const linkTo = async (scene: Scene, address: string) => (await mailTo(scene, address)).at(-1)?.linkPath ?? ''
const codeOn = async (scene: Scene, path: string) =>
  /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec((await get(scene, path, scene.faridaCookie)).body)?.[0] ?? ''
const accept = (scene: Scene, link: string, more: Record<string, string> = {}) =>
  post(scene, '/directory/claim', {
    do: 'accept',
    link: link.split('link=')[1] ?? '',
    name: 'Ruth',
    email: 'ruth@example.org',
    phone: '',
    signInName: '',
    password,
    ...more,
  })

describe('an invitation', () => {
  it('by mail makes an account, its organisation and the link to its entries; it works once', async () => {
    const scene = await withFeed()
    expect((await get(scene, '/directory/invitations?name=chap', scene.faridaCookie)).body).toContain(
      'Chapel Fellowship',
    )
    expect((await get(scene, `/directory/invite?publisher=${PUBLISHER}`, scene.faridaCookie)).body).toContain(
      'Chapel supper',
    )
    await inviteAt(scene)
    const invited = (await get(scene, '/directory/invitations?name=chap', scene.faridaCookie)).body
    expect(invited, 'nobody is invited twice').not.toContain('/directory/invite?publisher=')
    const link = await linkTo(scene, 'ruth@example.org')
    const shown = await get(scene, link)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).toContain('Look after the entries of Chapel Fellowship')
    const short = await accept(scene, link, { password: 'short', name: '' })
    expect(short.statusCode).toBe(422)
    expect(short.body).toContain('At least 10 characters')
    expect(short.body).toContain('href="#name"')
    const accepted = await accept(scene, link)
    expect(accepted.headers.location).toBe(`/${scene.slug}/directory/entries?done=claimed`)
    const cookie = String(accepted.headers['set-cookie']).split(';')[0] ?? ''
    const entries = (await get(scene, '/directory/entries', cookie)).body
    expect(entries).toContain('Chapel supper')
    expect((await get(scene, `/directory/entries/${ENTRY}/edit`, cookie)).statusCode).toBe(200)
    const again = (await get(scene, link)).body
    expect(again).toContain('This invitation was used already')
    expect(again).toContain(`/${scene.slug}/sign-in?next=`)
    expect((await get(scene, link, cookie)).body).toContain('Go to your entries')
    expect((await accept(scene, link)).statusCode).toBe(410)
    expect((await get(scene, '/directory/invitations', scene.faridaCookie)).body).toContain('Accepted')
    const signedIn = await post(scene, '/sign-in', { email: 'ruth@example.org', password })
    expect(signedIn.statusCode).toBe(303)
  })

  it('by a code is typed in however it is spaced, and needs no e-mail', async () => {
    const scene = await withFeed()
    const { path } = await inviteAt(scene, { toEmail: '' })
    const code = await codeOn(scene, path)
    expect(code).not.toBe('')
    const ready = (await get(scene, `${path}?done=ready`, scene.faridaCookie)).body
    expect(ready).toContain('Nothing has been sent.')
    expect(ready).toContain('Make a new code')
    const typed = code.toLowerCase().replace(/-/g, ' ')
    const shown = await post(scene, '/directory/claim', { code: typed })
    expect(shown.body).toContain('Look after the entries of Chapel Fellowship')
    const answers = { do: 'accept', code: typed, name: 'Ruth', email: '', password }
    const without = await post(scene, '/directory/claim', { ...answers, phone: '', signInName: 'Chapel Ruth' })
    expect(without.body).toContain('Enter a phone number we can ring you on')
    const accepted = await post(scene, '/directory/claim', {
      ...answers,
      phone: '01632 960 007',
      signInName: 'Chapel Ruth',
    })
    expect(accepted.statusCode, accepted.body).toBe(303)
    expect((await post(scene, '/sign-in', { email: 'chapel ruth', password })).statusCode).toBe(303)
    const page = await house.platform.db.asHouse(
      scene.placeId,
      tx =>
        tx.sql<
          { organisationId: string }[]
        >`select organisation_id from directory.publisher where place_id = ${tx.placeId} and publisher_id = ${PUBLISHER}`,
    )
    expect((await get(scene, `/organisations/${page[0]?.organisationId}`)).body).toContain('01632 960 007')
  })

  it('that is wrong, withdrawn, sent again or has run out says so kindly', async () => {
    const scene = await withFeed()
    expect((await get(scene, '/directory/claim')).statusCode).toBe(200)
    for (const wrong of ['link=nonsense', 'code=ABCD-EFGH-JKMN', 'link=a&link=b', 'code=%F0%9F%98%80'])
      expect((await get(scene, `/directory/claim?${wrong}`)).statusCode, wrong).toBeLessThan(500)
    expect((await get(scene, '/directory/claim?link=nonsense')).body).toContain('We do not know this link or code')
    const { path } = await inviteAt(scene)
    const older = await linkTo(scene, 'ruth@example.org')
    const olderCode = await codeOn(scene, path)
    await post(scene, path, { do: 'resend' }, scene.faridaCookie)
    const newer = await linkTo(scene, 'ruth@example.org')
    expect(newer).not.toBe(older)
    expect((await get(scene, older)).body).toContain('This invitation has run out')
    expect((await get(scene, `/directory/claim?code=${olderCode}`)).statusCode).toBe(404)
    house.advance({ days: 29 })
    expect((await get(scene, newer)).body).toContain('This invitation has run out')
    expect((await accept(scene, newer)).statusCode).toBe(410)
    house.advance({ days: -29 })
    await post(scene, path, { do: 'withdraw' }, scene.faridaCookie)
    expect((await get(scene, newer)).body).toContain('This invitation was withdrawn')
    expect((await get(scene, path, scene.faridaCookie)).body).toContain('Withdrawn')
    await inviteAt(scene)
    const twice = await post(
      scene,
      '/directory/invite',
      {
        publisherId: PUBLISHER,
        organisationId: '',
        organisationKind: 'charity',
        assuranceLevel: 'informal',
        channel: 'email',
        toName: 'Ann',
        toEmail: 'ann@example.org',
      },
      scene.faridaCookie,
    )
    expect(twice.statusCode).toBe(422)
    expect(twice.body).toContain('They are invited already')
  })

  it('to an organisation that has people is accepted by them alone', async () => {
    const scene = await withFeed()
    await inviteAt(scene, { organisationId: scene.kitchen })
    const link = await linkTo(scene, 'ruth@example.org')
    expect((await get(scene, link)).body).toContain('Sign in as one of them to accept')
    expect((await accept(scene, link)).statusCode).toBe(422)
    expect((await get(scene, link, scene.cookies.cleo)).body).toContain('Sign in as one of them')
    const accepted = await post(
      scene,
      '/directory/claim',
      { do: 'accept', link: link.split('link=')[1] ?? '' },
      scene.cookies.ben,
    )
    expect(accepted.statusCode).toBe(303)
    expect((await get(scene, '/directory/entries', scene.cookies.ben)).body).toContain('Chapel supper')
  })

  it('accepted twice at the same moment is accepted once', async () => {
    const scene = await withFeed()
    await inviteAt(scene)
    const link = await linkTo(scene, 'ruth@example.org')
    const answers = await Promise.all(
      ['ruth', 'ann', 'joy'].map(name => accept(scene, link, { name, email: `${name}@example.org` })),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 410)).toHaveLength(2)
  })

  it('is forgotten a year after it was accepted, withdrawn or ran out, and not before', async () => {
    const scene = await withFeed()
    const { path } = await inviteAt(scene)
    const forget = () => house.platform.db.asHouse(scene.placeId, forgetOldInvitations)
    const status = async () => (await get(scene, path, await farida())).statusCode
    const farida = () =>
      house.platform.db.asHouse(scene.placeId, async tx => {
        const { personId, organisationId } = scene.farida
        return `session=${await startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' })}`
      })
    house.advance({ days: 28 + 364 })
    await forget()
    expect(await status()).toBe(200)
    house.advance({ days: 2 })
    await forget()
    expect(await status()).toBe(404)
    expect(await mailTo(scene, 'ruth@example.org')).toEqual([])
  })
})
