import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/platform/platform.ts'
import { openDemoHouse } from '../support/demo-house.ts'
import { dropFilled, testServer } from '../support/scratch.ts'
import { openChromium, openWindow } from './chromium.ts'

/** Takes the README's pictures from the demo place, as they are today: script/screenshots. */
const folder = join(root, 'docs', 'screenshots')
mkdirSync(folder, { recursive: true })
const [demo, browser] = await Promise.all([openDemoHouse(), openChromium()])
const { place, platform } = demo
const at = (path: string) => `/${place.slug}${path}`

const first = async (statement: string): Promise<string> => {
  const [row] = await platform.db.asHouse(place.placeId, tx =>
    tx.sql.unsafe<{ id: string; organisationId: string }[]>(statement),
  )
  if (!row) throw new Error(`the demo has nothing for: ${statement}`)
  return row.id
}
const ours = `place_id = '${place.placeId}'`
const waiting = await first(
  `select need_id as id from requests.need where ${ours} and state = 'waiting' and returned_because is null order by state_since limit 1`,
)
const told = await first(
  `select help_request_id as id from requests.need where ${ours} and state in ('accepted', 'asked') order by state_since desc limit 1`,
)
const coordinator = await demo.signedIn('worklist.see', 'request.triage', 'measures.see')
const helper = await platform.db.asHouse(
  place.placeId,
  tx => tx.sql<{ referralId: string; token: string; email: string }[]>`
    select r.referral_id, s.email from referrals.referral r
    join organisations.membership m on m.place_id = r.place_id and m.organisation_id = r.organisation_id
    join people.sign_in s on s.place_id = m.place_id and s.person_id = m.person_id
    where r.place_id = ${tx.placeId} and r.state = 'sent' order by r.answer_by desc limit 1`,
)
const [asked] = helper
const asHelper = asked && (await demo.signedInAs(asked.email))
const bearer = await demo.bearer(told)
const editor = await demo.signedIn('directory.keep-right')
const proposal = await first(
  `select proposal_id as id from directory.proposal where ${ours} and state = 'waiting' order by state_since limit 1`,
)
const pantry = await first(
  `select service_id as id from directory.listed_service where ${ours} and name = 'Quay pantry'`,
)
// The volunteers' pages: as one of them, and as whoever looks after them.
const [femi] = await platform.db.asHouse(
  place.placeId,
  tx => tx.sql<{ volunteerId: string; personId: string; offerId: string }[]>`
    select v.volunteer_id, v.person_id, o.offer_id from volunteers.volunteer v
    join matching.offer o on o.place_id = v.place_id and o.volunteer_id = v.volunteer_id and o.state = 'sent'
    join matching.match m on m.place_id = v.place_id and m.volunteer_id = v.volunteer_id and m.state = 'confirmed'
    where v.place_id = ${tx.placeId} limit 1`,
)
if (!femi) throw new Error('the demo has no volunteer with something to answer and something to do')
const volunteering = await demo.volunteer(femi)
const looksAfter = await demo.signedInAs('beatriz.lima@example.org')
const couldBePut = await first(
  `select need_id as id from requests.need where ${ours} and state = 'waiting' and kind in ('shopping', 'company', 'food') and returned_because is distinct from 'no volunteer' order by description like 'Someone in%', state_since limit 1`,
)
const waitsForYes = await first(
  `select need_id as id from matching.task where ${ours} and state = 'matched' and activity = 'delivery' limit 1`,
)
const lottie = await first(
  `select v.volunteer_id as id from volunteers.volunteer v where ${ours} and exists (select from volunteers.next_step s where s.place_id = v.place_id and s.volunteer_id = v.volunteer_id and s.kind = 'training')`,
)
const lotties = await platform.db.asHouse(
  place.placeId,
  tx => tx.sql<{ volunteerId: string; personId: string }[]>`
    select volunteer_id, person_id from volunteers.volunteer where place_id = ${tx.placeId} and volunteer_id = ${lottie}`,
)
const learning = lotties[0] && (await demo.volunteer(lotties[0]))

const shots: { file: string; path: string; token: string | null; width: number; height: number }[] = [
  { file: 'worklist', path: at('/worklist'), token: coordinator.token, width: 1180, height: 820 },
  { file: 'who-can-help', path: at(`/needs/${waiting}`), token: coordinator.token, width: 1180, height: 1000 },
  {
    file: 'answer',
    path: at(`/referrals/${asked?.referralId}`),
    token: asHelper?.token ?? null,
    width: 420,
    height: 900,
  },
  { file: 'what-is-happening', path: at('/my-request'), token: bearer.token, width: 640, height: 900 },
  {
    file: 'find',
    path: at('/find?q=mum+has+stopped+going+out+since+dad+died&near=ZZ1+4AB&cost=free'),
    token: null,
    width: 1180,
    height: 1300,
  },
  {
    file: 'find-in-arabic',
    path: at('/find?q=food&near=ZZ1+4AB&lang=ar'),
    token: null,
    width: 420,
    height: 1200,
  },
  { file: 'opening-times', path: at(`/services/${pantry}`), token: null, width: 420, height: 1200 },
  { file: 'directory', path: at('/directory'), token: editor.token, width: 1180, height: 1000 },
  { file: 'check-entry', path: at(`/directory/proposals/${proposal}`), token: editor.token, width: 1180, height: 1000 },
  { file: 'freshness', path: at('/directory/freshness'), token: editor.token, width: 1180, height: 1000 },
  { file: 'how-are-we-doing', path: at('/how-are-we-doing'), token: coordinator.token, width: 1180, height: 1000 },
  { file: 'ask', path: at('/ask'), token: null, width: 640, height: 700 },
  { file: 'volunteer-sign-up', path: at('/volunteer'), token: null, width: 420, height: 1200 },
  { file: 'next-step', path: at('/my-volunteering'), token: learning?.token ?? null, width: 420, height: 900 },
  { file: 'offer', path: at(`/offers/${femi.offerId}`), token: volunteering.token, width: 420, height: 1000 },
  { file: 'my-volunteering', path: at('/my-volunteering'), token: volunteering.token, width: 420, height: 1200 },
  {
    file: 'put-to-volunteers',
    path: at(`/needs/${couldBePut}/volunteers`),
    token: looksAfter.token,
    width: 1180,
    height: 1000,
  },
  {
    file: 'who-was-asked',
    path: at(`/needs/${waitsForYes}/volunteers`),
    token: looksAfter.token,
    width: 1180,
    height: 1000,
  },
  { file: 'volunteers', path: at('/volunteers'), token: looksAfter.token, width: 1180, height: 1000 },
  {
    file: 'how-volunteering-goes',
    path: at('/volunteers/how-it-goes'),
    token: looksAfter.token,
    width: 1180,
    height: 1100,
  },
  {
    file: 'volunteer',
    path: at(`/volunteers/${femi.volunteerId}`),
    token: looksAfter.token,
    width: 1180,
    height: 1200,
  },
  { file: 'home', path: at(''), token: null, width: 1180, height: 800 },
]
for (const { file, path, token, width, height } of shots) {
  const context = await openWindow(browser, demo.address, { slug: place.slug, width, ...(token && { token }) })
  const page = await context.newPage()
  await page.setViewportSize({ width, height })
  await page.goto(path)
  await page.screenshot({ path: join(folder, `${file}.png`) })
  await context.close()
  process.stdout.write(`${file}.png\n`)
}
await browser.close()
await demo.close()
await dropFilled()
await (await testServer()).embedded?.stop()
